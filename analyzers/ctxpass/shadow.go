package ctxpass

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// shadow judges a derivation: a context that is derived and never used bounds
// nothing, while the calls behind it pass the one it was derived from.
func (c *checker) shadow(_ *ssa.Function, call ssa.CallInstruction) {
	results := call.Common().Signature().Results()
	for i := range results.Len() {
		if !ctxtype.IsContext(results.At(i).Type()) {
			continue
		}
		outer, ok := c.facts.DerivedFrom(call.Common(), i)
		if !ok || !derives(summary.Callee(call.Common())) && ctxtype.Acquires(call.Common().Signature()) < 0 {
			continue // not a derivation, or a call that does more
		}
		if c.isUsed(summary.Results(call, i)) {
			continue
		}
		pos, end := c.rangeOf(call.Common())
		if clause := c.unusedOnPurpose(call, i); clause != "" {
			c.Silent("shadow", pos, clause)
			continue
		}
		passed := c.passesAfter(call, i, outer)
		if passed == nil {
			c.Silent("shadow", pos, "no call behind it passes the outer context")
			continue
		}
		name := "context"
		if v := c.assigned(call, i); v != nil {
			name = fmt.Sprintf("context %q", v.Name())
		}
		at, _ := c.rangeOf(passed)
		c.Report(report.Finding{
			Rule: "shadow",
			Pos:  pos,
			End:  end,
			Message: fmt.Sprintf("the derived %s is never used: %s is passed the outer context at line %d, which it does not bound",
				name, calleeName(passed), c.Line(at)),
		})
	}
}

// derives reports whether fn does nothing but derive a context.
func derives(fn *types.Func) bool {
	return fn != nil && (ctxtype.Derives(fn) || knowledge.Derives(fn)) && !ctxtype.IsFunc(fn, "golang.org/x/sync/errgroup", "WithContext")
}

// isUsed reports whether anything is done with one of the contexts vs. To
// compare it, or assign it to _, is nothing.
func (c *checker) isUsed(vs []ssa.Value) bool {
	for _, v := range vs {
		if len(c.facts.Sinks(v)) > 0 {
			return true
		}
	}
	return false
}

// unusedOnPurpose returns why result i of a derivation may be unused, or "":
// the call is there for its other result.
func (c *checker) unusedOnPurpose(call ssa.CallInstruction, i int) string {
	cancel := ctxtype.Acquires(call.Common().Signature())
	if cancel < 0 {
		return ""
	}
	ctxs := summary.Results(call, i)
	cancels := summary.Results(call, cancel)
	if len(cancels) == 0 {
		return "its cancel function is dropped too"
	}
	if c.assigned(call, i) != nil {
		return ""
	}
	if ctxtype.IsFunc(summary.Callee(call.Common()), "os/signal", "NotifyContext") {
		return "it is there for the signals"
	}
	for _, f := range cancels {
		if c.facts.Kept(f, ctxs) {
			return "its cancel function is kept"
		}
	}
	return ""
}

// assigned returns the variable to which result i of a call is assigned, or
// nil if there is none.
func (c *checker) assigned(call ssa.CallInstruction, i int) *types.Var {
	cur, ok := c.calls[call.Common().Pos()]
	if !ok {
		return nil
	}
	var lhs []ast.Expr
	switch parent := cur.Parent().Node().(type) {
	case *ast.AssignStmt:
		lhs = parent.Lhs
	case *ast.ValueSpec:
		for _, name := range parent.Names {
			lhs = append(lhs, name)
		}
	}
	if i >= len(lhs) {
		return nil
	}
	id, ok := ast.Unparen(lhs[i]).(*ast.Ident)
	if !ok || id.Name == "_" {
		return nil
	}
	v, _ := c.TypesInfo.ObjectOf(id).(*types.Var)
	return v
}

// passesAfter returns a call that is handed the context outer, or what it
// comes from or was made of it, behind the derivation instr; nil if there is
// none. A later derivation that takes the place of this one, result i, in its
// variable bounds what it is handed to.
func (c *checker) passesAfter(instr ssa.CallInstruction, i int, outer ssa.Value) *ssa.CallCommon {
	fn := instr.Parent()
	line := c.line(outer)
	variable := c.assigned(instr, i)
	takesPlace := func(v ssa.Value) bool {
		made, result := summary.ResultOf(v)
		return made != nil && variable != nil && c.assigned(made, result) == variable
	}
	g := c.facts.Graph(fn)
	after := g.Reachable(nil, g.Succs(instr.Block())...)
	for _, b := range fn.Blocks {
		behind := after[b.Index]
		for _, x := range g.Instrs(b) {
			call, ok := x.(ssa.CallInstruction)
			if x == instr {
				behind = true
				continue
			}
			if !ok || !behind || derives(summary.Callee(call.Common())) {
				continue
			}
			for _, a := range contextArgs(call.Common()) {
				if slices.ContainsFunc(c.facts.Lineage(a), takesPlace) {
					continue
				}
				for v := range c.line(a) {
					if line[v] {
						return call.Common()
					}
				}
			}
		}
	}
	return nil
}
