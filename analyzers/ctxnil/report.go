package ctxnil

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

// judge reports a use whose value is nil, unless that is meant.
func (c *checker) judge(u *use) {
	rule, level := "flow", settings.Default
	switch {
	case !u.typed && c.isNil(u.context()):
		rule = "literal"
	case u.typed && u.isNil && !u.other:
		rule = "typednil"
	case u.typed && (u.isNil || u.maybe):
		rule, level = "typednil", settings.Strict
	case u.isNil && !u.other && !u.maybe:
	case u.isNil || u.maybe:
		rule, level = "maybe", settings.Strict
	default:
		return // not nil, or not known
	}
	// Have: nil becomes a context. Is it meant?
	if clause := c.meant(u); clause != "" {
		c.pass.Silent(rule, u.expr.Pos(), clause)
		return
	}
	f := report.Finding{Rule: rule, Level: level, Message: c.message(u, rule, level)}
	f.Pos, f.End = report.Range(u.expr)
	if u.method != nil {
		f.Pos, f.End = report.Range(u.method)
	}
	f.Fix = c.fix(u, rule)
	c.pass.Report(f)
}

// context returns the expression that is a nil context: the argument, or the
// receiver of the method that is called.
func (u *use) context() ast.Expr {
	if u.param >= 0 || u.method != nil {
		return u.expr
	}
	if sel, ok := ast.Unparen(u.call.Fun).(*ast.SelectorExpr); ok {
		return ast.Unparen(sel.X)
	}
	return u.expr
}

// meant says why a nil context is no mistake, or returns "".
func (c *checker) meant(u *use) string {
	if !u.typed && c.ifNil(u) == summary.NilTolerated {
		return "the callee tests the parameter for nil"
	}
	if u.typed && c.worksOnNil(c.typeOf(u.expr)) {
		return "the methods of the type work on a nil pointer"
	}
	if !c.pass.Index.Test(u.expr.Pos()) {
		return ""
	}
	instr := u.instr
	if site := c.sites[u.call]; site != nil {
		instr = site
		if c.facts.ExpectsError(site) {
			return "a test expects the error"
		}
	}
	if instr != nil && c.facts.ExpectsPanic(instr) {
		return "a test expects the panic"
	}
	return ""
}

// worksOnNil reports whether the methods of a context do not need their
// receiver: t is a pointer type whose methods ignore it or test it for nil.
func (c *checker) worksOnNil(t types.Type) bool {
	for _, name := range []string{"Deadline", "Done", "Err", "Value"} {
		obj, _, _ := types.LookupFieldOrMethod(t, false, nil, name)
		fn, ok := obj.(*types.Func)
		if !ok {
			return false
		}
		switch c.facts.IfNilObject(fn, 0) {
		case summary.NilTolerated, summary.NilIgnored:
		default:
			return false
		}
	}
	return true
}

// message says what is nil, why, and what to write instead.
func (c *checker) message(u *use, rule string, level settings.Level) string {
	name := types.ExprString(u.context())
	if rule == "typednil" {
		is := "is nil"
		if level != settings.Default {
			is = "may be nil"
		}
		return fmt.Sprintf("the pointer %q %s where it becomes a context: that is not nil then, but its methods panic; make one or use a plain nil", name, is)
	}
	if u.param < 0 {
		var what string
		if u.method != nil {
			what = fmt.Sprintf("the method value %s is taken of", selectorName(u.method))
		} else {
			what = fmt.Sprintf("the method %s is called on", c.calleeName(u.call))
		}
		switch rule {
		case "literal":
			return what + " a nil context: call it on one that exists"
		case "maybe":
			return fmt.Sprintf("%s the context %q, which may be nil: %s", what, name, c.doubt(u))
		}
		return fmt.Sprintf("%s the context %q, which is nil here: %s", what, name, c.reason(u))
	}
	callee := c.calleeName(u.call)
	switch rule {
	case "literal":
		return fmt.Sprintf("nil is passed to %s as its context: pass %s", callee, c.instead(u))
	case "maybe":
		return fmt.Sprintf("the context %q passed to %s may be nil: %s", name, callee, c.doubt(u))
	}
	return fmt.Sprintf("the context %q passed to %s is nil here: %s; pass %s", name, callee, c.reason(u), c.instead(u))
}

// calleeName returns what the user calls the function that is called.
func (c *checker) calleeName(call *ast.CallExpr) string {
	fun := ast.Unparen(call.Fun)
	switch f := fun.(type) {
	case *ast.IndexExpr:
		if c.pass.TypesInfo.Types[f.Index].IsType() {
			fun = f.X
		}
	case *ast.IndexListExpr:
		fun = f.X
	}
	switch f := fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return selectorName(f)
	case *ast.FuncLit:
		return "the function literal"
	}
	return "the function"
}

// selectorName returns what the user calls what sel selects.
func selectorName(sel *ast.SelectorExpr) string {
	switch ast.Unparen(sel.X).(type) {
	case *ast.Ident, *ast.SelectorExpr:
		return types.ExprString(sel)
	}
	return sel.Sel.Name
}

// reason says why a use is nil on all paths.
func (c *checker) reason(u *use) string {
	v := summary.Interface(u.value)
	if call, _ := summary.ResultOf(v); call != nil {
		return calleeOf(&call.Call) + " always returns nil"
	}
	if test := c.test(u, v); test.IsValid() {
		return fmt.Sprintf("the test at line %d says so", c.pass.Line(test))
	}
	if field := summary.FieldAt(v); field != nil {
		return fmt.Sprintf("nothing in this package stores a context in the field %q", field.Name())
	}
	if v := c.variable(u.context()); v != nil && !c.vars[v].assigned {
		return fmt.Sprintf("it is declared at line %d and nothing is assigned to it", c.pass.Line(v.Pos()))
	}
	return "nothing but nil is assigned to it before"
}

// doubt says why a use may be nil.
func (c *checker) doubt(u *use) string {
	call, _ := summary.ResultOf(summary.Interface(u.value))
	switch {
	case call != nil:
		return fmt.Sprintf("%s returns nil on some paths; test what it returns", calleeOf(&call.Call))
	case u.isNil:
		return "it is nil on some path to here; test it, or assign a context on every path"
	}
	return "what it comes from returns nil on some paths; test it"
}

func calleeOf(call *ssa.CallCommon) string {
	if fn := summary.Callee(call); fn != nil {
		return fn.Name()
	}
	return "the function"
}

// test returns the position of the test that says that the value of u is nil
// where it is used, or no position.
func (c *checker) test(u *use, v ssa.Value) token.Pos {
	for b := u.instr.Block().Idom(); b != nil; b = b.Idom() {
		cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		op, ok := cond.Cond.(*ssa.BinOp)
		if !ok {
			continue
		}
		if x, _ := summary.NilComparison(op); x != nil && (x == v || summary.Name(x) != "" && summary.Name(x) == summary.Name(v)) {
			return op.Pos()
		}
	}
	return token.NoPos
}

// variable returns the variable that e names, or nil.
func (c *checker) variable(e ast.Expr) *types.Var {
	id, ok := e.(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := c.pass.TypesInfo.Uses[id].(*types.Var)
	return v
}
