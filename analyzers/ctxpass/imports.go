package ctxpass

import (
	"go/ast"
	"go/token"
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
	return c.removeImport(file, pkg)
}

func enclosingFile(cur inspector.Cursor) *ast.File {
	for file := range cur.Enclosing((*ast.File)(nil)) {
		return file.Node().(*ast.File)
	}
	return nil
}

// removeImport returns the edit that removes an import which stands on a line
// of its own in a group with others, with the blank line that would be left
// over where a block of imports or the group begins.
func (c *checker) removeImport(file *ast.File, pkg *types.PkgName) ([]analysis.TextEdit, bool) {
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.IMPORT || !gen.Lparen.IsValid() || len(gen.Specs) < 2 {
			continue
		}
		tf := c.Fset.File(gen.Pos())
		for i, spec := range gen.Specs {
			imp := spec.(*ast.ImportSpec)
			if !c.imports(imp, pkg) {
				continue
			}
			if imp.Doc != nil || imp.Comment != nil || i == len(gen.Specs)-1 {
				return nil, false
			}
			line, before, after := tf.Line(imp.Pos()), tf.Line(gen.Lparen), tf.Line(gen.Specs[i+1].Pos())
			if i > 0 {
				before = tf.Line(gen.Specs[i-1].End())
			}
			begins := i == 0 || before < line-1
			switch {
			case before == line:
				return nil, false
			case after == line+1, after == line+2 && !begins:
				after = line + 1
			case after == line+2:
			default:
				return nil, false // comments stand there
			}
			return []analysis.TextEdit{{Pos: tf.LineStart(line), End: tf.LineStart(after)}}, true
		}
	}
	return nil, false
}

func (c *checker) imports(imp *ast.ImportSpec, pkg *types.PkgName) bool {
	if imp.Name != nil {
		return c.TypesInfo.Defs[imp.Name] == types.Object(pkg)
	}
	return c.TypesInfo.Implicits[imp] == types.Object(pkg)
}
