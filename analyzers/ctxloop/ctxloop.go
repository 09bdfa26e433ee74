package ctxloop

import (
	_ "embed"
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
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
	Name: "ctxloop",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "nodone", Level: settings.Default, Doc: "a loop waits on a channel, and the end of the context does not end it"},
		{Name: "sleep", Level: settings.Default, Doc: "a loop sleeps between its rounds and does not look at the context"},
		{Name: "stuck", Level: settings.Default, Doc: "the <-ctx.Done() case does not leave the loop"},
		{Name: "spin", Level: settings.Default, Doc: "an endless loop ignores the errors that a context that is over brings"},
		{Name: "partial", Level: settings.Strict, Doc: "a loop looks at the context in one place and waits without it in another"},
		{Name: "otherstop", Level: settings.Strict, Doc: "a loop stops on another channel or a flag, but not on the context"},
	},
	Requires: []*analysis.Analyzer{summary.Analyzer, inspect.Analyzer},
	Run:      run,
}

// Analyzer is the check with default settings.
var Analyzer = New(settings.New())

// New returns the check with the given settings.
var New = Check.Analyzer

// much is how long a wait must be to be much longer than a look at the
// context in each round.
const much = 10 * time.Second

// few is how many rounds of a loop without a sleep are not worth a word.
const few = 3

func run(pass *report.Pass) error {
	r := summary.Get(pass.Pass)
	if r.Program == nil {
		return nil // not well typed
	}
	root := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root()
	for _, fn := range r.Program.Funcs {
		b := &body{Pass: pass, r: r, root: root, fn: fn, g: r.Graph(fn)}
		if inMain(fn) {
			continue
		}
		loops, visits := b.loops(), b.visits()
		if len(loops) == 0 && len(visits) == 0 {
			continue
		}
		if b.govs = r.Governing(fn); len(b.govs) == 0 {
			held, ok := r.HeldByParam(fn)
			if !ok {
				continue // no context, or none that can end
			}
			b.govs = []summary.Governor{held}
		}
		for _, l := range loops {
			b.judge(l)
		}
		for _, op := range visits {
			l := loop{caller: op.Instr.(ssa.CallInstruction)}
			if w, ok := b.wait(l, op, nil); ok {
				b.report(l, w, nil)
			}
		}
	}
	return nil
}

// inMain reports whether fn is main.main, with which the process ends, or a
// literal in it.
func inMain(fn *ssa.Function) bool {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn.Name() == "main" && fn.Signature.Recv() == nil && fn.Pkg != nil && fn.Pkg.Pkg.Name() == "main"
}

// A body is a function under judgement.
type body struct {
	*report.Pass
	r    *summary.Result
	root inspector.Cursor
	fn   *ssa.Function
	g    *flow.Graph
	govs []summary.Governor
}

// A loop is what a body repeats: a natural loop of its control flow, or the
// whole body if another function calls it for one item after the other.
type loop struct {
	*flow.Loop                     // nil for a whole body
	caller     ssa.CallInstruction // the call that repeats a whole body
}

func (l loop) contains(b *ssa.BasicBlock) bool { return l.Loop == nil || l.Contains(b) }

// loops returns the loops of b, outer before inner.
func (b *body) loops() []loop {
	var loops []loop
	if call := b.r.Repeats(b.fn); call != nil {
		loops = append(loops, loop{caller: call})
	}
	for _, l := range b.g.Loops() {
		loops = append(loops, loop{Loop: l})
	}
	return loops
}

// visits returns the calls in b that have a declared function called for one
// item after the other, if that waits. Nobody can add a case for the context of
// the caller there, so these are waits of the calls. Literals are judged
// themselves.
func (b *body) visits() []summary.Op {
	var ops []summary.Op
	for _, block := range b.fn.Blocks {
		for _, instr := range b.g.Instrs(block) {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			for k, arg := range summary.Args(&call.Call) {
				if _, isFunc := arg.Type().Underlying().(*types.Signature); !isFunc {
					continue
				}
				fns, complete := b.r.Functions(arg)
				if !complete || len(fns) != 1 || fns[0].Parent() != nil {
					continue
				}
				w := b.r.Of(fns[0]).Wait
				if each, ok := b.r.CallsArg(&call.Call, k); !ok || !each.Each || w.Block < summary.BlockBounded || len(w.Ctxs) > 0 {
					continue // runs once, does not wait, or has a context of its own
				}
				w.By, w.Chan = fmt.Sprintf("calls %s, which %s", summary.Declared(fns[0]).Name(), w.By), 0
				ops = append(ops, summary.Op{Kind: summary.OpCall, Instr: call, Pos: call.Pos(), Call: &call.Call, Wait: &w})
			}
		}
	}
	return ops
}

// judge reports what is wrong with one loop, leaving the loops in it to
// themselves: a Done case that does not leave it, its first wait that the
// context does not end, or that it spins.
func (b *body) judge(l loop) {
	stuck := b.stuck(l)
	if b.waits(l, stuck) || stuck {
		return
	}
	b.spins(l)
}

// An operation that waits in a loop, with what is to be said about it.
type wait struct {
	op    summary.Op
	rule  string
	level settings.Level // if another than the rule's
	watch watch          // for partial: where the loop looks at the context
	doubt bool           // somebody may end it unseen
}

// waits reports the wait of l that the context does not end, if there is one,
// the first in the source; what is more certain goes before. It names the
// others, so that all are mended at once. Where the Done case is stuck, its
// being mended is taken for granted.
func (b *body) waits(l loop, stuck bool) bool {
	ops := b.ops(l)
	if len(ops) == 0 {
		return false
	}
	var found []wait
	watches := b.watches(l, stuck)
	for _, op := range ops {
		if w, ok := b.wait(l, op, watches); ok {
			found = append(found, w)
		}
	}
	if len(found) == 0 {
		return false
	}
	first := 0
	for i, w := range found {
		if x, y := b.level(w), b.level(found[first]); x < y || x == y && !w.doubt && found[first].doubt {
			first = i
		}
	}
	w := found[first]
	others := slices.DeleteFunc(slices.Delete(found, first, first+1), func(w wait) bool {
		return !b.Settings.On(b.Check.Name, w.rule, b.level(w))
	})
	b.report(l, w, others)
	return true
}

// level returns the level at which w is reported.
func (b *body) level(w wait) settings.Level {
	level := w.level
	for _, rule := range b.Check.Rules {
		if rule.Name == w.rule {
			level = max(level, rule.Level)
		}
	}
	if b.govs[0].Field {
		level = max(level, settings.Strict) // the context is only in a field
	}
	return level
}

// ops returns the waiting operations of l that are not in a loop inside it,
// in source order. Those of a literal that is called in l are its own.
func (b *body) ops(l loop) []summary.Op {
	var ops []summary.Op
	if l.Loop == nil && summary.IsYield(b.fn) {
		op, ok := b.r.IteratorOp(l.caller)
		if fns, _ := b.r.Callees(l.caller.Common()); ok && (len(fns) == 0 || fns[0].Parent() == nil) { // a literal here is judged itself
			op.Pos = b.fn.Pos() // the call of the iterator has none of its own
			ops = append(ops, op)
		}
	}
	for _, op := range b.r.Ops(b.fn) {
		if b.g.InnerLoop(op.Instr.Block()) != l.Loop {
			continue
		}
		if lit := b.literal(op); lit != nil {
			g := b.r.Graph(lit)
			for _, in := range b.r.Ops(lit) {
				if g.InnerLoop(in.Instr.Block()) == nil {
					ops = append(ops, in)
				}
			}
			continue
		}
		ops = append(ops, op)
	}
	if len(b.Settings.Blocking) > 0 {
		ops = append(ops, b.named(l)...)
		slices.SortStableFunc(ops, func(x, y summary.Op) int { return int(x.Pos - y.Pos) })
	}
	return ops
}

// literal returns the literal of this function that op calls, or nil.
func (b *body) literal(op summary.Op) *ssa.Function {
	if op.Kind != summary.OpCall {
		return nil
	}
	fns, complete := b.r.Callees(op.Call)
	if !complete || len(fns) != 1 || fns[0].Parent() != b.fn {
		return nil
	}
	return fns[0]
}

// named returns the calls in l of functions that the user names as blocking.
func (b *body) named(l loop) []summary.Op {
	var ops []summary.Op
	for _, block := range b.fn.Blocks {
		if b.g.InnerLoop(block) != l.Loop {
			continue
		}
		for _, instr := range b.g.Instrs(block) {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			if obj := summary.Callee(&call.Call); obj != nil && slices.Contains(b.Settings.Blocking, knowledge.FullName(obj)) {
				ops = append(ops, summary.Op{Kind: summary.OpCall, Instr: call, Pos: call.Pos(), Call: &call.Call})
			}
		}
	}
	return ops
}

// wait judges one operation of l.
func (b *body) wait(l loop, op summary.Op, watches []watch) (wait, bool) {
	silent := func(rule, clause string) (wait, bool) {
		b.Silent(rule, op.Pos, clause)
		return wait{}, false
	}
	only, wakes := b.r.Timed(op)
	rule := "nodone"
	if only {
		rule = "sleep"
	}
	switch {
	case b.r.EndOf(op, b.govs) != summary.Unbound:
		return wait{}, false // the context ends it, as far as is known
	case op.Wait != nil && op.Wait.Block == summary.BlockUntilCtx:
		return silent(rule, "the callee waits for a context of its own")
	}
	if clause := b.r.Discharge(op); clause != "" {
		return silent(rule, clause)
	}
	if n, ok := b.rounds(l); ok && n <= few && !b.sleeps(l) {
		return silent(rule, "the loop has at most three rounds")
	}
	if b.mayFollowEnd(l) {
		return silent(rule, "the context may be over before the loop")
	}
	// Have: a wait that nothing but its other side ends.

	if wakes {
		if w, ok := observed(watches, true); ok {
			if d, ok := b.r.Duration(op); !ok || d < much {
				return silent(rule, "the loop looks at the context between waits")
			}
			return wait{op: op, rule: "partial", watch: w}, true
		}
		if b.stops(l, op) {
			return wait{op: op, rule: "otherstop"}, true
		}
		return wait{op: op, rule: rule, level: farDown(op)}, true
	}

	closed, doubt := b.r.Closing(op)
	if closed {
		return silent(rule, "its channel is closed by others")
	}
	w := wait{op: op, rule: rule, level: farDown(op), doubt: doubt}
	if look, ok := observed(watches, false); ok {
		w.rule, w.watch = "partial", look
	} else if b.stops(l, op) {
		w.rule = "otherstop"
	} else if doubt {
		w.level = settings.Strict
	}
	return w, true
}

// mayFollowEnd reports whether l may begin when a context is over: that it goes
// on to wait for something then is meant.
func (b *body) mayFollowEnd(l loop) bool {
	return l.Loop != nil && slices.ContainsFunc(l.Header.Preds, func(p *ssa.BasicBlock) bool {
		return !l.Contains(p) && b.r.MayFollowDone(p.Instrs[len(p.Instrs)-1])
	})
}

// farDown returns the level of a wait that is in a callee of a callee of what
// the loop calls: nobody would look there, and perhaps it is never reached.
func farDown(op summary.Op) settings.Level {
	if op.Wait != nil && op.Wait.Hops > 1 {
		return settings.Strict
	}
	return 0
}

// rounds returns how many rounds l has if that is a constant.
func (b *body) rounds(l loop) (int64, bool) {
	if l.Loop == nil {
		return 0, false
	}
	return b.r.MostRounds(l.Loop)
}

// sleeps reports whether l waits for time to pass.
func (b *body) sleeps(l loop) bool {
	return slices.ContainsFunc(b.ops(l), func(op summary.Op) bool {
		_, wakes := b.r.Timed(op)
		return wakes
	})
}

// stops reports whether something else than a context ends op or l: a stop
// channel, or a flag that is set elsewhere.
func (b *body) stops(l loop, op summary.Op) bool {
	if b.stopsOn(l, op) != nil {
		return true
	}
	_, wakes := b.r.Timed(op)
	for _, block := range b.fn.Blocks {
		if !l.contains(block) {
			continue
		}
		instrs := b.g.Instrs(block)
		if len(instrs) == 0 {
			continue
		}
		if cond, ok := instrs[len(instrs)-1].(*ssa.If); ok && b.leavesBy(l, block) && b.r.IsFlag(cond.Cond, l.Loop) && !b.r.IsDoneFlag(cond.Cond, b.govs) {
			return true
		}
		for _, instr := range instrs {
			if sel, ok := instr.(*ssa.Select); ok && wakes && b.stopsOn(l, summary.Op{Kind: summary.OpSelect, Instr: sel, States: sel.States}) != nil {
				return true
			}
		}
	}
	return false
}

// stopsOn returns the stop channel by which op ends l, or nil: one that only
// wakes the loop for another round does not.
func (b *body) stopsOn(l loop, op summary.Op) ssa.Value {
	if op.Instr.Parent() != b.fn {
		return b.r.StopCase(op) // in a literal that the loop calls
	}
	block := op.Instr.Block()
	at := start{block: block, index: slices.Index(b.g.Instrs(block), op.Instr) + 1}
	if op.Kind != summary.OpSelect {
		if ch := b.r.StopCase(op); ch != nil && b.leaves(l, at) {
			return ch
		}
		return nil
	}
	for _, s := range op.States {
		at.state = s
		if ch := b.r.StopCase(summary.Op{Kind: op.Kind, States: []*ssa.SelectState{s}}); ch != nil && b.leaves(l, at) {
			return ch
		}
	}
	return nil
}

// leavesBy reports whether control may leave l right behind block.
func (b *body) leavesBy(l loop, block *ssa.BasicBlock) bool {
	return slices.ContainsFunc(b.g.Succs(block), func(s *ssa.BasicBlock) bool { return !l.contains(s) })
}

// endless reports whether nothing bounds the rounds of l beforehand.
func (b *body) endless(l *flow.Loop) bool {
	_, counted := summary.Rounds(l)
	return !counted
}

// spins reports l if it goes on for ever once the context is done, because it
// ignores the errors of what it passes the context to.
func (b *body) spins(l loop) {
	if l.Loop == nil || !b.endless(l.Loop) {
		return
	}
	var ignored *ssa.Call
	for _, block := range b.fn.Blocks {
		if !l.contains(block) {
			continue
		}
		for _, instr := range b.g.Instrs(block) {
			if call, ok := instr.(*ssa.Call); ok && ignored == nil && b.fails(call) {
				ignored = call
			}
		}
	}
	if ignored == nil {
		return // passes the context to nothing that fails with it
	}
	if b.wayOut(l) {
		b.Silent("spin", b.start(l), "the loop may end when the context is done")
		return
	}
	b.reportSpin(l, ignored)
}

// stuck reports the Done cases in l that cannot leave it, or leave it but not
// an endless loop around it.
func (b *body) stuck(l loop) bool {
	if l.Loop == nil {
		return false
	}
	found := false
	for _, block := range b.fn.Blocks {
		if b.g.InnerLoop(block) != l.Loop {
			continue
		}
		for i, instr := range b.g.Instrs(block) {
			at := start{block: block, index: i + 1}
			switch instr := instr.(type) {
			case *ssa.Select:
				for _, s := range instr.States {
					if !b.isDone(s.Chan, l.Loop) {
						continue
					}
					c := b.doneCase(s.Pos)
					at.state, at.breaks = s, c.breaks() != nil
					if b.isStuck(l.Loop, at) {
						found = true
						b.reportStuck(s.Pos, c)
					}
				}
			case *ssa.UnOp:
				if instr.Op == token.ARROW && b.isDone(instr.X, l.Loop) && b.isStuck(l.Loop, at) {
					found = true
					b.reportStuck(instr.Pos(), doneCase{})
				}
			}
		}
	}
	for _, op := range b.r.Ops(b.fn) {
		if b.g.InnerLoop(op.Instr.Block()) == l.Loop && b.stuckInLiteral(l.Loop, op) {
			found = true
		}
	}
	return found
}

// stuckInLiteral reports the Done cases in a literal that op, part of l, calls
// in each round: where the literal returns nothing and does nothing else that
// could tell l, they leave the literal alone.
func (b *body) stuckInLiteral(l *flow.Loop, op summary.Op) bool {
	lit := b.literal(op)
	block := op.Instr.Block()
	if lit == nil || lit.Signature.Results().Len() > 0 || !b.isStuck(l, start{block: block, index: slices.Index(block.Instrs, op.Instr) + 1}) {
		return false
	}
	found := false
	g := b.r.Graph(lit)
	for _, block := range lit.Blocks {
		cond, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
		if !ok || g.InnerLoop(block) != nil {
			continue
		}
		s := summary.SelectCase(cond.Cond)
		if s == nil || s.Dir != types.RecvOnly || !b.isDone(s.Chan, l) {
			continue
		}
		if slices.ContainsFunc(b.r.DoneContexts(s.Chan), isMade) {
			continue // perhaps one of this round
		}
		tells := false
		for i, reached := range g.Reachable(nil, block.Succs[0]) {
			tells = tells || reached && slices.ContainsFunc(g.Instrs(lit.Blocks[i]), func(instr ssa.Instruction) bool { return b.hasEffect(instr, 0) })
		}
		if !tells {
			found = true
			b.reportStuckLiteral(b.start(loop{Loop: l}), s.Pos)
		}
	}
	return found
}

// isMade reports whether the context v is the result of a call.
func isMade(v ssa.Value) bool {
	call, _ := summary.ResultOf(v)
	return call != nil
}

// isDone reports whether ch is the Done channel of a context that governs the
// body, and not one of a context that each round of l makes anew.
func (b *body) isDone(ch ssa.Value, l *flow.Loop) bool {
	ctxs := b.r.DoneContexts(ch)
	return len(ctxs) > 0 && !slices.ContainsFunc(ctxs, func(ctx ssa.Value) bool {
		return b.r.BondOf(ctx, b.govs) != summary.Bound || b.r.MadeIn(ctx, l)
	})
}

// isStuck reports whether a receive from Done at the given place leaves some
// endless loop around it running.
func (b *body) isStuck(l *flow.Loop, at start) bool {
	for ; l != nil; l = l.Parent {
		if b.endless(l) && !b.leaves(loop{Loop: l}, at) {
			return true
		}
	}
	return false
}
