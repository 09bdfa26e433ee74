package ctxwait

import (
	_ "embed"
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

//go:embed doc.go
var doc string

// Check describes the analyzer.
var Check = &report.Check{
	Name: "ctxwait",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "abandoned", Level: settings.Default, Doc: "a goroutine sends on a channel from which nobody receives any more"},
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
		Pass: pass,
		s:    s,
		root: pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root(),
	}
	for _, fn := range s.Program.Funcs {
		c.abandoned(fn)
	}
	return nil
}

type checker struct {
	*report.Pass
	s    *summary.Result
	root inspector.Cursor
}

func funcName(fn *ssa.Function) string {
	if fn.Parent() != nil {
		return "the function literal"
	}
	return fn.Name()
}

// exitPos returns where an exit of fn stands; for an implicit return that is
// the closing brace.
func (c *checker) exitPos(fn *ssa.Function, instr ssa.Instruction) token.Pos {
	if instr.Pos().IsValid() {
		return instr.Pos()
	}
	switch n := fn.Syntax().(type) {
	case *ast.FuncDecl:
		return n.Body.Rbrace
	case *ast.FuncLit:
		return n.Body.Rbrace
	}
	return fn.Pos()
}
