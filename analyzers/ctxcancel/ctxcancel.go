package ctxcancel

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

//go:embed doc.go
var doc string

// Check describes the analyzer.
var Check = &report.Check{
	Name: "ctxcancel",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "discarded", Level: settings.Default, Doc: "a cancel function is dropped or only looked at"},
		{Name: "lostpath", Level: settings.Default, Doc: "a path to a return does not call the cancel function"},
		{Name: "overwritten", Level: settings.Default, Doc: "the variable of a cancel function gets another value before it is called"},
		{Name: "loop", Level: settings.Default, Doc: "a cancel function is not called before the next round of a loop, or deferred in one"},
		{Name: "stored", Level: settings.Default, Doc: "a cancel function is kept where nothing ever calls it"},
		{Name: "uncalled", Level: settings.Default, Doc: "a cancel function is only called in a literal that never runs"},
		{Name: "notdeferred", Level: settings.Strict, Doc: "a cancel function is called plainly, so a panic leaves the context alive"},
	},
	Requires: []*analysis.Analyzer{summary.Analyzer, inspect.Analyzer},
	Run:      run,
}

// Analyzer is the check with default settings.
var Analyzer = New(settings.New())

// New returns the check with the given settings.
var New = Check.Analyzer

func run(pass *report.Pass) error {
	s := summary.Get(pass.Pass)
	if s.Program == nil {
		return nil // not well typed
	}
	c := &checker{
		Pass:   pass,
		s:      s,
		root:   pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root(),
		graphs: make(map[*ssa.Function]*flow.Graph),
	}
	for _, fn := range s.Program.Funcs {
		for _, a := range s.Acquisitions(fn, c.extra) {
			c.acquisition(fn, a)
		}
		c.stores(fn)
		c.dropped(fn)
	}
	if init := s.Program.Package.Func("init"); init != nil { // package variables
		for _, a := range s.Acquisitions(init, c.extra) {
			if a.Func == nil {
				c.discarded(init, a)
			}
		}
		c.stores(init)
	}
	return nil
}

type checker struct {
	*report.Pass
	s      *summary.Result
	root   inspector.Cursor
	graphs map[*ssa.Function]*flow.Graph
}

// extra reports whether the user names fn as an acquisition.
func (c *checker) extra(fn *types.Func) bool {
	return len(c.Settings.Acquisitions) > 0 && slices.Contains(c.Settings.Acquisitions, knowledge.FullName(fn))
}

// graph returns the flow of fn, cut also behind the calls that the user names
// as never returning.
func (c *checker) graph(fn *ssa.Function) *flow.Graph {
	if len(c.Settings.NoReturn) == 0 {
		return c.s.Graph(fn)
	}
	g := c.graphs[fn]
	if g == nil {
		g = flow.New(fn, func(call *ssa.CallCommon) bool {
			if obj := summary.Callee(call); obj != nil && slices.Contains(c.Settings.NoReturn, knowledge.FullName(obj)) {
				return true
			}
			return c.s.NeverReturns(call)
		})
		c.graphs[fn] = g
	}
	return g
}

// acquisition judges one acquisition in fn. It makes at most one finding.
func (c *checker) acquisition(fn *ssa.Function, a summary.Acquisition) {
	if a.Func == nil {
		c.discarded(fn, a)
		return
	}
	pos := a.Call.Pos()
	fate := c.s.Fate(a, c.graph(fn))
	if !fate.Known {
		c.Silent("lostpath", pos, "its function has more paths than can be followed")
		return
	}
	uses := c.s.CancelUses(a.Func)
	name := c.name(a)
	of := fmt.Sprintf("the cancel function %sof %s", quoted(name), callee(a.Call))
	finding := report.Finding{Level: c.level(fn, a), Fix: c.deferFix(fn, a, name)}
	switch {
	case uses == (summary.CancelUses{}) && !fate.Overwritten.IsValid() && !c.variableUsed(fn, a):
		if c.forLife(fn, a) {
			c.Silent("discarded", pos, "the context lives as long as the process")
			return
		}
		finding.Rule = "discarded"
		finding.Message = of + " is only looked at, never called: defer it right here"
	case fate.Again:
		finding.Rule, finding.Level = "loop", 0
		finding.Message = of + " is not called before the next round of the loop acquires another: call it at the end of each round, or give the round a function of its own that defers it"
	case fate.Overwritten.IsValid():
		finding.Rule = "overwritten"
		finding.Message = fmt.Sprintf("%s is overwritten at line %d before it was called: call it first, or give the other one a variable of its own", of, c.Line(fate.Overwritten))
		finding.Related = []analysis.RelatedInformation{report.Related(fate.Overwritten, "overwritten here")}
		finding.Fix = nil
	case len(fate.Lost) > 0 && (summary.IsMain(fn) || c.forLife(fn, a)):
		c.Silent("lostpath", pos, "the process ends when main returns")
		return
	case len(fate.Lost) > 0 && uses.Dead && !uses.Real:
		finding.Rule = "uncalled"
		finding.Message = of + " is only called in a function literal that never runs: defer it right here"
	case len(fate.Lost) > 0:
		ret := fate.Lost[0]
		finding.Rule = "lostpath"
		finding.Message = fmt.Sprintf("%s is not called on every path out of %s: %s is reached without it; %s",
			of, funcName(fn), c.returnAt(fn, ret), advice(finding.Fix, name))
		finding.Related = []analysis.RelatedInformation{report.Related(returnPos(fn, ret), "this return is reached without a call of %s", orIt(name))}
	case fate.Piled != nil && c.fewRounds(fate.Piled.Pos()):
		c.Silent("loop", fate.Piled.Pos(), "the loop has at most three rounds")
		return
	case fate.Piled != nil:
		pos = fate.Piled.Pos()
		finding = report.Finding{Rule: "loop", Related: []analysis.RelatedInformation{report.Related(a.Call.Pos(), "acquired here")}}
		if c.Index.Test(pos) {
			finding.Level = settings.Strict // the few rounds of a test
		}
		finding.Message = fmt.Sprintf("%s is deferred in a loop, so it is not called before %s returns and the contexts of all rounds pile up: give the round a function of its own, or call it at the end of the round",
			of, funcName(fn))
	case fate.Released && !fate.Moved && fate.Risky && !fate.Parked && !summary.IsMain(fn):
		finding.Rule, finding.Level = "notdeferred", 0
		finding.Message = of + " is called, but not deferred, so a panic in between leaves its context alive: defer it right here"
	default:
		clause := "it is called or deferred on every path"
		if fate.Moved || fate.Parked {
			clause = "it is handed over"
		}
		c.Silent("lostpath", pos, clause)
		return
	}
	finding.Pos, finding.End = c.span(pos)
	c.Report(finding)
}

// variableUsed reports whether the variable that has the cancel function of a
// is really used, if only while it has another value.
func (c *checker) variableUsed(fn *ssa.Function, a summary.Acquisition) bool {
	names := make(map[types.Object]bool)
	for _, ref := range *a.Func.Referrers() {
		if d, ok := ref.(*ssa.DebugRef); ok && d.Object() != nil {
			names[d.Object()] = true
		}
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if d, ok := instr.(*ssa.DebugRef); ok && names[d.Object()] && c.s.CancelUses(d.X).Real {
				return true
			}
		}
	}
	return false
}

// fewRounds reports whether the innermost loop around pos goes over a literal
// of at most three elements: so few contexts do not pile up.
func (c *checker) fewRounds(pos token.Pos) bool {
	cur, ok := c.root.FindByPos(pos, pos)
	if !ok {
		return false
	}
	for enc := range cur.Enclosing((*ast.RangeStmt)(nil), (*ast.ForStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		loop, ok := enc.Node().(*ast.RangeStmt)
		if !ok {
			return false
		}
		lit, ok := ast.Unparen(loop.X).(*ast.CompositeLit)
		return ok && len(lit.Elts) <= 3
	}
	return false
}

// discarded judges an acquisition whose cancel function nobody ever has.
func (c *checker) discarded(fn *ssa.Function, a summary.Acquisition) {
	if c.forLife(fn, a) {
		c.Silent("discarded", a.Call.Pos(), "the context lives as long as the process")
		return
	}
	pos, end := c.span(a.Call.Pos())
	c.Report(report.Finding{
		Rule:    "discarded",
		Level:   c.level(fn, a),
		Pos:     pos,
		End:     end,
		Message: fmt.Sprintf("the cancel function of %s is discarded, so nothing can release its context early: name it and defer it", callee(a.Call)),
		Fix:     c.deferFix(fn, a, ""),
	})
}

// level returns the level of a loss: strict if the function itself certainly
// ends the parent, and with it the child; else that of the rule.
func (c *checker) level(fn *ssa.Function, a summary.Acquisition) settings.Level {
	if ctxtype.IsFunc(summary.Callee(&a.Call.Call), "os/signal", "NotifyContext") {
		return 0 // its signals stay registered even then
	}
	for _, arg := range summary.Args(&a.Call.Call) {
		if ctxtype.IsContext(arg.Type()) && c.ended(fn, arg, 0) {
			return settings.Strict
		}
	}
	return 0
}

// ended reports whether fn certainly ends the context v on every way out.
func (c *checker) ended(fn *ssa.Function, v ssa.Value, depth int) bool {
	leaves := c.s.Leaves(v)
	if len(leaves) != 1 || depth > 8 {
		return false
	}
	var call *ssa.Call
	result := 0
	switch leaf := leaves[0].(type) {
	case *ssa.Extract:
		call, _ = leaf.Tuple.(*ssa.Call)
		result = leaf.Index
	case *ssa.Call:
		call = leaf
	}
	if call == nil || call.Parent() != fn {
		return false
	}
	if ctxtype.IsFunc(summary.Callee(&call.Call), "golang.org/x/sync/errgroup", "WithContext") {
		return c.waited(fn, call)
	}
	for _, a := range c.s.Acquisitions(fn, c.extra) {
		if a.Call == call && a.Func != nil && c.s.Fate(a, c.graph(fn)).Ended() {
			return true
		}
	}
	parent, ok := c.s.DerivedFrom(&call.Call, result)
	return ok && c.ended(fn, parent, depth+1)
}

// waited reports whether every way out of fn behind the call of
// errgroup.WithContext waits for the group.
func (c *checker) waited(fn *ssa.Function, group *ssa.Call) bool {
	g := c.graph(fn)
	waits := func(b *ssa.BasicBlock) bool {
		for _, instr := range g.Instrs(b) {
			call, ok := instr.(ssa.CallInstruction)
			if !ok || !ctxtype.IsMethod(summary.Callee(call.Common()), "golang.org/x/sync/errgroup", "Group", "Wait") {
				continue
			}
			for _, leaf := range c.s.Leaves(call.Common().Args[0]) {
				if ex, ok := leaf.(*ssa.Extract); ok && ex.Tuple == ssa.Value(group) {
					return true
				}
			}
		}
		return false
	}
	for i, reached := range g.Reachable(waits, group.Block()) {
		b := fn.Blocks[i]
		if _, returns := b.Instrs[len(b.Instrs)-1].(*ssa.Return); reached && returns && !g.Cut(b) {
			return false
		}
	}
	return true
}

// forLife reports whether a is a signal.NotifyContext whose context lives as
// long as the process: it is called in main, or in a function of package main
// that main alone calls, once.
func (c *checker) forLife(fn *ssa.Function, a summary.Acquisition) bool {
	return ctxtype.IsFunc(summary.Callee(&a.Call.Call), "os/signal", "NotifyContext") && c.s.RunsOnce(fn)
}

// stores judges what fn stores into fields and package variables.
func (c *checker) stores(fn *ssa.Function) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			store, ok := instr.(*ssa.Store)
			if !ok || !c.isCancel(store.Val) {
				continue
			}
			v := summary.VariableOf(store.Addr)
			if !c.s.Closed(v) {
				continue // anybody may call it
			}
			u := c.s.Variable(v)
			if u.Open || u.Uses > 0 || u.TestUses > 0 && c.Index.Test(store.Pos()) {
				c.Silent("stored", store.Pos(), "something in the package calls it or passes it on")
				continue
			}
			// Have: a cancel function in a place where nobody looks.
			kind := "package variable"
			if v.IsField() {
				kind = "field"
			}
			pos := c.storePos(store)
			c.Report(report.Finding{
				Rule: "stored",
				Pos:  pos,
				Message: fmt.Sprintf("the cancel function stored in the %s %q is never called nor passed on in this package: call it where the context's work ends",
					kind, v.Name()),
			})
		}
	}
}

// isCancel reports whether v is a cancel function by its type, or by where it
// comes from, and not a literal or nil.
func (c *checker) isCancel(v ssa.Value) bool {
	for _, leaf := range c.s.Leaves(v) {
		switch leaf := leaf.(type) {
		case *ssa.Const, *ssa.Function, *ssa.MakeClosure:
		case *ssa.Extract, *ssa.Parameter, *ssa.Call:
			if ctxtype.IsCancel(leaf.Type()) {
				return true
			}
			for _, a := range c.acquisitionsOf(leaf) {
				if a.Func == leaf {
					return true
				}
			}
		}
	}
	return false
}

func (c *checker) acquisitionsOf(v ssa.Value) []summary.Acquisition {
	instr, ok := v.(ssa.Instruction)
	if !ok || !ctxtype.IsCancelShaped(v.Type()) {
		return nil
	}
	return c.s.Acquisitions(instr.Parent(), c.extra)
}

// storePos returns where a store stands in the source.
func (c *checker) storePos(store *ssa.Store) token.Pos {
	if store.Pos().IsValid() {
		return store.Pos()
	}
	return store.Addr.Pos()
}

// dropped judges calls whose result, a struct, alone has a cancel function,
// and is dropped.
func (c *checker) dropped(fn *ssa.Function) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok || hasUse(call) {
				continue
			}
			fns, complete := c.s.Callees(&call.Call)
			if !complete || len(fns) != 1 || len(c.s.Of(fns[0]).Cancel.Holds) == 0 {
				continue
			}
			pos, end := c.span(call.Pos())
			c.Report(report.Finding{
				Rule: "discarded",
				Pos:  pos,
				End:  end,
				Message: fmt.Sprintf("the result of %s is dropped, and with it the cancel function that only it has: keep it and call what releases it",
					callee(call)),
			})
		}
	}
}

// hasUse reports whether the result of a call, or a part of it, is used.
func hasUse(call *ssa.Call) bool {
	for _, ref := range *call.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
			if _, ok := ref.Expr.(*ast.Ident); ok {
				return true
			}
		case *ssa.Extract:
			if len(*ref.Referrers()) > 0 {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// name returns what the user calls the cancel function of a, or "".
func (c *checker) name(a summary.Acquisition) string {
	cur, ok := c.cursorAt(a.Call.Pos())
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

// span returns the extent of the call whose left parenthesis is at pos; that
// is where package ssa places calls.
func (c *checker) span(pos token.Pos) (token.Pos, token.Pos) {
	if call := c.callAt(pos); call != nil {
		return call.Pos(), call.End()
	}
	return pos, token.NoPos
}

func (c *checker) callAt(lparen token.Pos) *ast.CallExpr {
	cur, ok := c.cursorAt(lparen)
	if !ok {
		return nil
	}
	return cur.Node().(*ast.CallExpr)
}

func (c *checker) cursorAt(lparen token.Pos) (inspector.Cursor, bool) {
	cur, ok := c.root.FindByPos(lparen, lparen)
	if !ok {
		return cur, false
	}
	for enc := range cur.Enclosing((*ast.CallExpr)(nil)) {
		if enc.Node().(*ast.CallExpr).Lparen == lparen {
			return enc, true
		}
	}
	return cur, false
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

// funcName returns what to call fn in a message.
func funcName(fn *ssa.Function) string {
	if fn.Parent() != nil {
		return "the function literal"
	}
	return fn.Name()
}

// callee returns what to call the function that is called in a message:
// "context.WithCancel", "newSession", "(*Pool).begin".
func callee(call *ssa.Call) string {
	obj := summary.Callee(&call.Call)
	if obj == nil {
		if name := summary.Name(call.Call.Value); name != "" {
			return name
		}
		return "the call"
	}
	qualifier := func(pkg *types.Package) string {
		if pkg == call.Parent().Pkg.Pkg {
			return ""
		}
		return pkg.Name()
	}
	if recv := obj.Signature().Recv(); recv != nil {
		return fmt.Sprintf("(%s).%s", types.TypeString(recv.Type(), qualifier), obj.Name())
	}
	if q := qualifier(obj.Pkg()); q != "" {
		return q + "." + obj.Name()
	}
	return obj.Name()
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
func advice(fix *analysis.SuggestedFix, name string) string {
	if fix != nil {
		return fmt.Sprintf("write defer %s() right here", name)
	}
	return "call it there too, or defer it if nothing that lives on needs the context"
}
