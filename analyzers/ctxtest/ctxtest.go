package ctxtest

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"go/version"

	"golang.org/x/tools/go/analysis"
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
	call *ast.CallExpr
	fn   *types.Func
	test *types.Var // the test
}

func run(pass *report.Pass) error {
	c := &checker{Pass: pass, late: make(map[types.Object]bool)}
	var calls []inspector.Cursor
	for cur := range pass.Root().Preorder((*ast.CallExpr)(nil)) {
		fn := typeutil.StaticCallee(pass.TypesInfo, cur.Node().(*ast.CallExpr))
		switch {
		case ctxtype.IsFresh(fn):
			calls = append(calls, cur)
		case isCleanup(fn):
			c.cleanup(cur)
		}
	}
	var uses []use
	for _, cur := range calls {
		if u, ok := c.judge(cur); ok {
			uses = append(uses, u)
		}
	}
	for _, u := range uses {
		c.Report(report.Finding{
			Rule:    "testcontext",
			Pos:     u.call.Pos(),
			End:     u.call.End(),
			Message: fmt.Sprintf("context.%s does not end with the test: use %s.Context()", u.fn.Name(), u.test.Name()),
			Fix:     c.fix(u, uses),
		})
	}
	return nil
}

type checker struct {
	*report.Pass
	late map[types.Object]bool // variables that are used after the end of a test
}

// isCleanup reports whether fn is the method Cleanup of a test.
func isCleanup(fn *types.Func) bool {
	return fn != nil && fn.Name() == "Cleanup" && ctxtype.Path(fn.Pkg()) == "testing"
}

// cleanup notes the variables that the function given to a call of Cleanup
// uses, be it a literal or a variable.
func (c *checker) cleanup(cur inspector.Cursor) {
	for arg := range cur.Preorder((*ast.Ident)(nil)) {
		if v, ok := c.TypesInfo.Uses[arg.Node().(*ast.Ident)].(*types.Var); ok {
			c.late[v] = true
		}
	}
}

// judge reports whether the call of Background or TODO at cur could be one of
// t.Context.
func (c *checker) judge(cur inspector.Cursor) (use, bool) {
	call := cur.Node().(*ast.CallExpr)
	u := use{call: call, fn: typeutil.StaticCallee(c.TypesInfo, call)}
	u.test = c.test(cur)
	if u.test == nil {
		return u, false // no test, or none with a name
	}
	// Have: a context of nothing in a function that has a test.
	switch {
	case !c.hasContext(u.test.Type(), call.Pos()):
		return u, false // before Go 1.24
	case c.inCleanup(cur):
		c.Silent("testcontext", call.Pos(), "it runs after the end of the test's context")
		return u, false
	case c.usedLate(cur):
		c.Silent("testcontext", call.Pos(), "a function given to Cleanup uses it")
		return u, false
	case compared(cur):
		c.Silent("testcontext", call.Pos(), "it is only compared with")
		return u, false
	}
	return u, true
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

// inCleanup reports whether cur stands in a function given to Cleanup, or in
// a literal that is kept in a variable that is.
func (c *checker) inCleanup(cur inspector.Cursor) bool {
	for enc := range cur.Enclosing((*ast.CallExpr)(nil), (*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil)) {
		switch n := enc.Node().(type) {
		case *ast.CallExpr:
			if isCleanup(typeutil.StaticCallee(c.TypesInfo, n)) {
				return true
			}
		case *ast.AssignStmt:
			for i, rhs := range n.Rhs {
				if _, isLit := rhs.(*ast.FuncLit); isLit && len(n.Lhs) == len(n.Rhs) && c.late[c.object(n.Lhs[i])] {
					return true
				}
			}
		}
	}
	return false
}

// object returns the variable that e is.
func (c *checker) object(e ast.Expr) types.Object {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	return c.TypesInfo.ObjectOf(id)
}

// usedLate reports whether the value of the statement around cur is kept in a
// context, or in something made with it, that a function given to Cleanup
// uses. Values that cannot hold a context do not matter.
func (c *checker) usedLate(cur inspector.Cursor) bool {
	for enc := range cur.Enclosing((*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil), (*ast.FuncLit)(nil)) {
		var names []ast.Expr
		switch n := enc.Node().(type) {
		case *ast.AssignStmt:
			names = n.Lhs
		case *ast.ValueSpec:
			for _, id := range n.Names {
				names = append(names, id)
			}
		}
		for _, name := range names {
			obj := c.object(name)
			if obj == nil || !c.late[obj] || ctxtype.IsCancelShaped(obj.Type()) {
				continue
			}
			if _, basic := obj.Type().Underlying().(*types.Basic); !basic && !ctxtype.IsError(obj.Type()) {
				return true
			}
		}
		return false // only the nearest statement
	}
	return false
}

// compared reports whether the call at cur is an operand of a comparison.
func compared(cur inspector.Cursor) bool {
	b, ok := cur.Parent().Node().(*ast.BinaryExpr)
	return ok && (b.Op == token.EQL || b.Op == token.NEQ)
}

// fix returns the fix that writes t.Context(). In the body of a test it is the
// same to its callees until the test ends. Where all that a file uses package
// context for would go, the import would be left over: there, none is
// offered.
func (c *checker) fix(u use, uses []use) *analysis.SuggestedFix {
	file := c.File(u.call.Pos())
	going := make(map[*ast.Ident]bool)
	for _, v := range uses {
		if sel, ok := ast.Unparen(v.call.Fun).(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok {
				going[id] = true
			}
		} else {
			return nil // a dot import
		}
	}
	for id, obj := range c.TypesInfo.Uses {
		pkg, ok := obj.(*types.PkgName)
		if ok && ctxtype.Path(pkg.Imported()) == "context" && file.FileStart <= id.Pos() && id.Pos() < file.FileEnd && !going[id] {
			return &analysis.SuggestedFix{
				Message:   "use the context of the test",
				TextEdits: []analysis.TextEdit{{Pos: u.call.Pos(), End: u.call.End(), NewText: []byte(u.test.Name() + ".Context()")}},
			}
		}
	}
	return nil
}
