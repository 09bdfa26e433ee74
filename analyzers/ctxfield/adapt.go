package ctxfield

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/demand"
)

// isAdapter reports whether the struct type at cur has a method that uses
// field, itself or through functions it calls, and whose signature another
// package asks for without a context: the context has no other way in.
func (c *checker) isAdapter(cur inspector.Cursor, field *types.Var) bool {
	owner := c.owner(cur)
	if owner == nil {
		return false
	}
	named, ok := owner.Type().(*types.Named)
	if !ok {
		return false
	}
	for m := range named.Methods() {
		if !takesContext(m) && c.findCalls().reaches(m, field) && c.demands.Func(m) == demand.Elsewhere {
			return true
		}
	}
	return false
}

// takesContext reports whether fn has a context parameter.
func takesContext(fn *types.Func) bool {
	for p := range fn.Signature().Params().Variables() {
		if ctxtype.IsContext(p.Type()) {
			return true
		}
	}
	return false
}

// calls says which functions of the package a function of it calls, and which
// fields it mentions.
type calls struct {
	callees map[*types.Func][]*types.Func
	fields  map[*types.Func]map[*types.Var]bool
}

// reaches reports whether fn or a function that it calls mentions field.
func (s *calls) reaches(fn *types.Func, field *types.Var) bool {
	seen := map[*types.Func]bool{fn: true}
	for todo := []*types.Func{fn}; len(todo) > 0; {
		fn, todo = todo[len(todo)-1], todo[:len(todo)-1]
		if s.fields[fn][field] {
			return true
		}
		for _, callee := range s.callees[fn] {
			if !seen[callee] {
				seen[callee] = true
				todo = append(todo, callee)
			}
		}
	}
	return false
}

func (c *checker) findCalls() *calls {
	if c.calls != nil {
		return c.calls
	}
	c.calls = &calls{
		callees: make(map[*types.Func][]*types.Func),
		fields:  make(map[*types.Func]map[*types.Var]bool),
	}
	for cur := range c.Root().Preorder((*ast.FuncDecl)(nil)) {
		fn, ok := c.TypesInfo.Defs[cur.Node().(*ast.FuncDecl).Name].(*types.Func)
		if !ok {
			continue
		}
		fields := make(map[*types.Var]bool)
		for at := range cur.Preorder((*ast.CallExpr)(nil), (*ast.SelectorExpr)(nil)) {
			switch n := at.Node().(type) {
			case *ast.CallExpr:
				if callee := typeutil.StaticCallee(c.TypesInfo, n); callee != nil && callee.Pkg() == c.Pkg {
					c.calls.callees[fn] = append(c.calls.callees[fn], callee.Origin())
				}
			case *ast.SelectorExpr:
				if sel := c.TypesInfo.Selections[n]; sel != nil {
					mention(sel, fields)
				}
			}
		}
		c.calls.fields[fn] = fields
	}
	return c.calls
}

// mention adds the fields that a selection passes, embedded ones included.
func mention(sel *types.Selection, fields map[*types.Var]bool) {
	t := sel.Recv()
	for _, i := range sel.Index() {
		s, ok := ctxtype.Deref(t).Underlying().(*types.Struct)
		if !ok || i >= s.NumFields() {
			return // a method
		}
		f := s.Field(i)
		fields[f.Origin()] = true
		t = f.Type()
	}
}
