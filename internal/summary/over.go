package summary

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
)

// OverAt returns the contexts that are known to be over where instr runs: those
// of [Result.DoneAt], and those of which every path to instr within its
// function has learned that they are over, each in its own way.
func (r *Result) OverAt(instr ssa.Instruction) []ssa.Value {
	over := r.DoneAt(instr)
	ends := r.ends(instr.Parent())
	for i, e := range ends {
		if slices.Contains(over, e.ctx) || slices.ContainsFunc(ends[:i], func(old end) bool { return old.ctx == e.ctx }) {
			continue
		}
		if r.endsBefore(ends, e.ctx, instr) {
			over = append(over, e.ctx)
		}
	}
	return over
}

// An end is a place that a path passes when a context is over: an instruction
// that waits for it, or a jump that is taken only then.
type end struct {
	ctx  ssa.Value
	wait ssa.Instruction // or nil
	jump flow.Edge
}

func (r *Result) ends(fn *ssa.Function) []end {
	r.mu.Lock()
	ends, ok := r.over[fn]
	r.mu.Unlock()
	if ok {
		return ends
	}
	for _, p := range r.donePoints(fn) {
		if p.index >= 0 {
			ends = append(ends, end{ctx: p.ctx, wait: p.block.Instrs[p.index]})
		}
	}
	for _, b := range fn.Blocks {
		cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok || b.Succs[0] == b.Succs[1] {
			continue
		}
		for side, succ := range b.Succs {
			for _, ctx := range r.doneIf(cond.Cond, side == 0, 0) {
				ends = append(ends, end{ctx: ctx, jump: flow.Edge{From: b, To: succ}})
			}
		}
	}
	r.mu.Lock()
	r.over[fn] = ends
	r.mu.Unlock()
	return ends
}

// AfterContextError reports whether every path to instr within its function
// has learned that some context is over, of the context itself or from an
// error that is one of a context. Which context that was is not known, so it
// may be any.
func (r *Result) AfterContextError(instr ssa.Instruction) bool {
	fn := instr.Parent()
	told := contextErrors(fn)
	if len(told) == 0 {
		return false
	}
	for _, e := range r.ends(fn) {
		told = append(told, end{wait: e.wait, jump: e.jump})
	}
	return r.endsBefore(told, nil, instr)
}

// contextErrors returns the jumps in fn that are taken only if an error is one
// of a context.
func contextErrors(fn *ssa.Function) []end {
	var told []end
	for _, b := range fn.Blocks {
		cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok || b.Succs[0] == b.Succs[1] {
			continue
		}
		for side, succ := range b.Succs {
			if isContextErrorIf(cond.Cond, side == 0) {
				told = append(told, end{jump: flow.Edge{From: b, To: succ}})
			}
		}
	}
	return told
}

// isContextErrorIf reports whether an error is one of a context if cond has
// the given value: it was compared with one, or errors.Is says so.
func isContextErrorIf(cond ssa.Value, value bool) bool {
	switch cond := cond.(type) {
	case *ssa.UnOp:
		return cond.Op == token.NOT && isContextErrorIf(cond.X, !value)
	case *ssa.BinOp:
		return (cond.Op == token.EQL && value || cond.Op == token.NEQ && !value) &&
			(IsContextError(cond.X) || IsContextError(cond.Y))
	case *ssa.Call:
		return value && ctxtype.IsFunc(Callee(&cond.Call), "errors", "Is") && IsContextError(cond.Call.Args[1])
	}
	return false
}

// IsContextError reports whether v is context.Canceled or DeadlineExceeded.
func IsContextError(v ssa.Value) bool {
	if conv, ok := v.(*ssa.ChangeInterface); ok {
		v = conv.X
	}
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	g, ok := load.X.(*ssa.Global)
	return ok && g.Pkg != nil && ctxtype.Path(g.Pkg.Pkg) == "context"
}

// endsBefore reports whether every path to instr passes an end of ctx.
func (r *Result) endsBefore(ends []end, ctx ssa.Value, instr ssa.Instruction) bool {
	g := r.Graph(instr.Parent())
	is := func(of func(end) bool) bool {
		return slices.ContainsFunc(ends, func(e end) bool { return e.ctx == ctx && of(e) })
	}
	seen := make([]bool, len(g.Func.Blocks))
	todo := []*ssa.BasicBlock{g.Func.Blocks[0]}
	seen[0] = true
	for len(todo) > 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		ended := false
		for _, x := range g.Instrs(b) {
			if x == instr {
				return false // reached without having passed one
			}
			if is(func(e end) bool { return e.wait == x }) {
				ended = true
				break
			}
		}
		if ended {
			continue
		}
		for _, s := range g.Succs(b) {
			if !seen[s.Index] && !is(func(e end) bool { return e.wait == nil && e.jump == flow.Edge{From: b, To: s} }) {
				seen[s.Index] = true
				todo = append(todo, s)
			}
		}
	}
	return g.Reachable(nil, g.Func.Blocks[0])[instr.Block().Index]
}
