package ctxcancel

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// deferFix returns the fix that defers the cancel function of a right behind
// the acquisition, giving it a name first if it has none; a refusal where that
// is not certain to be right.
//
// It is right if the acquisition is a statement of its own that runs at most
// once in a call of fn, and nothing that is bound to the context can be alive
// when fn returns: then the only difference is that the context is released.
// A second call of a cancel function does nothing, so releases further down
// do not matter.
func (c *checker) deferFix(fn *ssa.Function, a summary.Acquisition) report.Fix {
	if fn.Synthetic != "" {
		return report.NoFix("it is acquired outside of any function")
	}
	if c.graph(fn).InnerLoop(a.Call.Block()) != nil {
		return report.NoFix(pilesUp)
	}
	if a.Context != nil && !c.s.KeepsNothing(a.Context) {
		return report.NoFix(outlives)
	}
	cur, ok := c.CallAt(a.Call.Pos())
	if !ok {
		return report.NoFix(noStatement)
	}
	assign, ok := cur.Parent().Node().(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 {
		return report.NoFix(noStatement)
	}
	switch around := cur.Parent().Parent().Node().(type) {
	case *ast.BlockStmt:
		if c.Line(around.Rbrace) == c.Line(assign.End()) {
			return report.NoFix("there is no line behind the acquisition")
		}
	case *ast.CaseClause, *ast.CommClause:
	default:
		return report.NoFix("the acquisition is in the head of a statement, or has a label")
	}
	target, ok := c.target(assign, a)
	if !ok {
		return report.NoFix("the cancel function is kept in a field or an element")
	}
	behind, ok := c.certain(cur.Parent(), a)
	if !ok {
		return report.NoFix("there may be no cancel function, where the acquisition fails")
	}

	var edits []analysis.TextEdit
	name := target.Name
	if name == "_" {
		if a.Context == nil {
			return report.NoFix(outlives) // nothing tells what would end
		}
		if assign.Tok != token.DEFINE {
			if !c.redeclarable(assign) {
				return report.NoFix("a name for the cancel function needs :=, which would declare the context anew")
			}
			if report.HasGoto(fn.Syntax()) {
				return report.NoFix("a name for the cancel function needs :=, which a goto may jump over")
			}
			edits = append(edits, analysis.TextEdit{Pos: assign.TokPos, End: assign.TokPos + 1, NewText: []byte(":=")})
		}
		name = c.FreeName(assign.Pos(), "cancel")
		edits = append(edits, analysis.TextEdit{Pos: target.Pos(), End: target.End(), NewText: []byte(name)})
	}
	call := name + "()"
	if !isNullary(a) {
		call = name + "(nil)" // a CancelCauseFunc: the cause is context.Canceled
	}
	at := c.EndOfLine(behind)
	edits = append(edits, analysis.TextEdit{Pos: at, End: at, NewText: []byte("\n" + c.Indent(assign) + "defer " + call)})
	where := "right here"
	if behind != ast.Stmt(assign) {
		where = "behind the test of the error"
	}
	return report.Fix{Message: fmt.Sprintf("write defer %s %s", call, where), Edits: edits}
}

// Why there is no fix, in more than one place.
const (
	outlives    report.Refusal = "the context, or what is bound to it, may be in use when the function returns"
	pilesUp     report.Refusal = "in a loop deferred calls pile up"
	noStatement report.Refusal = "the acquisition is no assignment of its own"
)

// redeclarable reports whether all variables that assign gives a value were
// declared in the same block, so that := gives them that value too.
func (c *checker) redeclarable(assign *ast.AssignStmt) bool {
	scope := c.Pkg.Scope().Innermost(assign.Pos())
	for _, lhs := range assign.Lhs {
		id, ok := lhs.(*ast.Ident)
		if !ok || id.Name != "_" && c.TypesInfo.Uses[id] != scope.Lookup(id.Name) {
			return false
		}
	}
	return true
}

// target returns the identifier to which the cancel function is assigned.
func (c *checker) target(assign *ast.AssignStmt, a summary.Acquisition) (*ast.Ident, bool) {
	i := a.Result
	if i >= len(assign.Lhs) {
		return nil, false
	}
	id, ok := assign.Lhs[i].(*ast.Ident)
	return id, ok
}

// certain returns the statement behind which the cancel function of a is there
// for sure: the assignment, or the one next to it that leaves the function if
// there is an error. It reports false if that is neither: a deferred call of a
// nil function panics.
func (c *checker) certain(assign inspector.Cursor, a summary.Acquisition) (ast.Stmt, bool) {
	stmt := assign.Node().(*ast.AssignStmt)
	if obj := summary.Callee(&a.Call.Call); obj != nil && ctxtype.Derives(obj) {
		return stmt, true
	}
	if a.Func != nil && slices.ContainsFunc(*a.Func.Referrers(), isNilTest) {
		return nil, false
	}
	tells := false
	for result := range a.Call.Call.Signature().Results().Variables() {
		tells = tells || ctxtype.IsBool(result.Type()) || ctxtype.IsErrorKind(result.Type()) && !ctxtype.IsContext(result.Type())
	}
	if !tells {
		return stmt, true
	}
	next, ok := assign.NextSibling()
	if !ok {
		return nil, false
	}
	guard, ok := next.Node().(*ast.IfStmt)
	if !ok || guard.Init != nil || guard.Else != nil || len(guard.Body.List) == 0 {
		return nil, false
	}
	_, leaves := guard.Body.List[len(guard.Body.List)-1].(*ast.ReturnStmt)
	cond, ok := guard.Cond.(*ast.BinaryExpr)
	if !leaves || !ok || cond.Op != token.NEQ || !c.TypesInfo.Types[cond.Y].IsNil() {
		return nil, false
	}
	tested, ok := cond.X.(*ast.Ident)
	return guard, ok && slices.ContainsFunc(stmt.Lhs, func(lhs ast.Expr) bool {
		id, ok := lhs.(*ast.Ident)
		return ok && c.TypesInfo.ObjectOf(id) == c.TypesInfo.ObjectOf(tested) && ctxtype.IsErrorKind(c.TypesInfo.TypeOf(id))
	})
}

// isNilTest reports whether instr compares something with nil.
func isNilTest(instr ssa.Instruction) bool {
	test, ok := instr.(*ssa.BinOp)
	return ok && (flow.IsNil(test.X) || flow.IsNil(test.Y))
}

// isNullary reports whether the cancel function takes no cause.
func isNullary(a summary.Acquisition) bool { return a.Signature().Params().Len() == 0 }
