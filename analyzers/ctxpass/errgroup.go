package ctxpass

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// group judges a call of errgroup.WithContext: its context ends when a task
// fails, so that the others stop. It is of no use when it is thrown away, or
// when tasks pass the outer one.
func (c *checker) group(call ssa.CallInstruction) {
	if !ctxtype.IsFunc(summary.Callee(call.Common()), "golang.org/x/sync/errgroup", "WithContext") {
		return
	}
	outer := call.Common().Args[0]
	derived := summary.Results(call, 1)
	if !c.isUsed(derived) {
		c.dropped(call, outer)
		return
	}
	g := &group{checker: c, outer: c.line(outer), derived: make(map[ssa.Value]bool)}
	for _, v := range derived {
		g.derived[v] = true
		if v, ok := v.(*ssa.Extract); ok {
			if obj := c.assigned(call, v.Index); obj != nil {
				g.name = obj.Name()
			}
		}
	}
	for _, v := range summary.Results(call, 0) {
		for _, task := range c.tasks(v) {
			g.literal = task
			g.task(task)
		}
	}
}

// dropped reports a group whose context is thrown away, unless the context
// that it is made of is the greater fault.
func (c *checker) dropped(call ssa.CallInstruction, outer ssa.Value) {
	pos, end := c.rangeOf(call.Common())
	for _, v := range c.facts.Lineage(outer) {
		if root, ok := v.(*ssa.Call); ok && c.fresh[root] {
			c.Silent("errgroup", pos, "the fresh context that it is made of is reported")
			return
		}
	}
	if d := c.distance(c.scope(call.Parent()), call); d.Detachment == summary.Detached {
		c.Silent("errgroup", pos, d.Clause)
		return
	}
	c.Report(report.Finding{
		Rule:    "errgroup",
		Pos:     pos,
		End:     end,
		Message: "the context of errgroup.WithContext is thrown away, so a task that fails does not stop the others: pass it to the tasks, or use new(errgroup.Group) if they take none",
	})
}

// tasks returns the literals that are handed to the method Go of the group v.
func (c *checker) tasks(v ssa.Value) []*ssa.Function {
	var lits []*ssa.Function
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value)
	visit = func(v ssa.Value) {
		if seen[v] {
			return
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.Phi:
				visit(ref)
			case *ssa.Store:
				if cell := c.facts.CellOf(ref.Addr); cell != nil && ref.Val == v {
					for _, load := range cell.Loads {
						visit(load)
					}
				}
			case ssa.CallInstruction:
				call := ref.Common()
				if ctxtype.IsGroupTask(summary.Callee(call)) && call.Args[0] == v {
					lits = append(lits, c.literals(call.Args[1])...)
				}
			}
		}
	}
	visit(v)
	return lits
}

// A group is an errgroup with a context.
type group struct {
	*checker
	literal *ssa.Function      // the task that is looked at
	name    string             // of the variable that holds its context
	outer   map[ssa.Value]bool // what the outer context is and comes from
	derived map[ssa.Value]bool
}

// task judges what a task of the group, or a literal in it, does with
// contexts.
func (g *group) task(fn *ssa.Function) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			if slices.ContainsFunc(contextArgs(call.Common()), g.isOuter) {
				g.report(call, fmt.Sprintf("%s is passed the outer context", calleeName(call.Common())))
			}
			if ctx := summary.DoneOf(call.Common()); ctx != nil && g.isOuter(ctx) && !g.asksOnly(call) {
				g.report(call, "the outer context is waited for")
			}
		}
	}
	for _, lit := range fn.AnonFuncs {
		g.task(lit)
	}
}

// asksOnly reports whether nothing waits for what done, a call of Done of the
// outer context, returns, unless it waits for the group's context, too.
func (g *group) asksOnly(done ssa.CallInstruction) bool {
	v := done.Value()
	if v == nil {
		return true
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.Select:
			if ref.Blocking && !slices.ContainsFunc(ref.States, func(state *ssa.SelectState) bool { return g.isDone(state.Chan) }) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// isDone reports whether v is the channel that Done of the group's context, or
// of one derived from it, returns.
func (g *group) isDone(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	ctx := summary.DoneOf(&call.Call)
	return ctx != nil && slices.ContainsFunc(g.facts.Lineage(ctx), func(x ssa.Value) bool { return g.derived[x] })
}

func (g *group) report(call ssa.CallInstruction, what string) {
	pos, end := g.rangeOf(call.Common())
	if d := g.facts.Distance(call, nil, g.detaches); d.Detachment == summary.Detached {
		g.Silent("errgroup", pos, d.Clause)
		return
	}
	if ctxtype.IsFunc(summary.Callee(call.Common()), "context", "WithoutCancel", "Cause") {
		return // detached, or asked
	}
	if g.facts.Touches(call.Common()).Within(summary.TouchesValues | summary.TouchesLogs) {
		g.Silent("errgroup", pos, "the callee only asks the context")
		return
	}
	name := g.name
	if name == "" {
		name = "the group's context"
	}
	g.Report(report.Finding{
		Rule:    "errgroup",
		Pos:     pos,
		End:     end,
		Message: fmt.Sprintf("%s in a task of an errgroup: pass %s, which ends when another task fails", what, name),
	})
}

// isOuter reports whether the context v in a task is the outer context of the
// group or derived from it outside of the task, and not that of the group.
func (g *group) isOuter(v ssa.Value) bool {
	for _, x := range g.facts.Lineage(v) {
		if g.derived[x] {
			return false
		}
		if call, ok := x.(*ssa.Call); ok && ctxtype.IsFunc(summary.Callee(&call.Call), "context", "WithoutCancel") {
			return false
		}
		if g.facts.IsDerived(x) && within(x.Parent(), g.literal) {
			return false // the derivation itself is reported
		}
	}
	for x := range g.line(v) {
		if g.outer[x] {
			return true
		}
	}
	return false
}

// within reports whether fn is lit or a literal in it.
func within(fn, lit *ssa.Function) bool {
	for fn != nil && fn != lit {
		fn = fn.Parent()
	}
	return fn == lit
}
