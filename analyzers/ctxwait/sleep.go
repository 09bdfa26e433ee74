package ctxwait

import (
	"fmt"
	"slices"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

// long is how long a sleep must be to be worth a word by default.
const long = time.Second

// sleeps reports the operations of fn that wait for nothing but time although
// a context is in scope.
func (c *checker) sleeps(fn *ssa.Function, govs []summary.Governor) {
	for _, op := range c.s.Ops(fn) {
		if only, _ := c.s.Timed(op); !only || op.Kind == summary.OpSelect {
			continue // waits for other things too
		}
		if c.Index.Test(op.Pos) {
			c.Silent("sleep", op.Pos, "tests may sleep")
			continue
		}
		if op.Kind == summary.OpCall && c.ownSleep(op, govs) {
			continue // it is judged there
		}
		if clause := c.excuse(op, govs); clause != "" {
			c.Silent("sleep", op.Pos, clause)
			continue
		}
		if c.handedOver(fn) && slices.ContainsFunc(c.looks(fn, govs), func(l look) bool { return l.asks }) {
			c.Silent("sleep", op.Pos, "the literal looks at the context, and may be called again and again")
			continue
		}
		if c.beside(fn) && c.endsProcess(fn) {
			c.Silent("sleep", op.Pos, "the process ends behind it, whatever happens")
			continue
		}
		if c.s.MayFollowDone(op.Instr) {
			c.Silent("sleep", op.Pos, "it may follow the end of a context")
			continue
		}
		d, constant := c.s.Duration(op)
		if constant && d <= 0 {
			c.Silent("sleep", op.Pos, "it does not sleep")
			continue
		}
		// Have: a sleep that the end of the context cannot shorten.
		callee := summary.Callee(callOf(op))
		through := op.Kind == summary.OpCall || op.Kind == summary.OpSleep && !ctxtype.IsFunc(callee, "time", "Sleep")
		level := settings.Default
		if constant && d < long || through || govs[0].Field || c.beside(fn) {
			level = settings.Strict
		}
		c.Report(report.Finding{
			Rule:    "sleep",
			Level:   level,
			Pos:     op.Pos,
			End:     op.End,
			Message: sleepMessage(op, govs[0], d, constant, through),
		})
	}
}

// handedOver reports whether fn is a literal that is handed to a function of
// which is not known how it calls it.
func (c *checker) handedOver(fn *ssa.Function) bool {
	return fn.Parent() != nil && c.s.How(fn) == summary.RunsUnknown &&
		slices.ContainsFunc(c.s.Uses(fn), func(u summary.Use) bool { return u.Kind == summary.UsedArg })
}

// callOf returns the call of op, or an empty one.
func callOf(op summary.Op) *ssa.CallCommon {
	if op.Call == nil {
		return new(ssa.CallCommon)
	}
	return op.Call
}

// ownSleep reports whether what op calls has a context itself, so that its
// sleeps are judged there. One in a field is as good as govs if that is no
// better.
func (c *checker) ownSleep(op summary.Op, govs []summary.Governor) bool {
	fns, _ := c.s.Callees(op.Call)
	for _, fn := range fns {
		fn = summary.Declared(fn)
		if fn.Parent() != nil || len(c.s.Of(fn).Wait.Ctxs) > 0 || govs[0].Field && len(c.s.Governing(fn)) > 0 {
			return true
		}
	}
	return false
}

// endsProcess reports whether fn does not return because the process ends with
// it.
func (c *checker) endsProcess(fn *ssa.Function) bool {
	g := c.s.Graph(fn)
	return !g.Returns() && len(g.Loops()) == 0
}

func sleepMessage(op summary.Op, gov summary.Governor, d time.Duration, constant, through bool) string {
	if through {
		return fmt.Sprintf("%s sleeps, and goes on when %s is done: give it the context, and wait there in a select with a case for Done()",
			calleeName(op.Call), gov.Expr)
	}
	what, with := "sleep", fmt.Sprintf("cases for %s.Done() and time.After", gov.Expr)
	if op.Kind != summary.OpSleep {
		what, with = "wait", fmt.Sprintf("a case for %s.Done() too", gov.Expr)
	}
	if constant {
		what += " of " + d.String()
	}
	return fmt.Sprintf("this %s goes on when %s is done: wait in a select with %s", what, gov.Expr, with)
}
