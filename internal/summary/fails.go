package summary

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// failsFacts finds the context parameters that make a function fail at once
// when they are over: it hands them to something that fails, or returns what
// their Err says instead of doing its work. A function that does nothing but
// to say why a context is over, or that has waited for the end, does not fail.
func failsFacts(r *Result, fn *ssa.Function, f *Func) {
	for i, p := range fn.Params {
		if ctxtype.IsContext(p.Type()) && r.failsWith(fn, p) {
			f.Fails = append(f.Fails, i)
		}
	}
}

func (r *Result) failsWith(fn *ssa.Function, p *ssa.Parameter) bool {
	isParam := func(v ssa.Value) bool { return v == ssa.Value(p) }
	waits := r.waitsFor(fn, isParam)
	waitsBefore := func(instr ssa.Instruction) bool {
		return slices.ContainsFunc(waits, func(w ssa.Instruction) bool { return precedes(w, instr) })
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Call:
				if waitsBefore(instr) {
					continue // it is told by the end what to do
				}
				for i, arg := range Args(&instr.Call) {
					if ctxtype.IsContext(arg.Type()) && r.BoundTo(arg, isParam) && r.FailsWith(&instr.Call, i) {
						return true
					}
				}
			case *ssa.Return:
				for _, v := range instr.Results {
					for _, leaf := range r.Leaves(v) {
						if call, ok := leaf.(*ssa.Call); ok && r.isErrOf(call, isParam) && !waitsBefore(call) && r.works(fn) {
							return true
						}
					}
				}
			}
		}
	}
	return false
}

// works reports whether fn does anything but to ask contexts, to log and to
// make errors and texts.
func (r *Result) works(fn *ssa.Function) bool {
	everywhere := func(*ssa.BasicBlock) bool { return true }
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(*ssa.Call); ok && isErr(&call.Call) {
				continue
			}
			if !r.inert(instr, everywhere) {
				return true
			}
		}
	}
	return false
}

// isErrOf reports whether call asks a context for which is holds why it is
// over.
func (r *Result) isErrOf(call *ssa.Call, is func(ssa.Value) bool) bool {
	args := Args(&call.Call)
	if len(args) != 1 || !ctxtype.IsContext(args[0].Type()) || !r.BoundTo(args[0], is) {
		return false
	}
	return call.Call.IsInvoke() && call.Call.Method.Name() == "Err" || ctxtype.IsFunc(Callee(&call.Call), "context", "Cause")
}

// waitsFor returns the plain receives of fn that wait for the end of a context
// for which is holds.
func (r *Result) waitsFor(fn *ssa.Function, is func(ssa.Value) bool) []ssa.Instruction {
	var waits []ssa.Instruction
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			recv, ok := instr.(*ssa.UnOp)
			if !ok || recv.Op != token.ARROW {
				continue
			}
			if done, ok := recv.X.(*ssa.Call); ok {
				if ctx := DoneOf(&done.Call); ctx != nil && r.BoundTo(ctx, is) {
					waits = append(waits, recv)
				}
			}
		}
	}
	return waits
}

// BoundTo reports whether the context v certainly ends with one for which is
// holds: it is that one, or derived from it by anything but WithoutCancel.
func (r *Result) BoundTo(v ssa.Value, is func(ssa.Value) bool) bool {
	seen := make(map[ssa.Value]bool)
	var bound func(v ssa.Value) bool
	bound = func(v ssa.Value) bool {
		if is(v) {
			return true
		}
		if seen[v] {
			return false
		}
		seen[v] = true
		leaves := r.Leaves(v)
		for _, leaf := range leaves {
			if is(leaf) {
				continue
			}
			call, i := ResultOf(leaf)
			if call == nil || r.unbinds(&call.Call, i) {
				return false
			}
			parent, ok := r.DerivedFrom(&call.Call, i)
			if !ok || !bound(parent) {
				return false
			}
		}
		return len(leaves) > 0
	}
	return bound(v)
}

// unbinds reports whether a result of a call may be a context that outlives
// the one it is derived from.
func (r *Result) unbinds(call *ssa.CallCommon, result int) bool {
	if obj := Callee(call); obj != nil && ctxtype.IsFunc(obj, "context", "WithoutCancel") {
		return true
	}
	fns, _ := r.Callees(call)
	return slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
		return slices.ContainsFunc(r.Of(fn).Derives, func(d Derive) bool { return d.Result == result && d.Unbound })
	})
}

// FailsWith reports whether a call is known to fail at once if its argument i,
// counted as in a [Func], is a context that is over.
func (r *Result) FailsWith(call *ssa.CallCommon, i int) bool {
	if obj := Callee(call); obj != nil {
		if knowledge.Fails(obj) {
			return true
		}
		if ctxtype.Path(obj.Pkg()) == "context" {
			return false // Cause and its like only ask
		}
	}
	fns, complete := r.Callees(call)
	if !complete || len(fns) == 0 {
		return false
	}
	for _, fn := range fns {
		if !slices.Contains(r.Of(fn).Fails, i) {
			return false
		}
	}
	return true
}
