package ctxnest

import (
	"bytes"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/gocontext/ctxlint/internal/report"
)

// fix returns the fix that makes a declaration of the assignment, so that each
// round has a context of its own.
//
// All variables on the left side are new then, until the end of the block. The
// fix is offered only if nobody can tell but by the context that no longer
// grows: each new variable is used in the block, as the compiler asks, and the
// old ones are not used behind it, by literals that are older, or as results.
// An old one that is not used at all any more loses its declaration. No other
// assignment in the block may be left to one of the two.
func (c *checker) fix(a *assignment) report.Fix {
	stmt := a.stmt.Node().(*ast.AssignStmt)
	if stmt.Tok != token.ASSIGN || !canDeclare(a.stmt) {
		return report.NoFix("no variable can be declared there")
	}
	edits := []analysis.TextEdit{{Pos: stmt.TokPos, End: stmt.TokPos + 1, NewText: []byte(":=")}}
	scope := c.pass.Pkg.Scope().Innermost(stmt.Pos())
	for fn := range a.stmt.Enclosing((*ast.FuncDecl)(nil), (*ast.GenDecl)(nil)) {
		if report.HasGoto(fn.Node()) {
			return report.NoFix("a goto may jump over the declaration")
		}
	}
	for i, lhs := range stmt.Lhs {
		id, ok := lhs.(*ast.Ident)
		if !ok {
			return report.NoFix("a field or an element cannot be declared")
		}
		if id.Name == "_" {
			continue
		}
		v, ok := c.pass.TypesInfo.Uses[id].(*types.Var)
		if !ok || scope.Lookup(id.Name) != nil {
			return report.NoFix("a variable of that name is declared in the same block")
		}
		if !types.Identical(v.Type(), c.assigned(stmt, i)) {
			return report.NoFix("the variable would get another type")
		}
		if why := c.missed(a.stmt, v, scope); why != "" {
			return report.NoFix(why)
		}
		if !c.isRead(a.stmt, v, scope) {
			remove, ok := c.removeDeclaration(a.stmt, v)
			if !ok {
				return report.NoFix("the outer variable would be left without use, and its declaration cannot be removed")
			}
			edits = append(edits, remove)
		}
	}
	return report.Fix{Message: "Declare a new variable", Edits: edits}
}

// isRead reports whether anything reads the variable v if what stands behind
// stmt in scope, the block around it, has a new one.
func (c *checker) isRead(stmt inspector.Cursor, v *types.Var, scope *types.Scope) bool {
	if v.Kind() != types.LocalVar {
		return true // a parameter need not be used
	}
	for fn := range stmt.Enclosing((*ast.FuncDecl)(nil), (*ast.GenDecl)(nil)) {
		for cur := range fn.Preorder((*ast.Ident)(nil)) {
			id := cur.Node().(*ast.Ident)
			if c.pass.TypesInfo.Uses[id] != types.Object(v) || stmt.Node().End() < id.Pos() && id.Pos() < scope.End() {
				continue
			}
			if kind, _ := cur.ParentEdge(); kind != edge.AssignStmt_Lhs {
				return true
			}
		}
	}
	return false
}

// removeDeclaration returns the edit that removes the lines of the declaration
// of v, if nothing else is declared, computed or said there and nothing but
// stmt assigns to v.
func (c *checker) removeDeclaration(stmt inspector.Cursor, v *types.Var) (analysis.TextEdit, bool) {
	var decl *ast.GenDecl
	for fn := range stmt.Enclosing((*ast.FuncDecl)(nil)) {
		for cur := range fn.Preorder((*ast.GenDecl)(nil)) {
			if d := cur.Node().(*ast.GenDecl); d.Pos() <= v.Pos() && v.Pos() < d.End() {
				decl = d
			}
		}
		for cur := range fn.Preorder((*ast.Ident)(nil)) {
			kind, _ := cur.ParentEdge()
			if kind == edge.AssignStmt_Lhs && !stmt.Contains(cur) && c.pass.TypesInfo.Uses[cur.Node().(*ast.Ident)] == types.Object(v) {
				return analysis.TextEdit{}, false
			}
		}
	}
	if decl == nil || len(decl.Specs) != 1 {
		return analysis.TextEdit{}, false
	}
	if spec, ok := decl.Specs[0].(*ast.ValueSpec); !ok || len(spec.Names) != 1 || len(spec.Values) > 0 {
		return analysis.TextEdit{}, false
	}
	file := c.pass.Fset.File(decl.Pos())
	src := c.pass.Source(file)
	if src == nil {
		return analysis.TextEdit{}, false
	}
	before := src[:file.Offset(decl.Pos())]
	before = before[bytes.LastIndexByte(before, '\n')+1:]
	behind, _, _ := bytes.Cut(src[file.Offset(decl.End()):], []byte("\n"))
	if len(bytes.TrimSpace(before)) > 0 || len(bytes.TrimSpace(behind)) > 0 {
		return analysis.TextEdit{}, false
	}
	if slices.ContainsFunc(c.pass.File(decl.Pos()).Comments, func(g *ast.CommentGroup) bool {
		inside := decl.Pos() < g.Pos() && g.Pos() < decl.End()
		return inside || c.pass.Line(g.End())+1 == c.pass.Line(decl.Pos())
	}) {
		return analysis.TextEdit{}, false
	}
	return analysis.TextEdit{Pos: decl.Pos() - token.Pos(len(before)), End: decl.End() + token.Pos(len(behind)+1)}, true
}

// canDeclare reports whether a declaration may stand where the statement does.
func canDeclare(stmt inspector.Cursor) bool {
	switch kind, _ := stmt.ParentEdge(); kind {
	case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body,
		edge.IfStmt_Init, edge.SwitchStmt_Init, edge.TypeSwitchStmt_Init:
		return true
	}
	return false // the post statement of a loop, or behind a label
}

// assigned returns the type of what the i-th variable gets.
func (c *checker) assigned(stmt *ast.AssignStmt, i int) types.Type {
	if len(stmt.Rhs) == len(stmt.Lhs) {
		return c.pass.TypesInfo.TypeOf(stmt.Rhs[i])
	}
	if tuple, ok := c.pass.TypesInfo.TypeOf(stmt.Rhs[0]).(*types.Tuple); ok && i < tuple.Len() {
		return tuple.At(i).Type()
	}
	return types.Typ[types.Invalid]
}

// missed says where the value of a new variable in the place of v, declared by
// stmt, would be missed, or that the new one would not be used; "" if all is
// well.
func (c *checker) missed(stmt inspector.Cursor, v *types.Var, scope *types.Scope) report.Refusal {
	if v.Kind() == types.ResultVar || v.Parent() == c.pass.Pkg.Scope() {
		return "the variable is a result of the function, or one of the package"
	}
	end := stmt.Node().End()
	used := false
	for fn := range stmt.Enclosing((*ast.FuncDecl)(nil), (*ast.GenDecl)(nil)) {
		for cur := range fn.Preorder((*ast.Ident)(nil)) {
			id := cur.Node().(*ast.Ident)
			if c.pass.TypesInfo.Uses[id] != types.Object(v) || stmt.Contains(cur) {
				continue
			}
			kind, _ := cur.ParentEdge()
			switch {
			case kind == edge.AssignStmt_Lhs && scope.Contains(id.Pos()):
				return "another assignment in the block may be meant for the outer variable"
			case id.Pos() >= scope.End():
				return "the outer variable is used behind the block"
			case id.Pos() > end:
				used = true
			case literalAround(cur) != literalAround(stmt):
				return "a function literal uses the outer variable"
			}
		}
	}
	if !used {
		return "the new variable would be left without use"
	}
	return ""
}

// literalAround returns the innermost function around cur.
func literalAround(cur inspector.Cursor) ast.Node {
	for fn := range cur.Enclosing((*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		return fn.Node()
	}
	return nil
}
