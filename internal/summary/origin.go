package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// A Kind says where a context comes from.
type Kind int

const (
	FromUnknown Kind = iota // nothing is known
	FromParam               // a parameter of context type; Value is the *ssa.Parameter
	FromCarrier             // a method like Context of a carrier; Value is the carrier
	FromFresh               // context.Background or TODO; Value is the call
	FromNil                 // nil; Value is the constant
	FromField               // a field or element; Value is its address or the *ssa.Field
	FromGlobal              // a package variable; Value is the *ssa.Global
	FromCall                // a call of unknown effect; Value is the call
)

// An Origin is a place from which a context comes.
type Origin struct {
	Kind  Kind
	Value ssa.Value
}

// Origins returns the places from which the context v comes, looking through
// derivations (context.WithTimeout and functions known to derive), variables,
// captured variables and conversions. A parameter of a literal is an origin
// itself; a captured variable has the origins of what the function around it
// stored there.
func (r *Result) Origins(v ssa.Value) []Origin {
	var found []Origin
	seen := make(map[ssa.Value]bool)
	r.origins(v, seen, &found)
	return found
}

func (r *Result) origins(v ssa.Value, seen map[ssa.Value]bool, found *[]Origin) {
	if seen[v] {
		return
	}
	seen[v] = true
	next, ends := r.originStep(v)
	for _, n := range next {
		r.origins(n, seen, found)
	}
	*found = append(*found, ends...)
}

// originStep returns the values that the context v is made of or chosen from,
// and the origins that v itself is.
func (r *Result) originStep(v ssa.Value) (next []ssa.Value, ends []Origin) {
	end := func(k Kind, v ssa.Value) ([]ssa.Value, []Origin) { return nil, []Origin{{k, v}} }
	switch v := v.(type) {
	case *ssa.Parameter:
		return end(FromParam, v)
	case *ssa.Const:
		return end(FromNil, v)
	case *ssa.Phi:
		return v.Edges, nil
	case *ssa.ChangeInterface:
		return []ssa.Value{v.X}, nil
	case *ssa.ChangeType:
		return []ssa.Value{v.X}, nil
	case *ssa.MakeInterface:
		return []ssa.Value{v.X}, nil
	case *ssa.TypeAssert:
		return []ssa.Value{v.X}, nil
	case *ssa.FreeVar:
		if binds := r.Bindings(v); len(binds) > 0 {
			return binds, nil
		}
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return r.callOrigin(call, v.Index)
		}
	case *ssa.Call:
		return r.callOrigin(v, 0)
	case *ssa.UnOp:
		if v.Op != token.MUL {
			break
		}
		switch x := v.X.(type) {
		case *ssa.Global:
			return end(FromGlobal, x)
		case *ssa.FieldAddr, *ssa.IndexAddr:
			return end(FromField, x)
		}
		cell := r.CellOf(v.X)
		switch {
		case cell == nil || cell.Escapes:
		case len(cell.Stores) == 0:
			return end(FromNil, v)
		default:
			for _, s := range cell.Stores {
				next = append(next, s.Val)
			}
			return next, nil
		}
	case *ssa.Field, *ssa.Lookup, *ssa.Index:
		return end(FromField, v)
	}
	return end(FromUnknown, v)
}

// callOrigin is originStep for one result of a call.
func (r *Result) callOrigin(call *ssa.Call, result int) (next []ssa.Value, ends []Origin) {
	if param, ok := r.DerivedFrom(&call.Call, result); ok {
		return []ssa.Value{param}, nil
	}
	obj := Callee(&call.Call)
	args := Args(&call.Call)
	kind, from := FromCall, ssa.Value(call)
	switch {
	case obj == nil:
	case ctxtype.IsFresh(obj):
		kind = FromFresh
	case obj.Name() == "Context" && len(args) == 1 && ctxtype.IsCarrier(args[0].Type()):
		kind, from = FromCarrier, requestHolder(args[0])
	}
	return nil, []Origin{{kind, from}}
}

// requestHolder returns the context of a web framework whose request v is, as
// in c.Request or c.Request(); else v itself.
func requestHolder(v ssa.Value) ssa.Value {
	holder := v
	switch v := v.(type) {
	case *ssa.UnOp:
		if field, ok := v.X.(*ssa.FieldAddr); ok {
			holder = field.X
		}
	case *ssa.Call:
		if obj, args := Callee(&v.Call), Args(&v.Call); obj != nil && obj.Name() == "Request" && len(args) == 1 {
			holder = args[0]
		}
	}
	if strings.HasPrefix(ctxtype.CarrierExpr(holder.Type()), ".Request") {
		return holder
	}
	return v
}

// DerivedFrom returns the argument that the given result of a call is a
// context derived from, if that is known.
func (r *Result) DerivedFrom(call *ssa.CallCommon, result int) (ssa.Value, bool) {
	obj := Callee(call)
	args := Args(call)
	if obj != nil && (ctxtype.Derives(obj) || knowledge.Derives(obj)) {
		// The first argument that is a context; the result too.
		for _, a := range args {
			if ctxtype.IsContext(a.Type()) {
				return a, isContextResult(call, result)
			}
		}
		return nil, false
	}
	fns, complete := r.Callees(call)
	if !complete {
		return nil, false
	}
	var from ssa.Value
	for _, fn := range fns {
		ok := false
		for _, d := range r.Of(fn).Derives {
			if d.Result == result && d.Param < len(args) && (from == nil || from == args[d.Param]) {
				from, ok = args[d.Param], true
			}
		}
		if !ok {
			return nil, false
		}
	}
	return from, from != nil
}

func isContextResult(call *ssa.CallCommon, i int) bool {
	results := call.Signature().Results()
	return i < results.Len() && ctxtype.IsContext(results.At(i).Type())
}

// A Cell is a local variable that lives in memory because literals capture it
// or its address is taken.
type Cell struct {
	Alloc   *ssa.Alloc
	Stores  []*ssa.Store // in the function and its literals, in no order of time
	Loads   []*ssa.UnOp
	Escapes bool // its address goes where loads and stores cannot be seen
}

// CellOf returns the variable at the address addr, an *ssa.Alloc or a free
// variable bound to one, or nil if addr is something else.
func (r *Result) CellOf(addr ssa.Value) *Cell {
	for {
		switch a := addr.(type) {
		case *ssa.Alloc:
			return r.cell(a)
		case *ssa.FreeVar:
			addr = r.capturedFrom(a)
		default:
			return nil
		}
	}
}

// capturedFrom returns what v is bound to where the outermost literal that
// captures it is made, or nil if that is not one thing. It is remembered, as
// literals may be nested to any depth.
func (r *Result) capturedFrom(v *ssa.FreeVar) ssa.Value {
	r.mu.Lock()
	from, ok := r.captures[v]
	r.mu.Unlock()
	if ok {
		return from
	}
	if binds := r.Bindings(v); len(binds) == 1 {
		from = binds[0]
		if outer, ok := from.(*ssa.FreeVar); ok {
			from = r.capturedFrom(outer)
		}
	}
	r.mu.Lock()
	r.captures[v] = from
	r.mu.Unlock()
	return from
}

func (r *Result) cell(a *ssa.Alloc) *Cell {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.cells[a]
	if c == nil {
		c = &Cell{Alloc: a}
		r.cells[a] = c
		r.collect(c, a)
	}
	return c
}

// current returns the store whose value the load certainly sees: it runs
// before the load, or before the literal with the load is made, and no other
// store can run in between. It returns nil if there is no such store.
func (c *Cell) current(load *ssa.UnOp) *ssa.Store {
	var last *ssa.Store
	for _, s := range c.Stores {
		if at := enclosed(load, s.Parent()); at != nil && precedes(s, at) && (last == nil || precedes(last, s)) {
			last = s
		}
	}
	if last == nil {
		return nil
	}
	at := enclosed(load, last.Parent())
	for _, other := range c.Stores {
		if other == last || precedes(other, last) {
			continue // overwritten
		}
		// A literal may run at any time, and so may a store in one.
		if at != ssa.Instruction(load) || other.Parent() != last.Parent() || mayPrecede(other, at) {
			return nil
		}
	}
	return last
}

// mayPrecede reports whether some path leads from a to b.
func mayPrecede(a, b ssa.Instruction) bool {
	if a.Block() == b.Block() && precedes(a, b) {
		return true
	}
	seen := make([]bool, len(a.Parent().Blocks))
	todo := slices.Clone(a.Block().Succs)
	for len(todo) > 0 {
		x := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if x == b.Block() {
			return true
		}
		if !seen[x.Index] {
			seen[x.Index] = true
			todo = append(todo, x.Succs...)
		}
	}
	return false
}

// collect adds to c the uses of addr, one of its names.
func (r *Result) collect(c *Cell, addr ssa.Value) {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == addr {
				c.Stores = append(c.Stores, ref)
			} else {
				c.Escapes = true
			}
		case *ssa.UnOp:
			c.Loads = append(c.Loads, ref)
		case *ssa.DebugRef:
		case *ssa.MakeClosure:
			lit := ref.Fn.(*ssa.Function)
			for i, b := range ref.Bindings {
				if b == addr {
					r.collect(c, lit.FreeVars[i])
				}
			}
		default: // a field's address, an argument, …
			c.Escapes = true
		}
	}
}

// FuncName returns what to call fn in a message. The body of a loop over a
// function is part of the function around it.
func FuncName(fn *ssa.Function) string {
	for IsYield(fn) {
		fn = fn.Parent()
	}
	if fn.Parent() != nil {
		return "the function literal"
	}
	return fn.Name()
}

// Name returns what the user calls v, or "" if it has no name.
func Name(v ssa.Value) string {
	switch v := v.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Global:
		return v.Name()
	case *ssa.Alloc:
		if name := pointerName(v); name != "" {
			return name
		}
		return v.Comment
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return Name(v.X)
		}
	case *ssa.FieldAddr:
		if base := Name(v.X); base != "" {
			return base + "." + fieldName(v.X.Type(), v.Field)
		}
		return fieldName(v.X.Type(), v.Field)
	case *ssa.Field:
		if base := Name(v.X); base != "" {
			return base + "." + fieldName(v.X.Type(), v.Field)
		}
		return fieldName(v.X.Type(), v.Field)
	case *ssa.Phi:
		return v.Comment
	case *ssa.ChangeType:
		return Name(v.X)
	case *ssa.ChangeInterface:
		return Name(v.X)
	case *ssa.MakeInterface:
		return Name(v.X)
	}
	return variableName(v, false)
}

// pointerName returns the name of a variable that points to what alloc is, such
// as &T{}, or "" if that is a variable itself.
func pointerName(alloc *ssa.Alloc) string {
	if variableName(alloc, true) != "" {
		return ""
	}
	return variableName(alloc, false)
}

// variableName returns the name of a variable whose value v is, or which lives
// at the address v, or "" if there is none.
func variableName(v ssa.Value, isAddr bool) string {
	if refs := v.Referrers(); refs != nil {
		for _, ref := range *refs {
			if d, ok := ref.(*ssa.DebugRef); ok && d.IsAddr == isAddr {
				if obj, ok := d.Object().(*types.Var); ok {
					return obj.Name()
				}
			}
		}
	}
	return ""
}

func fieldName(t types.Type, i int) string {
	if s, ok := ctxtype.Deref(t).Underlying().(*types.Struct); ok && i < s.NumFields() {
		return s.Field(i).Name()
	}
	return ""
}
