package ctxcancel

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

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
			late := c.s.CalledLate(u, store)
			if u.Open || u.Uses > 0 && !late || u.TestUses > 0 && c.Index.Test(store.Pos()) {
				c.Silent("stored", store.Pos(), "something in the package calls it or passes it on")
				continue
			}
			// Have: a cancel function in a place where nobody looks, or only when it is too late.
			kind := "package variable"
			if v.IsField() {
				kind = "field"
			}
			never := "never called nor passed on in this package"
			if late {
				never = "only called behind the end of its own context"
			}
			pos := c.storePos(store)
			c.Report(report.Finding{
				Rule: "stored",
				Pos:  pos,
				Message: fmt.Sprintf("the cancel function stored in the %s %q is %s: call it where the context's work ends",
					kind, v.Name(), never),
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
	for _, site := range c.s.Calls(fn) {
		call, ok := site.(*ssa.Call)
		if !ok || hasUse(call) {
			continue
		}
		fns, complete := c.s.Callees(&call.Call)
		if !complete || len(fns) != 1 || len(c.s.Of(fns[0]).Cancel.Holds) == 0 {
			continue
		}
		pos, end := c.CallRange(call.Pos())
		c.Report(report.Finding{
			Rule: "discarded",
			Pos:  pos,
			End:  end,
			Message: fmt.Sprintf("the result of %s is dropped, and with it the cancel function that only it has: keep it and call what releases it",
				c.callee(&call.Call)),
			Fix: report.NoFix(noStatement),
		})
	}
}

// hasUse reports whether the result of a call, or a part of it, is used.
func hasUse(call *ssa.Call) bool {
	for _, ref := range *call.Referrers() {
		switch ref := ref.(type) {
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
