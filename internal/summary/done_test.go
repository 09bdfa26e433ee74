package summary_test

import (
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/checktest"
	"github.com/gocontext/ctxlint/internal/summary"
)

// Each call of a function here says in its comment on which paths to it a
// context is over.
func TestAfterDone(t *testing.T) {
	a := &analysis.Analyzer{
		Name:     "afterdone",
		Doc:      "report where a context is over",
		Requires: []*analysis.Analyzer{summary.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			r := summary.Get(pass)
			calls(r, "here", func(call ssa.CallInstruction) {
				switch {
				case r.AfterDone(call):
					pass.Reportf(call.Common().Pos(), "on every path")
				case r.MayFollowDone(call):
					pass.Reportf(call.Common().Pos(), "on some path")
				}
			})
			return nil, nil
		},
	}
	analysistest.Run(t, checktest.Testdata(), a, "places/afterdone")
}

// calls visits the calls of the declared functions called name.
func calls(r *summary.Result, name string, visit func(ssa.CallInstruction)) {
	for _, fn := range r.Program.Funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok {
					if obj := summary.Callee(call.Common()); obj != nil && obj.Name() == name {
						visit(call)
					}
				}
			}
		}
	}
}
