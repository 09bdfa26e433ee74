package summary

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
)

func (d Derive) word() string {
	word := "derives"
	if d.Once {
		word += "once"
	}
	if d.Unbound {
		word += "unbound"
	}
	return fmt.Sprintf("%s(%d<-%d)", word, d.Result, d.Param)
}

// Wraps returns the context that the given result of a call is a new context
// around, if the call makes one each time: a function that returns a context
// as it is if that has already what it would add does not.
func (r *Result) Wraps(call *ssa.CallCommon, result int) (ssa.Value, bool) {
	from, ok := r.DerivedFrom(call, result)
	if !ok {
		return nil, false
	}
	fns, _ := r.Callees(call)
	for _, fn := range fns {
		for _, d := range r.Of(fn).Derives {
			if d.Result == result && d.Once {
				return nil, false
			}
		}
	}
	return from, true
}

// returnsItself reports whether a result of fn is on some path without an
// error the context p as it is, and fn has a condition that p decides: then it
// may return it because nothing has to be added.
func (r *Result) returnsItself(fn *ssa.Function, result int, p *ssa.Parameter) bool {
	itself, wraps, asked := false, false, false
	for _, b := range fn.Blocks {
		switch last := b.Instrs[len(b.Instrs)-1].(type) {
		case *ssa.Return:
			if result >= len(last.Results) || fails(last) {
				continue
			}
			is, made := r.itself(last.Results[result], p, make(map[ssa.Value]bool))
			itself, wraps = itself || is, wraps || made
		case *ssa.If:
			asked = asked || DependsOn(last.Cond, func(v ssa.Value) bool { return v == p })
		}
	}
	return itself && (asked || !wraps)
}

// fails reports whether ret returns an error that is not the constant nil.
func fails(ret *ssa.Return) bool {
	for _, v := range ret.Results {
		if ctxtype.IsError(v.Type()) && !flow.IsNil(v) {
			return true
		}
	}
	return false
}

// itself reports whether v may be the context p as it is, and whether it may
// be a new one.
func (r *Result) itself(v ssa.Value, p *ssa.Parameter, seen map[ssa.Value]bool) (is, made bool) {
	if seen[v] {
		return false, false
	}
	seen[v] = true
	if v == p {
		return true, false
	}
	if call, result := ResultOf(v); call != nil {
		if _, ok := r.Wraps(&call.Call, result); ok {
			return false, true
		}
	}
	next, _ := r.originStep(v)
	for _, n := range next {
		i, m := r.itself(n, p, seen)
		is, made = is || i, made || m
	}
	return is, made
}

// DependsOn reports whether v is computed from a value for which is holds.
func DependsOn(v ssa.Value, is func(ssa.Value) bool) bool {
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value) bool
	visit = func(v ssa.Value) bool {
		if seen[v] {
			return false
		}
		seen[v] = true
		if is(v) {
			return true
		}
		if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
			if stored(load.X, visit) {
				return true
			}
		}
		if array, ok := v.(*ssa.Alloc); ok && stored(array, visit) {
			return true // variadic arguments, composite literals
		}
		instr, ok := v.(ssa.Instruction)
		if !ok {
			return false
		}
		for _, op := range instr.Operands(nil) {
			if *op != nil && visit(*op) {
				return true
			}
		}
		return false
	}
	return visit(v)
}

// stored reports whether something that is stored at addr, or in a field or
// element of what is there, is so.
func stored(addr ssa.Value, so func(ssa.Value) bool) bool {
	refs := addr.Referrers()
	if refs == nil {
		return false
	}
	for _, ref := range *refs {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == addr && so(ref.Val) {
				return true
			}
		case *ssa.FieldAddr:
			if ref.X == addr && stored(ref, so) {
				return true
			}
		case *ssa.IndexAddr:
			if ref.X == addr && stored(ref, so) {
				return true
			}
		}
	}
	return false
}
