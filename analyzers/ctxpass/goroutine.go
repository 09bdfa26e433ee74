package ctxpass

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// request judges a go statement or a time.AfterFunc in a function that serves
// a request: what it starts may run on when the request is answered, whose
// context is over then. It is meant to end with the request if the function
// waits for it, goes on waiting itself, or cancels the context when it
// returns.
func (c *checker) request(s *scope, start ssa.CallInstruction) {
	if s == nil || s.kind != carrier || isProgram(s.param) || start.Parent() != s.fn {
		return
	}
	pos, end := c.rangeOf(start.Common())
	var given ssa.Value
	switch start.(type) {
	case *ssa.Go:
		pos = start.Pos()
		given = c.requestArg(s, start.Common())
		for _, fn := range c.literals(start.Common().Value) {
			if v := c.requestUse(s, fn); v != nil {
				given = v
			}
		}
	case *ssa.Call:
		if !ctxtype.IsFunc(summary.Callee(start.Common()), "time", "AfterFunc") {
			return
		}
		for _, fn := range c.literals(start.Common().Args[1]) {
			given = c.requestUse(s, fn)
		}
	}
	if given == nil {
		return
	}
	switch {
	case c.facts.Joined(start, false):
		c.Silent("goroutine", pos, "the function waits after it has started the goroutine")
		return
	case c.onlyWaits(start, given):
		c.Silent("goroutine", pos, "the goroutine only waits for the end of the request")
		return
	case c.endsWithFunction(given):
		c.Silent("goroutine", pos, "the function cancels the context when it returns")
		return
	}
	if d := c.distance(s, start); d.Detachment == summary.Detached {
		c.Silent("goroutine", pos, d.Clause)
		return
	}
	c.Report(report.Finding{
		Rule: "goroutine",
		Pos:  pos,
		End:  end,
		Message: fmt.Sprintf("a goroutine that may outlive the request is given its context: give it context.WithoutCancel(%s)",
			c.name(s, pos)),
	})
}

// isProgram reports whether p carries the context of the whole program, not
// that of a request.
func isProgram(p *ssa.Parameter) bool {
	return ctxtype.IsNamed(ctxtype.Deref(p.Type()), "github.com/spf13/cobra", "Command")
}

// literals returns the literals that a function value may be.
func (c *checker) literals(v ssa.Value) []*ssa.Function {
	fns, _ := c.facts.Functions(v)
	var lits []*ssa.Function
	for _, fn := range fns {
		if fn.Parent() != nil {
			lits = append(lits, fn)
		}
	}
	return lits
}

// requestArg returns the context of the request among the arguments of a call,
// or nil. The values of a context, which is all that logging needs, are there
// when it is over, too.
func (c *checker) requestArg(s *scope, call *ssa.CallCommon) ssa.Value {
	for _, a := range contextArgs(call) {
		switch {
		case !c.lives(a, s):
		case summary.Callee(call) != nil && c.facts.Touches(call).Within(summary.TouchesValues|summary.TouchesLogs):
			pos, _ := c.rangeOf(call)
			c.Silent("goroutine", pos, "it only logs with the context, or looks up values")
		default:
			return a
		}
	}
	return nil
}

// requestUse returns the context of the request that a literal passes on, or
// nil.
func (c *checker) requestUse(s *scope, fn *ssa.Function) ssa.Value {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok || c.facts.AfterDone(instr) {
				continue
			}
			if obj := summary.Callee(call.Common()); obj != nil && ctxtype.IsFunc(obj, "context", "WithoutCancel") {
				continue
			}
			if v := c.requestArg(s, call.Common()); v != nil {
				return v
			}
		}
	}
	return nil
}

// lives reports whether the context v is that of the request or derived from
// it, and ends with it.
func (c *checker) lives(v ssa.Value, s *scope) bool {
	return c.from(v, s) && c.facts.CanEnd(v)
}

// endsWithFunction reports whether the context v is one that its function
// cancels when it returns.
func (c *checker) endsWithFunction(v ssa.Value) bool {
	for _, made := range c.facts.Lineage(v) {
		x, ok := made.(*ssa.Extract)
		if !ok {
			continue
		}
		call, ok := x.Tuple.(*ssa.Call)
		if !ok {
			continue
		}
		i := ctxtype.Acquires(call.Call.Signature())
		if i < 0 {
			continue
		}
		if slices.ContainsFunc(summary.Results(call, i), c.deferred) {
			return true
		}
	}
	return false
}

// onlyWaits reports whether what start starts does nothing with the context
// given but wait for its end: it is there for that.
func (c *checker) onlyWaits(start ssa.CallInstruction, given ssa.Value) bool {
	fns, complete := c.facts.Callees(start.Common())
	i := slices.Index(start.Common().Args, given)
	return complete && i >= 0 && len(fns) > 0 && !slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
		if i >= len(fn.Params) {
			return true // a method of an interface, or a bound one
		}
		waits := false
		return slices.ContainsFunc(c.facts.Sinks(fn.Params[i]), func(s summary.Sink) bool {
			waits = waits || s.Kind == summary.SinkWaited
			return s.Kind != summary.SinkWaited && s.Kind != summary.SinkAsked
		}) || !waits
	})
}

// deferred reports whether the function v is deferred or called in a deferred
// literal.
func (c *checker) deferred(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Defer:
			return true
		case *ssa.Store:
			cell := c.facts.CellOf(ref.Addr)
			if cell == nil {
				continue
			}
			for _, load := range cell.Loads {
				if c.facts.Deferred(load.Parent()) || c.deferred(load) {
					return true
				}
			}
		}
	}
	return false
}
