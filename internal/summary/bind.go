package summary

import (
	"fmt"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// Binds says which contexts among the parameters of a function something has
// that goes on when the function has returned: a goroutine that it started, or
// what it was given and keeps. What it returns is the business of its callers.
type Binds []int

func (b Binds) words() []string {
	var words []string
	for _, i := range b {
		words = append(words, fmt.Sprintf("binds(%d)", i))
	}
	return words
}

// BoundOn reports whether something may go on with a context that is handed to
// a call when that has returned: see [Result.BindsParam].
func (r *Result) BoundOn(call *ssa.CallCommon) bool {
	obj := Callee(call)
	fns, complete := r.Callees(call)
	for i, arg := range Args(call) {
		if !ctxtype.IsContext(arg.Type()) {
			continue
		}
		if slices.ContainsFunc(fns, func(fn *ssa.Function) bool { return slices.Contains(r.Of(fn).Binds, i) }) {
			return true
		}
		borrowed := complete && !slices.ContainsFunc(fns, func(fn *ssa.Function) bool { return !slices.Contains(r.Of(fn).Cancel.Borrows, i) })
		if obj != nil && Starts(obj.Name()) && !borrowed {
			return true
		}
	}
	return false
}

// BindsParam reports whether something may go on with the context that fn is
// given as its parameter i, a receiver being number 0, when fn has returned: by
// what is known about it, or else by its name.
func (r *Result) BindsParam(fn *types.Func, i int) bool {
	f := r.OfObject(fn)
	return slices.Contains(f.Binds, i) || Starts(fn.Name()) && !slices.Contains(f.Cancel.Borrows, i)
}

// binds reports whether s, where a context of fn goes, is what goes on when fn
// has returned.
func (r *Result) binds(fn *ssa.Function, s Sink) bool {
	if r.startedIn(s.Instr.Parent(), fn, true) {
		return true
	}
	switch instr := s.Instr.(type) {
	case *ssa.Go:
		return !r.Joined(instr, true)
	case *ssa.Call:
		return s.Kind == SinkPassed && r.BoundOn(&instr.Call)
	case *ssa.Send, *ssa.MapUpdate:
		return true
	case *ssa.Store:
		alloc := root(instr.Addr)
		return alloc == nil || r.isStarted(alloc)
	}
	return false
}

// startedIn reports whether lit, fn or a literal in it, runs in a goroutine
// that fn starts and does not wait for: see [Result.Joined] for strictly.
func (r *Result) startedIn(lit, fn *ssa.Function, strictly bool) bool {
	for ; lit != fn && lit != nil; lit = lit.Parent() {
		if slices.ContainsFunc(r.Uses(lit), func(u Use) bool { return r.runs(u) == RunsBeside && !r.Joined(u.Instr, strictly) }) {
			return true
		}
	}
	return false
}

// isStarted reports whether a goroutine is given the struct at alloc, or
// captures the variable that has its address.
func (r *Result) isStarted(alloc *ssa.Alloc) bool {
	fn := alloc.Parent()
	return slices.ContainsFunc(*alloc.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.Go:
			return !r.Joined(ref, true)
		case *ssa.MakeClosure: // of a variable that is the struct
			return r.startedIn(ref.Fn.(*ssa.Function), fn, true)
		case *ssa.Store:
			cell := r.CellOf(ref.Addr)
			return cell != nil && slices.ContainsFunc(cell.Loads, func(load *ssa.UnOp) bool { return r.startedIn(load.Parent(), fn, true) })
		}
		return false
	})
}
