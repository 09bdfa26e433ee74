package report

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// Alive reports whether nothing in the function around pos suggests that the
// context in the variable v is nil or over at pos: neither v nor what it was
// derived from is nil or compared with nil, nor was ended before pos, be it by
// a cancel function that is called or by a group that is waited for. It is for
// fixes, which must not hand a dead context to code that works.
//
// What may run before pos is told from the syntax. What stands further up
// does, in whatever branch or literal; so does what stands further down if the
// next round of a loop comes back to pos, or if pos is in a literal that may
// run later. A deferred call runs when its function returns.
func (p *Pass) Alive(v *types.Var, pos token.Pos) bool {
	decls := p.fileOf(pos).Decls
	decl := decls[slices.IndexFunc(decls, func(d ast.Decl) bool { return pos < d.End() })]
	l := life{Pass: p, decl: decl, pos: pos, stack: enclosing(decl, pos)}
	return !l.mayBeOver(v)
}

// A life is the question whether a context is alive at a place of a function.
type life struct {
	*Pass
	decl  ast.Decl // of the function, or of a variable that is one
	pos   token.Pos
	stack []ast.Node // around pos, from decl on

	// The cancel functions and groups of the context and of those above it,
	// each with the statements that make it.
	enders map[types.Object][]ast.Node
}

// enclosing returns the nodes of decl that pos is in, from the outermost on.
func enclosing(decl ast.Decl, pos token.Pos) []ast.Node {
	var stack []ast.Node
	ast.Inspect(decl, func(n ast.Node) bool {
		if n == nil || pos < n.Pos() || n.End() <= pos {
			return false
		}
		stack = append(stack, n)
		return true
	})
	return stack
}

// mayBeOver reports whether the context in v may be nil or over.
func (l *life) mayBeOver(v *types.Var) bool {
	l.enders = make(map[types.Object][]ast.Node)
	if isIdleCommand(v) || l.mayBeNil(v) {
		return true
	}
	over := false
	l.walk(func(stack []ast.Node) {
		if call, ok := stack[len(stack)-1].(*ast.CallExpr); ok {
			made := l.enders[l.ended(call)]
			over = over || made != nil && l.mayPrecede(stack, made...)
		}
	})
	return over
}

// isIdleCommand reports whether v is a command of cobra that may not run: its
// context is nil until it does, when a function is given it with its arguments.
func isIdleCommand(v *types.Var) bool {
	if !ctxtype.IsNamed(ctxtype.Deref(v.Type()), "github.com/spf13/cobra", "Command") {
		return false
	}
	scope := v.Parent()
	return !slices.ContainsFunc(scope.Names(), func(name string) bool {
		p, ok := scope.Lookup(name).(*types.Var)
		return ok && p.Kind() == types.ParamVar && types.Identical(p.Type(), types.NewSlice(types.Typ[types.String]))
	})
}

// walk calls visit for every node of the function, with those around it.
func (l *life) walk(visit func(stack []ast.Node)) {
	var stack []ast.Node
	ast.Inspect(l.decl, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return false
		}
		stack = append(stack, n)
		visit(stack)
		return true
	})
}

// mayBeNil reports whether v, or a variable that it is derived from, may be nil
// at pos, and finds out what ends these contexts.
func (l *life) mayBeNil(v *types.Var) bool {
	contexts := []types.Object{v}
	known := func(e ast.Expr) bool {
		return slices.Contains(contexts, l.object(e))
	}
	isNil := false
	given := func(at ast.Node, lhs, rhs []ast.Expr) {
		i := slices.IndexFunc(lhs, known)
		switch {
		case i < 0:
			return
		case len(rhs) == 0: // var ctx context.Context
			isNil = true
		case len(rhs) == len(lhs):
			isNil = isNil || l.TypesInfo.Types[rhs[i]].IsNil()
			rhs = rhs[i : i+1]
		default:
			for _, other := range lhs {
				if obj := l.object(other); obj != nil {
					l.enders[obj] = append(l.enders[obj], at)
				}
			}
		}
		for _, e := range rhs {
			ast.Inspect(e, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && !known(id) {
					if parent, ok := l.TypesInfo.Uses[id].(*types.Var); ok && ctxtype.IsContext(parent.Type()) {
						contexts = append(contexts, parent)
					}
				}
				return true
			})
		}
	}
	for n := 0; n < len(contexts); {
		n = len(contexts)
		l.walk(func(stack []ast.Node) {
			switch n := stack[len(stack)-1].(type) {
			case *ast.AssignStmt:
				if l.mayPrecede(stack, l.decl) {
					given(n, n.Lhs, n.Rhs)
				}
			case *ast.ValueSpec:
				given(n, expressions(n.Names), n.Values)
			case *ast.BinaryExpr:
				x, y := n.X, n.Y
				if l.TypesInfo.Types[x].IsNil() {
					x, y = y, x
				}
				isNil = isNil || l.TypesInfo.Types[y].IsNil() && known(x)
			}
		})
	}
	return isNil
}

func expressions(names []*ast.Ident) []ast.Expr {
	list := make([]ast.Expr, len(names))
	for i, name := range names {
		list[i] = name
	}
	return list
}

// mayPrecede reports whether the last of the nodes in stack, which does
// something to what is made at made, may run before what stands at pos.
func (l *life) mayPrecede(stack []ast.Node, made ...ast.Node) bool {
	at := stack[len(stack)-1].Pos()
	for i, n := range slices.Backward(stack) {
		d, ok := n.(*ast.DeferStmt)
		if !ok || slices.Contains(l.stack, n) {
			continue
		}
		fn := innermostFunc(stack[:i])
		if slices.Contains(l.stack, fn) {
			// It runs when fn returns, behind pos, unless that is deferred,
			// too, and further up: the last one runs first.
			return slices.ContainsFunc(l.stack, func(n ast.Node) bool {
				_, deferred := n.(*ast.DeferStmt)
				return deferred && fn.Pos() < n.Pos() && n.Pos() < d.Pos()
			})
		}
	}
	if at < l.pos || HasGoto(l.decl) {
		return true // before it, or a goto may lead back
	}
	for i, n := range l.stack {
		around := n.Pos() <= at && at < n.End()
		switch n := n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			anew := !slices.ContainsFunc(made, func(m ast.Node) bool { return m.Pos() < n.Pos() || l.pos < m.Pos() })
			if around && !anew && !leaves(stack, n) {
				return true // in the round before
			}
		case *ast.FuncLit:
			call, ok := l.stack[i-1].(*ast.CallExpr)
			if called := ok && call.Fun == ast.Expr(n); !around && !called {
				return true // the literal may run later
			}
		}
	}
	return false
}

// leaves reports whether the function is certainly left behind the last of the
// nodes in stack, without another round of the loop, which is one of them.
func leaves(stack []ast.Node, loop ast.Node) bool {
	goesOn := func(s ast.Stmt) bool {
		found := false
		ast.Inspect(s, func(n ast.Node) bool {
			_, jump := n.(*ast.BranchStmt)
			found = found || jump
			return !found
		})
		return found
	}
	inside := stack[slices.Index(stack, loop)+1:]
	if innermostFunc(inside) != nil {
		return false // the caller of that literal goes on
	}
	for _, n := range slices.Backward(inside) {
		var list []ast.Stmt
		switch n := n.(type) {
		case *ast.BlockStmt:
			list = n.List
		case *ast.CaseClause:
			list = n.Body
		case *ast.CommClause:
			list = n.Body
		}
		if len(list) > 0 {
			if _, ok := list[len(list)-1].(*ast.ReturnStmt); ok && !slices.ContainsFunc(list, goesOn) {
				return true
			}
		}
	}
	return false
}

// innermostFunc returns the last function of stack.
func innermostFunc(stack []ast.Node) ast.Node {
	for _, n := range slices.Backward(stack) {
		switch n.(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			return n
		}
	}
	return nil
}

// ended returns the variable whose function call calls, which ends a context if
// it was made with that, or the group that it waits for.
func (l *life) ended(call *ast.CallExpr) types.Object {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return l.object(fun)
	case *ast.SelectorExpr:
		if fun.Sel.Name == "Wait" {
			return l.object(fun.X)
		}
	}
	return nil
}

// object returns what an identifier stands for, or nil.
func (p *Pass) object(e ast.Expr) types.Object {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	return p.TypesInfo.ObjectOf(id)
}
