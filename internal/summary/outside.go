package summary

import (
	"go/types"
	"slices"
	"sync"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// outside is what a package closes and what it shares with code that cannot be
// seen, built when the first question is asked.
//
// Channels in slices and maps are not followed one by one. Whether somebody
// unseen may close one is asked by its type instead: that takes a channel
// with the same elements that the package closes, or something that goes out
// of the package, or comes from there, by which one gets at such channels.
type outside struct {
	once    sync.Once
	unknown bool
	closed  []types.Type // the elements of channels that the package closes
	shared  []types.Type
	seen    typeutil.Map // the types in shared, and
	closes  typeutil.Map // answers by element
}

// mayBeClosed reports whether a channel with elements of type elem that goes
// to places in this package where it is not followed is perhaps closed, here
// or by code that cannot be seen.
//
// What tests do counts for tests alone.
func (r *Result) mayBeClosed(elem types.Type, test bool) bool {
	o := &r.out
	if test {
		o = &r.outTests
	}
	o.once.Do(func() { r.indexOutside(o, test) })
	if o.unknown || elem == nil {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := o.closes.At(elem); known != nil {
		return known.(bool)
	}
	is := func(t types.Type) bool { return types.Identical(t, elem) }
	seen := make(map[types.Type]bool)
	leads := func(t types.Type) bool { return leadsTo(t, is, seen, 0) }
	closed := slices.ContainsFunc(o.closed, func(t types.Type) bool { return is(t) || leads(t) }) || slices.ContainsFunc(o.shared, leads)
	o.closes.Set(elem, closed)
	return closed
}

// maxNesting bounds how far into types is looked. What is deeper is unknown.
const maxNesting = 30

// leadsTo reports whether who has a value of type t gets at a channel that can
// be closed and for whose elements is holds. Another package gets at exported
// fields only, and what an interface holds is asked where it is put there.
func leadsTo(t types.Type, is func(elem types.Type) bool, seen map[types.Type]bool, depth int) bool {
	if _, generic := types.Unalias(t).(*types.TypeParam); generic || depth > maxNesting {
		return true
	}
	if seen[t] {
		return false
	}
	seen[t] = true
	leads := func(t types.Type) bool { return leadsTo(t, is, seen, depth+1) }
	switch t := t.Underlying().(type) {
	case *types.Chan:
		closes := t.Dir() != types.RecvOnly // else one can only receive from it
		return closes && is(t.Elem()) || leads(t.Elem())
	case *types.Pointer:
		return leads(t.Elem())
	case *types.Slice:
		return leads(t.Elem())
	case *types.Array:
		return leads(t.Elem())
	case *types.Map:
		return leads(t.Key()) || leads(t.Elem())
	case *types.Tuple:
		for v := range t.Variables() {
			if leads(v.Type()) {
				return true
			}
		}
	case *types.Struct:
		for f := range t.Fields() {
			if (f.Exported() || f.Embedded()) && leads(f.Type()) {
				return true
			}
		}
	}
	return false
}

// indexOutside finds what the package closes and shares.
func (r *Result) indexOutside(o *outside, tests bool) {
	if r.Program == nil || len(r.Pass.TypeErrors) > 0 {
		o.unknown = true // it may do anything in what cannot be built
		return
	}
	share := func(t types.Type) {
		if o.seen.Set(t, true) == nil {
			o.shared = append(o.shared, t)
		}
	}
	// What comes from others may take up a channel of this package, but if
	// it is one itself, it is theirs.
	got := func(t types.Type) {
		if ch, ok := t.Underlying().(*types.Chan); ok {
			t = ch.Elem()
		}
		share(t)
	}
	fns := r.Program.Funcs
	if init := r.Program.Package.Func("init"); init != nil {
		fns = append(slices.Clone(fns), init)
	}
	for _, fn := range fns {
		if !tests && r.Index.Test(fn.Pos()) {
			continue
		}
		if _, all := r.CallSites(fn); !all {
			for _, p := range fn.Params {
				got(p.Type())
			}
			share(fn.Signature.Results())
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				r.shares(instr, o, share, got)
			}
		}
	}
}

// shares adds what instr closes or shares.
func (r *Result) shares(instr ssa.Instruction, o *outside, share, got func(types.Type)) {
	switch instr := instr.(type) {
	case *ssa.DebugRef:
		return
	case *ssa.MakeInterface:
		if !isPrinted(instr) {
			share(instr.X.Type())
		}
	case *ssa.TypeAssert:
		got(instr.AssertedType)
	case *ssa.FieldAddr, *ssa.Field:
		if f := FieldOf(instr.(ssa.Value)); f == nil || f.Exported() || f.Pkg() != r.Pass.Pkg {
			share(instr.(ssa.Value).Type())
		}
	case ssa.CallInstruction:
		r.sharesByCall(instr.Common(), o, share, got)
	}
	for _, op := range instr.Operands(nil) {
		if g, ok := (*op).(*ssa.Global); ok && (g.Pkg != r.Program.Package || g.Object() == nil || g.Object().Exported()) {
			share(g.Type())
		}
	}
}

func (r *Result) sharesByCall(call *ssa.CallCommon, o *outside, share, got func(types.Type)) {
	if b, ok := call.Value.(*ssa.Builtin); ok {
		if b.Name() == "close" {
			o.closed = append(o.closed, call.Args[0].Type().Underlying().(*types.Chan).Elem())
		}
		return
	}
	fns, complete := r.Callees(call)
	if complete && !slices.ContainsFunc(fns, func(fn *ssa.Function) bool { return !r.hasBody(fn) }) {
		return // what it does is seen here
	}
	for i, arg := range Args(call) {
		if !isChan(arg) || !r.leavesOpen(call, i) {
			share(arg.Type())
		}
	}
	for v := range call.Signature().Results().Variables() {
		got(v.Type())
	}
}

// leavesOpen reports whether the callee of a call, in another package, is
// known not to close its argument i, a channel, nor to give it to who may.
func (r *Result) leavesOpen(call *ssa.CallCommon, i int) bool {
	obj := Callee(call)
	if obj == nil {
		return false
	}
	if ctxtype.IsFunc(obj, "os/signal", "Notify") {
		return true // it sends there, and never closes
	}
	return slices.ContainsFunc(r.OfObject(obj).Wait.Chans, func(c ChanUse) bool { return c.Param == i && c.Open })
}

// staysOpen reports whether the channel parameter p of a function that code
// outside the package may call is not closed, by whoever gets it from there.
func (r *Result) staysOpen(p *ssa.Parameter) bool {
	if _, all := r.CallSites(p.Parent()); all {
		return false // nobody outside asks
	}
	test := r.Index.Test(p.Pos())
	return !slices.ContainsFunc(r.Channels(p), func(c *Channel) bool {
		return c.Source == ssa.Value(p) && (len(c.Closes) > 0 || c.Leaves && r.mayBeClosed(c.Elem, test))
	})
}

// isPrinted reports whether a value is put into an interface only to be
// printed or logged.
func isPrinted(v *ssa.MakeInterface) bool {
	for _, ref := range *v.Referrers() {
		if _, ok := ref.(*ssa.DebugRef); ok {
			continue
		}
		store, ok := ref.(*ssa.Store)
		if !ok {
			return false
		}
		ix, ok := store.Addr.(*ssa.IndexAddr)
		if !ok {
			return false
		}
		array, ok := ix.X.(*ssa.Alloc)
		if !ok || array.Comment != "varargs" || !printsAll(array) {
			return false
		}
	}
	return true
}

// printsAll reports whether the arguments in array go only to a function that
// prints or logs.
func printsAll(array *ssa.Alloc) bool {
	for _, ref := range *array.Referrers() {
		list, ok := ref.(*ssa.Slice)
		if !ok {
			continue // the address of an argument
		}
		for _, ref := range *list.Referrers() {
			call, ok := ref.(ssa.CallInstruction)
			if !ok {
				return false
			}
			obj := Callee(call.Common())
			if obj == nil || ctxtype.Path(obj.Pkg()) != "fmt" && !knowledge.Logs(obj) {
				return false
			}
		}
	}
	return true
}
