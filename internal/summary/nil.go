package summary

import (
	"fmt"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// Nil is what a function does with nil contexts.
type Nil struct {
	Results []NilResult // the contexts it returns that are nil, always or on some paths
	Params  []NilParam  // what it does about contexts that are nil; receivers included
}

// A NilResult says that a result is nil.
type NilResult struct {
	Result int
	Always bool // on all paths; else on some
	With   int  // the error or bool result that tells when it is nil; -1 if none does
}

// A NilParam says what happens if a parameter is nil.
type NilParam struct {
	Param int
	On    OnNil
}

// OnNil says what a function does about a nil parameter.
type OnNil int

const (
	NilUnclear   OnNil = iota
	NilTolerated       // it tests the parameter and goes on without it
	NilPanics          // it panics, on all paths
	NilErrs            // it returns an error, or panics
	NilIgnored         // it never looks at the parameter
)

func (n Nil) words() []string {
	var words []string
	for _, r := range n.Results {
		word := "maynil"
		if r.Always {
			word = "nil"
		}
		if r.With >= 0 {
			words = append(words, fmt.Sprintf("%s(%d~%d)", word, r.Result, r.With))
		} else {
			words = append(words, fmt.Sprintf("%s(%d)", word, r.Result))
		}
	}
	for _, p := range n.Params {
		words = append(words, fmt.Sprintf("%s(%d)", [...]string{"", "niltolerated", "nilpanics", "nilerrs", "nilignored"}[p.On], p.Param))
	}
	return words
}

func nilFacts(r *Result, fn *ssa.Function, f *Func) {
	f.Nil.Results = r.findNilResults(fn)
	for i, p := range fn.Params {
		if !isNilableContext(p.Type()) || !ctxtype.IsContext(p.Type()) && (i > 0 || fn.Signature.Recv() == nil) {
			continue // not a context, nor the receiver of one's methods
		}
		if on := r.onNil(fn, p); on != NilUnclear {
			f.Nil.Params = append(f.Nil.Params, NilParam{i, on})
		}
	}
}

// nilResults returns what is known about the contexts that a call returns.
func (r *Result) nilResults(call *ssa.CallCommon) []NilResult {
	if !returnsContext(call.Signature()) {
		return nil
	}
	fns, complete := r.Callees(call)
	if !complete {
		return nil
	}
	known := r.Of(fns[0]).Nil.Results
	for _, fn := range fns[1:] {
		if !slices.Equal(known, r.Of(fn).Nil.Results) {
			return nil
		}
	}
	return known
}

func returnsContext(sig *types.Signature) bool {
	for v := range sig.Results().Variables() {
		if isNilableContext(v.Type()) {
			return true
		}
	}
	return false
}

// IfNil returns what a call does if its argument number i, counted as in a
// [Func], is a nil context.
func (r *Result) IfNil(call *ssa.CallCommon, i int) OnNil {
	if obj := Callee(call); obj != nil {
		if on := r.IfNilObject(obj, i); on != NilUnclear {
			return on
		}
	}
	fns, complete := r.Callees(call)
	if !complete {
		return NilUnclear
	}
	_, direct := call.Value.(*ssa.MakeClosure)
	ifNil := func(fn *ssa.Function) OnNil {
		if isBoundWrapper(fn) && !direct {
			return r.Of(fn).Nil.param(i + 1) // the receiver is no argument here
		}
		return r.Of(fn).Nil.param(i)
	}
	on := ifNil(fns[0])
	for _, fn := range fns[1:] {
		if ifNil(fn) != on {
			return NilUnclear
		}
	}
	return on
}

// IfNilObject returns what a declared function does if its parameter number
// i, counted as in a [Func], is a nil context.
func (r *Result) IfNilObject(obj *types.Func, i int) OnNil {
	switch {
	case knowledge.TakesNil(obj):
		return NilTolerated
	case ctxtype.Derives(obj) || knowledge.PanicsOnNil(obj):
		return NilPanics
	}
	return r.OfObject(obj).Nil.param(i)
}

func (n Nil) param(i int) OnNil {
	for _, p := range n.Params {
		if p.Param == i {
			return p.On
		}
	}
	return NilUnclear
}

// findNilResults looks at what the returns of fn hand out.
func (r *Result) findNilResults(fn *ssa.Function) []NilResult {
	if !returnsContext(fn.Signature) {
		return nil
	}
	results := fn.Signature.Results()
	type seen struct{ isNil, other, alone bool }
	found := make([]seen, results.Len())
	with := tellsNil(results)
	complete := r.WalkNils(&NilWalk{Func: fn, Visit: func(p *NilPath, instr ssa.Instruction) bool {
		ret, ok := instr.(*ssa.Return)
		if !ok || len(ret.Results) != results.Len() {
			return true
		}
		for i, v := range ret.Results {
			if !isNilableContext(results.At(i).Type()) {
				continue
			}
			switch s := &found[i]; p.Of(v) {
			case IsNil:
				s.isNil = true
				s.alone = s.alone || with < 0 || p.saysGood(ret.Results[with])
			case MaybeNil:
				s.isNil, s.other = true, true
			default:
				s.other = true
			}
		}
		return true
	}})
	if !complete {
		return nil
	}
	var nils []NilResult
	for i, s := range found {
		if !s.isNil {
			continue
		}
		res := NilResult{Result: i, Always: !s.other, With: with}
		if s.alone {
			res.With = -1
		} else if with >= 0 {
			res.Always = false // not where the error was tested
		}
		nils = append(nils, res)
	}
	return nils
}

// tellsNil returns the error among the results, or the only bool, which by
// custom tells whether the others can be used; -1 if there is none.
func tellsNil(results *types.Tuple) int {
	tells := -1
	for i := range results.Len() {
		switch t := results.At(i).Type(); {
		case ctxtype.IsError(t):
			return i
		case types.Identical(t, types.Typ[types.Bool]) && tells < 0:
			tells = i
		}
	}
	return tells
}

// saysGood reports whether v, an error or a bool, is certainly nil or true.
func (p *NilPath) saysGood(v ssa.Value) bool {
	c, ok := p.env.Value(v).(*ssa.Const)
	if !ok {
		return false
	}
	return c.IsNil() || c.Value != nil && c.Value.Kind() == constant.Bool && constant.BoolVal(c.Value)
}

// What has happened to a nil parameter along a path.
const (
	nilTested uint8 = 1 << iota // it was tested
	nilHanded                   // it was given to a function that tolerates it
	nilLeaked                   // it went where nobody knows what it does
)

// onNil finds out what fn does if its parameter p is nil.
//
// It tolerates nil if some path on which p is nil tests it, directly or by
// handing it only to functions that tolerate it, and then goes on: to a
// return without an error, or around a loop. If no path comes through, it
// panics or returns an error. What it does with p beside a test is taken not to matter.
func (r *Result) onNil(fn *ssa.Function, p *ssa.Parameter) OnNil {
	if !isUsed(p) {
		return NilIgnored
	}
	if !r.looksAtNil(fn) {
		if r.needs(fn, p) {
			return NilPanics
		}
		return NilUnclear
	}
	tolerates, returns, errs := false, false, false
	goesOn := func(p *NilPath) {
		if p.Flags&nilTested != 0 || p.Flags&(nilHanded|nilLeaked) == nilHanded {
			tolerates = true
		}
	}
	complete := r.WalkNils(&NilWalk{
		Func:  fn,
		Nil:   p,
		Again: goesOn,
		Visit: func(p *NilPath, instr ssa.Instruction) bool {
			if tolerates {
				return false
			}
			switch instr := instr.(type) {
			case ssa.CallInstruction:
				return r.passNil(p, instr)
			case *ssa.BinOp:
				if x, _ := NilComparison(instr); x != nil && isNilableContext(x.Type()) && p.Of(x) == IsNil {
					p.Flags |= nilTested
				}
			case *ssa.FieldAddr:
				return p.Of(instr.X) != IsNil
			case *ssa.Store:
				if p.Of(instr.Val) == IsNil && isNilableContext(instr.Val.Type()) {
					p.Flags |= r.storeNil(instr.Addr)
				}
			case *ssa.MakeClosure:
				for _, b := range instr.Bindings {
					if v, ok := p.env.Content(b); ok && p.Of(v) == IsNil {
						p.Flags |= nilLeaked
					}
				}
			case *ssa.Return:
				if r.returnsError(p, instr) {
					errs = true
					return false
				}
				returns = true
				for _, v := range instr.Results {
					if isNilableContext(v.Type()) && p.Of(v) == IsNil {
						p.Flags |= nilLeaked
					}
				}
				goesOn(p)
			}
			return true
		},
	})
	switch {
	case tolerates || !complete:
		return NilTolerated // at least it looks at it
	case returns:
		return NilUnclear
	case errs:
		return NilErrs
	}
	return NilPanics
}

func isUsed(v ssa.Value) bool {
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		_, debug := ref.(*ssa.DebugRef)
		return !debug
	})
}

// passNil follows nil contexts into a call. It reports whether the path goes
// on behind it.
func (r *Result) passNil(p *NilPath, instr ssa.CallInstruction) bool {
	call := instr.Common()
	_, now := instr.(*ssa.Call)
	if call.IsInvoke() && isNilableContext(call.Value.Type()) && p.Of(call.Value) == IsNil {
		return !now
	}
	if obj := Callee(call); obj != nil && knowledge.PicksNonNil(obj) {
		p.Flags |= nilTested
		return true
	}
	for i, arg := range Args(call) {
		if !isNilableContext(arg.Type()) || p.Of(arg) != IsNil {
			continue
		}
		switch on := r.IfNil(call, i); {
		case on == NilTolerated:
			p.Flags |= nilHanded
		case on == NilPanics && now:
			return false
		case on != NilIgnored:
			p.Flags |= nilLeaked
		}
	}
	return true
}

// storeNil says what becomes of a nil context that is stored at addr.
func (r *Result) storeNil(addr ssa.Value) uint8 {
	switch a := addr.(type) {
	case *ssa.Alloc:
		return 0 // a variable of the function's own, followed along the path
	case *ssa.FieldAddr:
		if r.testedForNil(FieldOf(a)) {
			return nilTested // later
		}
	case *ssa.Global:
		if v, ok := a.Object().(*types.Var); ok && r.testedForNil(v) {
			return nilTested
		}
	}
	return nilLeaked
}

// looksAtNil reports whether fn may test a context for nil: it has such a
// test, calls a function that has one, or stores where there is one.
func (r *Result) looksAtNil(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.BinOp:
				if x, _ := NilComparison(instr); x != nil && isNilableContext(x.Type()) {
					return true
				}
			case *ssa.Store:
				if isNilableContext(instr.Val.Type()) && r.storeNil(instr.Addr) == nilTested {
					return true
				}
			case ssa.CallInstruction:
				call := instr.Common()
				if obj := Callee(call); obj != nil && knowledge.PicksNonNil(obj) {
					return true
				}
				for i, arg := range Args(call) {
					if isNilableContext(arg.Type()) && r.IfNil(call, i) == NilTolerated {
						return true
					}
				}
			}
		}
	}
	return false
}

// needs reports whether fn, which never tests p, cannot return without
// calling a method of p or handing it to a function that panics if it is nil.
func (r *Result) needs(fn *ssa.Function, p *ssa.Parameter) bool {
	fails := func(b *ssa.BasicBlock) bool {
		return slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
			if _, ok := instr.(*ssa.Call); !ok {
				return r.dereferences(instr, p)
			}
			call := instr.(*ssa.Call).Common()
			if call.IsInvoke() && call.Value == p {
				return true
			}
			for i, arg := range Args(call) {
				if arg == p && r.IfNil(call, i) == NilPanics {
					return true
				}
			}
			return false
		})
	}
	g := r.Graph(fn)
	for i, reached := range g.Reachable(fails, fn.Blocks[0]) {
		if !reached || g.Cut(fn.Blocks[i]) {
			continue
		}
		if _, ok := fn.Blocks[i].Instrs[len(fn.Blocks[i].Instrs)-1].(*ssa.Return); ok {
			return false
		}
	}
	return g.Returns()
}

// dereferences reports whether instr reads or writes through the pointer p.
func (r *Result) dereferences(instr ssa.Instruction, p *ssa.Parameter) bool {
	switch instr := instr.(type) {
	case *ssa.FieldAddr:
		return instr.X == p
	case *ssa.UnOp:
		return instr.X == p
	case *ssa.Store:
		return instr.Addr == p
	}
	return false
}

// returnsError reports whether ret returns an error for certain.
func (r *Result) returnsError(p *NilPath, ret *ssa.Return) bool {
	n := len(ret.Results)
	if n == 0 || !ctxtype.IsError(ret.Results[n-1].Type()) {
		return false
	}
	err := p.env.Value(ret.Results[n-1])
	if flow.IsNil(err) {
		return false
	}
	zeros := n > 1
	for _, v := range ret.Results[:n-1] {
		v = p.env.Value(v)
		zeros = zeros && (isZero(v) || isFalse(v))
	}
	return zeros || r.makesError(err)
}

func isFalse(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == constant.Bool && !constant.BoolVal(c.Value)
}

// makesError reports whether v, an error, is made where it stands: a value of
// a concrete type, a package variable, or the result of a call that can do
// nothing else because it is given but constants.
func (r *Result) makesError(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return true
	case *ssa.ChangeInterface:
		return r.makesError(v.X)
	case *ssa.UnOp:
		_, global := v.X.(*ssa.Global)
		return global
	case *ssa.Call:
		if obj := Callee(&v.Call); obj != nil && knowledge.MakesError(obj) {
			return true
		}
		args := Args(&v.Call)
		return len(args) > 0 && v.Call.Signature().Results().Len() == 1 && !slices.ContainsFunc(args, func(a ssa.Value) bool {
			_, constant := a.(*ssa.Const)
			return !constant
		})
	}
	return false
}
