package ctxpass

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// chain judges a call of a function that takes no context and passes a fresh
// one on, if it stands where a context is in scope.
func (c *checker) chain(s *scope, call ssa.CallInstruction) {
	if !s.inScope() && (s == nil || s.kind != blank) {
		return
	}
	hops := c.facts.Chain(call.Common())
	if len(hops) == 0 {
		hops = c.facts.TaskChain(call.Common())
	}
	if len(hops) == 0 {
		return
	}
	pos, end := c.rangeOf(call.Common())
	if clause := c.excused(s, call); clause != "" {
		c.Silent("chain", pos, clause)
		return
	}
	if c.asksCarrier(s, call.Common()) {
		c.Silent("chain", pos, "it is called on what has the context in scope, and can look at that itself")
		return
	}
	if s.kind == blank {
		c.Report(report.Finding{
			Rule: "blank",
			Pos:  pos,
			End:  end,
			Message: fmt.Sprintf("%s takes no context and passes a fresh one on (%s) although the function has a context parameter: name it and pass it",
				hops[0], strings.Join(hops, " → ")),
		})
		return
	}
	c.Report(report.Finding{
		Rule: "chain",
		Pos:  pos,
		End:  end,
		Message: fmt.Sprintf("%s takes no context and passes a fresh one on (%s) although %s is in scope: give it a context parameter",
			hops[0], strings.Join(hops, " → "), c.name(s, pos)),
	})
}

// made judges a call of a function that takes no context and returns one that
// it made of nothing. It is one more link of a chain if that is passed on.
func (c *checker) made(s *scope, call ssa.CallInstruction) {
	if !s.inScope() {
		return
	}
	results := c.facts.MakesFresh(call.Common())
	if len(results) == 0 {
		return
	}
	var vs []ssa.Value
	for _, i := range results {
		vs = append(vs, summary.Results(call, i)...)
	}
	pos, end := c.rangeOf(call.Common())
	u, _ := c.judge(s, call, vs)
	if u.verdict != passed {
		c.Silent("chain", pos, "its context is not passed on where the one in scope should be")
		return
	}
	c.Report(report.Finding{
		Rule: "chain",
		Pos:  pos,
		End:  end,
		Message: fmt.Sprintf("%s makes a context of nothing, which is passed to %s although %s is in scope: give it a context parameter",
			calleeName(call.Common()), calleeName(u.call), c.name(s, pos)),
	})
}

// excused returns why a call that should have the context in scope may do
// without it, or "".
func (c *checker) excused(s *scope, call ssa.CallInstruction) string {
	d := c.distance(s, call)
	switch {
	case d.Detachment == summary.Beside && c.facts.Joined(d.Start, true):
	case d.Detachment != summary.Attached:
		return d.Clause
	}
	if c.hasDone(call.Common()) {
		return "it is handed the Done channel of a context"
	}
	if obj := summary.Callee(call.Common()); obj != nil && c.detaches(obj) {
		return obj.Name() + " is detached on purpose"
	}
	return ""
}

// hasDone reports whether a call is handed the Done channel of a context.
func (c *checker) hasDone(call *ssa.CallCommon) bool {
	return slices.ContainsFunc(call.Args, c.facts.IsDone)
}
