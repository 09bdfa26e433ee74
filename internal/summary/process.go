package summary

import "golang.org/x/tools/go/ssa"

// IsMain reports whether fn is the function with which a program starts, and
// ends when it returns.
func IsMain(fn *ssa.Function) bool {
	return fn.Pkg != nil && fn.Pkg.Pkg.Name() == "main" && fn.Name() == "main" && fn.Parent() == nil && fn.Signature.Recv() == nil
}

// RunsOnce reports whether fn runs at most once in the life of the process,
// for as long as main does or as a step of it: it is main itself, or it has
// one call, outside of loops, in such a function. Calls in tests do not count.
func (r *Result) RunsOnce(fn *ssa.Function) bool {
	for range 8 {
		if IsMain(fn) {
			return true
		}
		if fn.Pkg == nil || fn.Pkg.Pkg.Name() != "main" || fn.Parent() != nil {
			return false
		}
		call := r.onlyCall(fn)
		if call == nil || r.Graph(call.Parent()).InnerLoop(call.Block()) != nil {
			return false
		}
		fn = call.Parent()
	}
	return false
}

// onlyCall returns the only use of the declared function fn outside of tests
// if that is a plain call, else nil.
func (r *Result) onlyCall(fn *ssa.Function) *ssa.Call {
	x := r.index()
	if len(x.values[fn]) > 0 || fn.Signature.Recv() != nil && x.invoked[fn.Name()] {
		return nil
	}
	var only *ssa.Call
	for _, instr := range x.calls[fn] {
		if r.Index.Test(instr.Pos()) {
			continue
		}
		call, ok := instr.(*ssa.Call)
		if !ok || only != nil {
			return nil
		}
		only = call
	}
	return only
}
