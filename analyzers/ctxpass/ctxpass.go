package ctxpass

import (
	_ "embed"
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
	Name: "ctxpass",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "fresh", Level: settings.Default, Doc: "context.Background or TODO is passed on although a context is in scope"},
		{Name: "chain", Level: settings.Default, Doc: "a function without a context parameter is called that passes a fresh context on"},
		{Name: "variant", Level: settings.Default, Doc: "a function is called although it has a sibling that takes the context"},
		{Name: "handler", Level: settings.Default, Doc: "an HTTP handler ignores the context of its request for a fresh one"},
		{Name: "goroutine", Level: settings.Strict, Doc: "a goroutine is given a context that ends before it, or one without values"},
		{Name: "shadow", Level: settings.Default, Doc: "a derived context is never used while calls pass the outer one"},
		{Name: "field", Level: settings.Strict, Doc: "a context from a field or a getter is passed on in place of the parameter"},
		{Name: "blank", Level: settings.Strict, Doc: "the context parameter is _ and the body passes on a fresh one"},
		{Name: "errgroup", Level: settings.Default, Doc: "the context of an errgroup is thrown away or its tasks pass the outer one"},
	},
	Requires: []*analysis.Analyzer{summary.Analyzer, inspect.Analyzer},
	Run:      run,
}

// Analyzer is the check with default settings.
var Analyzer = New(settings.New())

// New returns the check with the given settings.
var New = Check.Analyzer

func run(pass *report.Pass) error {
	facts := summary.Get(pass.Pass)
	if facts.Program == nil {
		return nil // not well typed
	}
	c := &checker{
		Pass:   pass,
		facts:  facts,
		calls:  make(map[token.Pos]inspector.Cursor),
		scopes: make(map[*ssa.Function]*scope),
		fresh:  make(map[ssa.CallInstruction]bool),
	}
	root := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root()
	for cur := range root.Preorder((*ast.CallExpr)(nil)) {
		c.calls[cur.Node().(*ast.CallExpr).Lparen] = cur
	}
	for _, fn := range facts.Program.Funcs {
		c.function(fn)
	}
	return nil
}

type checker struct {
	*report.Pass
	facts  *summary.Result
	calls  map[token.Pos]inspector.Cursor // by opening parenthesis, which is the position of a call in SSA
	scopes map[*ssa.Function]*scope
	fresh  map[ssa.CallInstruction]bool // reported by the rule fresh or one that stands in for it

	messages []types.Type // what the package sends over channels
}

// function judges what stands in fn itself; literals are judged on their own.
func (c *checker) function(fn *ssa.Function) {
	if c.Index.Generated(fn.Pos()) {
		return
	}
	s := c.scope(fn)
	if c.Index.Test(fn.Pos()) && (s == nil || s.kind == carrier || s.kind == held || s.kind == sent) {
		c.testWithoutContext(fn)
		return
	}
	for _, call := range c.facts.Calls(fn) {
		switch {
		case c.facts.IsBackground(call.Common()):
			c.background(s, call)
		default:
			c.made(s, call)
			if !c.variant(s, call) {
				c.chain(s, call)
			}
		}
		c.shadow(fn, call)
		c.group(call)
		c.request(s, call)
	}
	c.field(fn, s)
}

// detaches reports whether the user says that what obj is given does without
// the context on purpose.
func (c *checker) detaches(obj *types.Func) bool {
	return len(c.Settings.Detaching) > 0 && slices.Contains(c.Settings.Detaching, knowledge.FullName(obj))
}

// distance returns how far instr is from the context of s.
func (c *checker) distance(s *scope, instr ssa.Instruction) summary.Distance {
	if s == nil {
		return c.facts.Distance(instr, nil, c.detaches)
	}
	if s.param != nil && s.param.Parent() == instr.Parent() && flow.TestedNil(s.param, instr.Block()) {
		return summary.Distance{Detachment: summary.Detached, Clause: "the context in scope is nil there"}
	}
	return c.facts.Distance(instr, s.fn, c.detaches)
}

// rangeOf returns where to report a call: its expression, from the name of
// what is called if that stands on another line than the beginning.
func (c *checker) rangeOf(call *ssa.CallCommon) (pos, end token.Pos) {
	cur, ok := c.calls[call.Pos()]
	if !ok {
		return call.Pos(), token.NoPos
	}
	expr := cur.Node().(*ast.CallExpr)
	pos = expr.Pos()
	if sel, ok := ast.Unparen(expr.Fun).(*ast.SelectorExpr); ok && c.Line(sel.Sel.Pos()) != c.Line(pos) {
		pos = sel.Sel.Pos()
	}
	return pos, expr.End()
}

// contextArgs returns the arguments of a call that are contexts; a receiver
// is none.
func contextArgs(call *ssa.CallCommon) []ssa.Value {
	args := call.Args
	if !call.IsInvoke() && call.Signature().Recv() != nil && len(args) > 0 {
		args = args[1:]
	}
	var ctxs []ssa.Value
	for _, a := range args {
		if ctxtype.IsContext(a.Type()) {
			ctxs = append(ctxs, a)
		}
	}
	return ctxs
}
