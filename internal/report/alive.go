package report

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// Alive reports whether nothing in the function around pos suggests that the
// context in the variable v is nil or over at pos: v is given no nil, and
// what v was made together with does not end it before, be it a cancel
// function that is called or a group that is waited for. In a defer both
// happen when the function returns, unless pos is in a defer too.
//
// It is for fixes, which must not hand a dead context to code that works; it
// looks at the order in the source only.
func (p *Pass) Alive(v *types.Var, pos token.Pos) bool {
	file := p.fileOf(pos)
	if file == nil {
		return false
	}
	for _, decl := range file.Decls {
		if fd, ok := decl.(*ast.FuncDecl); ok && fd.Pos() <= pos && pos < fd.End() {
			return !p.ends(fd, v, pos)
		}
	}
	return true // a variable of the package
}

// ends reports whether fn may have ended the context in v at pos.
func (p *Pass) ends(fn *ast.FuncDecl, v *types.Var, pos token.Pos) bool {
	var enders map[types.Object]bool // the cancel functions and groups of v
	isNil := false
	ast.Inspect(fn, func(n ast.Node) bool {
		assign, ok := n.(*ast.AssignStmt)
		if !ok {
			return true
		}
		for i, lhs := range assign.Lhs {
			if p.object(lhs) != types.Object(v) {
				continue
			}
			if len(assign.Rhs) == len(assign.Lhs) {
				isNil = isNil || p.TypesInfo.Types[assign.Rhs[i]].IsNil()
				continue
			}
			for _, other := range assign.Lhs {
				if obj := p.object(other); obj != nil && obj != types.Object(v) {
					if enders == nil {
						enders = make(map[types.Object]bool)
					}
					enders[obj] = true
				}
			}
		}
		return true
	})
	if isNil || enders == nil {
		return isNil
	}
	ended := false
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.DeferStmt:
			return n.Pos() <= pos && pos < n.End()
		case *ast.CallExpr:
			if n.Pos() < pos && enders[p.ended(n)] {
				ended = true
			}
		}
		return !ended
	})
	return ended
}

// ended returns the cancel function that call calls, or the group that it
// waits for.
func (p *Pass) ended(call *ast.CallExpr) types.Object {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		if ctxtype.IsCancel(p.TypesInfo.TypeOf(fun)) || types.Identical(types.Unalias(p.TypesInfo.TypeOf(fun)), nullary) {
			return p.object(fun)
		}
	case *ast.SelectorExpr:
		if fun.Sel.Name == "Wait" {
			return p.object(fun.X)
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
