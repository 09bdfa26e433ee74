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
		{Name: "sleep", Level: settings.Default, Doc: "a sleep goes on when the context is done"},
		{Name: "bare", Level: settings.Strict, Doc: "a send or receive that may wait for ever ignores the context"},
		{Name: "watcher", Level: settings.Strict, Doc: "a goroutine waits for a longer-lived context after the work of its call is done"},
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

		judged: make(map[ssa.Instruction]bool),
	}
	for _, fn := range s.Program.Funcs {
		c.abandoned(fn)
		c.watchers(fn)
	}
	for _, fn := range s.Program.Funcs {
		if govs := s.Governing(fn); len(govs) > 0 && !summary.IsMain(fn) {
			c.sleeps(fn, govs)
			c.bare(fn, govs)
		}
	}
	return nil
}

type checker struct {
	*report.Pass
	s    *summary.Result
	root inspector.Cursor

	// The sends that abandoned has judged: what it did not report is received.
	judged map[ssa.Instruction]bool
}

// excuse returns why op need not be ended by the contexts govs, or "".
func (c *checker) excuse(op summary.Op, govs []summary.Governor) string {
	switch {
	case c.s.OfLoop(op):
		return "it is the wait of a loop: ctxloop judges it"
	case c.s.EndOf(op, govs) != summary.Unbound:
		return "the context ends it, as far as is known"
	}
	return c.s.Discharge(op)
}

// beside reports whether fn is a literal that runs in a goroutine, or in one
// that does.
func (c *checker) beside(fn *ssa.Function) bool {
	for ; fn.Parent() != nil; fn = fn.Parent() {
		if c.s.How(fn) == summary.RunsBeside {
			return true
		}
	}
	return false
}

// calleeName returns what a call calls, as people write it.
func calleeName(call *ssa.CallCommon) string {
	if obj := summary.Callee(call); obj != nil {
		return obj.Name()
	}
	if name := summary.Name(call.Value); name != "" {
		return name
	}
	return "the function called here"
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
