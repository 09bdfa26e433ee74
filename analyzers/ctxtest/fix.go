package ctxtest

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
)

// fixes returns for each of the uses in a file the fix that writes t.Context()
// instead, if there is one.
func (c *checker) fixes(uses []use) []report.Fix {
	all := make([]report.Removal, len(uses))
	for i, u := range uses {
		sel, ok := ast.Unparen(u.call.Fun).(*ast.SelectorExpr)
		if c.Silenced("testcontext", u.call.Pos()) {
			continue
		}
		if !ok {
			all[i].Fix = report.NoFix("the import of package context by a dot may be left without use")
			continue
		}
		if why := c.outlives(u); why != "" {
			all[i].Fix = report.NoFix(why)
			continue
		}
		all[i].Fix = report.Fix{
			Message: "Use the context of the test",
			Edits:   []analysis.TextEdit{{Pos: u.call.Pos(), End: u.call.End(), NewText: []byte(u.test.Name() + ".Context()")}},
		}
		if id, ok := sel.X.(*ast.Ident); ok {
			all[i].Gone = []*ast.Ident{id}
		}
	}
	return c.Removals("context", all)
}

// outlives says who may use u when the context of the test has ended, which
// else does for it what one does that never ends; "" if nobody does. The
// literals between u and the function of the test must run where they
// stand, and the value must not leave that function, be it by a return, a
// channel, a field or a goroutine, for whoever gets it may live longer. What
// functions do that are called with it is part of the test, but those that are
// given the test too, and cannot be seen, may call its Cleanup. What is exported
// may be called there by functions that cannot be seen.
func (c *checker) outlives(u use) report.Refusal {
	if c.comparesContexts() {
		return "the tests compare contexts, or have a mock do so, and that of a test is not equal to others"
	}
	l := c.findLate()
	if c.goesTo(l.out, u.cur) {
		return leavesTest
	}
	lent := c.goesTo(l.lent, u.cur) || c.isArgument(l.lent, u.cur) || isGiven(u.cur, func(call *ast.CallExpr, _ int) bool { return c.knowsTest(call) })
	if lent && !c.endsInTest(u.cur) {
		return "a function that is given the test too may use it in a Cleanup"
	}
	for at := u.cur; ; at = at.Parent() {
		switch n := at.Node().(type) {
		case *ast.ReturnStmt, *ast.SendStmt, *ast.GoStmt:
			if c.leaves(n, u.cur) {
				return leavesTest
			}
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				if v := c.variable(lhs); v == nil && !report.IsBlank(lhs) || v != nil && v.Parent() == c.Pkg.Scope() {
					return leavesTest
				}
			}
		case *ast.FuncLit:
			if c.declares(n.Type, u.test) {
				return ""
			}
			if !c.runsInPlace(at) {
				return "the function literal may run behind the end of the test"
			}
		case *ast.FuncDecl: // of the test
			if isOffered(n.Name) {
				return "other packages may call the function in a Cleanup"
			}
			return ""
		}
	}
}

// comparesContexts reports whether tests of the package compare contexts, or
// hand them to functions that may, as mocks do that are told what to expect:
// all fresh contexts are equal, those of tests are not.
func (c *checker) comparesContexts() bool {
	if c.compares != nil {
		return *c.compares
	}
	found := false
	c.compares = &found
	for cur := range c.Root().Preorder((*ast.Ident)(nil), (*ast.CallExpr)(nil)) {
		t := c.TypesInfo.TypeOf(cur.Node().(ast.Expr))
		if t == nil || !ctxtype.IsContext(t) || !c.Index.Test(cur.Node().Pos()) || c.isContextWanted(cur) {
			continue
		}
		switch n := cur.Parent().Node().(type) {
		case *ast.BinaryExpr:
			found = found || !c.TypesInfo.Types[n.X].IsNil() && !c.TypesInfo.Types[n.Y].IsNil()
		case *ast.CallExpr:
			found = found || !c.prints(n)
		}
	}
	return found
}

// prints reports whether call is one of a package that prints what it is given.
func (c *checker) prints(call *ast.CallExpr) bool {
	obj := typeutil.Callee(c.TypesInfo, call)
	return obj != nil && obj.Pkg() != nil && slices.Contains([]string{"fmt", "log", "testing"}, obj.Pkg().Path())
}

// isOffered reports whether a function of that name may be called by other
// packages: it is exported, and no test that package testing or a suite calls.
func isOffered(name *ast.Ident) bool {
	return name.IsExported() && !slices.ContainsFunc([]string{"Test", "Benchmark", "Fuzz"}, func(prefix string) bool {
		return strings.HasPrefix(name.Name, prefix)
	})
}

// leavesTest is why the context of the test may be over when it is used.
const leavesTest report.Refusal = "what the test returns, stores, sends or starts may use it behind the end of the test"

// endsInTest reports whether what is derived at cur has a cancel function that
// is deferred, so that it is over before any Cleanup anyway.
func (c *checker) endsInTest(cur inspector.Cursor) bool {
	for assign := range cur.Enclosing((*ast.AssignStmt)(nil)) {
		lhs := assign.Node().(*ast.AssignStmt).Lhs
		cancel := c.variable(lhs[len(lhs)-1])
		if cancel == nil || !ctxtype.IsCancel(cancel.Type()) {
			return false
		}
		for next, ok := assign.NextSibling(); ok; next, ok = next.NextSibling() {
			if d, ok := next.Node().(*ast.DeferStmt); ok && c.variable(d.Call.Fun) == cancel {
				return true
			}
		}
		return false
	}
	return false
}

// leaves reports whether a statement that returns, sends or starts something
// does so with a value that may hold the context at cur.
func (c *checker) leaves(stmt ast.Node, cur inspector.Cursor) bool {
	ret, ok := stmt.(*ast.ReturnStmt)
	if !ok {
		return true
	}
	for _, e := range ret.Results {
		if t := c.TypesInfo.TypeOf(e); e.Pos() <= cur.Node().Pos() && cur.Node().End() <= e.End() && t != nil && !mayHold(t) {
			return false
		}
	}
	return true
}

// declares reports whether v is a parameter of a function of type fn.
func (c *checker) declares(fn *ast.FuncType, v *types.Var) bool {
	for _, f := range fn.Params.List {
		for _, name := range f.Names {
			if c.TypesInfo.Defs[name] == v {
				return true
			}
		}
	}
	return false
}

// runsInPlace reports whether the literal at cur is only called in the
// function around it, or deferred: at once, or by a variable.
func (c *checker) runsInPlace(cur inspector.Cursor) bool {
	if v := c.kept(cur); v != nil {
		for fn := range cur.Enclosing((*ast.FuncDecl)(nil)) {
			for id := range fn.Preorder((*ast.Ident)(nil)) {
				if c.TypesInfo.Uses[id.Node().(*ast.Ident)] == v && !isCalled(id) {
					return false
				}
			}
			return true
		}
	}
	return isCalled(cur)
}

// isCalled reports whether the function at cur is called and not started.
func isCalled(cur inspector.Cursor) bool {
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	return cur.ParentEdgeKind() == edge.CallExpr_Fun && cur.Parent().ParentEdgeKind() != edge.GoStmt_Call
}
