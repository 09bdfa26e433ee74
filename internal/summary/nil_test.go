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

// Each function's name stands beside what is known about nil contexts and
// about what tests expect.
func TestNilFacts(t *testing.T) {
	a := &analysis.Analyzer{
		Name:     "nilfacts",
		Doc:      "report what functions do about nil contexts",
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
					f := r.OfObject(fn)
					known := Func{NoReturn: f.NoReturn, Derives: f.Derives, Nil: f.Nil, Expect: f.Expect}
					if words := known.String(); strings.Contains(words, "nil") || strings.Contains(words, "error(") || f.Expect.Recovers || f.Expect.Guards {
						pass.Reportf(decl.Name.Pos(), "%s: %s", fn.Name(), words)
					}
				}
			}
			return nil, nil
		},
	}
	analysistest.Run(t, checktest.Testdata(), a, "summary/nil", "summary/nildep")
}
