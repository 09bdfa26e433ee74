package ctxdead

import (
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// doneFix returns the fix that derives the context v from
// context.WithoutCancel of its parent, which is done. What v was given by
// WithTimeout or WithDeadline still bounds it, so nothing waits for ever; the
// values are kept; and what failed at once has its time. A context derived
// otherwise would have no end, and gets no fix.
func (c *checker) doneFix(v, done ssa.Value) report.Fix {
	call := c.timeout(v)
	if call == nil {
		return report.NoFix(unbounded)
	}
	if !c.same(call.Call.Args[0], done) {
		return report.NoFix("the timeout is derived from another context in between")
	}
	if !slices.ContainsFunc(c.s.OverAt(call), func(v ssa.Value) bool { return c.same(v, done) }) {
		return report.NoFix("the timeout is derived before the end, and may bound other work")
	}
	cur, ok := c.CallAt(call.Pos())
	if !ok {
		return report.NoFix(unbounded)
	}
	expr := cur.Node().(*ast.CallExpr)
	fun, ok := ast.Unparen(expr.Fun).(*ast.SelectorExpr)
	if !ok || !c.hasWithoutCancel(summary.Callee(&call.Call).Pkg(), expr.Pos()) {
		return report.NoFix("WithoutCancel is not in the package that the timeout comes from, or has no name there")
	}
	parent := expr.Args[0]
	return report.Fix{
		Message: "detach it from the context that is over",
		Edits: []analysis.TextEdit{
			{Pos: parent.Pos(), End: parent.Pos(), NewText: []byte(types.ExprString(fun.X) + ".WithoutCancel(")},
			{Pos: parent.End(), End: parent.End(), NewText: []byte(")")},
		},
	}
}

// hasWithoutCancel reports whether pkg has the function WithoutCancel, which
// golang.org/x/net/context has not, for the version of Go that the file at pos
// is written for.
func (c *checker) hasWithoutCancel(pkg *types.Package, pos token.Pos) bool {
	v := c.TypesInfo.FileVersions[c.File(pos)]
	return pkg.Scope().Lookup("WithoutCancel") != nil && (v == "" || version.Compare(v, "go1.21") >= 0)
}

// unbounded is why a context that is over cannot just be detached.
const unbounded report.Refusal = "no timeout would end what is detached"

// timeout returns the call that gives v its deadline, or nil.
func (c *checker) timeout(v ssa.Value) *ssa.Call {
	leaves := c.s.Leaves(v)
	if len(leaves) != 1 {
		return nil
	}
	ex, ok := leaves[0].(*ssa.Extract)
	if !ok {
		return nil
	}
	call, ok := ex.Tuple.(*ssa.Call)
	if !ok || !ctxtype.IsFunc(summary.Callee(&call.Call), "context", "WithTimeout", "WithTimeoutCause", "WithDeadline", "WithDeadlineCause") {
		return nil
	}
	return call
}
