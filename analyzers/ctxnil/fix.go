package ctxnil

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
)

// fix returns the fix that passes a context instead of nil: the one in scope
// if there is exactly one, else context.TODO().
//
// That changes a program that panics, or whose callee has to do without, into
// one that does not. Only what keeps the program well typed is edited:
//   - the literal nil, also inside a conversion;
//   - an argument that was tested for nil, since the test still uses it;
//   - a field of a parameter, or a package variable, that is never stored to;
//   - the declaration of a variable that is never assigned to, because if its
//     uses were replaced nobody would use it.
func (c *checker) fix(u *use, rule string) report.Fix {
	switch {
	case u.param < 0:
		return report.NoFix("the context is asked itself, not passed on")
	case rule == "maybe":
		return report.NoFix("it is nil on some paths only")
	case !takesAny(u.to):
		return report.NoFix("the callee asks for more than a context")
	}
	var at ast.Node
	prefix := ""
	switch rule {
	case "literal":
		at = innermost(u.expr)
	case "typednil":
		if !c.isNil(u.expr) || !c.isOwn(c.typeOf(u.expr)) {
			return report.NoFix(unused)
		}
		at = u.expr
	default:
		v := c.variable(u.expr)
		decl := c.vars[v].decl
		switch {
		case decl != nil && !c.vars[v].assigned && ctxtype.IsNamed(v.Type(), "context", "Context"):
			at, prefix = decl, v.Name()+" := "
		case c.removable(u):
			at = u.expr
		default:
			return report.NoFix(unused)
		}
	}
	if c.isUnnamed(at) {
		return report.NoFix("the context parameter of the function has no name")
	}
	if c.isStarted(at, c.variable(u.expr)) && !c.mayStart(u, at) {
		return report.NoFix("a goroutine would be given the context of a request, or none of those in scope")
	}
	text, edits := c.replacement(u, at)
	edits = append(edits, analysis.TextEdit{Pos: at.Pos(), End: at.End(), NewText: []byte(prefix + text)})
	return report.Fix{Message: "Use " + text, Edits: edits}
}

// unused is why an expression is not replaced.
const unused report.Refusal = "a variable, a function or an import may be left without use"

// isStarted reports whether a go statement around at, or one that mentions the
// variable v, hands the context to a goroutine.
func (c *checker) isStarted(at ast.Node, v *types.Var) bool {
	cur, ok := c.pass.Root().FindByPos(at.Pos(), at.End())
	if !ok {
		return false
	}
	for fn := range cur.Enclosing((*ast.FuncDecl)(nil)) {
		for start := range fn.Preorder((*ast.GoStmt)(nil)) {
			if start.Contains(cur) {
				return true
			}
			for id := range start.Preorder((*ast.Ident)(nil)) {
				if c.pass.TypesInfo.Uses[id.Node().(*ast.Ident)] == types.Object(v) {
					return true
				}
			}
		}
	}
	return false
}

// mayStart reports whether what the fix puts at a place may be given to a
// goroutine: neither the context of a request, which the goroutine may outlive,
// nor context.TODO() in spite of contexts in scope, among which the author has
// to choose.
func (c *checker) mayStart(u *use, at ast.Node) bool {
	if s, ok := c.scope(u, at); ok {
		return ctxtype.IsContext(s.Var.Type())
	}
	own := c.variable(u.context())
	return !slices.ContainsFunc(ctxtype.InScope(c.pass.Pkg, at.Pos()), func(s ctxtype.Source) bool { return s.Var != own })
}

// takesAny reports whether every context can be assigned to t: it asks for no
// further methods.
func takesAny(t types.Type) bool {
	iface, ok := under(t).(*types.Interface)
	return ok && iface.NumMethods() == 4
}

// innermost returns the nil in e, which may stand in conversions.
func innermost(e ast.Expr) ast.Expr {
	e = ast.Unparen(e)
	if call, ok := e.(*ast.CallExpr); ok {
		return innermost(call.Args[0])
	}
	return e
}

// isOwn reports whether the pointer type t points to a type of this package.
func (c *checker) isOwn(t types.Type) bool {
	n, ok := types.Unalias(ctxtype.Deref(t)).(*types.Named)
	return ok && n.Obj().Pkg() == c.pass.Pkg
}

// removable reports whether the expression of u can be replaced without
// leaving a variable behind that is not used.
func (c *checker) removable(u *use) bool {
	e := u.expr
	for {
		sel, ok := e.(*ast.SelectorExpr)
		if !ok {
			break
		}
		e = ast.Unparen(sel.X)
	}
	v := c.variable(e)
	if v == nil {
		return false
	}
	return v.Parent() == c.pass.Pkg.Scope() || c.isParam(u, v) || c.vars[v].compared
}

// isParam reports whether v is a parameter of a function around u.
func (c *checker) isParam(u *use, v *types.Var) bool {
	for fn := u.instr.Parent(); fn != nil; fn = fn.Parent() {
		for _, p := range fn.Params {
			if p.Object() == types.Object(v) {
				return true
			}
		}
	}
	return false
}

// replacement returns the context to use at a place instead of the one of u,
// and the edits that make it known there.
func (c *checker) replacement(u *use, at ast.Node) (string, []analysis.TextEdit) {
	if s, ok := c.scope(u, at); ok {
		return s.Expr, nil
	}
	qualifier, edits := c.pass.Import(at.Pos(), "context")
	return qualifier + "TODO()", edits
}

// instead returns the words for what to pass instead.
func (c *checker) instead(u *use) string {
	if s, ok := c.scope(u, u.expr); ok {
		return s.Expr
	}
	if c.isUnnamed(u.expr) {
		return "the function's own context, whose parameter has no name yet"
	}
	return "a context, context.TODO() if there is none yet"
}

// isUnnamed reports whether a function around at has a context parameter
// without a name, and there is no other context in scope.
func (c *checker) isUnnamed(at ast.Node) bool {
	cur, ok := c.pass.Root().FindByPos(at.Pos(), at.End())
	if !ok || len(ctxtype.InScope(c.pass.Pkg, at.Pos())) > 0 {
		return false
	}
	for fn := range cur.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		var params *ast.FieldList
		switch fn := fn.Node().(type) {
		case *ast.FuncDecl:
			params = fn.Type.Params
		case *ast.FuncLit:
			params = fn.Type.Params
		}
		if slices.ContainsFunc(params.List, func(f *ast.Field) bool {
			unnamed := len(f.Names) == 0 || slices.ContainsFunc(f.Names, func(id *ast.Ident) bool { return report.IsBlank(id) })
			return unnamed && ctxtype.IsContext(c.typeOf(f.Type))
		}) {
			return true
		}
	}
	return false
}

// scope returns the only context in scope, besides the one of u and those that
// may be nil themselves or over by then.
func (c *checker) scope(u *use, at ast.Node) (ctxtype.Source, bool) {
	var sources []ctxtype.Source
	for _, s := range ctxtype.InScope(c.pass.Pkg, at.Pos()) {
		if s.Var != c.variable(u.context()) && c.pass.Alive(s.Var, at.Pos()) {
			sources = append(sources, s)
		}
	}
	if len(sources) != 1 {
		return ctxtype.Source{}, false
	}
	return sources[0], true
}
