package ctxcancel

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// name returns what the user calls the cancel function of a, or "".
func (c *checker) name(a summary.Acquisition) string {
	cur, ok := c.CallAt(a.Call.Pos())
	if !ok {
		return ""
	}
	switch n := cur.Parent().Node().(type) {
	case *ast.AssignStmt:
		if len(n.Rhs) == 1 && a.Result < len(n.Lhs) {
			return types.ExprString(n.Lhs[a.Result])
		}
	case *ast.ValueSpec:
		if len(n.Values) == 1 && a.Result < len(n.Names) {
			return n.Names[a.Result].Name
		}
	}
	return ""
}

// returnAt says in words where ret stands.
func (c *checker) returnAt(fn *ssa.Function, ret *ssa.Return) string {
	if !ret.Pos().IsValid() {
		return fmt.Sprintf("the end of the function at line %d", c.Line(returnPos(fn, ret)))
	}
	return fmt.Sprintf("the return at line %d", c.Line(ret.Pos()))
}

// returnPos returns the position of ret; for the implicit one, that of the
// closing brace.
func returnPos(fn *ssa.Function, ret *ssa.Return) token.Pos {
	if ret.Pos().IsValid() {
		return ret.Pos()
	}
	switch n := fn.Syntax().(type) {
	case *ast.FuncDecl:
		return n.Body.Rbrace
	case *ast.FuncLit:
		return n.Body.Rbrace
	}
	return fn.Pos()
}

// callee returns what to call the function that is called in a message.
func (c *checker) callee(call *ssa.CallCommon) string {
	if obj := summary.Callee(call); obj != nil {
		return c.FuncName(obj)
	}
	if name := summary.Name(call.Value); name != "" {
		return name
	}
	return "the call"
}

func quoted(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf("%q ", name)
}

func orIt(name string) string {
	if name == "" {
		return "it"
	}
	return name
}

// advice says what to write: the fix if there is one.
func advice(fix report.Fix) string {
	if fix.Offered() {
		return fix.Message
	}
	return "call it there too, or defer it if nothing that lives on needs the context"
}

// deferIt says where to defer the cancel function of a, which fn acquires: in
// a loop the contexts of all rounds would pile up.
func (c *checker) deferIt(fn *ssa.Function, a summary.Acquisition) string {
	if c.graph(fn).InnerLoop(a.Call.Block()) != nil {
		return "give the round a function of its own that defers it"
	}
	return "defer it right here"
}
