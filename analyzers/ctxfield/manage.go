package ctxfield

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// isManaged reports whether the struct type at cur holds, beside the context
// in field, the function that cancels it, and the package calls that or
// passes it on.
//
// A context and a function belong together if what is stored in their fields
// comes from one acquisition, or from the parameters of one function. What
// is stored by code that cannot be seen is believed to belong together.
func (c *checker) isManaged(cur inspector.Cursor, field *types.Var) bool {
	cancels := c.cancels(c.TypesInfo.TypeOf(cur.Node().(*ast.StructType)), nil)
	if len(cancels) == 0 {
		return false
	}
	f := c.findFlows()
	contexts := f.stores[field]
	for _, cancel := range cancels {
		if !c.seenFrom(cur.Node(), f.used[cancel]) {
			continue // nobody calls it
		}
		if len(contexts) == 0 && ctxtype.IsCancel(cancel.Type()) {
			return true // stored by others
		}
		for _, e := range contexts {
			for _, e2 := range f.stores[cancel] {
				if f.related(e, e2) {
					return true
				}
			}
		}
	}
	return false
}

// cancels returns the fields of struct type t that may hold a cancel function,
// those of embedded structs and structs without a name included.
func (c *checker) cancels(t types.Type, found []*types.Var) []*types.Var {
	s, ok := t.(*types.Struct)
	if !ok || len(found) > 100 {
		return found
	}
	for f := range s.Fields() {
		switch t := ctxtype.Deref(f.Type()); under := t.Underlying().(type) {
		case *types.Struct:
			if _, named := types.Unalias(t).(*types.Named); !named || f.Embedded() {
				found = c.cancels(under, found)
			}
		case *types.Slice:
			if ctxtype.IsCancelShaped(under.Elem()) {
				found = append(found, f.Origin())
			}
		default:
			if ctxtype.IsCancelShaped(f.Type()) {
				found = append(found, f.Origin())
			}
		}
	}
	return found
}

// flows says what is stored in fields and variables and which fields are
// used.
type flows struct {
	info   *types.Info
	stores map[*types.Var][]ast.Expr // a call stands for each of its results
	used   map[*types.Var]kinds
	params map[*types.Var]ast.Node // the type of the function that a parameter belongs to
}

func (c *checker) findFlows() *flows {
	if c.flows != nil {
		return c.flows
	}
	f := &flows{
		info:   c.TypesInfo,
		stores: make(map[*types.Var][]ast.Expr),
		used:   make(map[*types.Var]kinds),
		params: make(map[*types.Var]ast.Node),
	}
	c.flows = f
	for cur := range c.Root().Preorder((*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil), (*ast.CompositeLit)(nil),
		(*ast.SelectorExpr)(nil), (*ast.FuncType)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				c.store(f.variable(lhs), value(n.Rhs, i))
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				c.store(f.variable(name), value(n.Values, i))
			}
		case *ast.CompositeLit:
			c.storeElements(n)
		case *ast.SelectorExpr:
			if v := f.variable(n); v != nil && v.IsField() && isUsed(cur) {
				f.used[v] |= c.kind(n)
			}
		case *ast.FuncType:
			for _, field := range n.Params.List {
				for _, name := range field.Names {
					if v := f.variable(name); v != nil {
						f.params[v] = n
					}
				}
			}
		}
	}
	return f
}

// value returns the i-th of the values of an assignment, or the call that
// gives all of them.
func value(values []ast.Expr, i int) ast.Expr {
	switch {
	case len(values) == 1:
		return values[0]
	case i < len(values):
		return values[i]
	}
	return nil
}

// store notes that e is stored in v. What tests store in the fields of other
// files does not count.
func (c *checker) store(v *types.Var, e ast.Expr) {
	if v != nil && e != nil && (c.kind(e) == inCode || !v.IsField() || c.Index.Test(v.Pos())) {
		c.flows.stores[v] = append(c.flows.stores[v], e)
	}
}

// storeElements notes what a composite literal stores in the fields of a
// struct.
func (c *checker) storeElements(lit *ast.CompositeLit) {
	t := c.TypesInfo.TypeOf(lit)
	if t == nil {
		return
	}
	s, ok := ctxtype.Deref(t).Underlying().(*types.Struct)
	if !ok {
		return
	}
	for i, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok {
				c.store(c.flows.variable(key), kv.Value)
			}
		} else if i < s.NumFields() {
			c.store(s.Field(i).Origin(), e)
		}
	}
}

// variable returns the variable or field that e denotes, or nil.
func (f *flows) variable(e ast.Expr) *types.Var {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := f.info.ObjectOf(e).(*types.Var); ok {
			return v.Origin()
		}
	case *ast.SelectorExpr:
		if v, ok := f.info.Uses[e.Sel].(*types.Var); ok {
			return v.Origin()
		}
	case *ast.IndexExpr:
		return f.variable(e.X)
	}
	return nil
}

// related reports whether a context and a cancel function, given by the
// expressions that are stored, have a source in common.
func (f *flows) related(ctx, cancel ast.Expr) bool {
	of := source{flows: f, found: make(map[ast.Node]bool), seen: make(map[*types.Var]bool)}
	ast.Inspect(cancel, of.visitCancel)
	from := source{flows: f, found: make(map[ast.Node]bool), seen: make(map[*types.Var]bool)}
	ast.Inspect(ctx, from.visitContext)
	for n := range from.found {
		if of.found[n] {
			return true
		}
	}
	return false
}

// A source finds where a value comes from: the calls that return a context
// and its cancel function, and the functions that take it as a parameter.
type source struct {
	*flows
	found map[ast.Node]bool
	seen  map[*types.Var]bool
}

// visitCancel follows a cancel function: it belongs to the call that returned
// it, whatever that was given.
func (s source) visitCancel(n ast.Node) bool {
	if call, ok := n.(*ast.CallExpr); ok && acquires(s.info.TypeOf(call)) {
		s.found[call] = true
		return false
	}
	return s.follow(n, ctxtype.IsCancelShaped, s.visitCancel)
}

// visitContext follows a context, also to its parents: who cancels one of
// these cancels it, too.
func (s source) visitContext(n ast.Node) bool {
	if call, ok := n.(*ast.CallExpr); ok && acquires(s.info.TypeOf(call)) {
		s.found[call] = true
	}
	return s.follow(n, ctxtype.IsContext, s.visitContext)
}

// follow visits what is stored in the variable at n, if it is one of the
// wanted kind.
func (s source) follow(n ast.Node, wanted func(types.Type) bool, visit func(ast.Node) bool) bool {
	if sel, ok := n.(*ast.SelectorExpr); ok {
		ast.Inspect(sel.X, visit)
		return false
	}
	id, ok := n.(*ast.Ident)
	if !ok {
		return true
	}
	v := s.variable(id)
	if v == nil || s.seen[v] || !wanted(v.Type()) {
		return true
	}
	s.seen[v] = true
	if fn := s.params[v]; fn != nil {
		s.found[fn] = true
	}
	for _, e := range s.stores[v] {
		ast.Inspect(e, visit)
	}
	return true
}

// acquires reports whether a call with results of type t returns a context
// and a function that may cancel it.
func acquires(t types.Type) bool {
	tuple, ok := t.(*types.Tuple)
	if !ok {
		return false
	}
	context, cancel := false, false
	for v := range tuple.Variables() {
		context = context || ctxtype.IsContext(v.Type())
		cancel = cancel || ctxtype.IsCancelShaped(v.Type())
	}
	return context && cancel
}
