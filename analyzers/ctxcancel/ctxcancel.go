package ctxcancel

import (
	_ "embed"
	"fmt"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

//go:embed doc.go
var doc string

// Check describes the analyzer.
var Check = &report.Check{
	Name: "ctxcancel",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "discarded", Level: settings.Default, Doc: "a cancel function is dropped or only looked at"},
		{Name: "lostpath", Level: settings.Default, Doc: "a path to a return does not call the cancel function"},
		{Name: "overwritten", Level: settings.Default, Doc: "the variable of a cancel function gets another value before it is called"},
		{Name: "loop", Level: settings.Default, Doc: "a cancel function is not called before the next round of a loop, or deferred in one"},
		{Name: "stored", Level: settings.Default, Doc: "a cancel function is kept where nothing ever calls it"},
		{Name: "uncalled", Level: settings.Default, Doc: "a cancel function is only called in a literal that never runs"},
		{Name: "notdeferred", Level: settings.Strict, Doc: "a cancel function is called plainly, so a panic leaves the context alive"},
	},
	Requires: []*analysis.Analyzer{summary.Analyzer},
	Run:      run,
}

// Analyzer is the check with default settings.
var Analyzer = New(settings.New())

// New returns the check with the given settings.
var New = Check.Analyzer

func run(pass *report.Pass) error {
	s := summary.Get(pass.Pass)
	if s.Program == nil {
		return nil // not well typed
	}
	c := &checker{
		Pass:   pass,
		s:      s,
		graphs: make(map[*ssa.Function]*flow.Graph),
	}
	for _, fn := range s.Program.Funcs {
		for _, a := range s.Acquisitions(fn, c.extra) {
			c.acquisition(fn, a)
		}
		for _, call := range s.Dropped(fn, c.extra) {
			c.discard(fn, call, report.NoFix(noStatement))
		}
		c.stores(fn)
		c.dropped(fn)
	}
	if init := s.Program.Package.Func("init"); init != nil { // package variables
		for _, a := range s.Acquisitions(init, c.extra) {
			if a.Func == nil {
				c.discarded(init, a)
			}
		}
		c.stores(init)
	}
	return nil
}

type checker struct {
	*report.Pass
	s      *summary.Result
	graphs map[*ssa.Function]*flow.Graph
}

// extra reports whether the user names fn as an acquisition.
func (c *checker) extra(fn *types.Func) bool {
	return len(c.Settings.Acquisitions) > 0 && slices.Contains(c.Settings.Acquisitions, knowledge.FullName(fn))
}

// graph returns the flow of fn, cut also behind the calls that the user names
// as never returning.
func (c *checker) graph(fn *ssa.Function) *flow.Graph {
	if len(c.Settings.NoReturn) == 0 {
		return c.s.Graph(fn)
	}
	g := c.graphs[fn]
	if g == nil {
		g = flow.New(fn, c.s.Calls(fn), func(call *ssa.CallCommon) bool {
			if obj := summary.Callee(call); obj != nil && slices.Contains(c.Settings.NoReturn, knowledge.FullName(obj)) {
				return true
			}
			return c.s.NeverReturns(call)
		})
		c.graphs[fn] = g
	}
	return g
}

// acquisition judges one acquisition in fn. It makes at most one finding.
func (c *checker) acquisition(fn *ssa.Function, a summary.Acquisition) {
	if a.Func == nil {
		c.discarded(fn, a)
		return
	}
	pos := a.Call.Pos()
	fate := c.s.Fate(a, c.graph(fn))
	if !fate.Known {
		c.Silent("lostpath", pos, "its function has more paths than can be followed")
		return
	}
	uses := c.s.CancelUses(a.Func)
	name := c.name(a)
	of := fmt.Sprintf("the cancel function %sof %s", quoted(name), c.callee(&a.Call.Call))
	finding := report.Finding{Level: c.level(fn, &a.Call.Call), Fix: c.deferFix(fn, a)}
	switch {
	case uses == (summary.CancelUses{}) && !fate.Overwritten.IsValid() && !c.variableUsed(fn, a):
		if c.forLife(fn, a) {
			c.Silent("discarded", pos, "the context lives as long as the process")
			return
		}
		finding.Rule = "discarded"
		finding.Message = of + " is only looked at, never called: " + c.deferIt(fn, a)
	case fate.Again:
		finding.Rule, finding.Level = "loop", 0
		finding.Message = of + " is not called before the next round of the loop acquires another: call it at the end of each round, or give the round a function of its own that defers it"
	case fate.Overwritten.IsValid():
		finding.Rule = "overwritten"
		finding.Message = fmt.Sprintf("%s is overwritten at line %d before it was called: call it first, or give the other one a variable of its own", of, c.Line(fate.Overwritten))
		finding.Related = []analysis.RelatedInformation{report.Related(fate.Overwritten, "overwritten here")}
		finding.Fix = report.NoFix("it is not certain which of the two is to be released, and when")
	case len(fate.Lost) > 0 && (summary.IsMain(fn) || c.forLife(fn, a)):
		c.Silent("lostpath", pos, "the process ends when main returns")
		return
	case len(fate.Lost) > 0 && uses.Dead && !uses.Real:
		finding.Rule = "uncalled"
		finding.Message = of + " is only called in a function literal that never runs: " + c.deferIt(fn, a)
	case len(fate.Lost) > 0:
		finding.Rule = "lostpath"
		others := ""
		switch n := len(fate.Lost) - 1; {
		case n == 1:
			others = ", and so is another"
		case n > 1:
			others = fmt.Sprintf(", and so are %d others", n)
		}
		finding.Message = fmt.Sprintf("%s is not called on every path out of %s: %s is reached without it%s; %s",
			of, summary.FuncName(fn), c.returnAt(fn, fate.Lost[0]), others, advice(finding.Fix))
		for _, ret := range fate.Lost {
			finding.Related = append(finding.Related, report.Related(returnPos(fn, ret), "this return is reached without a call of %s", orIt(name)))
		}
	case fate.Piled != nil && c.fewRounds(fate.Piled):
		c.Silent("loop", fate.Piled.Pos(), "the loop has at most three rounds")
		return
	case fate.Piled != nil:
		pos = fate.Piled.Pos()
		finding = report.Finding{Rule: "loop", Fix: report.NoFix(pilesUp), Related: []analysis.RelatedInformation{report.Related(a.Call.Pos(), "acquired here")}}
		if c.Index.Test(pos) {
			finding.Level = settings.Strict // the few rounds of a test
		}
		finding.Message = fmt.Sprintf("%s is deferred in a loop, so it is not called before %s returns and the contexts of all rounds pile up: give the round a function of its own, or call it at the end of the round",
			of, summary.FuncName(fn))
	case fate.Released && !fate.Moved && fate.Risky && !fate.Parked && !summary.IsMain(fn):
		finding.Rule, finding.Level = "notdeferred", 0
		finding.Message = of + " is called, but not deferred, so a panic in between leaves its context alive: " + c.deferIt(fn, a)
	default:
		clause := "it is called or deferred on every path"
		if fate.Moved || fate.Parked {
			clause = "it is handed over"
		}
		c.Silent("lostpath", pos, clause)
		return
	}
	finding.Pos, finding.End = c.CallRange(pos)
	c.Report(finding)
}

// variableUsed reports whether the variable that has the cancel function of a
// is really used, if only while it has another value.
func (c *checker) variableUsed(fn *ssa.Function, a summary.Acquisition) bool {
	names := make(map[types.Object]bool)
	for _, ref := range *a.Func.Referrers() {
		if d, ok := ref.(*ssa.DebugRef); ok && d.Object() != nil {
			names[d.Object()] = true
		}
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if d, ok := instr.(*ssa.DebugRef); ok && names[d.Object()] && c.s.CancelUses(d.X).Real {
				return true
			}
		}
	}
	return false
}

// fewRounds reports whether the loop around d goes over a list that is written
// down and has at most three elements: so few contexts do not pile up.
func (c *checker) fewRounds(d *ssa.Defer) bool {
	l := c.graph(d.Parent()).InnerLoop(d.Block())
	if l == nil {
		return false
	}
	if rounds, ok := summary.Rounds(l); !ok || rounds.Value == nil {
		return false // not a list
	}
	most, ok := c.s.MostRounds(l)
	return ok && most <= 3
}

// discarded judges an acquisition whose cancel function nobody ever has.
func (c *checker) discarded(fn *ssa.Function, a summary.Acquisition) {
	if c.forLife(fn, a) {
		c.Silent("discarded", a.Call.Pos(), "the context lives as long as the process")
		return
	}
	c.discard(fn, &a.Call.Call, c.deferFix(fn, a))
}

// discard reports the cancel function of a call in fn that nobody has.
func (c *checker) discard(fn *ssa.Function, call *ssa.CallCommon, fix report.Fix) {
	pos, end := c.CallRange(call.Pos())
	c.Report(report.Finding{
		Rule:    "discarded",
		Level:   c.level(fn, call),
		Pos:     pos,
		End:     end,
		Message: fmt.Sprintf("the cancel function of %s is discarded, so nothing can release its context early: name it and defer it", c.callee(call)),
		Fix:     fix,
	})
}
