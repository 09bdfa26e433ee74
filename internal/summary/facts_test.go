package summary

import (
	"go/ast"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/gocontext/ctxlint/internal/checktest"
)

// TestFacts compares what each domain finds out about the functions of
// testdata/src/summary/DOMAIN, and of DOMAINdep, on which it depends, with
// the words beside their names. A corpus looks at one domain only, so that
// adding to another does not touch it.
func TestFacts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		domain string
		words  func(*Func) []string
	}{
		{"bind", func(f *Func) []string { return f.Binds.words() }},
		{"cancel", func(f *Func) []string { return f.Cancel.words() }},
		{"derive", func(f *Func) (words []string) {
			for _, d := range f.Derives {
				words = append(words, d.word())
			}
			return words
		}},
		{"expect", func(f *Func) []string { return f.Expect.words() }},
		{"fresh", func(f *Func) []string { return f.Fresh.words() }},
		{"nil", func(f *Func) []string { return f.Nil.words() }},
		{"touch", func(f *Func) []string { return f.Touch.words() }},
		{"value", func(f *Func) []string { return f.Value.words() }},
		{"wait", func(f *Func) []string { return f.Wait.words() }},
	} {
		t.Run(test.domain, func(t *testing.T) {
			t.Parallel()
			a := &analysis.Analyzer{
				Name:     "facts",
				Doc:      "report what is known about the functions of a package",
				Requires: []*analysis.Analyzer{Analyzer},
				Run: func(pass *analysis.Pass) (any, error) {
					r := Get(pass)
					for _, file := range pass.Files {
						for _, decl := range file.Decls {
							decl, ok := decl.(*ast.FuncDecl)
							if !ok {
								continue
							}
							fn := pass.TypesInfo.Defs[decl.Name].(*types.Func)
							if words := test.words(r.OfObject(fn)); len(words) > 0 {
								pass.Reportf(decl.Name.Pos(), "%s: %s", fn.Name(), strings.Join(words, " "))
							}
						}
					}
					return nil, nil
				},
			}
			analysistest.Run(t, checktest.Testdata(), a, "summary/"+test.domain+"...")
		})
	}
}

// TestFactsAreFacts asserts that what is known travels as facts.
func TestFactsAreFacts(t *testing.T) {
	analysistest.Run(t, checktest.Testdata(), Analyzer, "summary/facts")
}
