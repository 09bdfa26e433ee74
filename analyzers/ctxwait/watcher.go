package ctxwait

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// watchers reports the goroutines that fn starts only to wait for the end of a
// context that is older than the call, or for a stop channel: when fn is done
// before, the goroutine stays behind, and each call leaves another one.
func (c *checker) watchers(fn *ssa.Function) {
	for _, b := range fn.Blocks {
		for _, instr := range c.s.Graph(fn).Instrs(b) {
			start, ok := instr.(*ssa.Go)
			if !ok {
				continue
			}
			g, ok := c.body(c.s.Callees(&start.Call))
			if !ok {
				continue // started elsewhere
			}
			w := watch{start: start, fn: g}
			for i, arg := range summary.Args(&start.Call) {
				if i < len(g.Params) {
					w.args = append(w.args, arg)
				}
			}
			op, ok := c.onlyWait(g)
			if !ok || !c.older(w, op) {
				continue // does other things, or ends with the call
			}
			// Have: a goroutine that waits for something that fn does not bring about.
			switch {
			case c.s.RunsOnce(fn):
				c.Silent("watcher", start.Pos(), "the process ends when its function returns")
			case c.joined(w):
				c.Silent("watcher", start.Pos(), "its function waits for it, or for the same end, on every way out")
			default:
				c.reportWatcher(w, op)
			}
		}
	}
}

// A watch is a goroutine that a function starts.
type watch struct {
	start *ssa.Go
	fn    *ssa.Function
	args  []ssa.Value // what the parameters of fn are given
}

// onlyWait returns the receive or select that fn does before anything else
// that may block, and outside of loops.
func (c *checker) onlyWait(fn *ssa.Function) (summary.Op, bool) {
	ops := c.s.Ops(fn)
	if len(ops) == 0 {
		return summary.Op{}, false
	}
	first := ops[0]
	if first.Kind != summary.OpReceive && first.Kind != summary.OpSelect || c.inLoop(first.Instr) {
		return summary.Op{}, false
	}
	after := func(op summary.Op) bool {
		return op.Instr == first.Instr || first.Instr.Block().Dominates(op.Instr.Block())
	}
	if slices.ContainsFunc(ops, func(op summary.Op) bool { return !after(op) }) {
		return summary.Op{}, false
	}
	return first, true
}

// older reports whether all that op waits for is older than the call that
// starts w: contexts from elsewhere and stop channels that it was given. What
// comes from a field counts only if the goroutine serves this call alone: it
// has a variable of it.
func (c *checker) older(w watch, op summary.Op) bool {
	chans := []ssa.Value{op.Chan}
	if op.Kind == summary.OpSelect {
		chans = nil
		for _, s := range op.States {
			if s.Dir != types.RecvOnly {
				return false
			}
			chans = append(chans, s.Chan)
		}
	}
	for _, ch := range chans {
		sources := c.s.Channels(ch)
		if len(sources) == 0 || slices.ContainsFunc(sources, func(s *summary.Channel) bool { return !c.olderChannel(w, s) }) {
			return false
		}
		if summary.FieldOf(variableOf(ch)) != nil && !w.servesCall() {
			return false
		}
	}
	return len(chans) > 0
}

func (c *checker) olderChannel(w watch, ch *summary.Channel) bool {
	switch ch.Kind {
	case summary.ChanDone:
		ctx := w.argument(summary.Args(&ch.Source.(*ssa.Call).Call)[0])
		if !c.s.Outlives(ctx) {
			return false
		}
		fromField := slices.ContainsFunc(c.s.Origins(ctx), func(o summary.Origin) bool { return o.Kind != summary.FromParam })
		return !fromField || w.servesCall()
	case summary.ChanGiven:
		return ch.IsStop()
	case summary.ChanMade, summary.ChanOpen: // by somebody who keeps it in a field
		return ch.IsStop() && ch.Source.Parent() != w.start.Parent() && w.servesCall()
	}
	return false
}

// argument returns what the parameter v of the goroutine is given, or v.
func (w watch) argument(v ssa.Value) ssa.Value {
	for i, p := range w.fn.Params {
		if v == ssa.Value(p) && i < len(w.args) {
			return w.args[i]
		}
	}
	return v
}

// servesCall reports whether the goroutine has a variable of the call that
// starts it, other than the receiver: then it is not one for an object's life.
func (w watch) servesCall() bool {
	fn := w.start.Parent()
	own := func(v ssa.Value) bool {
		v = variableOf(v)
		if fn.Signature.Recv() != nil && len(fn.Params) > 0 && isParam(v, fn.Params[0]) {
			return false
		}
		switch v.(type) {
		case *ssa.Const, *ssa.Function, *ssa.Global, *ssa.FreeVar:
			return false
		}
		return true
	}
	if slices.ContainsFunc(w.args, own) {
		return true
	}
	lit, ok := w.start.Call.Value.(*ssa.MakeClosure)
	return ok && slices.ContainsFunc(lit.Bindings, own)
}

// isParam reports whether v is the parameter p, or the variable it lives in
// because literals capture it.
func isParam(v ssa.Value, p *ssa.Parameter) bool {
	if v == ssa.Value(p) {
		return true
	}
	cell, ok := v.(*ssa.Alloc)
	return ok && slices.ContainsFunc(*cell.Referrers(), func(ref ssa.Instruction) bool {
		s, ok := ref.(*ssa.Store)
		return ok && s.Val == ssa.Value(p)
	})
}

// joined reports whether the function that starts w waits for it, or for the
// end that it waits for, on every way out and before it starts another.
func (c *checker) joined(w watch) bool {
	fn := w.start.Parent()
	tree := c.tree(w.fn)
	told := func(ch ssa.Value) bool {
		return slices.ContainsFunc(c.s.Channels(ch), func(s *summary.Channel) bool {
			if s.Kind == summary.ChanDone {
				return c.s.Outlives(summary.Args(&s.Source.(*ssa.Call).Call)[0])
			}
			return s.Kind == summary.ChanGiven && s.IsStop() ||
				slices.ContainsFunc(s.Sends, func(instr ssa.Instruction) bool { return slices.Contains(tree, instr.Parent()) }) ||
				slices.ContainsFunc(s.Closes, func(instr ssa.CallInstruction) bool { return slices.Contains(tree, instr.Parent()) })
		})
	}
	waits := func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.UnOp:
			return instr.Op == token.ARROW && told(instr.X)
		case ssa.CallInstruction:
			return summary.Joins(instr.Common())
		}
		return false
	}
	for _, d := range deferred(fn) {
		if waits(d) || d.Call.StaticCallee() != nil && slices.ContainsFunc(d.Call.StaticCallee().Blocks, func(b *ssa.BasicBlock) bool {
			return slices.ContainsFunc(b.Instrs, waits)
		}) {
			return true
		}
	}
	leaves := false
	walk := flow.Walk[struct{}]{
		Graph: c.s.Graph(fn),
		Step: func(s struct{}, _ *flow.Env, instr ssa.Instruction) (struct{}, bool) {
			if _, returns := instr.(*ssa.Return); returns || instr == ssa.Instruction(w.start) {
				leaves = true
				return s, false
			}
			return s, !waits(instr)
		},
		Branch: func(s struct{}, _ *flow.Env, cond ssa.Value, taken bool) (struct{}, bool) {
			state := summary.SelectCase(cond)
			return s, state == nil || !taken || state.Dir != types.RecvOnly || !told(state.Chan)
		},
	}
	block := w.start.Block()
	return walk.From(block, slices.Index(block.Instrs, ssa.Instruction(w.start))+1, struct{}{}) && !leaves
}

func (c *checker) reportWatcher(w watch, op summary.Op) {
	fn := funcName(w.start.Parent())
	what, advice := "a stop channel", "let it select on a channel too that is closed when the work is done"
	if op.Chan != nil {
		what = quoted(summary.Name(op.Chan), what)
		if ctx := c.contextOf(op.Chan); ctx != nil {
			what = quoted(summary.Name(ctx), "a context")
			advice = "use stop := context.AfterFunc and call stop when the work is done, or let the goroutine select on a done channel too"
		}
	}
	c.Report(report.Finding{
		Rule: "watcher",
		Pos:  w.start.Pos(),
		Message: fmt.Sprintf("this goroutine waits for the end of %s, which outlives %s, so each call may leave one behind: %s",
			what, fn, advice),
	})
}
