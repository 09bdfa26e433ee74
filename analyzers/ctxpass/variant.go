package ctxpass

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

// variant judges a call of a function that has a sibling with a context. It
// reports whether there is one that the call should use, be it reported or
// not.
//
// Siblings are found by signature, in the scope or the method set that the
// function comes from: its name with Context, Ctx or WithContext behind, the
// same parameters and results, and one context more. Package knowledge adds
// those that differ in more than that.
func (c *checker) variant(s *scope, call ssa.CallInstruction) bool {
	fn := summary.Callee(call.Common())
	if fn == nil || fn.Pkg() == nil || summary.TakesContext(fn.Signature()) {
		return false
	}
	sib, ok := c.sibling(fn, call)
	if !ok {
		return false
	}
	pos, end := c.rangeOf(call.Common())
	silent := func(clause string) bool {
		c.Silent("variant", pos, clause)
		return true
	}
	inScope := s.inScope()
	logs := knowledge.Logs(fn)
	switch {
	case logs && !inScope:
		return silent("it logs, and no context is in scope")
	case sib.fn != nil && sib.fn == c.enclosing(call):
		return silent("the sibling is the function itself")
	case c.bindsContext(call):
		return silent("what it is called on or returns is given a context by another method")
	}
	f := report.Finding{Rule: "variant", Pos: pos, End: end}
	d := c.distance(s, call)
	beside := inScope && d.Detachment == summary.Beside && !c.facts.Joined(d.Start, true)
	switch {
	case !inScope:
		if clause := c.excused(s, call); clause != "" {
			return silent(clause)
		}
		f.Level = settings.Opinion
		f.Message = fmt.Sprintf("%s takes no context: %s does", describe(fn), sib.text)
		f.Fix = report.NoFix("no context is in scope")
		c.Report(f)
		return true
	case beside:
		f.Level = settings.Strict
	default:
		if clause := c.excused(s, call); clause != "" {
			return silent(clause)
		}
	}
	if logs || c.Index.Test(pos) && ctxtype.Path(fn.Pkg()) == "net/http/httptest" {
		f.Level = settings.Opinion
	}
	ctx := c.name(s, pos)
	f.Message = fmt.Sprintf("%s ignores %s: call %s", describe(fn), ctx, sib.text)
	if beside {
		f.Message += fmt.Sprintf(", with context.WithoutCancel(%s) if the goroutine is to outlive it", ctx)
		f.Fix = report.NoFix("the goroutine may outlive the context in scope")
	} else {
		f.Fix = c.callSibling(s, call, sib)
	}
	c.Report(f)
	return true
}

// testWithoutContext judges what a function of a test that has no context
// calls: only httptest.NewRequest, whose sibling takes that of the test.
func (c *checker) testWithoutContext(fn *ssa.Function) {
	for _, call := range c.facts.Calls(fn) {
		if ctxtype.IsFunc(summary.Callee(call.Common()), "net/http/httptest", "NewRequest") {
			c.variant(nil, call)
		}
	}
}

// A sibling does with a context what another function does without.
type sibling struct {
	fn    *types.Func // nil if knowledge only tells its name
	index int         // which of its parameters is the context
	text  string      // what to call it in a message
}

// param returns the number of the parameter that is the context, where a
// receiver is number 0.
func (s sibling) param() int {
	if s.fn.Signature().Recv() != nil {
		return s.index + 1
	}
	return s.index
}

// sibling returns the sibling of fn, which call calls; if there are several,
// the one that calls it is preferred.
func (c *checker) sibling(fn *types.Func, call ssa.CallInstruction) (sibling, bool) {
	var found sibling
	caller := c.enclosing(call)
	for _, name := range siblingNames(fn) {
		var obj types.Object
		original := fn
		if recv := c.receiver(fn, call.Common()); recv != nil {
			if !ctxtype.MayHave(recv, name) {
				continue
			}
			obj, _, _ = types.LookupFieldOrMethod(recv, true, c.Pkg, name)
			// The methods of an instantiated type are instantiated too.
			if m, _, _ := types.LookupFieldOrMethod(recv, true, fn.Pkg(), fn.Name()); m != nil {
				original, _ = m.(*types.Func)
			}
		} else {
			obj = fn.Pkg().Scope().Lookup(name)
		}
		sib, ok := obj.(*types.Func)
		if !ok || original == nil || !sib.Exported() && sib.Pkg() != c.Pkg || knowledge.NoSibling(sib) {
			continue
		}
		if i := addedContext(original.Signature(), sib.Signature()); i >= 0 && (found.fn == nil || sib.Origin() == caller) {
			found = sibling{sib.Origin(), i, describe(sib)}
		}
	}
	if found.fn != nil {
		return found, true
	}
	names := knowledge.Siblings(fn)
	if len(names) == 0 {
		return sibling{}, false
	}
	words := make([]string, len(names))
	for i, name := range names {
		words[i] = short(name)
	}
	return sibling{nil, 0, strings.Join(words, " and ")}, true
}

// siblingNames returns the names that a sibling of fn may have.
func siblingNames(fn *types.Func) []string {
	return []string{fn.Name() + "Context", fn.Name() + "WithContext", fn.Name() + "Ctx"}
}

// receiver returns the type on which a method is called, as far as the source
// tells: that of the whole expression, which may have more methods than the
// embedded field that the method belongs to. It is nil for a function.
func (c *checker) receiver(fn *types.Func, call *ssa.CallCommon) types.Type {
	recv := fn.Signature().Recv()
	if recv == nil {
		return nil
	}
	if cur, ok := c.calls[call.Pos()]; ok {
		if sel, ok := ast.Unparen(cur.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr); ok {
			if s := c.TypesInfo.Selections[sel]; s != nil && s.Kind() == types.MethodVal {
				return s.Recv()
			}
		}
	}
	if args := summary.Args(call); len(args) > 0 {
		return args[0].Type()
	}
	return recv.Type()
}

// addedContext returns which parameter of with is the context that without
// has not, if they are the same else, results included; -1 if they are not.
// Options that with takes behind the others are no difference to a caller.
func addedContext(without, with *types.Signature) int {
	if n := with.TypeParams().Len(); n != without.TypeParams().Len() {
		return -1
	} else if n > 0 {
		var args []types.Type
		for p := range without.TypeParams().TypeParams() {
			args = append(args, p)
		}
		inst, err := types.Instantiate(nil, with, args, true)
		if err != nil {
			return -1
		}
		with = inst.(*types.Signature)
	}
	if !types.Identical(results(without), results(with)) {
		return -1
	}
	params := slices.Collect(with.Params().Variables())
	variadic := with.Variadic()
	if n := len(params); variadic && !without.Variadic() && knowledge.OptionType(params[n-1].Type().(*types.Slice).Elem()) {
		params, variadic = params[:n-1], false
	}
	if variadic != without.Variadic() || len(params) != without.Params().Len()+1 {
		return -1
	}
	index := -1
	for i := range params {
		j := i
		if index >= 0 {
			j--
		}
		if j < without.Params().Len() && types.Identical(params[i].Type(), without.Params().At(j).Type()) {
			continue
		}
		if index >= 0 || !ctxtype.IsContext(params[i].Type()) {
			return -1
		}
		index = i
	}
	return index
}

func results(sig *types.Signature) *types.Tuple {
	if sig.Results() == nil {
		return types.NewTuple()
	}
	return sig.Results()
}

// enclosing returns the declared function around a call.
func (c *checker) enclosing(call ssa.CallInstruction) *types.Func {
	fn := call.Parent()
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	obj, _ := fn.Object().(*types.Func)
	return obj
}

// bindsContext reports whether another method gives the context: it is called
// on what the call returns, like the method WithContext of a request, or what
// the call is made on came from it.
func (c *checker) bindsContext(call ssa.CallInstruction) bool {
	if slices.ContainsFunc(summary.Results(call, 0), c.bound) {
		return true
	}
	args := summary.Args(call.Common())
	if fn := summary.Callee(call.Common()); fn.Signature().Recv() == nil || len(args) == 0 {
		return false
	}
	made, ok := args[0].(*ssa.Call)
	return ok && binds(&made.Call)
}

// bound reports whether v, or a field that it is stored in, is given a context
// by a method, or v is a request or a command, of which nothing has happened
// yet, that is handed to a function together with one.
func (c *checker) bound(v ssa.Value) bool {
	t := ctxtype.Deref(v.Type())
	pending := ctxtype.IsNamed(t, "net/http", "Request") || ctxtype.IsNamed(t, "os/exec", "Cmd")
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value) bool
	visit = func(v ssa.Value) bool {
		if seen[v] || v.Referrers() == nil {
			return false
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.Phi:
				if visit(ref) {
					return true
				}
			case *ssa.Store:
				if ref.Val == v && slices.ContainsFunc(c.loads(ref), visit) {
					return true
				}
			case *ssa.Call:
				args := summary.Args(&ref.Call)
				if len(args) > 0 && args[0] == v && (binds(&ref.Call) || sets(&ref.Call)) || pending && slices.Contains(ref.Call.Args, v) && len(contextArgs(&ref.Call)) > 0 {
					return true
				}
			}
		}
		return false
	}
	return visit(v)
}

// loads returns the values that are loaded from where a store puts one: a
// variable, or within the function a field.
func (c *checker) loads(store *ssa.Store) []ssa.Value {
	var loads []ssa.Value
	if cell := c.facts.CellOf(store.Addr); cell != nil {
		for _, l := range cell.Loads {
			loads = append(loads, l)
		}
		return loads
	}
	field := summary.FieldOf(store.Addr)
	if field == nil {
		return nil
	}
	for _, b := range store.Parent().Blocks {
		for _, instr := range b.Instrs {
			if l, ok := instr.(*ssa.UnOp); ok && l.Op == token.MUL && summary.FieldOf(l.X) == field {
				loads = append(loads, l)
			}
		}
	}
	return loads
}

// binds reports whether a call is that of a method which takes a context and
// returns a value of the type it is called on: one with that context.
func binds(call *ssa.CallCommon) bool {
	fn := summary.Callee(call)
	if fn == nil || fn.Signature().Recv() == nil || len(contextArgs(call)) == 0 || call.Signature().Results().Len() != 1 {
		return false
	}
	return types.Identical(call.Signature().Results().At(0).Type(), summary.Args(call)[0].Type())
}

// sets reports whether a call is that of a method which takes a context alone
// and returns nothing: SetContext, or Run of what was only made before.
func sets(call *ssa.CallCommon) bool {
	fn := summary.Callee(call)
	return fn != nil && fn.Signature().Recv() != nil && fn.Signature().Params().Len() == 1 && len(contextArgs(call)) == 1 &&
		fn.Signature().Results().Len() == 0
}

// describe returns a function's name as one writes it: with its package, or
// its receiver's type.
func describe(fn *types.Func) string { return short(knowledge.FullName(fn)) }

// short returns a full name without the path of its package.
func short(full string) string {
	i := strings.LastIndexByte(full, '/')
	if i < 0 {
		return full
	}
	prefix := full[:strings.IndexFunc(full, func(r rune) bool { return r != '(' && r != '*' })]
	rest := full[i+1:]
	if p, _, _ := strings.Cut(rest, "."); strings.HasPrefix(p, "v") && strings.Trim(p[1:], "0123456789") == "" {
		// A major version is not the name of the package.
		if j := strings.LastIndexByte(full[:i], '/'); j >= 0 {
			rest = full[j+1:i] + rest[len(p):]
		}
	}
	return prefix + rest
}

// callSibling returns the fix that calls the sibling: its name, and the
// context in its place among the arguments. The sibling takes and returns the
// same else, so the rest of the code stays as it is. A Wait is left to the
// author: what one no longer waits for goes on, and may use what comes behind.
func (c *checker) callSibling(s *scope, call ssa.CallInstruction, sib sibling) report.Fix {
	cur, ok := c.calls[call.Common().Pos()]
	switch {
	case !ok:
		return report.NoFix(notCalled)
	case sib.fn == nil:
		return report.NoFix("the sibling takes or returns something else, too")
	case isWait(call.Common()):
		return report.NoFix(unawaited)
	case !knowledge.NeedsForCall(sib.fn) && (c.outlives(s, cur, false) || c.facts.BindsParam(sib.fn, sib.param())):
		return report.NoFix(outlived)
	}
	expr := cur.Node().(*ast.CallExpr)
	var name *ast.Ident
	switch fun := ast.Unparen(expr.Fun).(type) {
	case *ast.Ident:
		name = fun
	case *ast.SelectorExpr:
		name = fun.Sel
		if sel := c.TypesInfo.Selections[fun]; sel != nil && sel.Kind() == types.MethodExpr {
			return report.NoFix("it is called by a method expression") // the receiver is the first argument
		}
	default:
		return report.NoFix("its type arguments are written, which the sibling may take in another way")
	}
	if _, ok := c.TypesInfo.Uses[name].(*types.Func); !ok {
		return report.NoFix(notCalled)
	}
	if _, obj := c.Pkg.Scope().Innermost(name.Pos()).LookupParent(sib.fn.Name(), name.Pos()); name == ast.Unparen(expr.Fun) && obj != types.Object(sib.fn) {
		return report.NoFix("the name of the sibling means something else there")
	}
	if spreads(c.TypesInfo, expr) {
		return report.NoFix("the arguments of a call are the results of another")
	}
	ctx, why := c.toPass(s, call, expr.Pos())
	if why != "" {
		return report.NoFix(why)
	}
	edits := []analysis.TextEdit{{Pos: name.Pos(), End: name.End(), NewText: []byte(sib.fn.Name())}}
	switch {
	case sib.index < len(expr.Args):
		edits = append(edits, analysis.TextEdit{Pos: expr.Args[sib.index].Pos(), NewText: []byte(ctx.Expr + ", ")})
	case len(expr.Args) == 0:
		edits = append(edits, analysis.TextEdit{Pos: expr.Lparen + 1, NewText: []byte(ctx.Expr)})
	default:
		edits = append(edits, analysis.TextEdit{Pos: expr.Args[len(expr.Args)-1].End(), NewText: []byte(", " + ctx.Expr)})
	}
	return report.Fix{Message: "Call " + sib.fn.Name(), Edits: edits}
}

// spreads reports whether the only argument of a call is a call with several
// results, to which no argument can be added.
func spreads(info *types.Info, call *ast.CallExpr) bool {
	if len(call.Args) != 1 {
		return false
	}
	_, ok := info.TypeOf(call.Args[0]).(*types.Tuple)
	return ok
}
