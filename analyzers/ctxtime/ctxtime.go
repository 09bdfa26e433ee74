package ctxtime

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
)

//go:embed doc.go
var doc string

// Check describes the analyzer.
var Check = &report.Check{
	Name: "ctxtime",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "unit", Level: settings.Default, Tests: settings.Strict, Doc: "a constant timeout under a microsecond, zero or negative"},
		{Name: "deadline", Level: settings.Opinion, Doc: "WithDeadline of time.Now().Add(d) instead of WithTimeout"},
	},
	Run: run,
}

// Analyzer is the check with default settings.
var Analyzer = New(settings.New())

// New returns the check with the given settings.
var New = Check.Analyzer

func run(pass *report.Pass) error {
	c := &checker{Pass: pass}
	for cur := range pass.Root().Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		fn := typeutil.StaticCallee(pass.TypesInfo, call)
		if len(call.Args) < 2 {
			continue // f(g()), at the most
		}
		switch {
		case ctxtype.IsFunc(fn, "context", "WithTimeout", "WithTimeoutCause"):
			c.unit(fn, call.Args[1])
		case ctxtype.IsFunc(fn, "context", "WithDeadline", "WithDeadlineCause"):
			if d, ok := c.fromNow(call.Args[1]); ok {
				c.unit(fn, d)
				c.deadline(fn, call, d)
			}
		}
	}
	return nil
}

type checker struct {
	*report.Pass

	values map[types.Object]*value // of constants and variables; made when first asked for
}

// unit judges the duration d of a call of fn.
func (c *checker) unit(fn *types.Func, d ast.Expr) {
	v, ok := c.constant(d)
	if !ok || v >= time.Microsecond {
		return // not known, or long enough to be meant
	}
	// Have: a timeout that has passed before anything can be done.
	if v > 0 && c.hasUnit(d, 0) {
		c.Silent("unit", d.Pos(), "its unit is written")
		return
	}
	message := fmt.Sprintf("the timeout %s of context.%s is %d nanoseconds, over at once: write the unit, such as %d*time.Second", types.ExprString(d), fn.Name(), v, v)
	if v <= 0 {
		message = fmt.Sprintf("the timeout %s of context.%s is not positive, so the context is over from the start: write how long it may take", types.ExprString(d), fn.Name())
	}
	c.Report(report.Finding{Rule: "unit", Pos: d.Pos(), End: d.End(), Message: message})
}

// fromNow returns d if e is time.Now().Add(d), perhaps in another time zone.
func (c *checker) fromNow(e ast.Expr) (d ast.Expr, ok bool) {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(call.Args) != 1 || !ctxtype.IsMethod(typeutil.Callee(c.TypesInfo, call), "time", "Time", "Add") {
		return nil, false
	}
	for x := call.Fun; ; {
		sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
		if !ok {
			return nil, false
		}
		now, ok := ast.Unparen(sel.X).(*ast.CallExpr)
		if !ok {
			return nil, false // a variable, which may be shared
		}
		switch obj := typeutil.Callee(c.TypesInfo, now); {
		case ctxtype.IsFunc(obj, "time", "Now"):
			return call.Args[0], true
		case ctxtype.IsMethod(obj, "time", "Time", "UTC", "Local", "In"):
			x = now.Fun
		default:
			return nil, false
		}
	}
}

// deadline judges a call of fn whose deadline is the duration d from now.
func (c *checker) deadline(fn *types.Func, call *ast.CallExpr, d ast.Expr) {
	better := "WithTimeout"
	if fn.Name() == "WithDeadlineCause" {
		better = "WithTimeoutCause"
	}
	c.Report(report.Finding{
		Rule:    "deadline",
		Pos:     call.Pos(),
		End:     call.End(),
		Message: fmt.Sprintf("context.%s of time.Now().Add(%s) is context.%s of %[2]s: write that", fn.Name(), types.ExprString(d), better),
		Fix:     c.deadlineFix(call, d, better),
	})
}

// deadlineFix returns the fix that calls the better function with d. It does
// what the call did: WithTimeout(ctx, d) is WithDeadline(ctx,
// time.Now().Add(d)), and time zones do not matter to a deadline. Comments in
// the argument would be lost, and without time.Now nothing may be left that
// uses package time; there, no fix is offered.
func (c *checker) deadlineFix(call *ast.CallExpr, d ast.Expr, better string) *analysis.SuggestedFix {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil // a dot import: the better name may mean something else
	}
	arg := call.Args[1]
	if c.HasComment(arg.Pos(), d.Pos()) || c.HasComment(d.End(), arg.End()) {
		return nil
	}
	if !c.usedOutside(arg, d) {
		return nil
	}
	return &analysis.SuggestedFix{
		Message: "call context." + better,
		TextEdits: []analysis.TextEdit{
			{Pos: sel.Sel.Pos(), End: sel.Sel.End(), NewText: []byte(better)},
			{Pos: arg.Pos(), End: d.Pos()},
			{Pos: d.End(), End: arg.End()},
		},
	}
}

// usedOutside reports whether the file of arg uses the package time outside
// of arg, or inside of its part d, so that its import is still used when only
// d is left of arg.
func (c *checker) usedOutside(arg, d ast.Expr) bool {
	file := c.File(arg.Pos())
	for id, obj := range c.TypesInfo.Uses {
		pkg, ok := obj.(*types.PkgName)
		if !ok || pkg.Imported().Path() != "time" || id.Pos() < file.FileStart || file.FileEnd <= id.Pos() {
			continue
		}
		if id.Pos() < arg.Pos() || arg.End() <= id.Pos() || d.Pos() <= id.Pos() && id.Pos() < d.End() {
			return true
		}
	}
	return false
}

// constant returns the value of e if it is a constant or a variable that has
// one value only.
func (c *checker) constant(e ast.Expr) (time.Duration, bool) {
	if tv := c.TypesInfo.Types[e]; tv.Value != nil {
		return duration(tv.Value)
	}
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		if v := c.valueOf(c.TypesInfo.Uses[id]); v != nil {
			if tv := c.TypesInfo.Types[v.expr]; tv.Value != nil {
				return duration(tv.Value)
			}
		}
	}
	return 0, false
}

func duration(v constant.Value) (time.Duration, bool) {
	n, ok := constant.Int64Val(constant.ToInt(v))
	return time.Duration(n), ok
}

// hasUnit reports whether a constant of package time, or one of another
// package whose definition cannot be seen, is part of e or of the definition
// of a constant or variable in it.
func (c *checker) hasUnit(e ast.Expr, depth int) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || found {
			return !found
		}
		switch obj := c.TypesInfo.Uses[id].(type) {
		case *types.Const:
			if obj.Pkg() != c.Pkg {
				found = obj.Pkg() != nil
				return false
			}
			if v := c.valueOf(obj); v != nil && depth < 5 {
				found = c.hasUnit(v.expr, depth+1)
			}
		case *types.Var:
			if v := c.valueOf(obj); v != nil && depth < 5 {
				found = c.hasUnit(v.expr, depth+1)
			}
		}
		return !found
	})
	return found
}

// A value is what a constant or variable of the package is defined as.
type value struct{ expr ast.Expr }

// valueOf returns the definition of a constant, or of a variable that gets no
// other value and whose address is not taken; nil if there is none.
func (c *checker) valueOf(obj types.Object) *value {
	if c.values == nil {
		c.collect()
	}
	return c.values[obj]
}

func (c *checker) collect() {
	c.values = make(map[types.Object]*value)
	define := func(id *ast.Ident, e ast.Expr) {
		if obj := c.TypesInfo.Defs[id]; obj != nil {
			c.values[obj] = &value{e}
		}
	}
	var changed []types.Object
	change := func(e ast.Expr) {
		if id, ok := ast.Unparen(e).(*ast.Ident); ok {
			changed = append(changed, c.TypesInfo.Uses[id])
		}
	}
	for cur := range c.Root().Preorder((*ast.ValueSpec)(nil), (*ast.AssignStmt)(nil), (*ast.IncDecStmt)(nil), (*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.ValueSpec:
			if len(n.Names) == len(n.Values) {
				for i, id := range n.Names {
					define(id, n.Values[i])
				}
			}
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && n.Tok == token.DEFINE && len(n.Lhs) == len(n.Rhs) && c.TypesInfo.Defs[id] != nil {
					define(id, n.Rhs[i])
				} else {
					change(lhs)
				}
			}
		case *ast.IncDecStmt:
			change(n.X)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				change(n.X)
			}
		case *ast.RangeStmt:
			change(n.Key)
			change(n.Value)
		}
	}
	for _, obj := range changed {
		delete(c.values, obj)
	}
	// An exported variable may get a value anywhere.
	for obj := range c.values {
		if v, ok := obj.(*types.Var); ok && v.Exported() && v.Parent() == c.Pkg.Scope() {
			delete(c.values, obj)
		}
	}
}
