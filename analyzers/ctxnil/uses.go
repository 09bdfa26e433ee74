package ctxnil

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
)

// collect finds the uses in a file: what is passed for parameters of context
// type, and the pointers that are converted to one.
func (c *checker) collect(file inspector.Cursor) {
	for cur := range file.Preorder((*ast.CallExpr)(nil), (*ast.SelectorExpr)(nil), (*ast.BinaryExpr)(nil), (*ast.UnaryExpr)(nil),
		(*ast.RangeStmt)(nil), (*ast.DeclStmt)(nil), (*ast.ReturnStmt)(nil), (*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil),
		(*ast.SendStmt)(nil), (*ast.CompositeLit)(nil)) {
		c.at = cur
		switch n := cur.Node().(type) {
		case *ast.CallExpr:
			c.call(n)
		case *ast.SelectorExpr:
			c.methodValue(cur)
		case *ast.BinaryExpr:
			c.comparison(n)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				c.assign(n.X)
			}
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				c.assign(n.Key, n.Value)
			}
		case *ast.DeclStmt:
			c.declaration(n)
		case *ast.ReturnStmt:
			if r := c.results(cur); r.Len() == len(n.Results) {
				for i, e := range n.Results {
					c.conversion(e, r.At(i).Type())
				}
			}
		case *ast.AssignStmt:
			if n.Tok == token.ASSIGN {
				c.assign(n.Lhs...)
			}
			if len(n.Lhs) == len(n.Rhs) {
				for i, e := range n.Rhs {
					if report.IsBlank(n.Lhs[i]) {
						c.assertion(e)
					} else {
						c.conversion(e, c.typeOf(n.Lhs[i]))
					}
				}
			}
		case *ast.ValueSpec:
			for i, e := range n.Values {
				if i < len(n.Names) && report.IsBlank(n.Names[i]) {
					c.assertion(e)
				} else if n.Type != nil {
					c.conversion(e, c.typeOf(n.Type))
				}
			}
		case *ast.SendStmt:
			if ch, ok := under(c.typeOf(n.Chan)).(*types.Chan); ok {
				c.conversion(n.Value, ch.Elem())
			}
		case *ast.CompositeLit:
			c.elements(n)
		}
	}
}

// results returns the types of what the function around a return statement
// returns.
func (c *checker) results(ret inspector.Cursor) *types.Tuple {
	for cur := range ret.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		var sig types.Type
		switch fn := cur.Node().(type) {
		case *ast.FuncDecl:
			sig = c.typeOf(fn.Name)
		case *ast.FuncLit:
			sig = c.typeOf(fn)
		}
		if sig, ok := sig.(*types.Signature); ok {
			return sig.Results()
		}
		break
	}
	return nil
}

// methodValue finds the receiver of a method value: like a call of the method,
// to take it of a nil context panics.
func (c *checker) methodValue(cur inspector.Cursor) {
	sel := cur.Node().(*ast.SelectorExpr)
	s := c.pass.TypesInfo.Selections[sel]
	if s == nil || s.Kind() != types.MethodVal || !types.IsInterface(s.Recv()) || !ctxtype.IsContext(s.Recv()) || isCalled(cur) {
		return
	}
	c.add(&use{expr: ast.Unparen(sel.X), method: sel, param: -1, to: s.Recv()})
}

// isCalled reports whether an expression is what a call calls.
func isCalled(cur inspector.Cursor) bool {
	kind, _ := cur.ParentEdge()
	for kind == edge.ParenExpr_X {
		cur = cur.Parent()
		kind, _ = cur.ParentEdge()
	}
	return kind == edge.CallExpr_Fun
}

// assertion notes that e is assigned to nothing: var _ = I((*T)(nil)) states
// that *T implements I.
func (c *checker) assertion(e ast.Expr) {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok {
		c.assertions[call] = true
	}
}

// A variable is what a file does with a variable, as far as fixes care.
type variable struct {
	decl     *ast.DeclStmt // var v T, and nothing else
	assigned bool          // somewhere it is assigned to, or its address is taken
	compared bool          // it is compared with nil
}

func (c *checker) assign(lhs ...ast.Expr) {
	for _, e := range lhs {
		if v := c.variable(ast.Unparen(e)); v != nil {
			x := c.vars[v]
			x.assigned = true
			c.vars[v] = x
		}
	}
}

func (c *checker) comparison(n *ast.BinaryExpr) {
	if n.Op != token.EQL && n.Op != token.NEQ {
		return
	}
	for _, e := range []ast.Expr{n.X, n.Y} {
		if v := c.variable(ast.Unparen(e)); v != nil && (c.isNil(n.X) || c.isNil(n.Y)) {
			x := c.vars[v]
			x.compared = true
			c.vars[v] = x
		}
	}
}

func (c *checker) declaration(n *ast.DeclStmt) {
	decl, ok := n.Decl.(*ast.GenDecl)
	if !ok || decl.Tok != token.VAR || len(decl.Specs) != 1 {
		return
	}
	spec := decl.Specs[0].(*ast.ValueSpec)
	if len(spec.Names) != 1 || len(spec.Values) > 0 {
		return
	}
	if v, ok := c.pass.TypesInfo.Defs[spec.Names[0]].(*types.Var); ok {
		x := c.vars[v]
		x.decl = n
		c.vars[v] = x
	}
}

// call adds the arguments of a call, or what is converted by it.
func (c *checker) call(call *ast.CallExpr) {
	if isContextMethod(c.pass.TypesInfo, call.Fun) {
		c.calls[call.Lparen] = call
		c.concern()
	}
	fun := c.pass.TypesInfo.Types[call.Fun]
	if fun.IsType() {
		if len(call.Args) == 1 && !c.assertions[call] {
			c.conversion(call.Args[0], fun.Type)
		}
		return
	}
	sig, ok := under(fun.Type).(*types.Signature)
	if !ok || fun.IsBuiltin() {
		return
	}
	first := 0
	if isMethodExpr(c.pass.TypesInfo, call.Fun) {
		first = 1 // the receiver
	}
	for i, arg := range call.Args {
		if i < first {
			continue
		}
		p := i
		if sig.Variadic() && p >= sig.Params().Len()-1 {
			p = sig.Params().Len() - 1
		}
		if p >= sig.Params().Len() {
			break
		}
		to := paramType(sig, p, call.Ellipsis.IsValid())
		if !ctxtype.IsContext(to) {
			continue // not a context
		}
		if generic, g := origin(c.pass.TypesInfo, call.Fun), p-first; generic != nil && g < generic.Params().Len() && !ctxtype.IsContext(paramType(generic, g, call.Ellipsis.IsValid())) {
			continue // any value to the callee, which is generic
		}
		// Have: arg is passed for a context.
		c.calls[call.Lparen] = call
		if ctxtype.IsContext(c.typeOf(arg)) || c.pass.TypesInfo.Types[arg].IsNil() {
			c.add(&use{expr: ast.Unparen(arg), call: call, param: p, to: to})
			continue
		}
		c.pointer(arg, to, call, p)
	}
}

// paramType returns the type of what is passed for a parameter: for the last
// of a variadic function its elements, unless a slice is passed.
func paramType(sig *types.Signature, i int, slice bool) types.Type {
	t := sig.Params().At(i).Type()
	if sig.Variadic() && i == sig.Params().Len()-1 && !slice {
		if s, ok := under(t).(*types.Slice); ok {
			return s.Elem()
		}
	}
	return t
}

// concern notes that there is something to follow in the function around the
// place where collect is; package ssa makes one of the body of a range
// statement over a function.
func (c *checker) concern() {
	for cur := range c.at.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil), (*ast.RangeStmt)(nil)) {
		c.concerns[cur.Node()] = true
		if _, body := cur.Node().(*ast.RangeStmt); !body {
			return
		}
	}
	c.concerns[nil] = true
}

// isContextMethod reports whether fun is a method of a context, perhaps of one
// embedded in something else.
func isContextMethod(info *types.Info, fun ast.Expr) bool {
	sel, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	s := info.Selections[sel]
	return s != nil && s.Kind() == types.MethodVal &&
		(ctxtype.IsContext(s.Recv()) || ctxtype.IsContext(s.Obj().(*types.Func).Signature().Recv().Type()))
}

func isMethodExpr(info *types.Info, fun ast.Expr) bool {
	sel, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	s := info.Selections[sel]
	return s != nil && s.Kind() == types.MethodExpr
}

// origin returns the signature of the declared function that is called as it
// was declared, without type arguments; nil if no such function is named.
func origin(info *types.Info, fun ast.Expr) *types.Signature {
	fun = ast.Unparen(fun)
	switch f := fun.(type) {
	case *ast.IndexExpr:
		fun = f.X
	case *ast.IndexListExpr:
		fun = f.X
	}
	var id *ast.Ident
	switch f := ast.Unparen(fun).(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	default:
		return nil
	}
	if fn, ok := info.Uses[id].(*types.Func); ok {
		return fn.Origin().Signature()
	}
	return nil
}

// elements adds the pointers that become elements of context type.
func (c *checker) elements(lit *ast.CompositeLit) {
	t := under(ctxtype.Deref(c.typeOf(lit)))
	for i, e := range lit.Elts {
		value := e
		kv, keyed := e.(*ast.KeyValueExpr)
		if keyed {
			value = kv.Value
		}
		switch t := t.(type) {
		case *types.Struct:
			switch {
			case keyed:
				if id, ok := kv.Key.(*ast.Ident); ok {
					if f := c.pass.TypesInfo.ObjectOf(id); f != nil {
						c.conversion(value, f.Type())
					}
				}
			case i < t.NumFields():
				c.conversion(value, t.Field(i).Type())
			}
		case *types.Slice:
			c.conversion(value, t.Elem())
		case *types.Array:
			c.conversion(value, t.Elem())
		case *types.Map:
			c.conversion(value, t.Elem())
		}
	}
}

// conversion adds e if it is a pointer that is converted to a context type.
func (c *checker) conversion(e ast.Expr, to types.Type) { c.pointer(e, to, nil, 0) }

func (c *checker) pointer(e ast.Expr, to types.Type, call *ast.CallExpr, param int) {
	t := c.typeOf(e)
	if to == nil || t == nil || types.IsInterface(t) || !ctxtype.IsContext(to) {
		return
	}
	if _, ok := t.Underlying().(*types.Pointer); ok {
		c.add(&use{expr: ast.Unparen(e), call: call, param: param, to: to, typed: true})
	}
}

// isNil reports whether e is the literal nil, perhaps converted to a context.
func (c *checker) isNil(e ast.Expr) bool {
	e = ast.Unparen(e)
	tv := c.pass.TypesInfo.Types[e]
	if tv.IsNil() {
		return true
	}
	call, ok := e.(*ast.CallExpr)
	return ok && len(call.Args) == 1 && c.pass.TypesInfo.Types[call.Fun].IsType() && c.isNil(call.Args[0])
}

func (c *checker) typeOf(e ast.Expr) types.Type { return c.pass.TypesInfo.TypeOf(e) }

// under returns the underlying type of t, or nil if there is no type.
func under(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	return t.Underlying()
}
