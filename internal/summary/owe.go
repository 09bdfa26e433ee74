package summary

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
)

// An Acquisition is a call with a result that its caller owes a call: a
// cancel function.
type Acquisition struct {
	Call    *ssa.Call
	Result  int         // which result of the call is the cancel function
	Func    ssa.Value   // the cancel function; nil if the result is dropped
	Context ssa.Value   // the context beside it; nil if there is none or it is dropped
	Errs    []ssa.Value // the errors and flags beside it, which say whether there is one
}

// Signature returns the signature of the cancel function.
func (a Acquisition) Signature() *types.Signature {
	return a.Call.Call.Signature().Results().At(a.Result).Type().Underlying().(*types.Signature)
}

// Acquisitions returns the acquisitions in fn in source order. extra, if not
// nil, says of further functions that their func() results are owed.
func (r *Result) Acquisitions(fn *ssa.Function, extra func(*types.Func) bool) []Acquisition {
	var found []Acquisition
	for _, site := range r.Calls(fn) {
		call, ok := site.(*ssa.Call)
		if !ok {
			continue
		}
		for _, i := range r.acquires(&call.Call, extra) {
			found = append(found, acquisition(call, i))
		}
	}
	slices.SortStableFunc(found, func(a, b Acquisition) int { return int(a.Call.Pos() - b.Call.Pos()) })
	return found
}

// Dropped returns the calls of go and defer statements in fn that are
// acquisitions. Nobody gets what these calls return.
func (r *Result) Dropped(fn *ssa.Function, extra func(*types.Func) bool) []*ssa.CallCommon {
	var found []*ssa.CallCommon
	for _, call := range r.Calls(fn) {
		if _, kept := call.(*ssa.Call); !kept && len(r.acquires(call.Common(), extra)) > 0 {
			found = append(found, call.Common())
		}
	}
	return found
}

// acquires returns the results of a call that its caller owes a call. extra is
// that of [Result.Acquisitions].
func (r *Result) acquires(call *ssa.CallCommon, extra func(*types.Func) bool) []int {
	owed := r.acquired(call)
	if obj := Callee(call); len(owed) == 0 && obj != nil && extra != nil && extra(obj) {
		return cancelShaped(call.Signature())
	}
	return owed
}

// cancelShaped returns the results of sig that could be cancel functions.
func cancelShaped(sig *types.Signature) []int {
	var is []int
	for i := range sig.Results().Len() {
		if ctxtype.IsCancelShaped(sig.Results().At(i).Type()) {
			is = append(is, i)
		}
	}
	return is
}

// used reports whether v has a name or a use: marks of nameless expressions do
// not count among its referrers, as [ssabuild] drops them.
func used(v ssa.Value) bool { return len(*v.Referrers()) > 0 }

func acquisition(call *ssa.Call, result int) Acquisition {
	a := Acquisition{Call: call, Result: result}
	if call.Call.Signature().Results().Len() == 1 {
		if used(call) {
			a.Func = call
		}
		return a
	}
	for _, ref := range *call.Referrers() {
		ex, ok := ref.(*ssa.Extract)
		if !ok {
			continue
		}
		switch {
		case ex.Index == result:
			if used(ex) {
				a.Func = ex
			}
		case ctxtype.IsContext(ex.Type()) && a.Context == nil:
			a.Context = ex
		case ctxtype.IsErrorKind(ex.Type()) || types.Identical(ex.Type(), types.Typ[types.Bool]):
			a.Errs = append(a.Errs, ex)
		}
	}
	return a
}

// A Fate is what becomes of the cancel function of an acquisition.
type Fate struct {
	Known bool // all paths were followed; else the rest means nothing

	Lost        []*ssa.Return // returns reached while it was owed
	Again       bool          // the acquisition was reached again while it was owed
	Piled       *ssa.Defer    // deferred, and the acquisition was reached again
	Overwritten token.Pos     // where its only variable got another value while it was owed
	Released    bool          // some path called or deferred it
	Risky       bool          // some path called it plainly, after other calls that may panic
	Moved       bool          // some path handed it over
	Parked      bool          // some path handed it to context.AfterFunc and kept the stop function
	Doubtful    bool          // some literal that ran releases it under a condition of which nothing is known
}

// Ended reports whether every way out of the function certainly called or
// deferred it.
func (f Fate) Ended() bool {
	return f.Known && f.Released && !f.Doubtful && len(f.Lost) == 0 && !f.Again && !f.Moved && !f.Overwritten.IsValid()
}

// Fate follows the cancel function of an acquisition along every path from
// the call on. graph is that of the function.
//
// What counts as a release is a call or a defer of the value, also through a
// variable or in a literal that runs. What counts as handing it over is
// everything that lets code elsewhere have it: a return, a store into
// anything but a local variable, an argument of a callee that is not known to
// ignore it, a literal with it that is started, stored, returned or passed
// on. Neither is a mention. A local struct with it in a field counts as the
// cancel function itself.
//
// Gives up on: what more than 64 deferred calls in a function do, and
// functions with more paths than a walk can follow.
func (r *Result) Fate(a Acquisition, graph *flow.Graph) Fate {
	w := &owing{r: r, a: a, fn: a.Call.Parent(), token: a.Func, places: r.placesOf(a.Call.Parent())}
	walk := &flow.Walk[owe]{
		Graph:  graph,
		Step:   w.step,
		Branch: w.branch,
		Track:  func(phi *ssa.Phi) bool { return ctxtype.IsCancelShaped(phi.Type()) || w.isTokenPhi(phi) },
		Cell:   w.cell,
	}
	block := a.Call.Block()
	w.fate.Known = walk.From(block, slices.Index(block.Instrs, ssa.Instruction(a.Call))+1, owe{pending: w.earlier()})
	slices.SortFunc(w.fate.Lost, func(a, b *ssa.Return) int { return int(a.Pos() - b.Pos()) })
	w.fate.Lost = slices.Compact(w.fate.Lost)
	return w.fate
}

// owe is what is known along a path that still owes the cancel function.
type owe struct {
	deferred *ssa.Defer // what will release it when the function returns
	parked   *ssa.Call  // the context.AfterFunc that will, unless stopped
	pending  uint64     // deferred literals that may release it, by index in defers
	holders  uint64     // local structs that hold it, by index in allocs
	names    uint64     // variables that hold it, by index in vars
	over     token.Pos  // where its variable was overwritten
	called   bool       // something that may panic was called
	shared   bool       // the context was handed over
}

// An owing follows one acquisition.
type owing struct {
	r     *Result
	a     Acquisition
	fn    *ssa.Function
	token ssa.Value

	*places
	fate Fate
}

// places are where a function may put a cancel function, as far as an [owe]
// can count them.
type places struct {
	defers []*ssa.Defer
	allocs map[*ssa.Alloc]int
	vars   map[types.Object]int // those that could hold the cancel function
}

// maxPlaces is the number of bits in an [owe].
const maxPlaces = 64

// placesOf returns the places of fn. They are found once: a generated function
// may have as many acquisitions as it has lines.
func (r *Result) placesOf(fn *ssa.Function) *places {
	r.mu.Lock()
	p := r.places[fn]
	r.mu.Unlock()
	if p != nil {
		return p
	}
	p = &places{allocs: make(map[*ssa.Alloc]int), vars: make(map[types.Object]int)}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Defer:
				if len(p.defers) < maxPlaces {
					p.defers = append(p.defers, instr)
				}
			case *ssa.Alloc:
				if len(p.allocs) < maxPlaces {
					p.allocs[instr] = len(p.allocs)
				}
			case *ssa.DebugRef:
				if len(p.vars) == maxPlaces {
					continue
				}
				if obj := r.assignee(instr); obj != nil && ctxtype.IsCancelShaped(obj.Type()) {
					if _, ok := p.vars[obj]; !ok {
						p.vars[obj] = len(p.vars)
					}
				}
			}
		}
	}
	r.mu.Lock()
	r.places[fn] = p
	r.mu.Unlock()
	return p
}

// assignee returns the variable to which d, the mark of an assignment or
// definition, says that its value is assigned; nil if d marks something else.
func (r *Result) assignee(d *ssa.DebugRef) types.Object {
	id, ok := d.Expr.(*ast.Ident)
	if !ok || d.IsAddr {
		return nil
	}
	if obj := r.Pass.TypesInfo.Defs[id]; obj != nil {
		return obj
	}
	if r.assigned()[id] {
		return r.Pass.TypesInfo.Uses[id]
	}
	return nil
}

// assigned returns the identifiers of the package that stand on the left of
// an assignment and are no definitions.
func (r *Result) assigned() map[*ast.Ident]bool {
	r.assignedOnce.Do(func() {
		r.assignedIdents = make(map[*ast.Ident]bool)
		for _, f := range r.Pass.Files {
			ast.Inspect(f, func(n ast.Node) bool {
				if as, ok := n.(*ast.AssignStmt); ok {
					for _, lhs := range as.Lhs {
						if id, ok := ast.Unparen(lhs).(*ast.Ident); ok && r.Pass.TypesInfo.Defs[id] == nil {
							r.assignedIdents[id] = true
						}
					}
				}
				return true
			})
		}
	})
	return r.assignedIdents
}

// earlier returns the deferred literals that may already be waiting when the
// acquisition is made. They see what it puts into their variables.
func (w *owing) earlier() uint64 {
	var pending uint64
	for i, d := range w.defers {
		_, isLit := d.Call.Value.(*ssa.MakeClosure)
		if isLit && w.r.Graph(w.fn).Reachable(nil, d.Block())[w.a.Call.Block().Index] && !precedes(w.a.Call, d) {
			pending |= 1 << i
		}
	}
	return pending
}

// cell selects the variables that matter: those that can hold the cancel
// function, and the errors and flags on which conditions depend.
func (w *owing) cell(addr ssa.Value) (track, volatile bool) {
	switch addr.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
	default:
		return false, false
	}
	elem := ctxtype.Deref(addr.Type())
	switch elem.Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Signature:
		if !canHold(elem) {
			return false, false
		}
	case *types.Basic:
		if !types.Identical(elem, types.Typ[types.Bool]) {
			return false, false
		}
	default:
		return false, false
	}
	cell := w.r.CellOf(addr)
	if cell == nil || cell.Escapes {
		return false, false
	}
	for _, s := range cell.Stores {
		if s.Parent() != addr.Parent() {
			volatile = true
		}
	}
	return true, volatile
}

// isTokenPhi reports whether phi may be a struct that holds the token.
func (w *owing) isTokenPhi(phi *ssa.Phi) bool {
	for _, e := range phi.Edges {
		if _, ok := e.(*ssa.Alloc); ok {
			return true
		}
	}
	return false
}

// is reports whether v is the cancel function.
func (w *owing) is(e *flow.Env, v ssa.Value) bool {
	for {
		v = e.Value(v)
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		default:
			return v == w.token
		}
	}
}

// mayBe reports whether v is a load of a variable whose content is not known
// and that is somewhere given the cancel function.
func (w *owing) mayBe(e *flow.Env, v ssa.Value) bool {
	load, ok := e.Value(v).(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	if _, known := e.Content(load.X); known {
		return false
	}
	cell := w.r.CellOf(load.X)
	return cell != nil && w.given(cell)
}

// holds reports whether v is, or points into, a local struct, array or literal
// that has the cancel function.
func (w *owing) holds(s owe, e *flow.Env, v ssa.Value) bool {
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value) bool
	visit = func(v ssa.Value) bool {
		v = e.Value(v)
		if seen[v] {
			return false
		}
		seen[v] = true
		switch x := v.(type) {
		case *ssa.Alloc:
			i, ok := w.allocs[x]
			return ok && s.holders&(1<<i) != 0
		case *ssa.UnOp:
			return x.Op == token.MUL && canHold(x.Type()) && (w.stored(x.X, visit) || visit(x.X))
		case *ssa.FieldAddr:
			return canHold(ctxtype.Deref(x.Type())) && visit(x.X)
		case *ssa.IndexAddr:
			return canHold(ctxtype.Deref(x.Type())) && visit(x.X)
		case *ssa.Slice:
			return visit(x.X)
		case *ssa.MakeInterface:
			return visit(x.X)
		case *ssa.ChangeType:
			return visit(x.X)
		case *ssa.ChangeInterface:
			return visit(x.X)
		case *ssa.MakeClosure:
			lit := x.Fn.(*ssa.Function)
			for i, b := range x.Bindings {
				if visit(b) || w.stored(b, visit) {
					return true
				}
				cell := w.r.CellOf(b)
				if cell != nil && w.given(cell) && (isBound(x) || w.usedIn(lit.FreeVars[i])) {
					return true
				}
			}
		}
		return false
	}
	return visit(v)
}

// canHold reports whether a value of type t can have a cancel function in it.
func canHold(t types.Type) bool { return canHoldIn(t, make(map[types.Type]bool)) }

func canHoldIn(t types.Type, seen map[types.Type]bool) bool {
	if ctxtype.IsCancelShaped(t) {
		return true
	}
	if seen[t] {
		return false
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			if canHoldIn(f.Type(), seen) {
				return true
			}
		}
		return false
	case *types.Pointer:
		return canHoldIn(u.Elem(), seen)
	case *types.Array:
		return canHoldIn(u.Elem(), seen)
	case *types.Slice:
		return canHoldIn(u.Elem(), seen)
	case *types.Map:
		return canHoldIn(u.Elem(), seen)
	case *types.Basic, *types.Chan:
		return false
	}
	return !ctxtype.IsContext(t) // an interface, a function
}

// stored reports whether ok holds for something that is stored in the
// variable at addr.
func (w *owing) stored(addr ssa.Value, ok func(ssa.Value) bool) bool {
	cell := w.r.CellOf(addr)
	return cell != nil && !cell.Escapes && slices.ContainsFunc(cell.Stores, func(st *ssa.Store) bool { return ok(st.Val) })
}

// given reports whether a variable is somewhere given the cancel function.
func (w *owing) given(cell *Cell) bool {
	return slices.ContainsFunc(cell.Stores, func(st *ssa.Store) bool {
		return slices.Contains(w.r.Leaves(st.Val), w.token)
	})
}

// capturesStruct reports whether v is a literal with a struct among its
// variables that holds the cancel function.
func (w *owing) capturesStruct(s owe, e *flow.Env, v ssa.Value) bool {
	c, ok := e.Value(v).(*ssa.MakeClosure)
	return ok && slices.ContainsFunc(c.Bindings, func(b ssa.Value) bool {
		return w.holds(s, e, b) || w.stored(b, func(v ssa.Value) bool { return w.holds(s, e, v) })
	})
}

// usedIn reports whether the content of a captured variable is more than
// looked at in the literal that captures it.
func (w *owing) usedIn(fv *ssa.FreeVar) bool {
	for _, ref := range *fv.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp:
			if w.r.CancelUses(ref).Real {
				return true
			}
		case *ssa.MakeClosure:
			inner := ref.Fn.(*ssa.Function)
			for i, b := range ref.Bindings {
				if b == ssa.Value(fv) && w.usedIn(inner.FreeVars[i]) {
					return true
				}
			}
		}
	}
	return false
}

// has reports whether v is, may be or holds the cancel function.
func (w *owing) has(s owe, e *flow.Env, v ssa.Value) bool {
	return v != nil && (w.is(e, v) || w.mayBe(e, v) || w.holds(s, e, v))
}

func (w *owing) step(s owe, e *flow.Env, instr ssa.Instruction) (owe, bool) {
	if instr == ssa.Instruction(w.a.Call) {
		switch {
		case s.deferred != nil:
			w.fate.Piled = s.deferred
		case s.parked == nil:
			w.fate.Again = true
		}
		return s, false
	}
	if s.deferred != nil { // it only matters whether the acquisition comes again
		if ret, ok := instr.(*ssa.Return); ok && IsYield(w.fn) && goesOn(ret) {
			w.fate.Piled = s.deferred
		}
		return s, true
	}
	switch instr := instr.(type) {
	case *ssa.DebugRef:
		return w.assign(s, e, instr), true
	case *ssa.Store:
		return w.store(s, e, instr)
	case *ssa.MapUpdate:
		if w.has(s, e, instr.Value) {
			return w.move(s)
		}
	case *ssa.Send:
		if w.has(s, e, instr.X) {
			return w.move(s)
		}
	case *ssa.Select:
		for _, state := range instr.States {
			if state.Send != nil && w.has(s, e, state.Send) {
				return w.move(s)
			}
		}
	case *ssa.UnOp:
		if instr.Op == token.ARROW && w.isDone(e, instr.X) {
			return s, false // it is over
		}
	case *ssa.Go:
		return w.goes(s, e, instr)
	case *ssa.Defer:
		return w.deferCall(s, e, instr)
	case *ssa.Call:
		return w.call(s, e, instr)
	case *ssa.RunDefers:
		return w.runDefers(s, e, instr.Block())
	case *ssa.Return:
		if IsYield(w.fn) {
			return w.nextRound(s, instr)
		}
		for _, v := range instr.Results {
			if w.has(s, e, v) {
				return w.move(s)
			}
		}
		// A deferred literal releases it under a condition, and where it
		// does not, whoever has the context now lives by it.
		if w.conditional(s, e) && (s.shared || slices.ContainsFunc(instr.Results, func(v ssa.Value) bool { return w.shares(e, v) })) {
			return w.move(s)
		}
		if s.parked == nil {
			w.lose(s, instr)
		}
		return s, false
	}
	return s, true
}

// conditional reports whether a deferred literal, that did not release the
// cancel function on this path, has it.
func (w *owing) conditional(s owe, e *flow.Env) bool {
	for i, d := range w.defers {
		if s.pending&(1<<i) != 0 && w.holds(s, e, d.Call.Value) {
			return true
		}
	}
	return false
}

// shares reports whether v is the acquired context, or something that was
// made with it and can keep it.
func (w *owing) shares(e *flow.Env, v ssa.Value) bool {
	if w.isChild(e, v) {
		return true
	}
	for _, leaf := range w.r.Leaves(e.Value(v)) {
		if ex, ok := leaf.(*ssa.Extract); ok {
			leaf = ex.Tuple
		}
		call, ok := leaf.(*ssa.Call)
		if !ok || isPlain(v.Type()) {
			continue
		}
		if slices.ContainsFunc(Args(&call.Call), func(arg ssa.Value) bool { return w.isChild(e, arg) }) {
			return true
		}
	}
	return false
}

// assign follows which variables have the cancel function, where d marks an
// assignment.
func (w *owing) assign(s owe, e *flow.Env, d *ssa.DebugRef) owe {
	i, ok := w.vars[w.r.assignee(d)]
	if !ok {
		return s
	}
	switch has := s.names&(1<<i) != 0; {
	case w.is(e, d.X):
		s.names |= 1 << i
		s.over = token.NoPos
	case has:
		if s.names &^= 1 << i; s.names == 0 {
			s.over = d.Pos()
		}
	}
	return s
}

// goesOn reports whether ret, in the body of a loop over a function, asks for
// the next round.
func goesOn(ret *ssa.Return) bool {
	k, ok := ret.Results[0].(*ssa.Const)
	return ok && k.Value != nil && constant.BoolVal(k.Value)
}

// nextRound ends a path at the end of the body of a loop over a function.
func (w *owing) nextRound(s owe, ret *ssa.Return) (owe, bool) {
	switch {
	case s.parked != nil:
	case goesOn(ret):
		w.fate.Again = true
	default:
		w.lose(s, ret)
	}
	return s, false
}

func (w *owing) lose(s owe, ret *ssa.Return) {
	if s.over.IsValid() && !w.fate.Overwritten.IsValid() {
		w.fate.Overwritten = s.over
	}
	w.fate.Lost = append(w.fate.Lost, ret)
}

func (w *owing) move(s owe) (owe, bool) {
	w.fate.Moved = true
	return s, false
}

func (w *owing) release(s owe, e *flow.Env) (owe, bool) {
	w.fate.Released = true
	if s.called && !w.guarded(s, e) {
		w.fate.Risky = true
	}
	return s, false
}

// guarded reports whether a deferred literal certainly releases the cancel
// function if a panic comes before a plain call does.
func (w *owing) guarded(s owe, e *flow.Env) bool {
	for i, d := range w.defers {
		if s.pending&(1<<i) == 0 {
			continue
		}
		if lit, env := w.literal(e, &d.Call); lit != nil {
			if released, doubt := w.runs(s, lit, env); released && !doubt {
				return true
			}
		}
	}
	return false
}

// isDone reports whether v is the Done channel of the acquired context or one
// derived from it.
func (w *owing) isDone(e *flow.Env, v ssa.Value) bool {
	call, ok := e.Value(v).(*ssa.Call)
	return ok && call.Call.IsInvoke() && call.Call.Method.Name() == "Done" && w.isChild(e, call.Call.Value)
}

// isChild reports whether v is the acquired context.
func (w *owing) isChild(e *flow.Env, v ssa.Value) bool {
	return w.a.Context != nil && slices.Contains(w.r.Leaves(e.Value(v)), w.a.Context)
}

func (w *owing) store(s owe, e *flow.Env, store *ssa.Store) (owe, bool) {
	if w.has(s, e, store.Val) {
		switch base := w.pointee(e, variableAt(store.Addr)).(type) {
		case *ssa.Alloc:
			if base == store.Addr && !isStruct(ctxtype.Deref(base.Type())) {
				if w.watched(base, store) || w.r.CellOf(base).Escapes {
					return w.move(s) // others may use the variable
				}
				return s, true
			}
			i, ok := w.allocs[base]
			if !ok || isElement(store.Addr) && base.Comment != "varargs" || w.escaped(base, store) {
				return w.move(s)
			}
			s.holders |= 1 << i
			return s, true
		case *ssa.FreeVar:
			if base == store.Addr && !w.outside(base) {
				return s, true // nobody else looks at it
			}
		}
		return w.move(s)
	}
	alloc, local := store.Addr.(*ssa.Alloc)
	if i, ok := w.allocs[alloc]; ok {
		s.holders &^= 1 << i // a struct that is assigned as a whole
	}
	if !local && w.shares(e, store.Val) {
		s.shared = true
	}
	return s, true
}

// pointee returns what v points to if it is read from a variable in memory,
// such as literals capture, that is set once or known here; else v.
func (w *owing) pointee(e *flow.Env, v ssa.Value) ssa.Value {
	v = e.Value(v)
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return v
	}
	if cell := w.r.CellOf(load.X); cell != nil && !cell.Escapes && len(cell.Stores) == 1 {
		return cell.Stores[0].Val
	}
	return v
}

// isElement reports whether addr points into an element of an array or slice.
// These are lists that somebody goes through, with loops that are not followed.
func isElement(addr ssa.Value) bool {
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			addr = a.X
		case *ssa.IndexAddr:
			return true
		default:
			return false
		}
	}
}

// variableAt returns the variable that addr points into.
func variableAt(addr ssa.Value) ssa.Value {
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			addr = a.X
		case *ssa.IndexAddr:
			addr = a.X
		default:
			return addr
		}
	}
}

// outside reports whether the captured variable fv is used, more than looked
// at, by anything but the function that is followed.
func (w *owing) outside(fv *ssa.FreeVar) bool {
	cell := w.r.CellOf(fv)
	if cell == nil || cell.Escapes {
		return true
	}
	for _, load := range cell.Loads {
		if load.Parent() != w.fn && !onlyMentioned(load) {
			return true
		}
	}
	return false
}

// watched reports whether somebody may have been handed, before at, a literal
// that does something with what is in the variable by then.
func (w *owing) watched(variable *ssa.Alloc, at ssa.Instruction) bool {
	for _, ref := range *variable.Referrers() {
		lit, ok := ref.(*ssa.MakeClosure)
		if !ok {
			continue
		}
		fv := lit.Fn.(*ssa.Function).FreeVars[slices.Index(lit.Bindings, ssa.Value(variable))]
		if w.usedIn(fv) && w.escaped(lit, at) {
			return true
		}
	}
	return false
}

// escaped reports whether the struct that v points to, or the literal v, may be
// known elsewhere before at. That it is called or deferred here does not count.
func (w *owing) escaped(v ssa.Value, at ssa.Instruction) bool {
	for _, ref := range *v.Referrers() {
		if site, ok := ref.(ssa.CallInstruction); ok && site.Common().Value == v && !slices.Contains(site.Common().Args, v) {
			if _, starts := ref.(*ssa.Go); !starts {
				continue
			}
		}
		switch ref := ref.(type) {
		case *ssa.DebugRef, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.UnOp, *ssa.Slice, *ssa.Return:
		case *ssa.Store:
			if ref.Val == v && w.mayPrecede(ref, at, v) && w.shown(ref.Addr, at) {
				return true
			}
		default:
			if w.mayPrecede(ref, at, v) {
				return true
			}
		}
	}
	return false
}

// mayPrecede reports whether control may go from a to b without making v anew.
func (w *owing) mayPrecede(a, b ssa.Instruction, v ssa.Value) bool {
	if a.Block() == b.Block() && slices.Index(a.Block().Instrs, a) < slices.Index(b.Block().Instrs, b) {
		return true
	}
	var made *ssa.BasicBlock
	if instr, ok := v.(ssa.Instruction); ok {
		made = instr.Block()
	}
	g := w.r.Graph(w.fn)
	return g.Reachable(func(b *ssa.BasicBlock) bool { return b == made }, g.Succs(a.Block())...)[b.Block().Index]
}

// shown reports whether what is stored at addr may be known elsewhere before
// at: addr is no variable, or one that a literal already has.
func (w *owing) shown(addr ssa.Value, at ssa.Instruction) bool {
	cell := w.r.CellOf(addr)
	if cell == nil || cell.Escapes || addr != ssa.Value(cell.Alloc) {
		return true
	}
	for _, ref := range *cell.Alloc.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef, *ssa.Store:
		case *ssa.UnOp:
			if w.escaped(ref, at) {
				return true
			}
		default:
			if w.mayPrecede(ref, at, cell.Alloc) {
				return true
			}
		}
	}
	return false
}

// literal returns the literal that a call runs, with the values that its
// parameters and captured variables have.
func (w *owing) literal(e *flow.Env, call *ssa.CallCommon) (*ssa.Function, *flow.Env) {
	fns, complete := w.r.Functions(e.Value(call.Value))
	if !complete || len(fns) != 1 {
		return nil, nil
	}
	lit := fns[0]
	if lit.Parent() == nil || len(lit.Blocks) == 0 {
		return nil, nil
	}
	params := make(map[ssa.Value]ssa.Value)
	for i, arg := range call.Args {
		if i < len(lit.Params) {
			params[lit.Params[i]] = e.Value(arg)
		}
	}
	cells := make(map[ssa.Value]ssa.Value)
	for _, fv := range lit.FreeVars {
		for _, b := range w.r.Bindings(fv) {
			if v, known := e.Content(b); known {
				cells[fv] = v
			}
		}
	}
	return lit, e.Bind(params, cells)
}

// runs follows the cancel function through a literal that is run. It reports
// whether the literal releases it on all paths, or on some and it cannot be
// said on which.
func (w *owing) runs(s owe, lit *ssa.Function, env *flow.Env) (released, doubt bool) {
	inner := &owing{r: w.r, a: w.a, fn: lit, token: w.token, places: w.r.placesOf(lit)}
	walk := &flow.Walk[owe]{
		Graph: w.r.Graph(lit),
		Step:  inner.step,
		Cell:  inner.cell,
		Track: func(phi *ssa.Phi) bool { return ctxtype.IsCancelShaped(phi.Type()) },
		Branch: func(s owe, e *flow.Env, cond ssa.Value, taken bool) (owe, bool) {
			if _, known := e.Cond(cond); !known && (!isErrTest(e, cond) || inner.setElsewhere(e, cond)) {
				doubt = true
			}
			return inner.branch(s, e, cond, taken)
		},
	}
	if !walk.FromEnv(lit.Blocks[0], 0, owe{called: s.called}, env) {
		return true, false
	}
	f := inner.fate
	return (f.Released || f.Moved) && len(f.Lost) == 0, doubt && (f.Released || f.Moved)
}

// isErrTest reports whether cond compares an error, or a flag in a variable,
// so that both ways are real.
func isErrTest(e *flow.Env, cond ssa.Value) bool {
	switch c := e.Value(cond).(type) {
	case *ssa.BinOp:
		return ctxtype.IsError(c.X.Type())
	case *ssa.UnOp:
		if c.Op == token.NOT {
			return isErrTest(e, c.X)
		}
	}
	return false
}

// setElsewhere reports whether cond compares what is in a variable, and that is
// not known because another literal sets it.
func (w *owing) setElsewhere(e *flow.Env, cond ssa.Value) bool {
	switch c := e.Value(cond).(type) {
	case *ssa.UnOp:
		return c.Op == token.NOT && w.setElsewhere(e, c.X)
	case *ssa.BinOp:
		load, ok := e.Value(c.X).(*ssa.UnOp)
		if !ok || load.Op != token.MUL {
			return false
		}
		cell := w.r.CellOf(load.X)
		return cell != nil && slices.ContainsFunc(cell.Stores, func(st *ssa.Store) bool {
			return st.Parent() != cell.Alloc.Parent() && st.Parent() != w.fn
		})
	}
	return false
}

func (w *owing) goes(s owe, e *flow.Env, g *ssa.Go) (owe, bool) {
	if w.has(s, e, g.Call.Value) {
		return w.move(s)
	}
	s.shared = true // likely; a goroutine without the context is rare
	for _, arg := range Args(&g.Call) {
		if w.has(s, e, arg) && !w.r.looksAt(&g.Call, arg) && !w.leavesAlone(s, e, &g.Call, arg) {
			return w.move(s)
		}
	}
	return s, true
}

func (w *owing) deferCall(s owe, e *flow.Env, d *ssa.Defer) (owe, bool) {
	if w.is(e, d.Call.Value) || w.mayBe(e, d.Call.Value) {
		w.fate.Released = true
		s.deferred = d
		return s, true
	}
	if s.parked != nil && w.isStop(e, s, d.Call.Value) {
		s.parked = nil // when the function returns, it is owed again
		return s, true
	}
	for _, arg := range Args(&d.Call) {
		if lit, _ := w.literal(e, &d.Call); lit == nil && w.has(s, e, arg) && !w.r.looksAt(&d.Call, arg) {
			w.fate.Released = true
			s.deferred = d
			return s, true
		}
	}
	if lit, env := w.literal(e, &d.Call); lit != nil {
		if i := slices.Index(w.defers, d); i >= 0 {
			s.pending |= 1 << i
		}
		// What it certainly does is as good as done, for loops.
		if released, _ := w.runs(s, lit, env); w.capturesStruct(s, e, d.Call.Value) || released && w.insideLoop(d) {
			s.deferred = d
			w.fate.Released = true
			w.fate.Doubtful = w.fate.Doubtful || !released
		}
	}
	return s, true
}

// insideLoop reports whether d is executed again when the acquisition is.
func (w *owing) insideLoop(d *ssa.Defer) bool {
	l := w.r.Graph(w.fn).InnerLoop(w.a.Call.Block())
	return l != nil && l.Contains(d.Block())
}

// isStop reports whether v is the stop function of the context.AfterFunc to
// which the cancel function was given.
func (w *owing) isStop(e *flow.Env, s owe, v ssa.Value) bool {
	return slices.Contains(w.r.Leaves(e.Value(v)), ssa.Value(s.parked))
}

func (w *owing) call(s owe, e *flow.Env, call *ssa.Call) (owe, bool) {
	c := &call.Call
	if _, builtin := c.Value.(*ssa.Builtin); builtin {
		for _, arg := range c.Args {
			if w.has(s, e, arg) {
				return w.move(s) // append, copy
			}
		}
		return s, true
	}
	if !c.IsInvoke() && (w.is(e, c.Value) || w.mayBe(e, c.Value) || w.isField(s, e, c.Value)) {
		return w.release(s, e)
	}
	if s.parked != nil && !c.IsInvoke() && w.isStop(e, s, c.Value) {
		s.parked = nil
		return s, true
	}
	if lit, env := w.literal(e, c); lit != nil {
		if released, doubt := w.runs(s, lit, env); released || doubt || w.capturesStruct(s, e, c.Value) {
			w.fate.Doubtful = w.fate.Doubtful || !released
			return w.release(s, e)
		}
		s.called = true
		return s, true
	}
	if obj := Callee(c); obj != nil && ctxtype.IsFunc(obj, "context", "AfterFunc") && len(c.Args) == 2 && w.has(s, e, c.Args[1]) {
		w.fate.Parked = true
		s.parked = call
		return s, true
	}
	for _, arg := range Args(c) {
		if !w.has(s, e, arg) {
			continue
		}
		if w.r.looksAt(c, arg) || w.leavesAlone(s, e, c, arg) {
			continue
		}
		return w.move(s)
	}
	s.called = true
	return s, true
}

// leavesAlone reports whether the callees of a call that is given a local
// struct are known neither to use the field that holds the cancel function nor
// to let anybody else have the struct.
func (w *owing) leavesAlone(s owe, e *flow.Env, call *ssa.CallCommon, arg ssa.Value) bool {
	alloc, ok := e.Value(arg).(*ssa.Alloc)
	if !ok || !isStruct(ctxtype.Deref(alloc.Type())) {
		return false
	}
	fns, complete := w.r.Callees(call)
	i := slices.Index(Args(call), arg)
	if !complete || len(fns) == 0 || i < 0 {
		return false
	}
	var fields []int // that were given it
	for _, ref := range *alloc.Referrers() {
		switch ref := ref.(type) {
		case *ssa.FieldAddr:
			for _, use := range *ref.Referrers() {
				if st, ok := use.(*ssa.Store); ok && w.has(s, e, st.Val) {
					fields = append(fields, ref.Field)
				}
			}
		case *ssa.Store:
			if ref.Addr == ssa.Value(alloc) {
				return false // assigned as a whole
			}
		}
	}
	for _, fn := range fns {
		fn = origin(fn)
		if len(fields) == 0 || len(fn.Blocks) == 0 || i >= len(fn.Params) {
			return false
		}
		for _, field := range fields {
			if !w.r.private(fn.Params[i], field, 0) {
				return false
			}
		}
	}
	return true
}

// isField reports whether v is read from a function-typed field of a local
// struct that holds the cancel function.
func (w *owing) isField(s owe, e *flow.Env, v ssa.Value) bool {
	load, ok := e.Value(v).(*ssa.UnOp)
	if !ok {
		return false
	}
	_, ok = load.X.(*ssa.FieldAddr)
	return ok && w.holds(s, e, load.X)
}

// fails reports whether ret is written as the return of an error: all other
// results are nil or zero.
func (r *Result) fails(ret *ssa.Return) bool {
	fn := ret.Parent()
	if fn.Syntax() == nil || !ret.Pos().IsValid() {
		return false
	}
	var stmt *ast.ReturnStmt
	ast.Inspect(fn.Syntax(), func(n ast.Node) bool {
		if s, ok := n.(*ast.ReturnStmt); ok && s.Return == ret.Pos() {
			stmt = s
		}
		return stmt == nil
	})
	if stmt == nil || len(stmt.Results) < 2 {
		return false
	}
	last := len(stmt.Results) - 1
	for _, e := range stmt.Results[:last] {
		if tv := r.Pass.TypesInfo.Types[e]; !tv.IsNil() && tv.Value == nil {
			if lit, ok := e.(*ast.CompositeLit); !ok || len(lit.Elts) > 0 {
				return false
			}
		}
	}
	tv := r.Pass.TypesInfo.Types[stmt.Results[last]]
	return !tv.IsNil() && tv.Type != nil && types.AssignableTo(tv.Type, types.Universe.Lookup("error").Type())
}

// runDefers runs the deferred literals, last first, before the return at the
// end of block b.
func (w *owing) runDefers(s owe, e *flow.Env, b *ssa.BasicBlock) (owe, bool) {
	if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && w.r.fails(ret) {
		if load, ok := ret.Results[len(ret.Results)-1].(*ssa.UnOp); ok {
			if err, known := e.Content(load.X); known {
				e.NotNil(err)
			}
		}
	}
	for i, d := range slices.Backward(w.defers) {
		if s.pending&(1<<i) == 0 {
			continue
		}
		lit, env := w.literal(e, &d.Call)
		if lit == nil {
			continue
		}
		released, doubt := w.runs(s, lit, env)
		if released || doubt {
			w.fate.Doubtful = w.fate.Doubtful || !released
			return w.release(owe{}, e)
		}
	}
	return s, true
}

func (w *owing) branch(s owe, e *flow.Env, cond ssa.Value, taken bool) (owe, bool) {
	cond = e.Value(cond)
	if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
		return w.branch(s, e, not.X, !taken)
	}
	// The cancel function itself is nil: there is nothing to call.
	if nilSide, ok := isNilTest(e, cond, func(v ssa.Value) bool { return w.is(e, v) || w.mayBe(e, v) || w.isField(s, e, v) }); ok {
		return s, taken != nilSide
	}
	// The acquisition failed.
	if nilSide, ok := isNilTest(e, cond, func(v ssa.Value) bool { return slices.Contains(w.a.Errs, v) }); ok {
		return s, taken == nilSide
	}
	if slices.Contains(w.a.Errs, cond) { // ok
		return s, taken
	}
	// The context is over.
	isErr := func(v ssa.Value) bool {
		call, ok := v.(*ssa.Call)
		return ok && call.Call.IsInvoke() && call.Call.Method.Name() == "Err" && w.isChild(e, call.Call.Value)
	}
	if nilSide, ok := isNilTest(e, cond, isErr); ok {
		return s, taken == nilSide
	}
	if b, ok := cond.(*ssa.BinOp); ok && b.Op == token.EQL && taken {
		if ex, ok := b.X.(*ssa.Extract); ok && ex.Index == 0 {
			if sel, ok := ex.Tuple.(*ssa.Select); ok {
				if k, ok := b.Y.(*ssa.Const); ok && k.Value != nil {
					if i := int(k.Int64()); i >= 0 && i < len(sel.States) && w.isDone(e, sel.States[i].Chan) {
						return s, false
					}
				}
			}
		}
	}
	// The stop function says that the cancel function was already started.
	if s.parked == nil && w.fate.Parked {
		if call, ok := cond.(*ssa.Call); ok && !taken && slices.ContainsFunc(w.r.Leaves(call.Call.Value), isAfterFunc) {
			return s, false
		}
	}
	return s, true
}

func isAfterFunc(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	return ok && ctxtype.IsFunc(Callee(&call.Call), "context", "AfterFunc")
}
