package summary

import (
	"fmt"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// Expect is what a function that helps tests expects of what it is given.
type Expect struct {
	Recovers bool // calls recover: deferred, it stops a panic
	Guards   bool // defers a function that recovers
	Errors   []ExpectError
}

// An ExpectError says whether a test fails unless an error is nil, or unless
// it is not.
type ExpectError struct {
	Param  int
	Wanted bool
}

func (e Expect) words() []string {
	var words []string
	if e.Recovers {
		words = append(words, "recovers")
	}
	if e.Guards {
		words = append(words, "guards")
	}
	for _, p := range e.Errors {
		word := "refuseserror"
		if p.Wanted {
			word = "wantserror"
		}
		words = append(words, fmt.Sprintf("%s(%d)", word, p.Param))
	}
	return words
}

func expectFacts(r *Result, fn *ssa.Function, f *Func) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Call:
				f.Expect.Recovers = f.Expect.Recovers || isRecover(&instr.Call)
			case *ssa.Defer:
				fns, _ := r.Callees(&instr.Call)
				f.Expect.Guards = f.Expect.Guards || slices.ContainsFunc(fns, func(d *ssa.Function) bool { return r.Of(d).Expect.Recovers })
			}
		}
	}
	if !slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return ctxtype.IsTesting(p.Type()) }) {
		return // cannot fail a test
	}
	for i, p := range fn.Params {
		if !ctxtype.IsError(p.Type()) {
			continue
		}
		switch r.expected(p) {
		case errorWanted:
			f.Expect.Errors = append(f.Expect.Errors, ExpectError{i, true})
		case errorRefused:
			f.Expect.Errors = append(f.Expect.Errors, ExpectError{i, false})
		}
	}
}

func isRecover(call *ssa.CallCommon) bool {
	b, ok := call.Value.(*ssa.Builtin)
	return ok && b.Name() == "recover"
}

// ExpectsPanic reports whether instr stands where a test expects a panic:
// something around it recovers, or it is in a literal that the test hands to
// a function that recovers.
func (r *Result) ExpectsPanic(instr ssa.Instruction) bool {
	for fn := instr.Parent(); fn != nil; fn = fn.Parent() {
		if r.Of(fn).Expect.Guards || fn.Parent() != nil && r.calledGuarded(fn) {
			return true
		}
	}
	return false
}

// calledGuarded reports whether the literal fn is given to a function that
// recovers, or is put aside in a test that has one.
func (r *Result) calledGuarded(fn *ssa.Function) bool {
	return slices.ContainsFunc(r.Uses(fn), func(u Use) bool {
		switch u.Kind {
		case UsedArg:
			return r.guardsArg(u)
		case UsedOther:
			if m, ok := u.Instr.(*ssa.MakeInterface); ok {
				// As an argument of type any, like that of gomega's
				// Expect: nothing can be done with a func() but to
				// see whether it panics.
				return isPlainFunc(fn.Signature) && isArgument(m)
			}
			return r.guardsSomewhere(outermost(fn))
		}
		return false
	})
}

func (r *Result) guardsArg(u Use) bool {
	if obj := Callee(u.Call()); obj != nil && knowledge.GuardsPanic(obj) {
		return true
	}
	fns, _ := r.Callees(u.Call())
	return slices.ContainsFunc(fns, func(fn *ssa.Function) bool { return r.Of(fn).Expect.Guards })
}

func isPlainFunc(sig *types.Signature) bool { return sig.Params().Len()+sig.Results().Len() == 0 }

// isArgument reports whether v is passed to a call.
func isArgument(v ssa.Value) bool {
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case ssa.CallInstruction:
			return true
		case *ssa.Store:
			_, variadic := ref.Addr.(*ssa.IndexAddr)
			return variadic
		}
		return false
	})
}

func outermost(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

// guardsSomewhere reports whether fn or a literal in it stops panics, or
// calls a function that does.
func (r *Result) guardsSomewhere(fn *ssa.Function) bool {
	if r.Of(fn).Expect.Guards || slices.ContainsFunc(fn.AnonFuncs, r.guardsSomewhere) {
		return true
	}
	for _, site := range r.Calls(fn) {
		if call, ok := site.(*ssa.Call); ok {
			if obj := Callee(&call.Call); obj != nil && (knowledge.GuardsPanic(obj) || r.OfObject(obj).Expect.Guards) {
				return true
			}
		}
	}
	return false
}

// ExpectsError reports whether a test expects the call to return an error, or
// hands the error to code that cannot be seen to expect none.
func (r *Result) ExpectsError(instr ssa.CallInstruction) bool {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	results := call.Call.Signature().Results()
	last := results.Len() - 1
	if last < 0 || !ctxtype.IsError(results.At(last).Type()) {
		return false
	}
	if last == 0 {
		return r.expected(call) > errorRefused
	}
	return slices.ContainsFunc(*call.Referrers(), func(ref ssa.Instruction) bool {
		e, ok := ref.(*ssa.Extract)
		return ok && e.Index == last && r.expected(e) > errorRefused
	})
}

// An expectation is what a test expects an error to be.
type expectation int

const (
	errorUnused  expectation = iota
	errorRefused             // the test fails if it is not nil
	errorUnclear             // code that cannot be seen judges it
	errorWanted              // the test fails if it is nil, or unless it is a certain one
)

// expected finds out what is expected of the error err. It follows err and
// what is computed from it to the conditions that decide about a failure of
// the test, and to the functions that judge it.
func (r *Result) expected(err ssa.Value) expectation {
	best := errorUnused
	seen := make(map[ssa.Value]bool)
	// direct: v is err itself, not something computed from it.
	var follow func(v ssa.Value, direct bool)
	follow = func(v ssa.Value, direct bool) {
		if seen[v] || v.Referrers() == nil {
			return
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.Phi, *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType:
				follow(ref.(ssa.Value), direct)
			case *ssa.BinOp:
				follow(ref, false)
			case *ssa.UnOp:
				follow(ref, false)
			case *ssa.Extract, *ssa.TypeAssert, *ssa.Convert, *ssa.Slice:
				follow(ref.(ssa.Value), false)
			case *ssa.Store:
				if !r.followStore(ref, func(v ssa.Value) { follow(v, direct) }) {
					best = max(best, errorUnclear)
				}
			case *ssa.Send, *ssa.MapUpdate:
				best = max(best, errorUnclear)
			case *ssa.If:
				best = max(best, r.decidesFailure(ref))
			case *ssa.Return:
				if fn := ref.Parent(); fn.Parent() != nil && r.How(fn) == RunsUnknown {
					best = max(best, errorUnclear)
				}
			case *ssa.Call:
				e, judges := r.judges(ref, v, direct)
				best = max(best, e)
				if !judges {
					follow(ref, false)
				}
			}
		}
	}
	follow(err, true)
	return best
}

// followStore follows a stored value to where it is loaded: from a variable,
// or as a variadic argument. It reports whether that can be seen.
func (r *Result) followStore(store *ssa.Store, follow func(ssa.Value)) bool {
	switch addr := store.Addr.(type) {
	case *ssa.IndexAddr:
		array, ok := addr.X.(*ssa.Alloc)
		if !ok {
			return false
		}
		for _, ref := range *array.Referrers() {
			if s, ok := ref.(*ssa.Slice); ok {
				follow(s)
			}
		}
		return true
	default:
		cell := r.CellOf(addr)
		if cell == nil || cell.Escapes {
			return false
		}
		for _, load := range cell.Loads {
			follow(load)
		}
		return true
	}
}

// decidesFailure says what a condition that is computed from an error lets
// the test expect.
func (r *Result) decidesFailure(cond *ssa.If) expectation {
	succs := cond.Block().Succs
	yes, no := r.alwaysFails(succs[0]), r.alwaysFails(succs[1])
	if yes == no {
		return errorUnused // it decides nothing
	}
	if op, ok := cond.Cond.(*ssa.BinOp); ok {
		if x, equal := NilComparison(op); x != nil && ctxtype.IsError(x.Type()) && equal == no {
			return errorRefused // if err != nil { t.Fatal(err) }
		}
	}
	return errorWanted
}

// alwaysFails reports whether every path from b to a return fails the test.
func (r *Result) alwaysFails(b *ssa.BasicBlock) bool {
	g := r.Graph(b.Parent())
	fails := func(b *ssa.BasicBlock) bool {
		return g.Cut(b) || slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
			call, ok := instr.(*ssa.Call)
			if !ok {
				_, panics := instr.(*ssa.Panic)
				return panics
			}
			obj := Callee(&call.Call)
			return obj != nil && knowledge.FailsTest(obj)
		})
	}
	for i, reached := range g.Reachable(fails, b) {
		if reached && isReturn(b.Parent().Blocks[i]) {
			return false
		}
	}
	return true
}

func isReturn(b *ssa.BasicBlock) bool {
	_, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
	return ok
}

// judges says what a call expects of v, an error or something computed from
// one, and whether it is a judgement at all.
func (r *Result) judges(call *ssa.Call, v ssa.Value, direct bool) (e expectation, judges bool) {
	obj := Callee(&call.Call)
	if obj == nil {
		return errorUnused, true // a builtin, or a function value
	}
	if ctxtype.Path(obj.Pkg()) == "testing" {
		return errorUnused, true // printed
	}
	switch knowledge.Judges(obj) {
	case knowledge.RefusesError:
		if direct {
			return errorRefused, true
		}
		return errorWanted, true
	case knowledge.WantsError:
		return errorWanted, true
	case knowledge.Matches:
		return r.matches(call, false), true
	case knowledge.MatchesNot:
		return r.matches(call, true), true
	}
	args := Args(&call.Call)
	for _, p := range r.OfObject(obj).Expect.Errors {
		if p.Param < len(args) && args[p.Param] == v {
			if p.Wanted {
				return errorWanted, true
			}
			return errorRefused, true
		}
	}
	if slices.ContainsFunc(args, isTesting) {
		return errorUnclear, true
	}
	return errorUnused, false
}

// isTesting reports whether v is a testing.TB, perhaps as an interface that
// an assertion library declares.
func isTesting(v ssa.Value) bool {
	switch x := v.(type) {
	case *ssa.MakeInterface:
		v = x.X
	case *ssa.ChangeInterface:
		v = x.X
	}
	return ctxtype.IsTesting(v.Type())
}

// matches says what an assertion with a matcher among its arguments, such as
// c.Assert(err, qt.IsNil) or Expect(err).NotTo(HaveOccurred()), expects.
func (r *Result) matches(call *ssa.Call, negated bool) expectation {
	wanted := true
	for _, arg := range call.Call.Args {
		if m, ok := arg.(*ssa.MakeInterface); ok {
			arg = m.X
		}
		var matcher types.Object
		switch arg := arg.(type) {
		case *ssa.UnOp:
			if g, ok := arg.X.(*ssa.Global); ok {
				matcher = g.Object()
			}
		case *ssa.Call:
			if obj := Callee(&arg.Call); obj != nil {
				matcher = obj
			}
		}
		if matcher != nil && knowledge.MatchesNil(matcher) {
			wanted = false
		}
	}
	if wanted != negated {
		return errorWanted
	}
	return errorRefused
}
