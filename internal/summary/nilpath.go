package summary

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
)

// A Nilness says what is known about a value at a place of a path.
type Nilness int

const (
	NilUnknown Nilness = iota
	IsNil
	NotNil
	MaybeNil // the result of a function that returns nil on some of its paths
)

// A NilWalk follows the paths of a function and knows along each which
// contexts, and pointers that become contexts, are nil.
//
// A value is nil if it is the constant or the zero value of a variable, if a
// test that the path has passed says so, if a function that always returns
// nil returned it, or if it is loaded from a field or package variable of
// this package in which nothing is ever stored. What other functions may have
// stored since is forgotten at each call. Elements of maps, slices and
// channels are unknown, and so is the zero value of a type parameter.
type NilWalk struct {
	Func *ssa.Function

	// Visit sees every instruction of a path, before it takes effect. It
	// returns false to end the path there.
	Visit func(p *NilPath, instr ssa.Instruction) bool

	// Again, if not nil, is told that a path goes into another round of a
	// loop.
	Again func(p *NilPath)

	// Nil is a parameter that is taken to be nil, or nil if there is none.
	Nil *ssa.Parameter

	r        *Result
	subjects []nilSubject
	values   map[ssa.Value]int
	places   map[string]int
	cells    map[ssa.Value]cellUse
	path     NilPath
}

// A NilPath is one path, at one of its instructions.
type NilPath struct {
	Flags uint8 // the caller's, carried along the path

	walk  *NilWalk
	env   *flow.Env
	state nilState
}

// nilState is what a path knows about the subjects of its walk: a set each of
// those that are nil, that are not, and that may be.
type nilState struct {
	nils, nons, maybes uint64
	flags              uint8
}

// A nilSubject is a value, or a place in memory, about which there is
// something to know in a function.
type nilSubject struct {
	value  ssa.Value  // or
	place  string     // see PlaceOf
	root   ssa.Value  // of the place
	field  *types.Var // the last field of the place, or nil
	shared bool       // other functions may store at the place
	direct bool       // the place is part of its root, not behind a pointer in it
}

type cellUse struct{ track, volatile bool }

// WalkNils walks all paths of w from the function's entry. It reports whether
// all of them were seen; if not, nothing is known.
func (r *Result) WalkNils(w *NilWalk) bool {
	w.r = r
	w.prepare()
	walk := &flow.Walk[nilState]{
		Graph: r.Graph(w.Func),
		Step: func(s nilState, e *flow.Env, instr ssa.Instruction) (nilState, bool) {
			p := w.at(s, e)
			more := w.Visit(p, instr)
			if more {
				p.step(instr)
			}
			return p.leave(), more
		},
		Branch: func(s nilState, e *flow.Env, cond ssa.Value, taken bool) (nilState, bool) {
			p := w.at(s, e)
			possible := p.branch(cond, taken)
			return p.leave(), possible
		},
		Edge: func(s nilState, e *flow.Env, from, to *ssa.BasicBlock) (nilState, bool) {
			p := w.at(s, e)
			if w.Again != nil && to.Dominates(from) {
				w.Again(p)
			}
			return p.leave(), true
		},
		Track: w.tracks,
		Cell: func(addr ssa.Value) (track, volatile bool) {
			c := w.cell(addr)
			return c.track, c.volatile
		},
	}
	env := new(flow.Env)
	if w.Nil != nil {
		env = env.Bind(map[ssa.Value]ssa.Value{w.Nil: ssa.NewConst(nil, w.Nil.Type())}, nil)
	}
	return walk.FromEnv(w.Func.Blocks[0], 0, nilState{}, env)
}

func (w *NilWalk) at(s nilState, e *flow.Env) *NilPath {
	w.path = NilPath{Flags: s.flags, walk: w, env: e, state: s}
	return &w.path
}

func (p *NilPath) leave() nilState {
	p.state.flags = p.Flags
	return p.state
}

// Of returns what the path knows about v.
func (p *NilPath) Of(v ssa.Value) Nilness {
	v = p.env.Value(v)
	switch v := v.(type) {
	case *ssa.Const:
		if v.IsNil() {
			return IsNil
		}
		return NilUnknown
	case *ssa.ChangeInterface:
		return p.Of(v.X)
	case *ssa.ChangeType:
		return p.Of(v.X)
	}
	if flow.NonNil(v) {
		return NotNil
	}
	if p.walk.r.NeverHolds(v) {
		return IsNil
	}
	if i, ok := p.walk.values[v]; ok {
		return p.state.of(i)
	}
	return NilUnknown
}

// NeverHolds reports whether v is loaded from where nothing but nil is stored.
func (r *Result) NeverHolds(v ssa.Value) bool {
	var from *types.Var
	switch v := v.(type) {
	case *ssa.Field:
		if !isNamed(v.X.Type()) {
			return false
		}
		from = FieldOf(v)
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return false
		}
		switch addr := v.X.(type) {
		case *ssa.FieldAddr:
			from = FieldOf(addr)
		case *ssa.Global:
			from, _ = addr.Object().(*types.Var)
		case *ssa.FreeVar:
			// Of the function's own variables, walks know more.
			return r.neverAssigned(addr)
		}
	}
	return from != nil && r.neverStored(from, position(v.(ssa.Instruction)))
}

// neverAssigned reports whether nothing but nil is stored in the variable
// that a literal captures.
func (r *Result) neverAssigned(v *ssa.FreeVar) bool {
	if !isNilableContext(ctxtype.Deref(v.Type())) {
		return false
	}
	cell := r.CellOf(v)
	return cell != nil && !cell.Escapes && !slices.ContainsFunc(cell.Stores, func(s *ssa.Store) bool { return !flow.IsNil(s.Val) })
}

func (s nilState) of(i int) Nilness {
	bit := uint64(1) << i
	switch {
	case s.nils&bit != 0:
		return IsNil
	case s.nons&bit != 0:
		return NotNil
	case s.maybes&bit != 0:
		return MaybeNil
	}
	return NilUnknown
}

func (s *nilState) set(i int, n Nilness) {
	bit := uint64(1) << i
	s.nils &^= bit
	s.nons &^= bit
	s.maybes &^= bit
	switch n {
	case IsNil:
		s.nils |= bit
	case NotNil:
		s.nons |= bit
	case MaybeNil:
		s.maybes |= bit
	}
}

// prepare finds the subjects of the walk.
func (w *NilWalk) prepare() {
	w.values = make(map[ssa.Value]int)
	w.places = make(map[string]int)
	w.cells = make(map[ssa.Value]cellUse)
	var loads []*ssa.UnOp
	for _, b := range w.Func.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.BinOp:
				if x, _ := NilComparison(instr); x != nil && isNilableContext(x.Type()) {
					w.addTested(x, 0)
				}
			case *ssa.UnOp:
				if instr.Op != token.MUL || !isNilableContext(instr.Type()) {
					continue
				}
				loads = append(loads, instr)
				if root, direct := rootOf(instr.X); direct && isLocal(root) && root != instr.X {
					w.addPlace(instr.X) // a field of a local struct
				}
			case *ssa.Call:
				if len(w.r.nilResults(&instr.Call)) > 0 {
					w.addValue(instr)
				}
			case *ssa.Extract:
				if call, ok := instr.Tuple.(*ssa.Call); ok && len(w.r.nilResults(&call.Call)) > 0 {
					w.addValue(instr)
				}
			}
		}
	}
	for _, load := range loads {
		if _, ok := w.places[PlaceOf(load.X)]; ok {
			w.addValue(load)
		}
	}
}

// HasNils reports whether fn has anything that a walk could find to be nil.
// Most functions have not.
func (r *Result) HasNils(fn *ssa.Function) bool {
	w := &NilWalk{Func: fn, r: r}
	w.prepare()
	if len(w.subjects) > 0 {
		return true
	}
	var ops []*ssa.Value
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if _, ok := instr.(*ssa.DebugRef); ok {
				continue // says only what has a name
			}
			ops = instr.Operands(ops[:0])
			for _, op := range ops {
				if *op != nil && w.nilByItself(*op) {
					return true
				}
			}
		}
	}
	return false
}

// nilByItself reports whether v may be a nil context for what it is: the
// constant, what a branch makes it, or the content of a variable.
func (w *NilWalk) nilByItself(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Const:
		return v.IsNil() && isNilableContext(v.Type())
	case *ssa.UnOp:
		if v.Op != token.MUL || !isNilableContext(v.Type()) {
			return false
		}
		return w.cell(v.X).track || w.r.NeverHolds(v)
	case *ssa.Field:
		return isNilableContext(v.Type()) && w.r.NeverHolds(v)
	}
	return false
}

// addTested makes subjects of what x, which is compared with nil, may be.
func (w *NilWalk) addTested(x ssa.Value, depth int) {
	if depth > 3 {
		return
	}
	switch x := x.(type) {
	case *ssa.Phi:
		for _, e := range x.Edges {
			w.addTested(e, depth+1)
		}
	case *ssa.ChangeInterface:
		w.addTested(x.X, depth+1)
	case *ssa.UnOp:
		w.addValue(x)
		if x.Op == token.MUL {
			w.addPlace(x.X)
		}
	case *ssa.Const:
	default:
		w.addValue(x)
	}
}

// maxSubjects is how many subjects a nilState has room for. Hardly a function
// has more than three.
const maxSubjects = 64

func (w *NilWalk) addValue(v ssa.Value) {
	if _, known := w.values[v]; !known && len(w.subjects) < maxSubjects {
		w.values[v] = len(w.subjects)
		w.subjects = append(w.subjects, nilSubject{value: v})
	}
}

func (w *NilWalk) addPlace(addr ssa.Value) {
	place := PlaceOf(addr)
	if _, known := w.places[place]; known || place == "" || len(w.subjects) >= maxSubjects {
		return
	}
	root, direct := rootOf(addr)
	w.places[place] = len(w.subjects)
	w.subjects = append(w.subjects, nilSubject{
		place:  place,
		root:   root,
		field:  FieldOf(addr),
		direct: direct,
		shared: !direct || !isLocal(root) || !onlyFields(root),
	})
}

// PlaceOf returns a name for the place in memory at addr: two that are equal
// are one place as long as nothing is stored on the way there. It returns ""
// for the elements of arrays and slices.
func PlaceOf(addr ssa.Value) string {
	switch addr := addr.(type) {
	case *ssa.FieldAddr:
		base := PlaceOf(addr.X)
		if base == "" {
			return ""
		}
		return fmt.Sprintf("%s.%d", base, addr.Field)
	case *ssa.UnOp:
		if addr.Op != token.MUL {
			return ""
		}
		base := PlaceOf(addr.X)
		if base == "" {
			return ""
		}
		return base + "*"
	case *ssa.IndexAddr:
		return ""
	}
	return fmt.Sprintf("%p", addr)
}

// RootOf returns the value from which addr is reached.
func RootOf(addr ssa.Value) ssa.Value {
	root, _ := rootOf(addr)
	return root
}

// rootOf returns the value from which addr is reached, and whether that is by
// selecting fields alone.
func rootOf(addr ssa.Value) (root ssa.Value, direct bool) {
	direct = true
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			addr = a.X
		case *ssa.UnOp:
			addr, direct = a.X, false
		default:
			return addr, direct
		}
	}
}

func isLocal(v ssa.Value) bool {
	_, ok := v.(*ssa.Alloc)
	return ok
}

// onlyFields reports whether the address of a local struct is used for
// nothing but to load from and store to it and its fields.
func onlyFields(addr ssa.Value) bool {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.FieldAddr:
			if !onlyFields(ref) {
				return false
			}
		case *ssa.Store:
			if ref.Addr != addr {
				return false
			}
		case *ssa.UnOp, *ssa.DebugRef:
		default:
			return false
		}
	}
	return true
}

// tracks reports whether the value of phi must be known: it is a context, or
// it is what tells whether one is nil.
func (w *NilWalk) tracks(phi *ssa.Phi) bool {
	if isNilableContext(phi.Type()) {
		return true
	}
	if _, ok := phi.Type().Underlying().(*types.Chan); ok {
		return slices.ContainsFunc(phi.Edges, flow.IsNil) // see neverReady
	}
	return ctxtype.IsError(phi.Type()) && slices.ContainsFunc(phi.Edges, func(e ssa.Value) bool {
		call, _ := ResultOf(e)
		return call != nil && len(w.r.nilResults(&call.Call)) > 0
	})
}

// cell says how a variable in memory is followed: one that holds a context
// and whose stores are all seen. A call may change it if a literal does.
func (w *NilWalk) cell(addr ssa.Value) cellUse {
	use, known := w.cells[addr]
	if known {
		return use
	}
	if alloc, ok := addr.(*ssa.Alloc); ok && isNilableContext(ctxtype.Deref(alloc.Type())) {
		c := w.r.CellOf(alloc)
		use.track = !c.Escapes
		use.volatile = slices.ContainsFunc(c.Stores, func(s *ssa.Store) bool { return s.Parent() != w.Func })
	}
	w.cells[addr] = use
	return use
}

// step lets the path know what instr does.
func (p *NilPath) step(instr ssa.Instruction) {
	w := p.walk
	switch instr := instr.(type) {
	case *ssa.Store:
		p.store(instr)
	case *ssa.Alloc:
		for i, s := range w.subjects {
			if s.root == instr && s.direct {
				p.state.set(i, IsNil)
			}
		}
	case *ssa.UnOp:
		if i, ok := w.values[instr]; ok {
			n := NilUnknown
			if place, ok := w.places[PlaceOf(instr.X)]; ok {
				n = p.state.of(place)
			}
			p.state.set(i, n)
		}
	case *ssa.Extract:
		if call, ok := instr.Tuple.(*ssa.Call); ok {
			p.result(instr, call, instr.Index)
		}
	case *ssa.Call:
		if _, builtin := instr.Call.Value.(*ssa.Builtin); !builtin {
			p.forget(func(s nilSubject) bool { return s.shared })
		}
		p.pass(&instr.Call)
		p.result(instr, instr, 0)
	case *ssa.Go, *ssa.RunDefers, *ssa.Select, *ssa.Send:
		p.forget(func(s nilSubject) bool { return s.shared })
	case ssa.Value:
		if i, ok := w.values[instr]; ok {
			p.state.set(i, NilUnknown) // made anew
		}
	}
}

// store lets the path know what is stored.
func (p *NilPath) store(store *ssa.Store) {
	place, field := PlaceOf(store.Addr), FieldOf(store.Addr)
	p.forget(func(s nilSubject) bool {
		// The place itself or what it is in or reached through; or the
		// same field of a struct that may be the same.
		return place == "" || strings.HasPrefix(s.place, place) || field != nil && s.field == field || field == nil && s.shared
	})
	zero, ok := store.Val.(*ssa.Const)
	ok = ok && zero.Value == nil
	for i, s := range p.walk.subjects {
		switch {
		case s.place == "" || place == "":
		case s.place == place:
			p.state.set(i, p.Of(store.Val))
		case ok && s.direct && strings.HasPrefix(s.place, place+"."):
			p.state.set(i, IsNil) // a field of the zero value
		}
	}
	p.inspect(store.Val)
}

func (p *NilPath) forget(which func(nilSubject) bool) {
	for i, s := range p.walk.subjects {
		if s.value == nil && which(s) {
			p.state.set(i, NilUnknown)
		}
	}
}

// result lets the path know what a call returned.
func (p *NilPath) result(v ssa.Value, call *ssa.Call, index int) {
	i, ok := p.walk.values[v]
	if !ok {
		return
	}
	n := NilUnknown
	for _, res := range p.walk.r.nilResults(&call.Call) {
		switch {
		case res.Result != index:
		case res.Always:
			n = IsNil
		default:
			n = MaybeNil
		}
	}
	p.state.set(i, n)
}

// pass lets the path know that a call has got its arguments: an error that
// comes with a context was looked at, and a context that had to be there was.
func (p *NilPath) pass(call *ssa.CallCommon) {
	for _, arg := range Args(call) {
		p.inspect(arg)
	}
	if call.IsInvoke() && isNilableContext(call.Value.Type()) {
		p.learn(call.Value, NotNil)
	}
}

// inspect lets the path know that v, which may be the error or the bool
// beside a context, goes where it is looked at.
func (p *NilPath) inspect(v ssa.Value) {
	v = p.env.Value(v)
	if x, ok := v.(*ssa.MakeInterface); ok {
		v = x.X
	}
	if x, ok := v.(*ssa.ChangeInterface); ok {
		v = x.X
	}
	p.tell(v)
}

// tell lets the path know that v was tested so that the contexts that come
// with it can be taken for good.
func (p *NilPath) tell(v ssa.Value) {
	x, ok := v.(*ssa.Extract)
	if !ok {
		return
	}
	call, ok := x.Tuple.(*ssa.Call)
	if !ok {
		return
	}
	for _, res := range p.walk.r.nilResults(&call.Call) {
		if res.Always || res.With != x.Index {
			continue
		}
		for i, s := range p.walk.subjects {
			if e, ok := s.value.(*ssa.Extract); ok && e.Tuple == x.Tuple && e.Index == res.Result && p.state.of(i) == MaybeNil {
				p.state.set(i, NilUnknown)
			}
		}
	}
}

// branch lets the path know what it learns by taking one side of a condition.
// It reports whether the path is possible.
func (p *NilPath) branch(cond ssa.Value, taken bool) bool {
	cond = p.env.Value(cond)
	for {
		not, ok := cond.(*ssa.UnOp)
		if !ok || not.Op != token.NOT {
			break
		}
		cond, taken = p.env.Value(not.X), !taken
	}
	op, ok := cond.(*ssa.BinOp)
	if !ok {
		if taken {
			p.tell(cond) // v, ok := …; if ok
		}
		return true
	}
	if taken && op.Op == token.EQL && p.neverReady(op) {
		return false
	}
	x, equal := NilComparison(op)
	if x == nil {
		return true
	}
	isNil := equal == taken
	if ctxtype.IsError(x.Type()) {
		if isNil {
			p.tell(p.env.Value(x))
		}
		return true
	}
	if !isNilableContext(x.Type()) {
		return true
	}
	switch p.Of(x) {
	case IsNil:
		if !isNil {
			return false
		}
	case NotNil:
		return !isNil
	default:
		if isNil {
			p.learn(x, IsNil)
		} else {
			p.learn(x, NotNil)
		}
	}
	return true
}

// neverReady reports whether op asks for the case of a select whose channel
// is nil: var done <-chan struct{}; if ctx != nil { done = ctx.Done() }.
func (p *NilPath) neverReady(op *ssa.BinOp) bool {
	index, ok := op.X.(*ssa.Extract)
	if !ok || index.Index != 0 {
		return false
	}
	sel, ok := index.Tuple.(*ssa.Select)
	n, isConst := op.Y.(*ssa.Const)
	if !ok || !isConst || n.Value == nil {
		return false
	}
	i := int(n.Int64())
	return i >= 0 && i < len(sel.States) && flow.IsNil(p.env.Value(sel.States[i].Chan))
}

// learn notes what a test says about v, and about the place that v was loaded
// from if nothing has happened since.
func (p *NilPath) learn(v ssa.Value, n Nilness) {
	v = p.env.Value(v)
	if x, ok := v.(*ssa.ChangeInterface); ok {
		v = x.X
	}
	w := p.walk
	if i, ok := w.values[v]; ok {
		p.state.set(i, n)
	}
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL && isFresh(load) {
		if i, ok := w.places[PlaceOf(load.X)]; ok {
			p.state.set(i, n)
		}
	}
}

// isFresh reports whether between load and the end of its block nothing is
// called or stored.
func isFresh(load *ssa.UnOp) bool {
	instrs := load.Block().Instrs
	for _, instr := range instrs[slices.Index(instrs, ssa.Instruction(load)):] {
		switch instr.(type) {
		case *ssa.Call, *ssa.Store, *ssa.RunDefers, *ssa.Select, *ssa.Send, *ssa.Go:
			return false
		}
	}
	return true
}

// Interface returns what v was before conversions from one interface type to
// another.
func Interface(v ssa.Value) ssa.Value {
	for {
		c, ok := v.(*ssa.ChangeInterface)
		if !ok {
			return v
		}
		v = c.X
	}
}

// FieldAt returns the field that v was loaded from, or nil.
func FieldAt(v ssa.Value) *types.Var {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		return FieldOf(load.X)
	}
	return FieldOf(v)
}
