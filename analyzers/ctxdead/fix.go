package ctxdead

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/summary"
)

// doneFix returns the fix that derives the context v from
// context.WithoutCancel of its parent, which is done. What v was given by
// WithTimeout or WithDeadline still bounds it, so nothing waits for ever; the
// values are kept; and what failed at once has its time. A context derived
// otherwise would have no end, and gets no fix.
func (c *checker) doneFix(v, done ssa.Value) *analysis.SuggestedFix {
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
	if !c.same(call.Call.Args[0], done) {
		return nil // further up
	}
	cur, ok := c.CallAt(call.Pos())
	if !ok {
		return nil
	}
	parent := cur.Node().(*ast.CallExpr).Args[0]
	qualifier, edits := c.Import(parent.Pos(), "context")
	if len(edits) > 0 {
		return nil // the package is there already, or not under a name
	}
	return &analysis.SuggestedFix{
		Message: "detach it from the context that is over",
		TextEdits: []analysis.TextEdit{
			{Pos: parent.Pos(), End: parent.Pos(), NewText: []byte(qualifier + "WithoutCancel(")},
			{Pos: parent.End(), End: parent.End(), NewText: []byte(")")},
		},
	}
}
