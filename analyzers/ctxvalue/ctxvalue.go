package ctxvalue

import (
	_ "embed"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

//go:embed doc.go
var doc string

// Check describes the analyzer.
var Check = &report.Check{
	Name: "ctxvalue",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "flow", Level: settings.Default, Doc: "a value from a context decides what runs, how often or how long"},
		{Name: "option", Level: settings.Default, Doc: "a context carries an optional parameter instead of metadata"},
		{Name: "key", Level: settings.Default, Doc: "a key that can collide with another one, or that matches none"},
		{Name: "missing", Level: settings.Strict, Doc: "a value is looked up that nothing puts there, or not of that type"},
		{Name: "unchecked", Level: settings.Opinion, Doc: "a value from a context is asserted to have a type without asking"},
	},
	Requires: []*analysis.Analyzer{summary.Analyzer},
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
		Pass:     pass,
		s:        s,
		bounding: make(map[*ssa.Parameter]bool),
		deciding: make(map[any]token.Pos),
	}
	c.fns = s.Program.Funcs
	if init := s.Program.Package.Func("init"); init != nil { // initializers of package variables
		c.fns = append(slices.Clip(c.fns), init)
	}
	for _, fn := range c.fns {
		c.accesses = append(c.accesses, s.Accesses(fn)...)
	}
	for _, a := range c.accesses {
		c.key(a)
		c.option(a)
	}
	c.joined()
	reads := s.Reads()
	c.flow(reads)
	c.missing()
	c.unchecked(reads)
	return nil
}

type checker struct {
	*report.Pass
	s        *summary.Result
	fns      []*ssa.Function
	accesses []summary.Access
	bounding map[*ssa.Parameter]bool // see bounds
	deciding map[any]token.Pos       // see decides
}

// call returns the expression of a call.
func (c *checker) call(instr ssa.CallInstruction) *ast.CallExpr {
	cur, ok := c.CallAt(instr.Common().Pos())
	if !ok {
		return nil
	}
	return cur.Node().(*ast.CallExpr)
}

// arg returns the expression that v, one of the arguments of a call, is
// written as, or nil if there is none.
func (c *checker) arg(instr ssa.CallInstruction, v ssa.Value) ast.Expr {
	call := c.call(instr)
	if call == nil {
		return nil
	}
	args := summary.Args(instr.Common())
	receivers := len(args) - instr.Common().Signature().Params().Len()
	i := slices.Index(args, v) - receivers
	if i < 0 || i >= len(call.Args) {
		return nil
	}
	return call.Args[i]
}

// callee returns the words for the function that an access calls.
func callee(a summary.Access) string {
	obj := summary.Callee(a.Call.Common())
	switch {
	case obj == nil:
		return "a function literal"
	case ctxtype.IsFunc(obj, "context", "WithValue"):
		return "context.WithValue"
	}
	return obj.Name()
}

// text returns e as it is written, shortened.
func text(e ast.Expr) string {
	s := types.ExprString(e)
	if len(s) > 60 {
		return s[:57] + "..."
	}
	return s
}
