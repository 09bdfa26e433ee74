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

// Each function's name stands beside what is known about how it waits.
func TestWaitFacts(t *testing.T) {
	a := &analysis.Analyzer{
		Name:     "waitfacts",
		Doc:      "report how functions wait",
		Requires: []*analysis.Analyzer{Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			r := Get(pass)
			for _, file := range pass.Files {
				for _, decl := range file.Decls {
					if decl, ok := decl.(*ast.FuncDecl); ok {
						fn := pass.TypesInfo.Defs[decl.Name].(*types.Func)
						if words := r.OfObject(fn).Wait.words(); len(words) > 0 {
							pass.Reportf(decl.Name.Pos(), "%s: %s", fn.Name(), strings.Join(words, " "))
						}
					}
				}
			}
			return nil, nil
		},
	}
	analysistest.Run(t, checktest.Testdata(), a, "summary/wait", "summary/waitdep")
}
