package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// MayFollowDone reports whether on some path to instr, within its function,
// a context was seen to be over or the program was told to stop: what stands
// behind a run loop that Done or a signal ends may have to outlive the
// context even if the loop has other ends, and so may what stands behind a
// call that is handed the Done channel. A loop that goes on although a
// context is over does not make its next round such a path.
func (r *Result) MayFollowDone(instr ssa.Instruction) bool {
	e := r.ending(instr.Parent())
	b := instr.Block()
	if e.reached[b.Index] {
		return true
	}
	told := e.told[b.Index]
	return told > 0 && slices.Index(b.Instrs, instr) >= told
}

// An ending says which instructions of a function may follow the end of a
// context.
type ending struct {
	told    []int  // by block: the index behind the first instruction that tells of an end, or 0
	reached []bool // by block: reached behind one
}

func (r *Result) ending(fn *ssa.Function) *ending {
	r.mu.Lock()
	e := r.endings[fn]
	r.mu.Unlock()
	if e == nil {
		e = r.findEndings(fn)
		r.mu.Lock()
		r.endings[fn] = e
		r.mu.Unlock()
	}
	return e
}

func (r *Result) findEndings(fn *ssa.Function) *ending {
	g := r.Graph(fn)
	e := &ending{told: make([]int, len(fn.Blocks)), reached: make([]bool, len(fn.Blocks))}
	var todo []*ssa.BasicBlock
	add := func(from, to *ssa.BasicBlock) {
		if !e.reached[to.Index] && !g.BackEdge(from, to) {
			e.reached[to.Index] = true
			todo = append(todo, to)
		}
	}
	for _, b := range fn.Blocks {
		for i, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.UnOp:
				if instr.Op == token.ARROW && e.told[b.Index] == 0 && r.tellsEnd(instr.X) {
					e.told[b.Index] = i + 1
				}
			case *ssa.Call:
				if e.told[b.Index] == 0 && r.runsUntilDone(&instr.Call) {
					e.told[b.Index] = i + 1
				}
			case *ssa.If:
				for side, succ := range b.Succs {
					if r.endsIf(g, instr, side) {
						add(b, succ)
					}
				}
			}
		}
		if e.told[b.Index] > 0 {
			for _, s := range g.Succs(b) {
				add(b, s)
			}
		}
	}
	for len(todo) > 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, s := range g.Succs(b) {
			add(b, s)
		}
	}
	return e
}

// runsUntilDone reports whether a call returns when a context is over: it is
// handed the Done channel, or known to do so.
func (r *Result) runsUntilDone(call *ssa.CallCommon) bool {
	if slices.ContainsFunc(call.Args, r.IsDone) {
		return true
	}
	obj := Callee(call)
	return obj != nil && knowledge.RunsUntilDone(obj)
}

// tellsEnd reports whether a receive from ch says that a context is over or
// that the process got a signal.
func (r *Result) tellsEnd(ch ssa.Value) bool {
	if c, ok := ch.Type().Underlying().(*types.Chan); ok && ctxtype.IsNamed(c.Elem(), "os", "Signal") {
		return true
	}
	return len(r.DoneContexts(ch)) > 0
}

// endsIf reports whether taking one side of a condition says so: the context
// is over, the case of a select was a Done channel, or that of a stop channel
// by which a loop is left.
func (r *Result) endsIf(g *flow.Graph, cond *ssa.If, side int) bool {
	if cond.Block().Succs[0] == cond.Block().Succs[1] {
		return false
	}
	if len(r.doneIf(cond.Cond, side == 0, 0)) > 0 {
		return true
	}
	state := SelectCase(cond.Cond)
	if state == nil || side != 0 || state.Dir != types.RecvOnly {
		return false
	}
	if r.tellsEnd(state.Chan) {
		return true
	}
	loop := g.InnerLoop(cond.Block())
	return loop != nil && !loop.Contains(cond.Block().Succs[0]) && r.isStop(state.Chan)
}

// isStop reports whether ch is a stop channel.
func (r *Result) isStop(ch ssa.Value) bool {
	sources := r.Channels(ch)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(c *Channel) bool {
		return !c.IsStop() || c.Kind == ChanDone && !r.CanEnd(Args(&c.Source.(*ssa.Call).Call)[0])
	})
}
