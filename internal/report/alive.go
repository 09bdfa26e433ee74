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
// derived from is ever nil, nor ended before pos, be it by a cancel function
// that is called or by a group that is waited for. It is for fixes, which must
// not hand a dead context to code that works.
//
// What may run before pos is told from the syntax. A call does that stands
// further up, in whatever branch or literal; so does one further down if the
// next round of a loop comes back to pos, or if pos is in a literal that may
// run later. A deferred call runs when its function returns.
func (p *Pass) Alive(v *types.Var, pos token.Pos) bool {
	file := p.fileOf(pos)
	if file == nil {
		return false
	}
	for _, decl := range file.Decls {
		if fd, ok := decl.(*ast.FuncDecl); ok && fd.Pos() <= pos && pos < fd.End() {
			l := life{Pass: p, fn: fd, pos: pos, stack: enclosing(fd, pos)}
			return !l.mayBeOver(v)
		}
	}
	return true // a variable of the package
}

// A life is the question whether a context is alive at a place of a function.
type life struct {
	*Pass
	fn    *ast.FuncDecl
	pos   token.Pos
	stack []ast.Node // around pos, from fn on

	// The cancel functions and groups of the context and of those above it,
	// each with the statements that make it.
	enders map[types.Object][]ast.Node
}

// enclosing returns the nodes below fn that pos is in, from the outermost on.
func enclosing(fn *ast.FuncDecl, pos token.Pos) []ast.Node {
	var stack []ast.Node
	ast.Inspect(fn, func(n ast.Node) bool {
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
	if l.mayBeNil(v) {
		return true
	}
	if len(l.enders) == 0 {
		return false
	}
	over := false
	var stack []ast.Node
	ast.Inspect(l.fn, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return false
		}
		stack = append(stack, n)
		if call, ok := n.(*ast.CallExpr); ok {
			made := l.enders[l.ended(call)]
			over = over || made != nil && l.mayPrecede(stack, made)
		}
		return true
	})
	return over
}

// mayBeNil reports whether v, or a variable that it is derived from, is nil
// somewhere, and finds out what they are made from.
func (l *life) mayBeNil(v *types.Var) bool {
	contexts := []types.Object{v}
	seen := make(map[ast.Node]bool)
	isNil := false
	give := func(at ast.Node, lhs, rhs []ast.Expr) {
		i := slices.IndexFunc(lhs, func(e ast.Expr) bool {
			obj := l.object(e)
			return obj != nil && slices.Contains(contexts, obj)
		})
		if i < 0 || seen[at] {
			return
		}
		seen[at] = true
		if len(rhs) == len(lhs) {
			isNil = isNil || l.TypesInfo.Types[rhs[i]].IsNil()
			rhs = rhs[i : i+1]
		} else {
			for _, other := range lhs {
				if obj := l.object(other); obj != nil && !slices.Contains(contexts, obj) {
					l.enders[obj] = append(l.enders[obj], at)
				}
			}
		}
		isNil = isNil || len(rhs) == 0 // var ctx context.Context
		for _, e := range rhs {
			ast.Inspect(e, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if parent, ok := l.TypesInfo.Uses[id].(*types.Var); ok && ctxtype.IsContext(parent.Type()) && !slices.Contains(contexts, types.Object(parent)) {
						contexts = append(contexts, parent)
					}
				}
				return true
			})
		}
	}
	for known := 0; known < len(contexts); {
		known = len(contexts)
		ast.Inspect(l.fn, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				give(n, n.Lhs, n.Rhs)
			case *ast.ValueSpec:
				names := make([]ast.Expr, len(n.Names))
				for i, name := range n.Names {
					names[i] = name
				}
				give(n, names, n.Values)
			}
			return true
		})
	}
	return isNil
}

// mayPrecede reports whether a call, the last of the nodes in stack, that ends
// what made makes may run before what stands at pos.
func (l *life) mayPrecede(stack, made []ast.Node) bool {
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
		at = fn.Pos() // when that literal returns
	}
	if at < l.pos || l.jumps() {
		return true
	}
	for i, n := range l.stack {
		around := n.Pos() <= at && at < n.End()
		switch n := n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			anew := !slices.ContainsFunc(made, func(m ast.Node) bool { return m.Pos() < n.Pos() || l.pos < m.Pos() })
			if around && !anew {
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

// jumps reports whether there is a goto in the function, which may lead back.
func (l *life) jumps() bool {
	found := false
	ast.Inspect(l.fn, func(n ast.Node) bool {
		branch, ok := n.(*ast.BranchStmt)
		found = found || ok && branch.Tok == token.GOTO
		return !found
	})
	return found
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

// ended returns the cancel function that call calls, or the group that it
// waits for.
func (l *life) ended(call *ast.CallExpr) types.Object {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		if ctxtype.IsCancel(l.TypesInfo.TypeOf(fun)) || types.Identical(types.Unalias(l.TypesInfo.TypeOf(fun)), nullary) {
			return l.object(fun)
		}
	case *ast.SelectorExpr:
		if fun.Sel.Name == "Wait" {
			return l.object(fun.X)
		}
	}
	return nil
}

// nullary is the type of a cancel function that is not called so: func().
var nullary = types.NewSignatureType(nil, nil, nil, nil, nil, false)

// object returns what an identifier stands for, or nil.
func (p *Pass) object(e ast.Expr) types.Object {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	return p.TypesInfo.ObjectOf(id)
}
