package ctxpass

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
)

// outlived is why a call is not given the context in scope.
const outlived report.Refusal = "what is made is kept, used in a goroutine or not waited for, and may need its context for longer"

// outlives reports whether what a call makes with its context, or with what is
// derived from that, may be in use when the function has returned, and with
// that perhaps the context in scope is over: it is stored, mentioned in a
// goroutine or a timer, or started and not waited for.
// Errors and plain data need no context.
func (c *checker) outlives(call inspector.Cursor) bool {
	return c.isKept(call, make(map[ast.Node]bool))
}

// isKept is outlives, but for the calls that were seen.
func (c *checker) isKept(call inspector.Cursor, seen map[ast.Node]bool) bool {
	if seen[call.Node()] {
		return false
	}
	seen[call.Node()] = true
	switch parent := call.Parent().Node().(type) {
	case *ast.CallExpr:
		return c.isMore(call) && c.isKept(call.Parent(), seen) // as an argument
	case *ast.SelectorExpr:
		return parent.Sel.Name == "Start"
	case *ast.AssignStmt:
		for _, lhs := range parent.Lhs {
			id, ok := ast.Unparen(lhs).(*ast.Ident)
			if !ok || c.isGlobal(c.TypesInfo.ObjectOf(id)) || c.isVarKept(call, c.TypesInfo.ObjectOf(id), seen) {
				return true
			}
		}
	case *ast.ValueSpec:
		for _, id := range parent.Names {
			if c.isVarKept(call, c.TypesInfo.ObjectOf(id), seen) {
				return true
			}
		}
	}
	return false
}

func (c *checker) isGlobal(obj types.Object) bool { return obj != nil && obj.Parent() == c.Pkg.Scope() }

// isMore reports whether what call makes, or a part of it, is more than data.
func (c *checker) isMore(call inspector.Cursor) bool {
	t := c.TypesInfo.TypeOf(call.Node().(ast.Expr))
	if tuple, ok := t.(*types.Tuple); ok { // of which another call makes something
		return slices.ContainsFunc(slices.Collect(tuple.Variables()), func(v *types.Var) bool { return isLive(v.Type()) })
	}
	return t != nil && isLive(t)
}

// isVarKept is isKept for the variable that has what call makes.
func (c *checker) isVarKept(call inspector.Cursor, v types.Object, seen map[ast.Node]bool) bool {
	if v == nil {
		return false // blank
	}
	if !isLive(v.Type()) {
		return false
	}
	started, waited := false, false
	for fn := range call.Enclosing((*ast.FuncDecl)(nil)) {
		for id := range fn.Preorder((*ast.Ident)(nil)) {
			switch {
			case c.TypesInfo.Uses[id.Node().(*ast.Ident)] != v:
			case ctxtype.IsContext(v.Type()):
				if id.ParentEdgeKind() == edge.CallExpr_Args && c.isKept(id.Parent(), seen) {
					return true
				}
			case c.leaves(id) || runsLater(c.TypesInfo, id, call):
				return true
			default:
				if sel, ok := id.Parent().Node().(*ast.SelectorExpr); ok {
					started = started || sel.Sel.Name == "Start"
					waited = waited || sel.Sel.Name == "Wait"
				}
			}
		}
	}
	return started && !waited
}

// lives are the methods of what goes on with the context that it was made with.
var lives = []string{"Close", "CloseSend", "Commit", "Context", "Next", "Read", "Recv", "Stop", "Wait"}

// isLive reports whether a value of type t is more than data: a context, a
// channel, or something that is closed, waited for or read from.
func isLive(t types.Type) bool {
	if _, ok := t.Underlying().(*types.Chan); ok || ctxtype.IsContext(t) {
		return true
	}
	for _, name := range lives {
		if obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name); obj != nil {
			if _, ok := obj.(*types.Func); ok {
				return true
			}
		}
	}
	return false
}

// leaves reports whether the variable at id is stored, sent or made a part of
// something there.
func (c *checker) leaves(id inspector.Cursor) bool {
	for id.ParentEdgeKind() == edge.ParenExpr_X || id.ParentEdgeKind() == edge.UnaryExpr_X {
		if u, ok := id.Parent().Node().(*ast.UnaryExpr); ok && u.Op != token.AND {
			return false
		}
		id = id.Parent()
	}
	switch kind, i := id.ParentEdge(); kind {
	case edge.CompositeLit_Elts, edge.KeyValueExpr_Value, edge.SendStmt_Value:
		return true
	case edge.AssignStmt_Rhs:
		assign := id.Parent().Node().(*ast.AssignStmt)
		lhs, ok := ast.Unparen(assign.Lhs[i]).(*ast.Ident)
		return !ok || c.isGlobal(c.TypesInfo.ObjectOf(lhs))
	}
	return false
}

// runsLater reports whether id is in a goroutine, or in a literal for a timer
// or for the end of a context, that does not hold the call, too.
func runsLater(info *types.Info, id, call inspector.Cursor) bool {
	for start := range id.Enclosing((*ast.GoStmt)(nil), (*ast.CallExpr)(nil)) {
		if start.Contains(call) {
			return false
		}
		switch n := start.Node().(type) {
		case *ast.GoStmt:
			return true
		case *ast.CallExpr:
			fn := typeutil.Callee(info, n)
			if ctxtype.IsFunc(fn, "time", "AfterFunc") || ctxtype.IsFunc(fn, "context", "AfterFunc") {
				return true
			}
		}
	}
	return false
}
