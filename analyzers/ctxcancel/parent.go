package ctxcancel

import (
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

// level returns the level of a loss: strict if the function itself certainly
// ends the parent, and with it the child; else that of the rule.
func (c *checker) level(fn *ssa.Function, call *ssa.CallCommon) settings.Level {
	if ctxtype.IsFunc(summary.Callee(call), "os/signal", "NotifyContext") {
		return 0 // its signals stay registered even then
	}
	for _, arg := range summary.Args(call) {
		if ctxtype.IsContext(arg.Type()) && c.ended(fn, arg, 0) {
			return settings.Strict
		}
	}
	return 0
}

// ended reports whether fn certainly ends the context v on every way out.
func (c *checker) ended(fn *ssa.Function, v ssa.Value, depth int) bool {
	leaves := c.s.Leaves(v)
	if len(leaves) != 1 || depth > 8 {
		return false
	}
	call, result := summary.ResultOf(leaves[0])
	if call == nil || call.Parent() != fn {
		return false
	}
	switch callee := summary.Callee(&call.Call); {
	case ctxtype.IsFunc(callee, "golang.org/x/sync/errgroup", "WithContext"):
		return c.waited(fn, call)
	case ctxtype.IsFunc(callee, "context", "WithoutCancel"):
		return false // made to live on
	}
	for _, a := range c.s.Acquisitions(fn, c.extra) {
		if a.Call == call && a.Func != nil && c.s.Fate(a, c.graph(fn)).Ended() {
			return true
		}
	}
	parent, ok := c.s.DerivedFrom(&call.Call, result)
	return ok && c.ended(fn, parent, depth+1)
}

// waited reports whether every way out of fn behind the call of
// errgroup.WithContext waits for the group.
func (c *checker) waited(fn *ssa.Function, group *ssa.Call) bool {
	g := c.graph(fn)
	waits := func(b *ssa.BasicBlock) bool {
		for _, instr := range g.Instrs(b) {
			call, ok := instr.(ssa.CallInstruction)
			if !ok || !ctxtype.IsMethod(summary.Callee(call.Common()), "golang.org/x/sync/errgroup", "Group", "Wait") {
				continue
			}
			for _, leaf := range c.s.Leaves(call.Common().Args[0]) {
				if ex, ok := leaf.(*ssa.Extract); ok && ex.Tuple == ssa.Value(group) {
					return true
				}
			}
		}
		return false
	}
	for i, reached := range g.Reachable(waits, group.Block()) {
		b := fn.Blocks[i]
		if _, returns := b.Instrs[len(b.Instrs)-1].(*ssa.Return); reached && returns && !g.Cut(b) {
			return false
		}
	}
	return true
}

// forLife reports whether a is a signal.NotifyContext whose context lives as
// long as the process: it is called in main, or in a function of package main
// that main alone calls, once.
func (c *checker) forLife(fn *ssa.Function, a summary.Acquisition) bool {
	return ctxtype.IsFunc(summary.Callee(&a.Call.Call), "os/signal", "NotifyContext") && c.s.RunsOnce(fn)
}
