package ctxdead

import (
	_ "embed"
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

//go:embed doc.go
var doc string

// Check describes the analyzer.
var Check = &report.Check{
	Name: "ctxdead",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "done", Level: settings.Default, Tests: settings.Strict, Doc: "a context is passed to work behind its Done"},
		{Name: "cancelled", Level: settings.Default, Tests: settings.Strict, Doc: "a context is passed to work after its cancel function was called"},
		{Name: "wait", Level: settings.Default, Tests: settings.Strict, Doc: "the context of an errgroup is passed to work behind Wait"},
		{Name: "early", Level: settings.Default, Tests: settings.Strict, Doc: "a context that the function cancels lives on in what it returns, stores or starts"},
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
	c := &checker{Pass: pass, s: s}
	for _, fn := range s.Program.Funcs {
		acquired := s.Acquisitions(fn, nil)
		for _, call := range s.Calls(fn) {
			c.call(call, acquired)
		}
		for _, a := range acquired {
			c.early(fn, a)
		}
	}
	return nil
}

type checker struct {
	*report.Pass
	s        *summary.Result
	reported []ssa.Value // dead contexts that some call was reported for, and those that it made
}

// call judges a call that may be given a context that is over. It makes at
// most one finding, and one for each context derived from one that is over.
func (c *checker) call(call ssa.CallInstruction, acquired []summary.Acquisition) {
	for i, arg := range summary.Args(call.Common()) {
		if !ctxtype.IsContext(arg.Type()) {
			continue
		}
		f, ended := c.over(call, arg, acquired)
		if ended == nil {
			continue // as far as is known, it is not over here
		}
		if !c.s.FailsWith(call.Common(), i) {
			c.Silent(f.Rule, call.Pos(), "nothing says that the callee fails when the context is over")
			continue
		}
		if c.s.BoundTo(arg, func(v ssa.Value) bool { return slices.Contains(c.reported, v) }) {
			continue // one root cause
		}
		if leaves := c.s.Leaves(arg); len(leaves) == 1 && !c.same(arg, ended) {
			c.reported = append(c.reported, leaves[0]) // derived from it
		}
		if made, ok := call.(*ssa.Call); ok { // the context of a group, for example
			for _, ref := range *made.Referrers() {
				if ex, ok := ref.(*ssa.Extract); ok && ctxtype.IsContext(ex.Type()) {
					c.reported = append(c.reported, ex)
				}
			}
		}
		f.Pos, f.End = c.CallRange(call.Common().Pos())
		c.Report(f)
		return
	}
}

// over returns the finding for a call that is given the context arg, and the
// context that has ended, arg or one that it is derived from; nil unless it is
// certainly over.
func (c *checker) over(call ssa.CallInstruction, arg ssa.Value, acquired []summary.Acquisition) (report.Finding, ssa.Value) {
	name := c.contextName(arg)
	callee := c.callee(call)
	if d, deferred := call.(*ssa.Defer); deferred {
		return c.overWhenDeferred(d, arg, acquired)
	}
	for _, done := range c.s.OverAt(call) {
		if c.s.BoundTo(arg, func(v ssa.Value) bool { return c.same(v, done) }) {
			f := report.Finding{
				Rule:    "done",
				Message: fmt.Sprintf("%s is over here, so %s fails at once: pass context.WithoutCancel(%s), with a timeout of its own", name, callee, c.contextName(done)),
				Fix:     report.NoFix(unbounded),
			}
			if !c.same(arg, done) {
				f.Message = fmt.Sprintf("%s is derived from %s, which is over here, so %s fails at once: derive it from context.WithoutCancel(%[2]s)", name, c.contextName(done), callee)
				f.Fix = c.doneFix(arg, done)
			}
			return f, done
		}
	}
	for _, a := range c.boundTo(arg, acquired) {
		if cancel := c.cancelled(a, call); cancel != nil {
			if c.Index.Test(call.Pos()) {
				c.Silent("cancelled", call.Pos(), "tests cancel contexts to see what happens")
				continue
			}
			if of := c.contextName(a.Context); of != name && !c.same(arg, a.Context) {
				name += " is derived from " + of + ", which"
			}
			return report.Finding{
				Rule:    "cancelled",
				Message: fmt.Sprintf("%s was cancelled at line %d, so %s fails at once: cancel it later, or pass another context", name, c.Line(cancel.Pos()), callee),
				Related: []analysis.RelatedInformation{report.Related(cancel.Pos(), "cancelled here")},
			}, a.Context
		}
	}
	if wait, ended := c.waited(call, arg); wait != nil {
		return report.Finding{
			Rule:    "wait",
			Message: fmt.Sprintf("%s belongs to an errgroup whose Wait at line %d has cancelled it, so %s fails at once: pass the context that the group was made with", name, c.Line(wait.Pos()), callee),
			Related: []analysis.RelatedInformation{report.Related(wait.Pos(), "Wait cancels it here")},
		}, ended
	}
	return report.Finding{}, nil
}

// boundTo returns those of acquired that end the context arg.
func (c *checker) boundTo(arg ssa.Value, acquired []summary.Acquisition) []summary.Acquisition {
	// One look at what arg is made of leaves few to ask about, however many
	// there are in the function.
	on := make(map[ssa.Value]bool)
	c.s.BoundTo(arg, func(v ssa.Value) bool {
		on[v] = true
		return false
	})
	var bound []summary.Acquisition
	for _, a := range acquired {
		if a.Func != nil && on[a.Context] && c.s.BoundTo(arg, func(v ssa.Value) bool { return v == a.Context }) {
			bound = append(bound, a)
		}
	}
	return bound
}

// same reports whether two values are the same context: one value, two loads
// of one field of the same thing, or two calls of Context of one carrier.
func (c *checker) same(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	la, lb := c.s.Leaves(a), c.s.Leaves(b)
	if len(la) != 1 || len(lb) != 1 {
		return false
	}
	a, b = la[0], lb[0]
	if a == b {
		return true
	}
	switch a := a.(type) {
	case *ssa.UnOp:
		b, ok := b.(*ssa.UnOp)
		if !ok || a.Op != token.MUL || b.Op != token.MUL {
			return false
		}
		fa, ok1 := a.X.(*ssa.FieldAddr)
		fb, ok2 := b.X.(*ssa.FieldAddr)
		if ok1 && ok2 {
			return fa.Field == fb.Field && c.same(fa.X, fb.X)
		}
		return a.X == b.X
	case *ssa.Call:
		b, ok := b.(*ssa.Call)
		if !ok {
			return false
		}
		oa, ob := summary.Callee(&a.Call), summary.Callee(&b.Call)
		if oa == nil || oa != ob || oa.Name() != "Context" {
			return false
		}
		aa, ab := summary.Args(&a.Call), summary.Args(&b.Call)
		return len(aa) == 1 && len(ab) == 1 && ctxtype.IsCarrier(aa[0].Type()) && c.same(aa[0], ab[0])
	}
	return false
}

// overWhenDeferred returns the finding for a deferred call that is given the
// context arg, if that is certainly over when it runs: deferred calls run last
// to first, so a cancel function that is deferred behind it is called before.
func (c *checker) overWhenDeferred(d *ssa.Defer, arg ssa.Value, acquired []summary.Acquisition) (report.Finding, ssa.Value) {
	if c.Index.Test(d.Pos()) {
		return report.Finding{}, nil
	}
	for _, a := range c.boundTo(arg, acquired) {
		instrs := d.Block().Instrs
		for _, instr := range instrs[slices.Index(instrs, ssa.Instruction(d))+1:] {
			cancel, ok := instr.(*ssa.Defer)
			if !ok || !c.isCancel(a, &cancel.Call) {
				continue
			}
			return report.Finding{
				Rule: "cancelled",
				Message: fmt.Sprintf("the cancel function of %s, deferred at line %d, runs before this deferred call, so %s fails at once: defer them the other way round",
					c.contextName(arg), c.Line(cancel.Pos()), c.callee(d)),
				Related: []analysis.RelatedInformation{report.Related(cancel.Pos(), "this runs first")},
			}, a.Context
		}
	}
	return report.Finding{}, nil
}

// isCancel reports whether a call certainly calls the cancel function of a:
// itself, in a literal, or by a function of the package that it is given to.
func (c *checker) isCancel(a summary.Acquisition, call *ssa.CallCommon) bool {
	isFunc := func(v ssa.Value) bool {
		leaves := c.s.Leaves(v)
		return len(leaves) == 1 && leaves[0] == a.Func
	}
	return c.certainly(call, isFunc, callsIt, 0)
}

// An act is what a call does to a value for which is holds.
type act func(call *ssa.CallCommon, is func(ssa.Value) bool) bool

// callsIt is the act of calling a function.
func callsIt(call *ssa.CallCommon, is func(ssa.Value) bool) bool {
	return !call.IsInvoke() && is(call.Value)
}

// waitsForIt is the act of waiting for an errgroup.
func waitsForIt(call *ssa.CallCommon, is func(ssa.Value) bool) bool {
	return ctxtype.IsMethod(summary.Callee(call), "golang.org/x/sync/errgroup", "Group", "Wait") && is(summary.Args(call)[0])
}

// certainly reports whether a call does what act says to the value for which
// is holds: itself, or on every path of a literal or function of the package
// that is called here.
func (c *checker) certainly(call *ssa.CallCommon, is func(ssa.Value) bool, act act, depth int) bool {
	if act(call, is) {
		return true
	}
	if call.IsInvoke() || depth > 2 {
		return false
	}
	fns, complete := c.s.Callees(call)
	if !complete || len(fns) != 1 || len(fns[0].Blocks) == 0 {
		return false
	}
	fn := fns[0]
	args := summary.Args(call)
	isHere := func(v ssa.Value) bool {
		if is(v) {
			return fn.Parent() != nil // captured
		}
		p, ok := v.(*ssa.Parameter)
		return ok && p.Parent() == fn && slices.Index(fn.Params, p) < len(args) && is(args[slices.Index(fn.Params, p)])
	}
	g := c.s.Graph(fn)
	avoided := g.Reachable(func(b *ssa.BasicBlock) bool {
		return slices.ContainsFunc(g.Instrs(b), func(instr ssa.Instruction) bool {
			switch instr := instr.(type) {
			case *ssa.Call:
				return c.certainly(&instr.Call, isHere, act, depth+1)
			case *ssa.Defer:
				return c.certainly(&instr.Call, isHere, act, depth+1)
			}
			return false
		})
	}, fn.Blocks[0])
	for i, b := range fn.Blocks {
		if _, returns := b.Instrs[len(b.Instrs)-1].(*ssa.Return); returns && avoided[i] && !g.Cut(b) {
			return false
		}
	}
	return true
}

// runsIn returns the instruction of fn as part of which instr runs: itself, or
// the call, the go statement or the group's method that is given the literal
// where it stands; nil if there is none, or if it may run later.
func (c *checker) runsIn(fn *ssa.Function, instr ssa.Instruction) ssa.Instruction {
	for range 4 {
		if instr.Parent() == fn {
			return instr
		}
		uses := c.s.Uses(instr.Parent())
		if len(uses) != 1 {
			return nil
		}
		u := uses[0]
		if u.Kind != summary.UsedCall && u.Kind != summary.UsedGo && (u.Kind != summary.UsedArg || !summary.IsSpawn(summary.Callee(u.Call()))) {
			return nil
		}
		instr = u.Instr
	}
	return nil
}

// cancelled returns the call of the cancel function of a that every path from
// the acquisition to instr has passed, or one of them; nil if there is none.
func (c *checker) cancelled(a summary.Acquisition, instr ssa.Instruction) *ssa.Call {
	return c.passed(a.Call, instr, func(x ssa.Instruction) *ssa.Call {
		call, ok := x.(*ssa.Call)
		if !ok || !c.isCancel(a, &call.Call) {
			return nil
		}
		return call
	})
}

// passed returns a call for which is returns it and that every path from one
// instruction to another passes; nil if some path passes none.
func (c *checker) passed(from, to ssa.Instruction, is func(ssa.Instruction) *ssa.Call) *ssa.Call {
	fn := from.Parent()
	if to = c.runsIn(fn, to); to == nil {
		return nil
	}
	g := c.s.Graph(fn)
	var found *ssa.Call
	seen := make([]bool, len(fn.Blocks))
	var free func(b *ssa.BasicBlock, index int) bool // reports whether to is reached without a pass
	free = func(b *ssa.BasicBlock, index int) bool {
		for _, instr := range g.Instrs(b)[index:] {
			if instr == to {
				return true
			}
			if call := is(instr); call != nil {
				found = call
				return false
			}
			if instr == from {
				return false // the next round
			}
		}
		for _, s := range g.Succs(b) {
			if !seen[s.Index] {
				seen[s.Index] = true
				if free(s, 0) {
					return true
				}
			}
		}
		return false
	}
	start := from.Block()
	index := slices.Index(start.Instrs, from) + 1
	if index > len(g.Instrs(start)) || free(start, index) || found == nil {
		return nil
	}
	if !c.reaches(g.Reachable(nil, found.Block()), found, to) {
		return nil
	}
	return found
}

// reaches reports whether to may run after from, given the blocks that can be
// reached from it.
func (c *checker) reaches(reachable []bool, from, to ssa.Instruction) bool {
	if from.Block() != to.Block() {
		return reachable[to.Block().Index]
	}
	instrs := from.Block().Instrs
	return slices.Index(instrs, from) < slices.Index(instrs, to)
}

// waited returns the call of Wait that has ended the errgroup to which the
// context arg belongs, on every path to call, and the context of that group;
// nil if there is none.
func (c *checker) waited(call ssa.CallInstruction, arg ssa.Value) (wait *ssa.Call, ended ssa.Value) {
	var group *ssa.Call
	c.s.BoundTo(arg, func(v ssa.Value) bool {
		ex, ok := v.(*ssa.Extract)
		if !ok {
			return false
		}
		made, ok := ex.Tuple.(*ssa.Call)
		if ok && ctxtype.IsFunc(summary.Callee(&made.Call), "golang.org/x/sync/errgroup", "WithContext") {
			group, ended = made, ex
			return true
		}
		return false
	})
	if group == nil {
		return nil, nil
	}
	isGroup := func(v ssa.Value) bool {
		leaves := c.s.Leaves(v)
		return len(leaves) > 0 && !slices.ContainsFunc(leaves, func(leaf ssa.Value) bool {
			ex, ok := leaf.(*ssa.Extract)
			return !ok || ex.Tuple != ssa.Value(group)
		})
	}
	wait = c.passed(group, call, func(x ssa.Instruction) *ssa.Call {
		wait, ok := x.(*ssa.Call)
		if !ok || !c.certainly(&wait.Call, isGroup, waitsForIt, 0) {
			return nil
		}
		return wait
	})
	return wait, ended
}

// callee returns what to call the function that is called in a message.
func (c *checker) callee(call ssa.CallInstruction) string {
	if obj := summary.Callee(call.Common()); obj != nil {
		return c.FuncName(obj)
	}
	if name := summary.Name(call.Common().Value); name != "" {
		return name
	}
	return "the call"
}

// contextName returns what to call a context in a message.
func (c *checker) contextName(v ssa.Value) string {
	if leaves := c.s.Leaves(v); summary.Name(v) == "" && len(leaves) == 1 {
		v = leaves[0]
	}
	if name := summary.Name(v); name != "" {
		return name
	}
	if call, ok := v.(*ssa.Call); ok {
		if obj := summary.Callee(&call.Call); obj != nil && obj.Name() == "Context" {
			if args := summary.Args(&call.Call); len(args) == 1 && summary.Name(args[0]) != "" {
				return summary.Name(args[0]) + ".Context()"
			}
		}
	}
	return "the context"
}
