package ctxtest

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"go/version"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
)

//go:embed doc.go
var doc string

// Check describes the analyzer.
var Check = &report.Check{
	Name: "ctxtest",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "testcontext", Level: settings.Opinion, Doc: "context.Background or TODO in a test instead of t.Context"},
	},
	Run: run,
}

// Analyzer is the check with default settings.
var Analyzer = New(settings.New())

// New returns the check with the given settings.
var New = Check.Analyzer

// A use is a call that t.Context could replace.
type use struct {
	cur  inspector.Cursor
	call *ast.CallExpr
	fn   *types.Func
	test *types.Var // the test
}

func run(pass *report.Pass) error {
	if !pass.Settings.On("ctxtest", "testcontext", settings.Opinion) && !pass.Settings.Why {
		return nil
	}
	c := &checker{Pass: pass}
	files := make(map[*ast.File][]use)
	for cur := range pass.Root().Preorder((*ast.CallExpr)(nil)) {
		fn := typeutil.StaticCallee(pass.TypesInfo, cur.Node().(*ast.CallExpr))
		if !ctxtype.IsFresh(fn) {
			continue
		}
		u := use{cur: cur, call: cur.Node().(*ast.CallExpr), fn: fn, test: c.test(cur)}
		if u.test != nil && c.judge(u) {
			file := pass.File(u.call.Pos())
			files[file] = append(files[file], u)
		}
	}
	for _, uses := range files { // Report sorts
		fixes := c.fixes(uses)
		for i, u := range uses {
			c.Report(report.Finding{
				Rule:    "testcontext",
				Pos:     u.call.Pos(),
				End:     u.call.End(),
				Message: fmt.Sprintf("context.%s does not end with the test: use %s.Context()", u.fn.Name(), u.test.Name()),
				Fix:     fixes[i],
			})
		}
	}
	return nil
}

type checker struct {
	*report.Pass
	late     *late
	compares *bool // see comparesContexts
}

// judge reports whether the context of the test could take the place of u.
func (c *checker) judge(u use) bool {
	silent := ""
	switch {
	case !c.hasContext(u.test.Type(), u.call.Pos()):
		silent = "testing has no Context in this version of Go"
	case c.runsLate(u.cur):
		silent = "it runs after the end of the test's context"
	case c.goesTo(c.findLate().vars, u.cur), c.isArgument(c.findLate().given, u.cur):
		silent = "a function given to Cleanup uses it"
	case !c.isContextWanted(u.cur):
		silent = "it is only compared with"
	}
	if silent != "" {
		c.Silent("testcontext", u.call.Pos(), silent)
	}
	return silent == ""
}

// isContextWanted reports whether the place of the call at cur is one for a
// context: not the operand of a comparison, and not an argument for a
// parameter of another type, as of functions that compare.
func (c *checker) isContextWanted(cur inspector.Cursor) bool {
	switch kind, i := cur.ParentEdge(); kind {
	case edge.BinaryExpr_X, edge.BinaryExpr_Y:
		return false
	case edge.CallExpr_Args:
		call := cur.Parent().Node().(*ast.CallExpr)
		sig, ok := c.TypesInfo.TypeOf(call.Fun).(*types.Signature)
		if !ok {
			return true // a conversion
		}
		params := sig.Params()
		if i < params.Len()-1 || i < params.Len() && !sig.Variadic() {
			return ctxtype.IsContext(params.At(i).Type())
		}
		if params.Len() > 0 && sig.Variadic() {
			s, ok := params.At(params.Len() - 1).Type().Underlying().(*types.Slice)
			return ok && ctxtype.IsContext(s.Elem())
		}
	}
	return true
}

// test returns the parameter of the innermost function around cur that is a
// test, if it can be seen there.
func (c *checker) test(cur inspector.Cursor) *types.Var {
	for enc := range cur.Enclosing((*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		var params *ast.FieldList
		switch fn := enc.Node().(type) {
		case *ast.FuncLit:
			params = fn.Type.Params
		case *ast.FuncDecl:
			params = fn.Type.Params
		}
		for _, field := range params.List {
			t := c.TypesInfo.TypeOf(field.Type)
			if t == nil || !ctxtype.IsTesting(t) {
				continue
			}
			if len(field.Names) == 0 || field.Names[0].Name == "_" {
				return nil
			}
			v, ok := c.TypesInfo.Defs[field.Names[0]].(*types.Var)
			if !ok {
				return nil
			}
			scope := c.Pkg.Scope().Innermost(cur.Node().Pos())
			if _, seen := scope.LookupParent(v.Name(), cur.Node().Pos()); seen != v {
				return nil // shadowed
			}
			return v
		}
	}
	return nil
}

// hasContext reports whether a test of type t has a method Context, and the
// file at pos is written for a version of Go in which it has.
func (c *checker) hasContext(t types.Type, pos token.Pos) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, c.Pkg, "Context")
	if _, ok := obj.(*types.Func); !ok {
		return false // testing.M, or an old testing.T
	}
	v := c.TypesInfo.FileVersions[c.File(pos)]
	return v == "" || version.Compare(v, "go1.24") >= 0
}
