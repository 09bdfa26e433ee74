package ctxparam

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/demand"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
)

//go:embed doc.go
var doc string

// Check describes the analyzer.
var Check = &report.Check{
	Name: "ctxparam",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "first", Level: settings.Default, Doc: "a context parameter that stands behind parameters of another kind"},
		{Name: "name", Level: settings.Default, Doc: "a context parameter that is not called ctx, or hides package context"},
	},
	Run: run,
}

// Analyzer is the check with default settings.
var Analyzer = New(settings.New())

// New returns the check with the given settings.
var New = Check.Analyzer

func run(pass *report.Pass) error {
	if ctxtype.Path(pass.Pkg) == "context" {
		return nil // where contexts are made, they have names of their own
	}
	c := &checker{Pass: pass, demands: demand.New(pass.Pass, pass.Index, pass.Root())}
	for cur := range pass.Root().Preorder((*ast.FuncType)(nil)) {
		if s := c.signature(cur); s != nil {
			c.judge(s)
		}
	}
	return nil
}

type checker struct {
	*report.Pass
	demands *demand.Demands

	unsettled map[types.Object]bool // see isSettled
	unseen    *bool                 // see hasUnseenFiles
	names     map[string]bool       // see isKnownByName
}

// A signature is the signature of a declared function, a literal, a method of
// an interface, or a function type.
type signature struct {
	cur    inspector.Cursor // the *ast.FuncType
	typ    *ast.FuncType
	owner  ast.Node       // the *ast.FuncDecl, the *ast.FuncLit, the *ast.Field of a method, or nil
	body   *ast.BlockStmt // nil if there is none
	params []param
}

// A param is a parameter. In a group of parameters each has its own.
type param struct {
	*ast.Field
	ident   *ast.Ident // nil if it has no name
	typ     types.Type
	context bool
}

// name returns the name of p, "" if it has none or a blank one.
func (p param) name() string {
	if p.ident == nil || p.ident.Name == "_" {
		return ""
	}
	return p.ident.Name
}

// node returns the syntax to report p at.
func (p param) node() ast.Node {
	if p.ident != nil {
		return p.ident
	}
	return p.Type
}

// signature returns the signature of the function type at cur, or nil if it
// has no context parameter. Values that are a context and a testing.TB in one
// count as the latter, which may stand anywhere.
func (c *checker) signature(cur inspector.Cursor) *signature {
	s := &signature{cur: cur, typ: cur.Node().(*ast.FuncType)}
	found := false
	for _, f := range s.typ.Params.List {
		p := param{Field: f, typ: c.TypesInfo.TypeOf(f.Type)}
		p.context = ctxtype.IsContext(p.typ) && !ctxtype.IsTesting(p.typ)
		found = found || p.context
		if len(f.Names) == 0 {
			s.params = append(s.params, p)
		}
		for _, p.ident = range f.Names {
			s.params = append(s.params, p)
		}
	}
	if !found {
		return nil
	}
	switch parent := cur.Parent().Node().(type) {
	case *ast.FuncDecl:
		s.owner, s.body = parent, parent.Body
	case *ast.FuncLit:
		s.owner, s.body = parent, parent.Body
	case *ast.Field:
		if len(parent.Names) == 1 && cur.Parent().Parent().ParentEdgeKind() == edge.InterfaceType_Methods {
			s.owner = parent
		}
	}
	return s
}

// judge reports the context parameters of s that are at fault: one finding
// for each, and if it is at fault in both ways, for its place.
func (c *checker) judge(s *signature) {
	before := -1 // the first parameter that must not stand before a context
	moved := false
	for i, p := range s.params {
		switch {
		case !p.context:
			if before < 0 && !c.mayPrecede(p.typ) {
				before = i
			}
		case before >= 0 && c.wanted("first", settings.Default) && c.free(s, p, "first", demand.Here):
			f := report.Finding{
				Rule:    "first",
				Pos:     p.node().Pos(),
				End:     p.node().End(),
				Message: fmt.Sprintf("the context parameter%s of %s comes after %s: make it the first parameter", quoted(p.name()), c.describe(s), c.describeParam(s.params[before])),
			}
			f.Fix = report.NoFix("the fix of the first one that comes too late moves them all")
			if !moved {
				f.Fix = c.reorder(s, before)
				moved = true
			}
			c.Report(f)
		default:
			if f, ok := c.misnamed(s, i); ok {
				f.Fix = c.rename(s, i)
				c.Report(f)
			}
		}
	}
}

// wanted reports whether a finding of that level is wanted.
func (c *checker) wanted(rule string, level settings.Level) bool {
	return c.Settings.On(c.Check.Name, rule, level)
}

// mayPrecede reports whether a parameter of type t may stand before a context.
func (c *checker) mayPrecede(t types.Type) bool {
	return t == nil || ctxtype.IsTesting(t) || isTestReporter(t) || c.allowed(t)
}

// isTestReporter reports whether t is an interface by which libraries take a
// testing.TB: it has only methods of that, some of which report a failure.
func isTestReporter(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	reports := false
	for m := range i.Methods() {
		switch m.Name() {
		case "Errorf", "Fatalf", "FailNow":
			reports = true
		case "Cleanup", "Error", "Fail", "Failed", "Fatal", "Helper", "Log", "Logf", "Name", "Setenv", "Skip",
			"SkipNow", "Skipf", "Skipped", "TempDir":
		default:
			return false
		}
	}
	return reports
}

// allowed reports whether t is one of the types of -ctxparam.allow-before:
// these name types as users write them, with the package's name or its path.
func (c *checker) allowed(t types.Type) bool {
	list := c.Settings.CtxParam.AllowBefore
	if len(list) == 0 {
		return false
	}
	byName := func(p *types.Package) string { return p.Name() }
	for _, t := range []types.Type{t, types.Unalias(t)} {
		if slices.Contains(list, typeString(t, byName)) || slices.Contains(list, typeString(t, ctxtype.Path)) {
			return true
		}
	}
	return false
}

// typeString is types.TypeString, but for leaving out type arguments.
func typeString(t types.Type, qualifier types.Qualifier) string {
	switch t := t.(type) {
	case *types.Pointer:
		return "*" + typeString(t.Elem(), qualifier)
	case *types.Named:
		if t.Obj().Pkg() != nil {
			return qualifier(t.Obj().Pkg()) + "." + t.Obj().Name()
		}
	}
	return types.TypeString(t, qualifier)
}

// free reports whether the author of the package may change what a rule finds
// in s: nobody asks for the signature, or nobody as strongly as the limit, and
// it is not part of an exported API that is to be left alone.
func (c *checker) free(s *signature, p param, rule string, limit demand.By) bool {
	if by := c.demandOn(s); by >= limit {
		clause := "a type of this package asks for the signature"
		if by == demand.Elsewhere {
			clause = "another package asks for the signature"
		}
		c.Silent(rule, p.node().Pos(), clause)
		return false
	}
	if !c.Settings.CtxParam.Exported && isExported(s.cur) {
		c.Silent(rule, p.node().Pos(), "it is exported (-ctxparam.exported=false)")
		return false
	}
	return true
}

func (c *checker) demandOn(s *signature) demand.By {
	switch owner := s.owner.(type) {
	case *ast.FuncLit:
		return c.demands.Literal(s.cur.Parent())
	case *ast.FuncDecl:
		if fn, ok := c.TypesInfo.Defs[owner.Name].(*types.Func); ok {
			return c.demands.Func(fn)
		}
		return demand.Nobody
	}
	return c.demands.Type(s.cur)
}

// isExported reports whether the function type at cur is part of the exported
// API of its package: all declarations, fields and methods around it are
// exported. What stands in the body of a function is not.
func isExported(cur inspector.Cursor) bool {
	for at := cur; ; at = at.Parent() {
		var names []*ast.Ident
		switch n := at.Node().(type) {
		case *ast.FuncLit:
			if at.ParentEdgeKind() != edge.ValueSpec_Values {
				return false
			}
		case *ast.BlockStmt:
			return false
		case *ast.FuncDecl:
			names = []*ast.Ident{n.Name}
		case *ast.TypeSpec:
			names = []*ast.Ident{n.Name}
		case *ast.ValueSpec:
			names = n.Names
		case *ast.Field:
			if kind := at.Parent().ParentEdgeKind(); kind == edge.StructType_Fields || kind == edge.InterfaceType_Methods {
				names = n.Names
			}
		case *ast.File:
			return true
		}
		if len(names) > 0 && !slices.ContainsFunc(names, (*ast.Ident).IsExported) {
			return false
		}
	}
}

// describe names the function or type that s belongs to.
func (c *checker) describe(s *signature) string {
	switch owner := s.owner.(type) {
	case *ast.FuncDecl:
		if owner.Recv != nil && len(owner.Recv.List) == 1 {
			return "(" + types.ExprString(owner.Recv.List[0].Type) + ")." + owner.Name.Name
		}
		return owner.Name.Name
	case *ast.FuncLit:
		return "the function literal" + in(s.cur.Parent())
	case *ast.Field:
		for at := range s.cur.Enclosing((*ast.TypeSpec)(nil)) {
			return at.Node().(*ast.TypeSpec).Name.Name + "." + owner.Names[0].Name
		}
		return "the method " + owner.Names[0].Name
	}
	for at := s.cur; ; at = at.Parent() {
		switch n := at.Node().(type) {
		case *ast.TypeSpec:
			return "type " + n.Name.Name
		case *ast.ValueSpec:
			return fmt.Sprintf("the type of %q", n.Names[0].Name)
		case *ast.Field:
			if len(n.Names) > 0 {
				return fmt.Sprintf("the type of %q", n.Names[0].Name)
			}
		case *ast.FuncDecl, *ast.FuncLit, *ast.BlockStmt, *ast.File:
			return "the function type" + in(s.cur)
		}
	}
}

// in says in which declaration the node at cur stands.
func in(cur inspector.Cursor) string {
	for at := range cur.Enclosing((*ast.FuncDecl)(nil)) {
		return " in " + at.Node().(*ast.FuncDecl).Name.Name
	}
	return ""
}

func (c *checker) describeParam(p param) string {
	if name := p.name(); name != "" {
		return fmt.Sprintf("%q", name)
	}
	return "one of type " + types.TypeString(p.typ, types.RelativeTo(c.Pkg))
}

// quoted returns name in quotes behind a space, or nothing for no name.
func quoted(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf(" %q", name)
}
