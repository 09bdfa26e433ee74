package ctxnest

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

// reportLoop reports a, which grows in the loop l, the one with that many
// loops between it and a. It reports false if that is meant.
func (c *checker) reportLoop(a *assignment, l *flow.Loop, w wrap, rule string, depth int) bool {
	level := settings.Level(0)
	switch c.folds(a, c.loopRound(l), w) {
	case foldMeant:
		c.pass.Silent(rule, a.stmt.Node().Pos(), "a fold over the elements of a collection")
		return false
	case foldUsed:
		level = settings.Strict
	}
	where, instead := "in every round of the loop", advice(a)
	if loops := enclosingLoops(a); depth < len(loops) {
		where += fmt.Sprintf(" at line %d", c.pass.Line(loops[depth].Pos()))
	}
	if depth > 0 {
		instead = "give each round of that loop a variable of its own"
	}
	c.report(a, rule, level, w, where, instead)
	return true
}

// enclosingLoops returns the loop statements around a in its function,
// innermost first.
func enclosingLoops(a *assignment) []ast.Node {
	var loops []ast.Node
	for cur := range a.stmt.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			loops = append(loops, n)
		default:
			return loops
		}
	}
	return loops
}

// judgeFunction reports an assignment that makes a context grow from one run
// of its function to the next: in the body of a range over a function, which
// is a loop, in a literal that captures the variable, or behind a pointer.
func (c *checker) judgeFunction(a *assignment, wraps []wrap, rule string) {
	if a.addr == nil {
		return // a variable of this run alone
	}
	root := summary.RootOf(a.addr)
	level := settings.Level(0)
	var where string
	switch v := root.(type) {
	case *ssa.FreeVar:
		switch {
		case summary.IsYield(a.fn):
			where = fmt.Sprintf("in every round of the loop at line %d", c.pass.Line(a.fn.Pos()))
		case c.runsOnce(a, v):
			return
		case rule == "loop":
			rule, where = "closure", "each time the function literal runs"
		default:
			where = "each time the function literal runs"
		}
	case *ssa.Parameter:
		if rule != "pointer" || a.fn.Parent() != nil {
			return // the variable of this run, or whatever the literal is given
		}
		where = fmt.Sprintf("each time %s runs", a.fn.Name())
	default:
		return
	}
	for _, w := range wraps {
		if !c.growsByRuns(a, w) {
			continue
		}
		if summary.IsYield(a.fn) {
			switch c.folds(a, yieldRound(a.fn), w) {
			case foldMeant:
				c.pass.Silent(rule, a.stmt.Node().Pos(), "a fold over the elements of a sequence")
				continue
			case foldUsed:
				level = settings.Strict
			}
		}
		c.report(a, rule, level, w, where, advice(a))
		return
	}
}

// growsByRuns reports whether one run of the function leaves the context of w
// in the variable of a, and w wraps what the run before has left there.
func (c *checker) growsByRuns(a *assignment, w wrap) bool {
	starts, leaves := false, false
	walk := c.walk(a, w)
	step := walk.Step
	walk.Step = func(s lap, e *flow.Env, instr ssa.Instruction) (lap, bool) {
		if instr == ssa.Instruction(w.call) {
			starts = starts || c.holds(a, w, s, e, w.from)
			return s, false
		}
		return step(s, e, instr)
	}
	// What the variable holds at the entry counts as held.
	if !walk.From(a.fn.Blocks[0], 0, lap{held: true}) || !starts {
		return false
	}
	walk = c.walk(a, w)
	step = walk.Step
	walk.Step = func(s lap, e *flow.Env, instr ssa.Instruction) (lap, bool) {
		if ret, ok := instr.(*ssa.Return); ok {
			leaves = leaves || s.held && !(summary.IsYield(a.fn) && leavesRange(e, ret))
		}
		return step(s, e, instr)
	}
	return c.from(walk, w) && leaves
}

// leavesRange reports whether ret ends a range over a function.
func leavesRange(e *flow.Env, ret *ssa.Return) bool {
	if len(ret.Results) != 1 {
		return false
	}
	more, known := e.Cond(ret.Results[0])
	return known && !more
}

// runsOnce reports whether the literal of a runs at most once while the
// variable that it captures lives, or when something ends.
func (c *checker) runsOnce(a *assignment, v *ssa.FreeVar) bool {
	cell := c.facts.CellOf(v)
	if cell == nil {
		return false
	}
	owner := cell.Alloc.Parent()
	for fn := a.fn; fn != nil && fn != owner; fn = fn.Parent() {
		if c.facts.Deferred(fn) || slices.ContainsFunc(c.facts.Uses(fn), isCleanup) {
			return true
		}
	}
	for fn := a.fn; fn != nil && fn != owner; fn = fn.Parent() {
		if c.repeats(fn, cell.Alloc) {
			return false
		}
	}
	return true
}

// isCleanup reports whether a function is used as what t.Cleanup runs.
func isCleanup(u summary.Use) bool {
	if u.Kind != summary.UsedArg {
		return false
	}
	fn := summary.Callee(u.Call())
	return fn != nil && fn.Name() == "Cleanup" && ctxtype.Path(fn.Pkg()) == "testing"
}

// repeats reports whether the literal fn may run more than once while the
// variable at addr lives.
func (c *checker) repeats(fn *ssa.Function, addr *ssa.Alloc) bool {
	uses := c.facts.Uses(fn)
	if len(uses) > 1 {
		return true
	}
	for _, u := range uses {
		switch {
		case u.Kind == summary.UsedOther:
			return true
		case u.Kind == summary.UsedArg && !callsOnce(u.Call()):
			return true
		case c.loopsSince(u.Instr.Block(), addr):
			return true
		}
	}
	return false
}

func callsOnce(call *ssa.CallCommon) bool {
	fn := summary.Callee(call)
	return fn != nil && knowledge.CallsOnce(fn)
}

// loopsSince reports whether block is in a loop that the variable at addr is
// older than.
func (c *checker) loopsSince(block *ssa.BasicBlock, addr *ssa.Alloc) bool {
	for l := c.facts.Graph(block.Parent()).InnerLoop(block); l != nil; l = l.Parent {
		if addr.Parent() != block.Parent() || !l.Contains(addr.Block()) {
			return true
		}
	}
	return false
}

// report reports a, whose context grows at the times that where says, and what
// to do instead.
func (c *checker) report(a *assignment, rule string, level settings.Level, w wrap, where, instead string) {
	f := report.Finding{
		Rule:    rule,
		Level:   level,
		Message: fmt.Sprintf("the context %q grows %s: %s wraps the one of the time before; %s", types.ExprString(a.lhs), where, w.name(), instead),
	}
	f.Pos, f.End = report.Range(a.stmt.Node())
	if rule == "loop" {
		f.Fix = c.fix(a)
	}
	c.pass.Report(f)
}

// advice says what to write instead.
func advice(a *assignment) string {
	if _, ok := a.lhs.(*ast.Ident); ok {
		return "declare a new variable with :="
	}
	return "keep it in a variable of its own"
}
