package ctxparam

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/analysis"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/demand"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
)

// misnamed returns the finding about the i-th parameter of s, a context, if
// its name is none for a context.
func (c *checker) misnamed(s *signature, i int) (f report.Finding, ok bool) {
	p := s.params[i]
	name := p.name()
	several := len(s.contexts()) > 1
	if name == "" || name == "ctx" || several && tellsApart(name) || name == "parent" && c.makesContext(s) {
		return f, false
	}
	if !c.free(s, p, "name", demand.Elsewhere) {
		return f, false
	}
	f = report.Finding{
		Rule: "name",
		Pos:  p.ident.Pos(),
		End:  p.ident.End(),
	}
	switch {
	case name == "context":
		f.Message = fmt.Sprintf("the parameter %q of %s hides the package context: call it ctx", name, c.describe(s))
	case c.declaresOwn(s, c.TypesInfo.Defs[p.ident]):
		c.Silent("name", f.Pos, "the function declares its own ctx from it")
		return f, false
	case several:
		f.Message = fmt.Sprintf("the context parameter %q of %s is one of several: call it ctx, parent or by a name that ends in Ctx", name, c.describe(s))
	case strings.HasSuffix(name, "Ctx") && c.nested(s):
		c.Silent("name", f.Pos, "the function around the literal has its own ctx")
		return f, false
	case c.taken(s):
		f.Level = settings.Opinion
		f.Message = fmt.Sprintf("the context parameter %q of %s has an unusual name, for another one is called ctx", name, c.describe(s))
	case strings.HasSuffix(name, "Ctx"):
		f.Level = settings.Opinion
		f.Message = fmt.Sprintf("the only context parameter of %s is called %q: call it ctx", c.describe(s), name)
	default:
		f.Message = fmt.Sprintf("the context parameter %q of %s has an unusual name: call it ctx", name, c.describe(s))
	}
	return f, true
}

// tellsApart reports whether name says which one of several contexts it is.
func tellsApart(name string) bool { return name == "parent" || strings.HasSuffix(name, "Ctx") }

// makesContext reports whether a result of s is a context: the parameter is
// its parent, as package context calls it.
func (c *checker) makesContext(s *signature) bool {
	if s.typ.Results == nil {
		return false
	}
	return slices.ContainsFunc(s.typ.Results.List, func(f *ast.Field) bool {
		t := c.TypesInfo.TypeOf(f.Type)
		return t != nil && ctxtype.Implements(t)
	})
}

// contexts returns the context parameters of s.
func (s *signature) contexts() []param {
	var contexts []param
	for _, p := range s.params {
		if p.context {
			contexts = append(contexts, p)
		}
	}
	return contexts
}

// taken reports whether the receiver or a parameter of s is called ctx that is
// no context, so that another name has to do for one.
func (c *checker) taken(s *signature) bool {
	for _, p := range s.params {
		if !p.context && p.name() == "ctx" {
			return true
		}
	}
	decl, ok := s.owner.(*ast.FuncDecl)
	return ok && decl.Recv != nil && len(decl.Recv.List) == 1 && declares(decl.Recv.List[0].Names)
}

// nested reports whether s is the signature of a literal where the functions
// around it have a variable called ctx.
func (c *checker) nested(s *signature) bool {
	lit, ok := s.owner.(*ast.FuncLit)
	if !ok {
		return false
	}
	scope := c.TypesInfo.Scopes[s.typ]
	if scope == nil || scope.Parent() == nil {
		return false
	}
	at, obj := scope.Parent().LookupParent("ctx", lit.Pos())
	_, isVar := obj.(*types.Var)
	return isVar && at != c.Pkg.Scope()
}

// declaresOwn reports whether the function with the signature s has a ctx
// beside the parameter obj, made from it: a variable that is defined by an
// expression that mentions obj or what was made from it, a parameter of a
// literal that is called with it or handed over beside it, or a result of the
// function itself.
func (c *checker) declaresOwn(s *signature, obj types.Object) bool {
	if s.typ.Results != nil {
		for _, f := range s.typ.Results.List {
			if declares(f.Names) {
				return true
			}
		}
	}
	if s.body == nil || obj == nil {
		return false
	}
	own := false
	made := map[types.Object]bool{obj: true}
	mentions := func(exprs ...ast.Expr) bool {
		found := false
		for _, e := range exprs {
			ast.Inspect(e, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				found = found || ok && made[c.TypesInfo.Uses[id]]
				_, isLit := n.(*ast.FuncLit)
				return !found && !isLit
			})
		}
		return found
	}
	define := func(e ast.Expr) {
		id, ok := ast.Unparen(e).(*ast.Ident)
		if !ok {
			return
		}
		v := c.TypesInfo.ObjectOf(id)
		if v == nil || v.Pos() < s.body.Pos() || s.body.End() < v.Pos() {
			return // blank, or not a variable of this function
		}
		made[v] = true
		own = own || v.Name() == "ctx"
	}
	ast.Inspect(s.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if mentions(n.Rhs...) {
				for _, lhs := range n.Lhs {
					define(lhs)
				}
			}
		case *ast.ValueSpec:
			if mentions(n.Values...) {
				for _, name := range n.Names {
					define(name)
				}
			}
		case *ast.RangeStmt:
			if n.Key != nil && mentions(n.X) {
				define(n.Key)
				if n.Value != nil {
					define(n.Value)
				}
			}
		case *ast.CallExpr:
			own = own || givesOwn(n) && (mentions(n.Fun) || mentions(n.Args...))
		}
		return !own
	})
	return own
}

// givesOwn reports whether a literal with a parameter called ctx is called or
// handed over.
func givesOwn(call *ast.CallExpr) bool {
	for _, e := range append([]ast.Expr{call.Fun}, call.Args...) {
		if lit, ok := ast.Unparen(e).(*ast.FuncLit); ok {
			for _, f := range lit.Type.Params.List {
				if declares(f.Names) {
					return true
				}
			}
		}
	}
	return false
}

// declares reports whether one of names is ctx.
func declares(names []*ast.Ident) bool {
	for _, name := range names {
		if name.Name == "ctx" {
			return true
		}
	}
	return false
}

// rename returns the fix that calls the i-th parameter of s ctx.
func (c *checker) rename(s *signature, i int) report.Fix {
	edits, why := c.renaming(s, i)
	if why != "" {
		return report.NoFix(why)
	}
	return report.Fix{Message: fmt.Sprintf("Rename %s to ctx", s.params[i].name()), Edits: edits}
}

// renaming returns the edits that call the i-th parameter of s ctx, or says why
// that is not safe. It is if neither the identifiers that denote the parameter,
// which are known in a package that compiles, nor others change
// their meaning, because nothing else is called ctx in the function or where
// it stands. The names of parameters are part of no type, so that nobody
// outside can tell, but for assembly, which knows them by name. Which of
// several contexts becomes ctx is the author's choice unless the others are
// named well. What a comment says of the parameter by its name must stay true.
func (c *checker) renaming(s *signature, i int) (edits []analysis.TextEdit, why report.Refusal) {
	p := s.params[i]
	obj, scope := c.TypesInfo.Defs[p.ident], c.TypesInfo.Scopes[s.typ]
	if scope == nil {
		return nil, report.IllTyped
	}
	for _, other := range s.contexts() {
		if other.ident != p.ident && other.name() != "" && !tellsApart(other.name()) {
			return nil, "which of several contexts is ctx, only the author can say"
		}
	}
	if c.isCommentedOn(s, p.name()) {
		return nil, "a comment mentions the parameter by its name"
	}
	if _, isTaken := scope.LookupParent("ctx", token.NoPos); isTaken != nil {
		return nil, taken
	}
	edits = append(edits, renamed(p.ident))
	if _, isDecl := s.owner.(*ast.FuncDecl); isDecl && s.body == nil {
		return nil, assembly
	}
	if s.body == nil {
		return edits, ""
	}
	ast.Inspect(s.body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		switch {
		case !ok:
		case c.TypesInfo.Uses[id] == obj:
			edits = append(edits, renamed(id))
		case id.Name == "ctx" && c.isVariable(id):
			why = taken
		}
		return why == ""
	})
	return edits, why
}

// Why a parameter keeps its name or its place.
const (
	taken    report.Refusal = "something else is called ctx in the function, around it or in the package"
	assembly report.Refusal = "the function is written in assembly, which knows its parameters"
)

// isCommentedOn reports whether the comment above the function, interface method
// or type with the signature s, or one in its body, mentions a parameter by
// name. The word context is not taken for a name.
func (c *checker) isCommentedOn(s *signature, name string) bool {
	if name == "context" {
		return false
	}
	above := c.Line(s.typ.Pos()) - 1
	return slices.ContainsFunc(c.File(s.typ.Pos()).Comments, func(g *ast.CommentGroup) bool {
		inside := s.body != nil && c.Line(s.body.Lbrace) < c.Line(g.Pos()) && g.End() <= s.body.End()
		return (inside || c.Line(g.End()) == above) && slices.Contains(words(g), name)
	})
}

// words returns the words of a comment.
func words(g *ast.CommentGroup) []string {
	var all []string
	for _, comment := range g.List {
		all = append(all, strings.FieldsFunc(comment.Text, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
	}
	return all
}

// isVariable reports whether id declares or uses something that an identifier
// in scope can denote: no field, method or label.
func (c *checker) isVariable(id *ast.Ident) bool {
	switch obj := c.TypesInfo.ObjectOf(id).(type) {
	case *types.Var:
		return !obj.IsField()
	case *types.Func, *types.Label:
		return false // a method, for functions are declared around the function
	}
	return true
}

func renamed(id *ast.Ident) analysis.TextEdit {
	return analysis.TextEdit{Pos: id.Pos(), End: id.End(), NewText: []byte("ctx")}
}
