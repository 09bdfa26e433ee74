package ctxtime

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
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
	c := &checker{Pass: pass, deadlines: make(map[*ast.File][]deadline)}
	for cur := range pass.Root().Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		if len(call.Args) < 2 {
			continue // f(g()), at the most
		}
		switch fn := c.callee(call); {
		case ctxtype.IsFunc(fn, "context", "WithTimeout", "WithTimeoutCause"):
			c.unit(fn, call.Args[1], call.Args[1])
		case ctxtype.IsFunc(fn, "context", "WithDeadline", "WithDeadlineCause"):
			c.deadline(fn, call)
		}
	}
	for _, ds := range c.deadlines { // Report sorts
		c.reportDeadlines(ds)
	}
	return nil
}

type checker struct {
	*report.Pass

	values    map[types.Object]*value // of constants and variables; made when first asked for
	deadlines map[*ast.File][]deadline
}

// callee returns the function that is called, also by a variable that is
// never another one, or nil.
func (c *checker) callee(call *ast.CallExpr) types.Object {
	switch obj := typeutil.Callee(c.TypesInfo, call).(type) {
	case *types.Func:
		return obj
	case *types.Var:
		sig, ok := obj.Type().Underlying().(*types.Signature)
		if !ok || sig.Results().Len() != 2 || !ctxtype.IsContext(sig.Results().At(0).Type()) {
			return nil
		}
		if v := c.valueOf(obj); v != nil && v.expr != nil {
			switch e := ast.Unparen(v.expr).(type) {
			case *ast.Ident:
				return c.TypesInfo.Uses[e]
			case *ast.SelectorExpr:
				return c.TypesInfo.Uses[e.Sel]
			}
		}
	}
	return nil
}

// unit judges the duration d that is given to a call of fn as part of the
// argument arg, and reports whether it is one that cannot be meant.
func (c *checker) unit(fn types.Object, arg, d ast.Expr) bool {
	v, ok := c.constant(d)
	if !ok || v >= time.Microsecond {
		return false // not known, or long enough to be meant
	}
	// Have: a timeout that has passed before anything can be done.
	if v > 0 && c.hasUnit(d, 0) {
		c.Silent("unit", arg.Pos(), "its unit is written")
		return false
	}
	message := fmt.Sprintf("the timeout %s of context.%s is %d nanoseconds, over at once: write the unit, such as %d*time.Second", types.ExprString(d), fn.Name(), v, v)
	if v <= 0 {
		message = fmt.Sprintf("the timeout %s of context.%s is not positive, so the context is over from the start: write how long it may take", types.ExprString(d), fn.Name())
	}
	c.Report(report.Finding{Rule: "unit", Pos: arg.Pos(), End: arg.End(), Message: message})
	return true
}

// deadline judges the deadline of a call of fn: how far from now it is, and if
// that can be meant, whether it had better be a timeout.
func (c *checker) deadline(fn types.Object, call *ast.CallExpr) {
	arg := call.Args[1]
	d, ok := c.fromNow(c.definition(arg), true)
	switch {
	case !ok:
		return // a point in time
	case d == nil:
		c.Report(report.Finding{
			Rule:    "unit",
			Pos:     arg.Pos(),
			End:     arg.End(),
			Message: fmt.Sprintf("the deadline %s of context.%s has passed, so the context is over from the start: write a later one", types.ExprString(arg), fn.Name()),
		})
		return
	case c.unit(fn, arg, d) && c.Settings.On("ctxtime", "unit", settings.Default):
		return // one finding for one mistake
	}
	if d, ok := c.fromNow(arg, false); ok {
		file := c.File(call.Pos())
		c.deadlines[file] = append(c.deadlines[file], deadline{fn, call, d})
	}
}

// definition returns what the variable e is defined as if it has no other
// value, else e.
func (c *checker) definition(e ast.Expr) ast.Expr {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		if v := c.valueOf(c.TypesInfo.Uses[id]); v != nil && v.expr != nil {
			return v.expr
		}
	}
	return e
}

// fromNow returns d if e is time.Now().Add(d), perhaps in another time zone,
// or nil if it is time.Now() or time.Time{}. With variables, what stands for the time now
// may be in one.
func (c *checker) fromNow(e ast.Expr, variables bool) (d ast.Expr, ok bool) {
	for {
		if variables {
			e = c.definition(e)
		}
		if lit, isLit := ast.Unparen(e).(*ast.CompositeLit); isLit && d == nil && len(lit.Elts) == 0 {
			return nil, true // the zero time
		}
		call, isCall := ast.Unparen(e).(*ast.CallExpr)
		if !isCall {
			return nil, false
		}
		obj := typeutil.Callee(c.TypesInfo, call)
		if ctxtype.IsFunc(obj, "time", "Now") {
			return d, true
		}
		sel, isSel := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		switch {
		case !isSel:
			return nil, false
		case d == nil && len(call.Args) == 1 && ctxtype.IsMethod(obj, "time", "Time", "Add"):
			d = call.Args[0]
		case !ctxtype.IsMethod(obj, "time", "Time", "UTC", "Local", "In"):
			return nil, false
		}
		e = sel.X
	}
}

// A deadline is a call of fn whose deadline is the duration d from now.
type deadline struct {
	fn   types.Object
	call *ast.CallExpr
	d    ast.Expr
}

// reportDeadlines reports the calls of one file that had better be given a
// timeout.
func (c *checker) reportDeadlines(ds []deadline) {
	all := make([]report.Removal, len(ds))
	for i, x := range ds {
		if !c.Silenced("deadline", x.call.Pos()) {
			all[i] = c.timeout(x)
		}
	}
	fixes := c.Removals("time", all)
	for i, x := range ds {
		c.Report(report.Finding{
			Rule:    "deadline",
			Pos:     x.call.Pos(),
			End:     x.call.End(),
			Message: fmt.Sprintf("context.%s of time.Now().Add(%s) is context.%s of %[2]s: write that", x.fn.Name(), types.ExprString(x.d), x.better()),
			Fix:     fixes[i],
		})
	}
}

// better returns the name of the function that takes a timeout.
func (x deadline) better() string {
	return strings.Replace(x.fn.Name(), "Deadline", "Timeout", 1)
}

// timeout returns the change to a call of the better function with d. It does
// what the call did: WithTimeout(ctx, d) is WithDeadline(ctx,
// time.Now().Add(d)), and time zones do not matter to a deadline. There is
// none if a comment in the argument would be lost, if d waits, so that the
// time would be another one, if the time zone is in a variable or comes from
// another package, or with dot imports, where the name may mean something
// else.
func (c *checker) timeout(x deadline) report.Removal {
	arg := x.call.Args[1]
	fun, ok := ast.Unparen(x.call.Fun).(*ast.SelectorExpr)
	switch {
	case !ok:
		return report.Removal{Fix: report.NoFix(byOtherName)}
	case waits(x.d):
		return report.Removal{Fix: report.NoFix("the duration waits for something, so that the time would be another one")}
	case c.HasComment(arg.Pos(), x.d.Pos()), c.HasComment(x.d.End(), arg.End()):
		return report.Removal{Fix: report.NoFix("a comment would be lost")}
	}
	var gone []*ast.Ident
	zone := false
	ast.Inspect(arg, func(n ast.Node) bool {
		if n == x.d {
			return false
		}
		if id, ok := n.(*ast.Ident); ok {
			switch obj := c.TypesInfo.Uses[id].(type) {
			case *types.PkgName:
				gone = append(gone, id)
				zone = zone || obj.Imported().Path() != "time"
			case *types.Var:
				zone = zone || obj.Parent() != obj.Pkg().Scope()
			}
		}
		return true
	})
	switch {
	case len(gone) == 0:
		return report.Removal{Fix: report.NoFix(byOtherName)}
	case zone:
		return report.Removal{Fix: report.NoFix("what the time zone comes from may be left without use")}
	}
	return report.Removal{
		Fix: report.Fix{
			Message: "Call context." + x.better(),
			Edits: []analysis.TextEdit{
				{Pos: fun.Sel.Pos(), End: fun.Sel.End(), NewText: []byte(x.better())},
				{Pos: arg.Pos(), End: x.d.Pos()},
				{Pos: x.d.End(), End: arg.End()},
			},
		},
		Gone: gone,
	}
}

// byOtherName is why a call stays as it is.
const byOtherName report.Refusal = "package context or time is imported with a dot, or the function called by another name"

// waits reports whether evaluating e receives from a channel.
func waits(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		u, ok := n.(*ast.UnaryExpr)
		found = found || ok && u.Op == token.ARROW
		return !found
	})
	return found
}

// constant returns the value of e if it is a constant or a variable that has
// one value only.
func (c *checker) constant(e ast.Expr) (time.Duration, bool) {
	if tv := c.TypesInfo.Types[e]; tv.Value != nil {
		return duration(tv.Value)
	}
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		if v := c.valueOf(c.TypesInfo.Uses[id]); v != nil {
			if v.expr == nil {
				return 0, true
			}
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
		obj := c.TypesInfo.Uses[id]
		if _, ok := obj.(*types.Const); ok && obj.Pkg() != c.Pkg {
			found = obj.Pkg() != nil
		} else if v := c.valueOf(obj); v != nil && v.expr != nil && depth < 5 {
			found = c.hasUnit(v.expr, depth+1)
		}
		return !found
	})
	return found
}

// A value is what a constant or variable of the package is defined as: an
// expression, or nothing if it is a variable that stays zero.
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
	for cur := range c.Root().Preorder((*ast.GenDecl)(nil), (*ast.AssignStmt)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.GenDecl:
			c.declare(n)
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE && len(n.Lhs) == len(n.Rhs) {
				for i, lhs := range n.Lhs {
					if id, ok := lhs.(*ast.Ident); ok {
						c.define(id, n.Rhs[i])
					}
				}
			}
		}
	}
	for cur := range c.Root().Preorder((*ast.AssignStmt)(nil), (*ast.IncDecStmt)(nil), (*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				c.change(lhs)
			}
		case *ast.IncDecStmt:
			c.change(n.X)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				c.change(n.X)
			}
		case *ast.RangeStmt:
			c.change(n.Key)
			c.change(n.Value)
		}
	}
}

// declare notes the definitions of constants, some of which repeat the one
// before, and variables.
func (c *checker) declare(d *ast.GenDecl) {
	var repeated []ast.Expr
	for _, s := range d.Specs {
		spec, ok := s.(*ast.ValueSpec)
		if !ok {
			return
		}
		values := spec.Values
		if d.Tok == token.CONST {
			if len(values) == 0 {
				values = repeated
			}
			repeated = values
		}
		for i, name := range spec.Names {
			switch {
			case len(values) == len(spec.Names):
				c.define(name, values[i])
			case len(values) == 0:
				c.define(name, nil)
			}
		}
	}
}

// define notes what the identifier that declares a constant or variable is
// defined as. A variable that others may change has no definition, be it
// exported or, without a value, one of the package.
func (c *checker) define(id *ast.Ident, e ast.Expr) {
	obj := c.TypesInfo.Defs[id]
	if v, ok := obj.(*types.Var); ok && v.Parent() == c.Pkg.Scope() && (v.Exported() || e == nil) {
		return
	}
	if obj != nil {
		c.values[obj] = &value{e}
	}
}

// change notes that the variable e gets another value, unless a test does that
// to one of other files.
func (c *checker) change(e ast.Expr) {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		if obj := c.TypesInfo.Uses[id]; obj != nil && (c.Index.Test(obj.Pos()) || !c.Index.Test(id.Pos())) {
			delete(c.values, obj)
		}
	}
}
