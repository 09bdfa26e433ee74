package ctxtest

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// late is what belongs to the time behind a test, when the functions given to
// Cleanup run and the context of the test is over.
type late struct {
	funcs map[*types.Func]bool // that run then, as those given to Cleanup call them
	vars  map[*types.Var]bool  // that are used then, or from which such are made
	out   map[*types.Var]bool  // that leave their function, or from which such are made
}

// isCleanup reports whether fn is the method Cleanup of a test.
func isCleanup(fn *types.Func) bool {
	return fn != nil && fn.Name() == "Cleanup" && ctxtype.Path(fn.Pkg()) == "testing"
}

// findLate collects what is mentioned in calls of Cleanup, and closes it under
// calls of the functions and assignments to the variables.
func (c *checker) findLate() *late {
	if c.late != nil {
		return c.late
	}
	l := &late{funcs: make(map[*types.Func]bool), vars: make(map[*types.Var]bool), out: make(map[*types.Var]bool)}
	c.late = l

	bodies := make(map[*types.Func]ast.Node)
	made := make(map[*types.Var][]ast.Expr)
	var cleanups []ast.Node
	var leaving []ast.Expr
	assign := func(lhs ast.Expr, rhs []ast.Expr) {
		v := c.variable(lhs)
		switch {
		case v == nil && !isBlank(lhs), v != nil && v.Parent() == c.Pkg.Scope():
			leaving = append(leaving, rhs...)
		case v != nil && mayHold(v.Type()):
			made[v] = append(made[v], rhs...)
		}
	}
	for cur := range c.Root().Preorder((*ast.FuncDecl)(nil), (*ast.CallExpr)(nil), (*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil), (*ast.ReturnStmt)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.FuncDecl:
			if fn, ok := c.TypesInfo.Defs[n.Name].(*types.Func); ok {
				bodies[fn] = n
			}
		case *ast.CallExpr:
			if isCleanup(typeutil.StaticCallee(c.TypesInfo, n)) {
				cleanups = append(cleanups, n)
			}
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				assign(lhs, n.Rhs)
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				assign(name, n.Values)
			}
		case *ast.ReturnStmt:
			leaving = append(leaving, n.Results...)
		}
	}

	// mark adds a variable to a set, with those whose values it may hold.
	var mark func(set map[*types.Var]bool, e ast.Node)
	mark = func(set map[*types.Var]bool, n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			v, ok := c.TypesInfo.Uses[id].(*types.Var)
			if ok && !v.IsField() && !set[v] && mayHold(v.Type()) {
				set[v] = true
				for _, e := range made[v] {
					mark(set, e)
				}
			}
			return true
		})
	}
	for _, e := range leaving {
		if t := c.TypesInfo.TypeOf(e); t != nil && mayHold(t) {
			mark(l.out, e)
		}
	}
	for todo := cleanups; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		mark(l.vars, n)
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if fn, ok := c.TypesInfo.Uses[id].(*types.Func); ok && bodies[fn.Origin()] != nil && !l.funcs[fn.Origin()] {
					l.funcs[fn.Origin()] = true
					todo = append(todo, bodies[fn.Origin()])
				}
			}
			return true
		})
	}
	return l
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}

// variable returns the variable that e denotes, or nil.
func (c *checker) variable(e ast.Expr) *types.Var {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := c.TypesInfo.ObjectOf(id).(*types.Var)
	return v
}

// mayHold reports whether a value of type t may depend on a context that goes
// on. Cancel functions, errors, tests and basic values do not.
func mayHold(t types.Type) bool {
	if _, basic := t.Underlying().(*types.Basic); basic {
		return false
	}
	return !ctxtype.IsCancel(t) && !ctxtype.IsError(t) && !ctxtype.IsTesting(t)
}

// runsLate reports whether cur stands in a function that runs behind the
// test: one given to Cleanup, one that such a function calls, or a literal
// that is kept in a variable which they mention.
func (c *checker) runsLate(cur inspector.Cursor) bool {
	l := c.findLate()
	for enc := range cur.Enclosing((*ast.CallExpr)(nil), (*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		switch n := enc.Node().(type) {
		case *ast.CallExpr:
			if isCleanup(typeutil.StaticCallee(c.TypesInfo, n)) {
				return true
			}
		case *ast.FuncDecl:
			fn, ok := c.TypesInfo.Defs[n.Name].(*types.Func)
			return ok && l.funcs[fn]
		case *ast.FuncLit:
			if v := c.kept(enc); v != nil && l.vars[v] {
				return true
			}
		}
	}
	return false
}

// goesTo reports whether the value at cur, or what is made with it, is assigned
// to one of the variables.
func (c *checker) goesTo(vars map[*types.Var]bool, cur inspector.Cursor) bool {
	for enc := range cur.Enclosing((*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil), (*ast.FuncLit)(nil), (*ast.BlockStmt)(nil)) {
		var names []ast.Expr
		switch n := enc.Node().(type) {
		case *ast.AssignStmt:
			names = n.Lhs
		case *ast.ValueSpec:
			for _, id := range n.Names {
				names = append(names, id)
			}
		}
		for _, name := range names {
			if v := c.variable(name); v != nil && vars[v] {
				return true
			}
		}
		return false // only the nearest statement
	}
	return false
}

// kept returns the variable that the literal at cur is assigned to, or nil.
func (c *checker) kept(cur inspector.Cursor) *types.Var {
	switch kind, i := cur.ParentEdge(); kind {
	case edge.AssignStmt_Rhs:
		if as := cur.Parent().Node().(*ast.AssignStmt); len(as.Lhs) == len(as.Rhs) {
			return c.variable(as.Lhs[i])
		}
	case edge.ValueSpec_Values:
		if spec := cur.Parent().Node().(*ast.ValueSpec); len(spec.Names) == len(spec.Values) {
			return c.variable(spec.Names[i])
		}
	}
	return nil
}
