package ctxtest

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
)

// late is what belongs to the time behind a test, when the functions given to
// Cleanup run and the context of the test is over.
type late struct {
	funcs map[*types.Func]bool // that run then, as those given to Cleanup call them
	given map[*types.Var]bool  // that are mentioned in a call of Cleanup, or from which such are made
	vars  map[*types.Var]bool  // that are used then, or from which such are made
	out   map[*types.Var]bool  // that leave their function, or from which such are made
	lent  map[*types.Var]bool  // contexts that unseen functions are given together with the test, or from which such are made
}

// isCleanup reports whether call is one of the method Cleanup of a test.
func (c *checker) isCleanup(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Cleanup" {
		return false
	}
	t := c.TypesInfo.TypeOf(sel.X)
	return t != nil && ctxtype.IsTesting(t)
}

// findLate collects what is mentioned in calls of Cleanup, and closes it under
// calls of the functions and assignments to the variables.
func (c *checker) findLate() *late {
	if c.late != nil {
		return c.late
	}
	l := &late{funcs: make(map[*types.Func]bool), vars: make(map[*types.Var]bool), out: make(map[*types.Var]bool), lent: make(map[*types.Var]bool)}
	c.late = l

	bodies := make(map[*types.Func]ast.Node)
	made := make(map[*types.Var][]ast.Expr)
	given := make(map[*types.Var][]ast.Expr) // to parameters of this package's functions
	var cleanups []ast.Node
	var leaving, lent []ast.Expr
	assign := func(lhs ast.Expr, rhs []ast.Expr) {
		v := c.variable(lhs)
		switch {
		case v == nil && !report.IsBlank(lhs), v != nil && v.Parent() == c.Pkg.Scope():
			leaving = append(leaving, rhs...)
		case v != nil:
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
			if c.isCleanup(n) {
				cleanups = append(cleanups, n)
			}
			for i, arg := range n.Args {
				if p := c.parameter(n, i); p != nil {
					given[p] = append(given[p], arg)
				}
			}
			for _, arg := range n.Args {
				if t := c.TypesInfo.TypeOf(arg); t != nil && ctxtype.IsContext(t) && c.knowsTest(n) {
					lent = append(lent, arg)
				}
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

	// mark adds the variables in n to a set, with those whose values they may
	// hold, as assignments and the given ones of the calls say.
	var mark func(set map[*types.Var]bool, n ast.Node, given map[*types.Var][]ast.Expr)
	mark = func(set map[*types.Var]bool, n ast.Node, given map[*types.Var][]ast.Expr) {
		ast.Inspect(n, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			v, ok := c.TypesInfo.Uses[id].(*types.Var)
			if ok && !set[v] && mayHold(v.Type()) {
				set[v] = true
				for _, e := range slices.Concat(made[v], given[v]) {
					mark(set, e, given)
				}
			}
			return true
		})
	}
	for _, e := range leaving {
		if t := c.TypesInfo.TypeOf(e); t != nil && mayHold(t) {
			mark(l.out, e, nil) // what a function returns is there for its caller
		}
	}
	for _, e := range lent {
		mark(l.lent, e, given)
	}
	for _, n := range cleanups {
		mark(l.vars, n, given)
	}
	l.given = maps.Clone(l.vars) // what follows are the parameters of functions that run then
	for todo := cleanups; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		mark(l.vars, n, nil)
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

// parameter returns the parameter of a function that the i-th argument of call
// is for, or nil.
func (c *checker) parameter(call *ast.CallExpr, i int) *types.Var {
	fn := typeutil.StaticCallee(c.TypesInfo, call)
	if fn == nil {
		return nil
	}
	params := fn.Origin().Signature().Params()
	if params.Len() == 0 {
		return nil // ill-typed
	}
	return params.At(min(i, params.Len()-1))
}

// knowsTest reports whether call gives the test to a function that cannot be
// seen, which may have something done behind its end.
func (c *checker) knowsTest(call *ast.CallExpr) bool {
	if fn := typeutil.StaticCallee(c.TypesInfo, call); fn != nil && fn.Pkg() == c.Pkg {
		return false
	}
	return slices.ContainsFunc(call.Args, func(e ast.Expr) bool {
		t := c.TypesInfo.TypeOf(e)
		return t != nil && ctxtype.IsTesting(t)
	})
}

// isGiven reports whether the value at cur, or what is made with it in the same
// statement, is an argument of a call for which to returns true.
func isGiven(cur inspector.Cursor, to func(call *ast.CallExpr, i int) bool) bool {
	for at := cur; ; at = at.Parent() {
		kind, i := at.ParentEdge()
		if call, ok := at.Parent().Node().(*ast.CallExpr); ok && kind == edge.CallExpr_Args && to(call, i) {
			return true
		}
		if _, ok := at.Parent().Node().(ast.Expr); !ok {
			return false
		}
	}
}

// isArgument reports whether the value at cur, or what is made with it in the
// same statement, is an argument for one of the parameters.
func (c *checker) isArgument(params map[*types.Var]bool, cur inspector.Cursor) bool {
	return isGiven(cur, func(call *ast.CallExpr, i int) bool {
		p := c.parameter(call, i)
		return p != nil && params[p]
	})
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
// on. Cancel functions, errors and basic values do not.
func mayHold(t types.Type) bool {
	if _, basic := t.Underlying().(*types.Basic); basic {
		return false
	}
	return !ctxtype.IsCancel(t) && !ctxtype.IsError(t)
}

// runsLate reports whether cur stands in a function that runs behind the
// test: one given to Cleanup, one that such a function calls, or a literal
// that is kept in a variable which they mention.
func (c *checker) runsLate(cur inspector.Cursor) bool {
	l := c.findLate()
	for enc := range cur.Enclosing((*ast.CallExpr)(nil), (*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		switch n := enc.Node().(type) {
		case *ast.CallExpr:
			if c.isCleanup(n) {
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
