package summary

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// Cancel is what a function does with cancel functions, those it is given
// and those it returns. All lists are sorted.
type Cancel struct {
	Ignores []int // parameters that could be a cancel function, and are only looked at
	Owes    []int // results of type func() that the caller must call to release a context
	Free    []int // results of type CancelFunc that the caller need not call: somebody else does
	Holds   []int // results that are structs in which a cancel function was put, and nobody else has
	Borrows []int // context parameters that nothing keeps when the function has returned
}

func (c Cancel) words() []string {
	var words []string
	add := func(word string, list []int) {
		for _, i := range list {
			words = append(words, fmt.Sprintf("%s(%d)", word, i))
		}
	}
	add("ignores", c.Ignores)
	add("owes", c.Owes)
	add("free", c.Free)
	add("holds", c.Holds)
	add("borrows", c.Borrows)
	return words
}

func cancelFacts(r *Result, fn *ssa.Function, f *Func) {
	for i, p := range fn.Params {
		switch {
		case ctxtype.IsContext(p.Type()):
			if r.borrows(p, make(map[ssa.Value]bool)) {
				f.Cancel.Borrows = append(f.Cancel.Borrows, i)
			}
		case ctxtype.IsCancelShaped(p.Type()):
			if u := r.CancelUses(p); !u.Real && !u.Dead {
				f.Cancel.Ignores = append(f.Cancel.Ignores, i)
			}
		}
	}
	results := fn.Signature.Results()
	withContext := false
	for v := range results.Variables() {
		withContext = withContext || ctxtype.IsContext(v.Type())
	}
	for i := range results.Len() {
		t := results.At(i).Type()
		switch {
		case ctxtype.IsCancel(t):
			if r.returnsOnly(fn, i, func(v ssa.Value) bool { return !r.owed(v) }) {
				f.Cancel.Free = append(f.Cancel.Free, i)
			}
		case ctxtype.IsCancelShaped(t) && withContext:
			if !r.returnsOnly(fn, i, func(v ssa.Value) bool { return !r.releases(v) }) {
				f.Cancel.Owes = append(f.Cancel.Owes, i)
			}
		case isStruct(ctxtype.Deref(t)):
			if !r.returnsOnly(fn, i, func(v ssa.Value) bool { return !r.holds(v) }) {
				f.Cancel.Holds = append(f.Cancel.Holds, i)
			}
		}
	}
}

func isStruct(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// returnsOnly reports whether ok holds for every value that fn returns as its
// result i, and fn returns.
func (r *Result) returnsOnly(fn *ssa.Function, i int, ok func(ssa.Value) bool) bool {
	returns := false
	for _, b := range fn.Blocks {
		ret, isReturn := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !isReturn || i >= len(ret.Results) {
			continue
		}
		returns = true
		for _, v := range r.Leaves(ret.Results[i]) {
			if !ok(v) {
				return false
			}
		}
	}
	return returns
}

// Leaves returns the values that v may be, looking through phis, conversions
// and local variables. A load of a variable that cannot be followed is a leaf
// itself.
func (r *Result) Leaves(v ssa.Value) []ssa.Value {
	var leaves []ssa.Value
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value)
	visit = func(v ssa.Value) {
		if seen[v] {
			return
		}
		seen[v] = true
		switch x := v.(type) {
		case *ssa.Phi:
			for _, e := range x.Edges {
				visit(e)
			}
			return
		case *ssa.ChangeType:
			visit(x.X)
			return
		case *ssa.MakeInterface:
			visit(x.X)
			return
		case *ssa.ChangeInterface:
			visit(x.X)
			return
		case *ssa.FreeVar:
			if binds := r.Bindings(x); len(binds) > 0 {
				for _, b := range binds {
					visit(b)
				}
				return
			}
		case *ssa.UnOp:
			if x.Op != token.MUL {
				break
			}
			if cell := r.CellOf(x.X); cell != nil && !cell.Escapes {
				if s := cell.current(x); s != nil {
					visit(s.Val)
					return
				}
				for _, s := range cell.Stores {
					visit(s.Val)
				}
				return
			}
		}
		leaves = append(leaves, v)
	}
	visit(v)
	return leaves
}

// owed reports whether a returned value of type CancelFunc may be one that
// the caller has to call: it is not nil, not a function without effect on a
// context, and not read from where somebody else keeps it.
func (r *Result) owed(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Const:
		return false
	case *ssa.Function:
		return false // captures nothing
	case *ssa.UnOp, *ssa.Field, *ssa.Lookup: // a field, a global, an element
		return false
	case *ssa.Extract:
		if _, ok := v.Tuple.(*ssa.Lookup); ok {
			return false // v, ok := m[k]
		}
	case *ssa.MakeClosure:
		return r.releases(v) && !r.keptElsewhere(v, 0)
	}
	return !r.keptElsewhere(v, 0)
}

// keptElsewhere reports whether a function that returns v also stores it where
// others find it, so that its caller is not the only one to have it.
func (r *Result) keptElsewhere(v ssa.Value, depth int) bool {
	if v.Referrers() == nil || depth > 4 {
		return false
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.MapUpdate, *ssa.Send:
			return true
		case *ssa.ChangeType:
			if r.keptElsewhere(ref, depth+1) {
				return true
			}
		case *ssa.UnOp: // of a struct that holds it
			if r.keptElsewhere(ref, depth+1) {
				return true
			}
		case *ssa.Store:
			if ref.Val != v {
				continue
			}
			alloc, local := variableAt(ref.Addr).(*ssa.Alloc)
			if !local || r.keptElsewhere(alloc, depth+1) {
				return true
			}
		}
	}
	return false
}

// releases reports whether v is a cancel function that was acquired in this
// package, or calls one: a literal, or what sync.OnceFunc makes.
func (r *Result) releases(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Extract:
		call, ok := v.Tuple.(*ssa.Call)
		return ok && slices.Contains(r.acquired(&call.Call), v.Index)
	case *ssa.Call:
		if ctxtype.IsFunc(Callee(&v.Call), "sync", "OnceFunc") {
			return slices.ContainsFunc(r.Leaves(v.Call.Args[0]), r.releases)
		}
		return slices.Contains(r.acquired(&v.Call), 0) && v.Call.Signature().Results().Len() == 1
	case *ssa.MakeClosure:
		for _, fv := range v.Fn.(*ssa.Function).FreeVars {
			for _, ref := range *fv.Referrers() {
				load, ok := ref.(*ssa.UnOp)
				if !ok || onlyMentioned(load) {
					continue
				}
				for _, leaf := range r.Leaves(load) {
					if _, isLit := leaf.(*ssa.MakeClosure); !isLit && r.releases(leaf) {
						return true
					}
				}
			}
		}
	}
	return false
}

// holds reports whether v is a new struct with a cancel function in a field
// that only the caller of the function will have.
func (r *Result) holds(v ssa.Value) bool {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		v = load.X
	}
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return false
	}
	field := -1
	for _, ref := range *alloc.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		for _, use := range *fa.Referrers() {
			if s, ok := use.(*ssa.Store); ok && s.Addr == fa {
				for _, leaf := range r.Leaves(s.Val) {
					if r.releases(leaf) {
						field = fa.Field
					}
				}
			}
		}
	}
	return field >= 0 && r.private(alloc, field, 0)
}

// private reports whether the struct at v is used for nothing but to be
// returned and to read and write fields other than the given one, also by the
// functions it is handed to.
func (r *Result) private(v ssa.Value, field, depth int) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef, *ssa.Return:
		case *ssa.FieldAddr:
			for _, use := range *ref.Referrers() {
				if _, isStore := use.(*ssa.Store); ref.Field == field && !isStore {
					return false
				}
			}
		case *ssa.UnOp: // a copy
			if !onlyReturned(ref) {
				return false
			}
		case *ssa.BinOp:
		case *ssa.Store:
			if ref.Val == v {
				return false
			}
		case ssa.CallInstruction:
			fns, complete := r.Callees(ref.Common())
			if !complete || depth > 2 {
				return false
			}
			for _, fn := range fns {
				fn = origin(fn)
				i := slices.Index(Args(ref.Common()), v)
				if len(fn.Blocks) == 0 || i < 0 || i >= len(fn.Params) || !r.private(fn.Params[i], field, depth+1) {
					return false
				}
			}
		default:
			return false
		}
	}
	return true
}

// onlyReturned reports whether v is used for nothing but to be returned.
func onlyReturned(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		switch ref.(type) {
		case *ssa.DebugRef, *ssa.Return:
		default:
			return false
		}
	}
	return true
}

// acquired returns the results of a call that are cancel functions which the
// caller has to call, in order.
func (r *Result) acquired(call *ssa.CallCommon) []int {
	var fact Cancel
	if fns, complete := r.Callees(call); complete && len(fns) > 0 {
		fact = r.Of(fns[0]).Cancel
	}
	results := call.Signature().Results()
	var found []int
	for i := range results.Len() {
		switch t := results.At(i).Type(); {
		case ctxtype.IsCancel(t):
			if !slices.Contains(fact.Free, i) && !isGetter(call) {
				found = append(found, i)
			}
		case slices.Contains(fact.Owes, i):
			found = append(found, i)
		}
	}
	return found
}

// isGetter reports whether a call looks like one that hands out a cancel
// function which somebody else owns: a function without a body in sight that
// returns nothing else and is given no context.
func isGetter(call *ssa.CallCommon) bool {
	if call.Signature().Results().Len() > 1 {
		return false
	}
	for p := range call.Signature().Params().Variables() {
		if ctxtype.IsContext(p.Type()) {
			return false
		}
	}
	fn := call.StaticCallee()
	return fn == nil || len(fn.Blocks) == 0
}

// CancelUses says how a function value is used, apart from being looked at.
type CancelUses struct {
	Real    bool // called, or handed to code that may call it
	Dead    bool // the same, in a literal that never runs
	Ignored bool // handed to a callee that is known to ignore it
}

// CancelUses returns how a function value is used.
func (r *Result) CancelUses(v ssa.Value) CancelUses {
	var found CancelUses
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value)
	visit = func(v ssa.Value) {
		if seen[v] || v.Referrers() == nil {
			return
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.DebugRef:
			case *ssa.BinOp:
			case *ssa.Phi:
				visit(ref)
			case *ssa.ChangeType:
				visit(ref)
			case *ssa.MakeInterface:
				visit(ref)
			case *ssa.Slice: // of the array of variadic arguments
				visit(ref)
			case *ssa.Store:
				if ref.Val != v {
					continue
				}
				if ix, ok := ref.Addr.(*ssa.IndexAddr); ok {
					if array, ok := ix.X.(*ssa.Alloc); ok && array.Comment == "varargs" {
						visit(array)
						continue
					}
				}
				cell := r.CellOf(ref.Addr)
				if cell == nil || cell.Escapes {
					found.Real = true
					continue
				}
				for _, load := range cell.Loads {
					visit(load)
				}
			case *ssa.IndexAddr:
			case ssa.CallInstruction:
				switch {
				case r.prints(ref.Common()) && ref.Common().Value != v:
				case r.ignored(ref.Common(), v):
					found.Ignored = true
				case r.neverRuns(ref.Parent()):
					found.Dead = true
				default:
					found.Real = true
				}
			default:
				if r.neverRuns(ref.Parent()) {
					found.Dead = true
				} else {
					found.Real = true
				}
			}
		}
	}
	visit(v)
	return found
}

// looksAt reports whether a call does no more with its argument v than to
// look at it: it prints it, or its callee is known to ignore it.
func (r *Result) looksAt(call *ssa.CallCommon, v ssa.Value) bool {
	if call.Value == v {
		return false
	}
	return r.prints(call) || r.ignored(call, v)
}

// prints reports whether a call only prints its arguments.
func (r *Result) prints(call *ssa.CallCommon) bool {
	obj := Callee(call)
	return obj != nil && knowledge.Prints(obj)
}

// ignored reports whether all callees of a call are known to ignore its
// argument v.
func (r *Result) ignored(call *ssa.CallCommon, v ssa.Value) bool {
	fns, complete := r.Callees(call)
	if !complete || len(fns) == 0 || call.Value == v {
		return false
	}
	for i, arg := range Args(call) {
		if arg != v {
			continue
		}
		for _, fn := range fns {
			if !slices.Contains(r.Of(fn).Cancel.Ignores, i) {
				return false
			}
		}
	}
	return true
}

// neverRuns reports whether fn is a literal that is neither called, but by
// itself or a literal around it that never runs, nor handed to anything but
// callees that ignore it.
func (r *Result) neverRuns(fn *ssa.Function) bool {
	if fn.Parent() == nil || fn.Synthetic != "" {
		return false
	}
	seen := make(map[ssa.Value]bool)
	var idle func(v ssa.Value) bool
	idle = func(v ssa.Value) bool {
		if seen[v] {
			return true
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.DebugRef, *ssa.BinOp:
			case *ssa.Phi:
				if !idle(ref) {
					return false
				}
			case *ssa.ChangeType:
				if !idle(ref) {
					return false
				}
			case *ssa.Store:
				cell := r.CellOf(ref.Addr)
				if ref.Val != v || cell == nil || cell.Escapes {
					return false
				}
				for _, load := range cell.Loads {
					if !idle(load) {
						return false
					}
				}
			case ssa.CallInstruction:
				caller := ref.Parent()
				if caller != fn && !r.ignored(ref.Common(), v) && !(isAround(caller, fn) && r.neverRuns(caller)) {
					return false
				}
			default:
				return false
			}
		}
		return true
	}
	made := r.Closures(fn)
	for _, c := range made {
		if !idle(c) {
			return false
		}
	}
	return len(made) > 0
}

// borrows reports whether nothing that is made with the context v outlives
// the function: it is asked, derived from and handed to callees that borrow
// it, and neither stored, returned, sent nor captured by what may run later.
func (r *Result) borrows(v ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[v] || v.Referrers() == nil {
		return true
	}
	seen[v] = true
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef, *ssa.BinOp:
		case *ssa.Phi, *ssa.ChangeInterface, *ssa.MakeInterface, *ssa.ChangeType:
			if !r.borrows(ref.(ssa.Value), seen) {
				return false
			}
		case *ssa.Store:
			cell := r.CellOf(ref.Addr)
			if cell == nil || cell.Escapes || ref.Val != v {
				return false
			}
			for _, load := range cell.Loads {
				if load.Parent() != v.Parent() && !r.runsInside(load.Parent()) || !r.borrows(load, seen) {
					return false
				}
			}
		case *ssa.Call:
			if !r.borrowedBy(ref, v, seen) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// runsInside reports whether a literal runs only while the function around it
// does: it is called or deferred there, and nothing else.
func (r *Result) runsInside(lit *ssa.Function) bool {
	for _, c := range r.Closures(lit) {
		for _, ref := range *c.Referrers() {
			switch ref := ref.(type) {
			case *ssa.DebugRef:
			case *ssa.Call:
				if ref.Call.Value != ssa.Value(c) {
					return false
				}
			case *ssa.Defer:
				if ref.Call.Value != ssa.Value(c) {
					return false
				}
			default:
				return false
			}
		}
	}
	return true
}

// borrowedBy reports whether a call with the context v among its arguments
// keeps nothing of it.
func (r *Result) borrowedBy(call *ssa.Call, v ssa.Value, seen map[ssa.Value]bool) bool {
	c := &call.Call
	if c.IsInvoke() && c.Value == v {
		switch c.Method.Name() {
		case "Err", "Deadline", "Value":
			return true
		case "Done":
			return onlyWaitedFor(call)
		}
		return false
	}
	obj := Callee(c)
	if obj != nil && ctxtype.Derives(obj) {
		if call.Type() != nil && call.Referrers() != nil {
			for _, ref := range *call.Referrers() {
				if ex, ok := ref.(*ssa.Extract); ok && ctxtype.IsContext(ex.Type()) && !r.borrows(ex, seen) {
					return false
				}
			}
		}
		if ctxtype.IsContext(call.Type()) {
			return r.borrows(call, seen)
		}
		return true
	}
	if obj != nil && obj.Pkg() != nil && knowledge.IsStd(obj.Pkg().Path()) && plainResults(c.Signature()) {
		return !ctxtype.IsFunc(obj, "context", "AfterFunc")
	}
	fns, complete := r.Callees(c)
	if !complete || len(fns) == 0 {
		return false
	}
	for i, arg := range Args(c) {
		if arg != v {
			continue
		}
		for _, fn := range fns {
			if !slices.Contains(r.Of(fn).Cancel.Borrows, i) {
				return false
			}
		}
	}
	return true
}

// onlyWaitedFor reports whether a channel is received from right here and used
// for nothing else.
func onlyWaitedFor(ch ssa.Value) bool {
	for _, ref := range *ch.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef, *ssa.Select, *ssa.BinOp:
		case *ssa.UnOp:
			if ref.Op != token.ARROW {
				return false
			}
		case *ssa.ChangeType:
			if !onlyWaitedFor(ref) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// plainResults reports whether no result can hold on to a context: all are
// numbers, strings, booleans, bytes or errors.
func plainResults(sig *types.Signature) bool {
	for v := range sig.Results().Variables() {
		if !isPlain(v.Type()) {
			return false
		}
	}
	return true
}

// isPlain reports whether a value of type t cannot hold on to a context.
func isPlain(t types.Type) bool {
	if s, ok := t.Underlying().(*types.Slice); ok {
		t = s.Elem()
	}
	_, basic := t.Underlying().(*types.Basic)
	return basic || ctxtype.IsError(t)
}

// KeepsNothing reports whether nothing bound to the context v, a result of a
// call in fn, can outlive fn: v itself is only borrowed, and no call that is
// given it returns more than plain values.
func (r *Result) KeepsNothing(v ssa.Value) bool {
	return r.borrows(v, make(map[ssa.Value]bool))
}

// isNilTest reports whether cond compares a value for which is holds with nil,
// and on which side of the branch that value is nil.
func isNilTest(e *flow.Env, cond ssa.Value, is func(ssa.Value) bool) (nilSide, ok bool) {
	b, isBin := cond.(*ssa.BinOp)
	if !isBin || b.Op != token.EQL && b.Op != token.NEQ {
		return false, false
	}
	x, y := e.Value(b.X), e.Value(b.Y)
	if flow.IsNil(x) {
		x, y = y, x
	}
	if !flow.IsNil(y) || !is(x) {
		return false, false
	}
	return b.Op == token.EQL, true
}
