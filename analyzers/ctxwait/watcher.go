package ctxwait

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
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
			case op.Chan != nil && !c.s.IsDone(op.Chan) && c.works(g, op):
				c.Silent("watcher", start.Pos(), "it may wait for a start, as it goes on to wait for other things")
			case c.alone(w):
				c.Silent("watcher", start.Pos(), "nobody else can stop what its function has begun")
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

// works reports whether fn, behind first, calls what waits or waits in a loop.
func (c *checker) works(fn *ssa.Function, first summary.Op) bool {
	return slices.ContainsFunc(c.s.Ops(fn), func(op summary.Op) bool {
		return op.Instr != first.Instr && (op.Kind == summary.OpCall || c.inLoop(op.Instr))
	})
}

// alone reports whether the goroutine is all that has a function that some
// call has given to the one that starts it, which does nothing afterwards: if
// that stops something, nobody does so earlier.
func (c *checker) alone(w watch) bool {
	lit, ok := w.start.Call.Value.(*ssa.MakeClosure)
	if !ok || callsAfter(c.s.Graph(w.start.Parent()), w.start) {
		return false
	}
	tree := c.tree(w.fn)
	return slices.ContainsFunc(lit.Bindings, func(v ssa.Value) bool {
		cell := c.s.CellOf(v)
		if _, isFunc := ctxtype.Deref(v.Type()).Underlying().(*types.Signature); !isFunc || cell == nil || cell.Escapes || len(cell.Stores) != 1 {
			return false
		}
		call, _ := summary.ResultOf(cell.Stores[0].Val)
		return call != nil && !slices.ContainsFunc(cell.Loads, func(load *ssa.UnOp) bool { return !slices.Contains(tree, load.Parent()) })
	})
}

// callsAfter reports whether anything is called behind instr.
func callsAfter(g *flow.Graph, instr ssa.Instruction) bool {
	isCall := func(instr ssa.Instruction) bool {
		_, ok := instr.(ssa.CallInstruction)
		return ok
	}
	block := instr.Block()
	if slices.ContainsFunc(block.Instrs[slices.Index(block.Instrs, instr)+1:], isCall) {
		return true
	}
	for i, after := range g.Reachable(nil, block.Succs...) {
		if after && slices.ContainsFunc(g.Func.Blocks[i].Instrs, isCall) {
			return true
		}
	}
	return false
}

// older reports whether all that op waits for is older than the call that
// starts w: contexts from elsewhere and stop channels that it was given.
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
	return len(chans) > 0 && !slices.ContainsFunc(chans, func(ch ssa.Value) bool { return !c.olderChannel(w, ch) })
}

func (c *checker) olderChannel(w watch, ch ssa.Value) bool {
	sources := c.s.Channels(ch)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(s *summary.Channel) bool {
		if s.Kind != summary.ChanDone {
			return !s.IsStop() || !c.given(w, ch)
		}
		ctx := w.argument(summary.Args(&s.Source.(*ssa.Call).Call)[0])
		return !c.s.Outlives(ctx) || slices.ContainsFunc(c.s.Origins(ctx), func(o summary.Origin) bool { return !c.given(w, o.Value) })
	})
}

// given reports whether the call that starts w has v from its caller: it is a
// parameter, or a field of the receiver. What comes from a field counts only
// if the goroutine serves this call alone; else it serves the object.
func (c *checker) given(w watch, v ssa.Value) bool {
	v = c.origin(w, v)
	if field, ok := v.(*ssa.FieldAddr); ok {
		return isReceiver(c.origin(w, field.X)) && c.servesCall(w)
	}
	_, ok := v.(*ssa.Parameter)
	return ok
}

// argument returns what v, a parameter of the goroutine, is given; else v.
func (w watch) argument(v ssa.Value) ssa.Value {
	if p, ok := v.(*ssa.Parameter); ok {
		if i := slices.Index(w.fn.Params, p); i >= 0 && i < len(w.args) {
			return w.args[i]
		}
	}
	return v
}

// origin returns where v, a value in w, comes from: a parameter of the
// function that starts it or of one around that, a field, or something else.
func (c *checker) origin(w watch, v ssa.Value) ssa.Value {
	for range 8 {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
		case *ssa.Parameter:
			if v = w.argument(x); v == ssa.Value(x) {
				return v
			}
		case *ssa.UnOp:
			if field, ok := x.X.(*ssa.FieldAddr); ok {
				return field
			}
			cell := c.s.CellOf(x.X)
			if cell == nil || len(cell.Stores) != 1 {
				return v
			}
			v = cell.Stores[0].Val
		default:
			return v
		}
	}
	return v
}

func isReceiver(v ssa.Value) bool {
	p, ok := v.(*ssa.Parameter)
	return ok && p.Parent().Signature.Recv() != nil && p == p.Parent().Params[0]
}

// servesCall reports whether the goroutine has a variable of the call that
// starts it, other than the receiver: then it is not one for an object's life.
func (c *checker) servesCall(w watch) bool {
	own := func(v ssa.Value) bool {
		if cell := c.s.CellOf(v); cell != nil {
			return !slices.ContainsFunc(cell.Stores, func(s *ssa.Store) bool { return isReceiver(s.Val) })
		}
		v = c.origin(w, variableOf(v))
		switch v.(type) {
		case *ssa.Const, *ssa.Function, *ssa.Global:
			return false
		}
		return !isReceiver(v)
	}
	if slices.ContainsFunc(w.args, own) {
		return true
	}
	lit, ok := w.start.Call.Value.(*ssa.MakeClosure)
	return ok && slices.ContainsFunc(lit.Bindings, own)
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
	fn := summary.FuncName(w.start.Parent())
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
