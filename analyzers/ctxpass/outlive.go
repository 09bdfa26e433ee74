package ctxpass

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// outlived is why a call is not given the context in scope.
const outlived report.Refusal = "what is made is kept, returned, used in a goroutine or not waited for, and may need its context for longer"

// outlives reports whether what call makes with its context, or with what is
// derived from that, may be in use when the function s is the scope of has
// returned, and with that perhaps the context in scope is over: it is stored,
// mentioned in a goroutine or a timer, or started and not waited for. Plain
// data need no context. A sibling with a context returns what is its caller's
// to end; whoever passed a fresh context may have had a reason, so that there
// returned says to take what is returned for kept.
func (c *checker) outlives(s *scope, call inspector.Cursor, returned bool) bool {
	o := outliving{c, call, s.fn.Syntax(), returned, make(map[ast.Node]bool)}
	return o.lives(call)
}

// outliving is the search of outlives.
type outliving struct {
	*checker
	call     inspector.Cursor
	scope    ast.Node // the function whose context may be over when it has returned
	returned bool
	seen     map[ast.Node]bool
}

// lives reports whether the value of the expression at cur, or what is made of
// it, lives on.
func (o *outliving) lives(cur inspector.Cursor) bool {
	if o.seen[cur.Node()] || !o.isLive(cur) {
		return false
	}
	o.seen[cur.Node()] = true
	parent := cur.Parent()
	switch kind, i := cur.ParentEdge(); kind {
	case edge.ParenExpr_X, edge.StarExpr_X, edge.UnaryExpr_X, edge.TypeAssertExpr_X, edge.IndexExpr_X, edge.SliceExpr_X, edge.CallExpr_Fun:
		return o.lives(parent)
	case edge.CallExpr_Args:
		fn, ok := typeutil.Callee(o.TypesInfo, parent.Node().(*ast.CallExpr)).(*types.Func)
		if t := o.TypesInfo.TypeOf(cur.Node().(ast.Expr)); ok && ctxtype.IsContext(t) && knowledge.NeedsForCall(fn) {
			return false
		} else if isCommand(t) {
			return true // who is given it may start it
		}
		return o.lives(parent)
	case edge.SelectorExpr_X:
		return parent.Node().(*ast.SelectorExpr).Sel.Name == "Start" || o.lives(parent)
	case edge.CompositeLit_Elts, edge.KeyValueExpr_Key, edge.KeyValueExpr_Value, edge.SendStmt_Value, edge.GoStmt_Call:
		return true
	case edge.AssignStmt_Rhs:
		assign := parent.Node().(*ast.AssignStmt)
		if len(assign.Lhs) == len(assign.Rhs) {
			return o.goesTo(assign.Lhs[i])
		}
		return slices.ContainsFunc(assign.Lhs, o.goesTo)
	case edge.ValueSpec_Values:
		spec := parent.Node().(*ast.ValueSpec)
		if len(spec.Names) == len(spec.Values) {
			return o.goesTo(spec.Names[i])
		}
		return slices.ContainsFunc(spec.Names, func(id *ast.Ident) bool { return o.goesTo(id) })
	case edge.ReturnStmt_Results:
		return o.isReturned(o.TypesInfo.TypeOf(cur.Node().(ast.Expr)))
	}
	return false
}

// goesTo reports whether a value lives on that is assigned to lhs.
func (o *outliving) goesTo(lhs ast.Expr) bool {
	id, ok := ast.Unparen(lhs).(*ast.Ident)
	if !ok {
		return true // a field, an element, or what a pointer points to
	}
	v, ok := o.TypesInfo.ObjectOf(id).(*types.Var)
	if !ok || !ctxtype.MayUseContext(v.Type()) {
		return false // blank, or data
	}
	if v.Pos() < o.scope.Pos() || o.scope.End() <= v.Pos() {
		return true // of the package, or of the function around
	}
	if v.Kind() == types.ResultVar && o.isReturned(v.Type()) {
		return true
	}
	started, waited := false, false
	for fn := range o.call.Enclosing((*ast.FuncDecl)(nil)) {
		for use := range fn.Preorder((*ast.Ident)(nil)) {
			if o.TypesInfo.Uses[use.Node().(*ast.Ident)] != v {
				continue
			}
			if sel, ok := use.Parent().Node().(*ast.SelectorExpr); ok && (sel.Sel.Name == "Start" || sel.Sel.Name == "Wait") {
				started = started || sel.Sel.Name == "Start"
				waited = waited || sel.Sel.Name == "Wait"
				if !o.runsLater(use) {
					continue
				}
			}
			if o.runsLater(use) || o.lives(use) {
				return true
			}
		}
	}
	return started && !waited
}

// isLive reports whether the expression at cur is more than data: a context or
// what may use one. Of several results, one is enough.
func (o *outliving) isLive(cur inspector.Cursor) bool {
	return anyType(o.TypesInfo.TypeOf(cur.Node().(ast.Expr)), ctxtype.MayUseContext)
}

// anyType reports whether is holds for the type of an expression, or for one of
// its types if it has several results. It is nil for what is no value.
func anyType(t types.Type, is func(types.Type) bool) bool {
	if tuple, ok := t.(*types.Tuple); ok {
		return slices.ContainsFunc(slices.Collect(tuple.Variables()), func(v *types.Var) bool { return is(v.Type()) })
	}
	return t != nil && is(t)
}

// isReturned reports whether what is returned lives on longer than the context
// that was given for it: a command, which whoever has it will start, and if
// that is asked all but contexts and what is consumed by whoever asked for it,
// an answer, rows, a stream, a transaction.
func (o *outliving) isReturned(t types.Type) bool {
	return anyType(t, func(t types.Type) bool {
		return isCommand(t) || o.returned && ctxtype.MayUseContext(t) && !ctxtype.IsContext(t) && !isConsumed(t)
	})
}

// isCommand reports whether t is that of a command.
func isCommand(t types.Type) bool { return ctxtype.IsNamed(ctxtype.Deref(t), "os/exec", "Cmd") }

// isConsumed reports whether t is that of an answer, a stream, or a
// transaction, that somebody has asked for.
func isConsumed(t types.Type) bool {
	d := ctxtype.Deref(t)
	return ctxtype.HasMethod(t, "Commit", "Next", "Recv") || ctxtype.IsNamed(d, "net/http", "Response", "Request") || ctxtype.IsNamed(d, "database/sql", "Row", "Stmt")
}

// runsLater reports whether id is in a goroutine, or in a literal for a timer
// or for the end of a context, that does not hold the call, too.
func (o *outliving) runsLater(id inspector.Cursor) bool {
	for start := range id.Enclosing((*ast.GoStmt)(nil), (*ast.CallExpr)(nil)) {
		if start.Contains(o.call) {
			return false
		}
		switch n := start.Node().(type) {
		case *ast.GoStmt:
			return true
		case *ast.CallExpr:
			fn := typeutil.Callee(o.TypesInfo, n)
			if ctxtype.IsFunc(fn, "time", "AfterFunc") || ctxtype.IsFunc(fn, "context", "AfterFunc") {
				return true
			}
		}
	}
	return false
}

// boundOn reports whether something goes on with the context v, or with what
// is derived from it, when a call that is handed it has returned.
func (c *checker) boundOn(v ssa.Value) bool {
	return slices.ContainsFunc(c.facts.Sinks(v), func(s summary.Sink) bool {
		call, ok := s.Instr.(*ssa.Call)
		return ok && s.Kind == summary.SinkPassed && c.facts.BoundOn(&call.Call)
	})
}
