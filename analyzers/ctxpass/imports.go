package ctxpass

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
)

// dropImport returns the edits that remove the import of the package that the
// call of a fix uses, if the fix takes its last use. It reports false if it
// cannot tell: when other calls of Background and TODO are all that is left,
// their fixes may take the last use together.
func (c *checker) dropImport(cur inspector.Cursor, call *ast.CallExpr) ([]analysis.TextEdit, bool) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil, false // a dot import or a function value
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return nil, false
	}
	pkg, ok := c.TypesInfo.Uses[id].(*types.PkgName)
	if !ok {
		return nil, false
	}
	file := enclosingFile(cur)
	others, fresh := 0, 0
	ast.Inspect(file, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := s.X.(*ast.Ident)
		if !ok || c.TypesInfo.Uses[x] != pkg {
			return true
		}
		if s.Sel.Name == "Background" || s.Sel.Name == "TODO" {
			fresh++
		} else {
			others++
		}
		return true
	})
	if others > 0 {
		return nil, true
	}
	if fresh > 1 {
		return nil, false
	}
	drop := c.DropImport(call.Pos(), "context")
	return drop, drop != nil
}

func enclosingFile(cur inspector.Cursor) *ast.File {
	for file := range cur.Enclosing((*ast.File)(nil)) {
		return file.Node().(*ast.File)
	}
	return nil
}
