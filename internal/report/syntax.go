package report

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
)

// Root returns the cursor above the files of the package.
func (p *Pass) Root() inspector.Cursor {
	return p.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root()
}

// CallAt returns the cursor of the call whose left parenthesis is at lparen,
// which is where package ssa places calls, and whether there is one.
func (p *Pass) CallAt(lparen token.Pos) (inspector.Cursor, bool) {
	if !lparen.IsValid() {
		return inspector.Cursor{}, false
	}
	cur, ok := p.Root().FindByPos(lparen, lparen)
	if !ok {
		return cur, false
	}
	for enclosing := range cur.Enclosing((*ast.CallExpr)(nil)) {
		if enclosing.Node().(*ast.CallExpr).Lparen == lparen {
			return enclosing, true
		}
	}
	return cur, false
}

// CallRange returns the extent of the call whose left parenthesis is at
// lparen, or lparen itself if there is none.
func (p *Pass) CallRange(lparen token.Pos) (pos, end token.Pos) {
	if cur, ok := p.CallAt(lparen); ok {
		return Range(cur.Node())
	}
	return lparen, token.NoPos
}

// FuncName returns what to call a function of any package in a message:
// "newSession", "context.WithCancel", "(*sql.DB).Query".
func (p *Pass) FuncName(fn *types.Func) string {
	qualifier := func(pkg *types.Package) string {
		if pkg == p.Pkg {
			return ""
		}
		return pkg.Name()
	}
	if recv := fn.Signature().Recv(); recv != nil {
		return fmt.Sprintf("(%s).%s", types.TypeString(recv.Type(), qualifier), fn.Name())
	}
	if q := qualifier(fn.Pkg()); q != "" {
		return q + "." + fn.Name()
	}
	return fn.Name()
}

// EndOfLine returns the end of n, or of the comment that follows on its line.
func (p *Pass) EndOfLine(n ast.Node) token.Pos {
	file := p.fileOf(n.Pos())
	if file == nil {
		return n.End()
	}
	return p.endOfLine(file, n.End())
}

// Indent returns the white space before a statement that begins its line, in
// code as gofmt writes it.
func (p *Pass) Indent(stmt ast.Stmt) string {
	return strings.Repeat("\t", p.Fset.PositionFor(stmt.Pos(), false).Column-1)
}

// FreeName returns name, or name with a number, such that nothing visible in
// the block around pos is called that, nor will be when the fixes are applied
// that were given a name before.
func (p *Pass) FreeName(pos token.Pos, name string) string {
	scope := p.Pkg.Scope().Innermost(pos)
	free := name
	for i := 2; ; i++ {
		if _, obj := scope.LookupParent(free, token.NoPos); obj == nil && !slices.Contains(p.given[scope], free) {
			break
		}
		free = fmt.Sprintf("%s%d", name, i)
	}
	if p.given == nil {
		p.given = make(map[*types.Scope][]string)
	}
	p.given[scope] = append(p.given[scope], free)
	return free
}

// File returns the file that pos is in.
func (p *Pass) File(pos token.Pos) *ast.File { return p.fileOf(pos) }

// HasComment reports whether a comment stands between two positions of a file.
func (p *Pass) HasComment(from, to token.Pos) bool {
	file := p.fileOf(from)
	return file != nil && slices.ContainsFunc(file.Comments, func(g *ast.CommentGroup) bool {
		return from <= g.Pos() && g.End() <= to
	})
}

// HasGoto reports whether there is a goto in n. It may lead back, and must not
// jump over a declaration.
func HasGoto(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		branch, ok := n.(*ast.BranchStmt)
		found = found || ok && branch.Tok == token.GOTO
		return !found
	})
	return found
}

// IsBlank reports whether e is the blank identifier.
func IsBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}
