package ctxloop

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/summary"
)

// A watch is a place in a loop where it looks at the context and, if that is
// over, ends.
type watch struct {
	pos   token.Pos
	waits bool // it waits there until the context ends, or may do so; else it asks
}

// observed returns the first watch that makes a wait of the loop end in time:
// any for a sleep, after which the loop comes round, but for another wait only
// such as wait themselves.
func observed(watches []watch, polls bool) (watch, bool) {
	for _, w := range watches {
		if w.waits || polls {
			return w, true
		}
	}
	return watch{}, false
}

// watches returns the places where l looks at the context and then ends. Where
// a Done case does not end it but is reported for that, it counts.
func (b *body) watches(l loop, stuck bool) []watch {
	var found []watch
	add := func(pos token.Pos, waits bool, at start) {
		if b.leaves(l, at) {
			found = append(found, watch{pos, waits})
		}
	}
	if l.Loop == nil {
		if w, ok := b.callerWatches(l.caller); ok {
			found = append(found, w)
		}
	}
	for _, block := range b.fn.Blocks {
		if !l.contains(block) {
			continue
		}
		for i, instr := range b.g.Instrs(block) {
			switch instr := instr.(type) {
			case *ssa.Select:
				for _, s := range instr.States {
					if s.Dir != types.RecvOnly || b.r.EndsWith(s.Chan, b.govs) == summary.Unbound {
						continue
					}
					if stuck || len(b.r.DoneContexts(s.Chan)) == 0 {
						found = append(found, watch{s.Pos, instr.Blocking})
						continue
					}
					add(s.Pos, instr.Blocking, start{block: block, index: i + 1, state: s})
				}
			case *ssa.UnOp:
				if instr.Op != token.ARROW || b.r.EndsWith(instr.X, b.govs) == summary.Unbound {
					continue
				}
				if stuck || len(b.r.DoneContexts(instr.X)) == 0 {
					found = append(found, watch{instr.Pos(), true})
					continue
				}
				add(instr.Pos(), true, start{block: block, index: i + 1})
			case *ssa.Call:
				at := start{block: block, index: i + 1}
				if b.r.IsPoll(&instr.Call, b.govs) {
					add(instr.Pos(), false, at)
					continue
				}
				if how := b.tells(instr); how != summary.CtxUnknown {
					add(instr.Pos(), how > summary.CtxPolled, at)
				}
			case *ssa.If:
				if b.leavesBy(l, block) && b.r.IsDoneFlag(instr.Cond, b.govs) {
					found = append(found, watch{instr.Cond.Pos(), false})
				}
			}
		}
	}
	return found
}

// callerWatches returns whether the call that repeats a whole body has a
// context, so that it may end between two items.
func (b *body) callerWatches(caller ssa.CallInstruction) (watch, bool) {
	call := caller.Common()
	how := b.r.ContextUse(call, b.govs).How
	if of, ok := call.Value.(*ssa.Call); ok { // an iterator made by a call that has it
		how = max(how, b.r.ContextUse(&of.Call, b.govs).How)
	}
	return watch{caller.Pos(), how > summary.CtxPolled}, how >= summary.CtxPolled
}

// tells returns what call does with the context if its results may say that
// the context is over; else that nothing is known.
func (b *body) tells(call *ssa.Call) summary.CtxHow {
	if use := b.r.ContextUse(&call.Call, b.govs); use.How >= summary.CtxPolled {
		if use.Tells {
			return use.How
		}
		return summary.CtxUnknown
	}
	if b.r.EndsItself(&call.Call, b.govs) {
		return summary.CtxForwarded
	}
	return summary.CtxUnknown
}

// fails reports whether call returns an error when the context is over. To
// ask the context itself is no failure.
func (b *body) fails(call *ssa.Call) bool {
	if call.Call.IsInvoke() && ctxtype.IsContext(call.Call.Value.Type()) {
		return false
	}
	results := call.Call.Signature().Results()
	n := results.Len()
	return n > 0 && ctxtype.IsError(results.At(n-1).Type()) && b.tells(call) != summary.CtxUnknown
}

// A start is a place behind which the context is over: behind an instruction,
// or in a case of the select that it is.
type start struct {
	block *ssa.BasicBlock
	index int
	state *ssa.SelectState // nil for an instruction

	// The code there breaks, and can only mean to leave the loop: what else
	// it does is no reason to think that the loop is left another way.
	breaks bool
}

// A path is followed from a place where the context is known to be over.
type path struct {
	at     int  // 1 + the block that is reached only because of that, 0 for none
	forced bool // the way just taken was the only one for that reason
	soft   bool // the way just taken may depend on what was done since
	turned bool // the way just taken may depend on what was computed because of that
	effect bool // something was done since that may end the loop
	flag   bool // a boolean variable was set since, by which another case may end the loop
}

// leaves reports whether control that is at the given place, where the context
// is over, leaves l for that reason: through a block that it reaches for no
// other, by a condition that is decided by it, or by one on something that
// was changed on the way.
func (b *body) leaves(l loop, from start) bool {
	found := false
	w := b.walk()
	dominated := func(s path, block *ssa.BasicBlock) bool {
		return s.at > 0 && b.fn.Blocks[s.at-1].Dominates(block)
	}
	w.Step = func(s path, e *flow.Env, instr ssa.Instruction) (path, bool) {
		if found {
			return s, false
		}
		if sel, ok := instr.(*ssa.Select); ok && b.setToNil(sel, e) {
			found = true // from here on only what is left is dealt with
			return s, false
		}
		if ret, ok := instr.(*ssa.Return); ok && l.Loop == nil {
			found = found || dominated(s, ret.Block()) && stopsItems(ret)
			return s, false
		}
		if dominated(s, instr.Block()) {
			found = b.setsNil(instr)
			s.effect = s.effect || !from.breaks && b.hasEffect(instr, 0)
		}
		return s, !found
	}
	w.Branch = func(s path, e *flow.Env, cond ssa.Value, taken bool) (path, bool) {
		value, how := b.decide(e, cond, from)
		if (s.effect || s.flag) && summary.SelectCase(e.Value(cond)) != nil {
			how = open // another case may have become ready, or see the flag
		}
		s.forced = how != open || isKnown(e, cond)
		s.soft = how == open && dependsOnEffects(cond)
		s.turned = how == open && s.at > 0 && dependsOnWork(cond, b.fn.Blocks[s.at-1])
		return s, how != decided || value == taken
	}
	w.Edge = func(s path, _ *flow.Env, block, to *ssa.BasicBlock) (path, bool) {
		if found {
			return s, false
		}
		if !l.contains(to) {
			found = s.forced || !countsRounds(l, block) && (dominated(s, block) || s.turned || s.effect && s.soft)
			return s, false
		}
		s.flag = s.flag || !from.breaks && dominated(s, block) && setsFlag(block, to)
		if s.forced && len(to.Preds) == 1 {
			s.at = to.Index + 1
		}
		s.forced, s.soft, s.turned = false, false, false
		return s, true
	}
	s := path{}
	if from.state == nil {
		if recv, ok := from.block.Instrs[from.index-1].(*ssa.UnOp); ok && recv.Op == token.ARROW {
			s.at = from.block.Index + 1 // the loop waits for nothing else here
		}
	}
	return !w.From(from.block, from.index, s) || found
}

// setsFlag reports whether a boolean variable has another value, a constant, if
// control comes from block to the next one.
func setsFlag(block, next *ssa.BasicBlock) bool {
	from := slices.Index(next.Preds, block)
	return from >= 0 && slices.ContainsFunc(next.Instrs, func(instr ssa.Instruction) bool {
		phi, ok := instr.(*ssa.Phi)
		if !ok || !ctxtype.IsBool(phi.Type()) {
			return false
		}
		set, ok := phi.Edges[from].(*ssa.Const)
		return ok && slices.ContainsFunc(phi.Edges, func(e ssa.Value) bool {
			other, ok := e.(*ssa.Const)
			return !ok || !constant.Compare(other.Value, token.EQL, set.Value)
		})
	})
}

// countsRounds reports whether block ends in a condition on how many rounds l
// has had: that ends the loop whatever the context is, if not at once.
func countsRounds(l loop, block *ssa.BasicBlock) bool {
	if l.Loop == nil {
		return false
	}
	if decider := summary.Decider(l.Loop); decider != nil && decider.Block() == block {
		_, counted := summary.Rounds(l.Loop)
		return counted
	}
	cond, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	cmp, ok := cond.Cond.(*ssa.BinOp)
	return ok && (isCounter(l, cmp.X) && !l.computes(cmp.Y) || isCounter(l, cmp.Y) && !l.computes(cmp.X))
}

// isCounter reports whether v is a number to which each round of l adds, or
// that number and a constant.
func isCounter(l loop, v ssa.Value) bool {
	if sum, ok := v.(*ssa.BinOp); ok && (sum.Op == token.ADD || sum.Op == token.SUB) {
		if _, ok := sum.Y.(*ssa.Const); ok {
			v = sum.X
		}
	}
	phi, ok := v.(*ssa.Phi)
	if !ok || phi.Block() != l.Header {
		return false
	}
	for i, e := range phi.Edges {
		if !l.Contains(phi.Block().Preds[i]) {
			continue
		}
		sum, ok := e.(*ssa.BinOp)
		if !ok || sum.Op != token.ADD && sum.Op != token.SUB || sum.X != ssa.Value(phi) {
			return false
		}
		if _, ok := sum.Y.(*ssa.Const); !ok {
			return false
		}
	}
	return true
}

// computes reports whether v is computed in l of more than what is computed
// outside of it and constants.
func (l loop) computes(v ssa.Value) bool {
	if sum, ok := v.(*ssa.BinOp); ok {
		return l.computes(sum.X) || l.computes(sum.Y)
	}
	instr, ok := v.(ssa.Instruction)
	return ok && l.contains(instr.Block())
}

// wayOut reports whether control can leave l once the context is over.
func (b *body) wayOut(l loop) bool {
	found := false
	w := b.walk()
	w.Step = func(s path, e *flow.Env, instr ssa.Instruction) (path, bool) {
		switch instr := instr.(type) {
		case *ssa.Select:
			found = found || b.setToNil(instr, e)
		case *ssa.Call:
			found = found || b.mayStop(instr, e)
		}
		return s, !found
	}
	w.Branch = func(s path, e *flow.Env, cond ssa.Value, taken bool) (path, bool) {
		value, how := b.decide(e, cond, start{})
		if s.flag && summary.SelectCase(e.Value(cond)) != nil {
			how = open // another case may see the flag
		}
		return s, how != decided || value == taken
	}
	w.Edge = func(s path, _ *flow.Env, block, to *ssa.BasicBlock) (path, bool) {
		s.flag = s.flag || setsFlag(block, to)
		found = found || !l.contains(to) && !isNoCase(to)
		return s, !found
	}
	return !w.From(l.Header, 0, path{}) || found
}

// isNoCase reports whether block is where package ssa panics because a select
// has taken none of its cases, which never happens.
func isNoCase(block *ssa.BasicBlock) bool {
	p, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Panic)
	return ok && !p.Pos().IsValid()
}

// mayStop reports whether call is given the error that the end of the context
// brings and may stop the goroutine, by a panic or with the process: nobody
// sees its body, or there is such a place in it.
func (b *body) mayStop(call *ssa.Call, e *flow.Env) bool {
	given := slices.ContainsFunc(call.Call.Args, func(arg ssa.Value) bool {
		return b.isFailure(e.Value(summary.Latest(arg)))
	})
	if !given {
		return false
	}
	obj := summary.Callee(&call.Call)
	if obj != nil && (knowledge.Logs(obj) || knowledge.Observes(obj) || obj.Pkg() != nil && knowledge.IsStd(obj.Pkg().Path())) {
		return false
	}
	fns, complete := b.r.Callees(&call.Call)
	return !complete || slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
		fn = summary.Declared(fn)
		if len(fn.Blocks) == 0 {
			return true
		}
		g := b.r.Graph(fn)
		return slices.ContainsFunc(fn.Blocks, func(block *ssa.BasicBlock) bool {
			_, panics := block.Instrs[len(block.Instrs)-1].(*ssa.Panic)
			return panics || g.Cut(block)
		})
	})
}

func (b *body) walk() *flow.Walk[path] {
	kept := func(t types.Type) bool {
		_, isChan := t.Underlying().(*types.Chan)
		return isChan || ctxtype.IsError(t) || ctxtype.IsBool(t)
	}
	return &flow.Walk[path]{
		Graph: b.g,
		Track: func(phi *ssa.Phi) bool { return kept(phi.Type()) },
		Cell: func(addr ssa.Value) (track, volatile bool) {
			cell := b.r.CellOf(addr)
			return cell != nil && kept(ctxtype.Deref(addr.Type())), true
		},
	}
}

// A decision says what the end of the context means for a condition.
type decision int

const (
	open    decision = iota // nothing
	depends                 // it may decide it either way
	decided                 // the condition is known
)

// decide returns the value of a condition when the context is over: a select
// takes the case of its Done, the context has an error, and what was given it
// has failed with that error.
func (b *body) decide(e *flow.Env, cond ssa.Value, from start) (value bool, how decision) {
	cond = e.Value(cond)
	if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
		value, how = b.decide(e, not.X, from)
		return !value, how
	}
	if state := summary.SelectCase(cond); state != nil {
		return b.decideCase(e, cond.(*ssa.BinOp), state, from)
	}
	if b.over(cond, true) {
		return true, decided
	}
	if b.over(cond, false) {
		return false, decided
	}
	switch c := cond.(type) {
	case *ssa.BinOp:
		if c.Op != token.EQL && c.Op != token.NEQ {
			break
		}
		x, y := e.Value(summary.Latest(c.X)), e.Value(summary.Latest(c.Y))
		if !b.saysOver(x) {
			x, y = y, x
		}
		if !b.saysOver(x) {
			break
		}
		switch {
		case flow.IsNil(y):
			return c.Op == token.NEQ, decided
		case summary.IsContextError(y):
			return false, depends
		case isSentinel(y):
			return c.Op == token.NEQ, decided
		}
	case *ssa.Call:
		obj := summary.Callee(&c.Call)
		if obj == nil || !ctxtype.IsFunc(obj, "errors", "Is") || !b.saysOver(e.Value(summary.Latest(c.Call.Args[0]))) {
			break
		}
		if target := c.Call.Args[1]; isSentinel(target) && !summary.IsContextError(target) {
			return false, decided
		}
	}
	if b.comesFromWatch(e, cond, 0) {
		return false, depends
	}
	return false, open
}

// decideCase is decide for the dispatch of a select.
func (b *body) decideCase(e *flow.Env, cond *ssa.BinOp, state *ssa.SelectState, from start) (value bool, how decision) {
	sel := cond.X.(*ssa.Extract).Tuple.(*ssa.Select)
	if from.state != nil && slices.Contains(sel.States, from.state) {
		return state == from.state, decided
	}
	done := 0
	for _, s := range sel.States {
		if b.endsSelect(e, s) {
			done++
		}
	}
	switch {
	case done == 0:
		return false, open
	case !b.endsSelect(e, state):
		return false, decided
	case done == 1:
		return true, decided
	}
	return false, depends
}

// endsSelect reports whether a case of a select is ready once the context is
// over, and says nothing else.
func (b *body) endsSelect(e *flow.Env, s *ssa.SelectState) bool {
	return s.Dir == types.RecvOnly && !flow.IsNil(e.Value(s.Chan)) && len(b.r.DoneContexts(s.Chan)) > 0 &&
		b.r.EndsWith(s.Chan, b.govs) != summary.Unbound
}

// setToNil reports whether all Done channels of sel were set to nil on the
// way, so that they are not seen again.
func (b *body) setToNil(sel *ssa.Select, e *flow.Env) bool {
	dead := false
	for _, s := range sel.States {
		if b.endsSelect(e, s) {
			return false
		}
		dead = dead || flow.IsNil(e.Value(s.Chan)) && len(b.r.DoneContexts(s.Chan)) > 0
	}
	return dead
}

// over reports whether cond, if it has the given value, says that a context
// that governs the body is over.
func (b *body) over(cond ssa.Value, value bool) bool {
	return slices.ContainsFunc(b.r.DoneIf(cond, value), func(ctx ssa.Value) bool {
		return b.r.BondOf(ctx, b.govs) != summary.Unbound
	})
}

// saysOver reports whether v is an error only because the context is over: its
// own, or that of a call that was given it.
func (b *body) saysOver(v ssa.Value) bool {
	if ctx := b.r.ErrOf(v); ctx != nil {
		return b.r.BondOf(ctx, b.govs) != summary.Unbound
	}
	return b.isFailure(v)
}

// isFailure reports whether v is the error of a call that was given the
// context.
func (b *body) isFailure(v ssa.Value) bool {
	if !ctxtype.IsError(v.Type()) {
		return false
	}
	call, _ := summary.ResultOf(v)
	return call != nil && b.fails(call)
}

// comesFromWatch reports whether v is computed from the result of a call that
// was given the context, or from a flag set when it ends.
func (b *body) comesFromWatch(e *flow.Env, v ssa.Value, depth int) bool {
	if depth > 5 || v == nil {
		return false
	}
	v = e.Value(summary.Latest(v))
	if call, _ := summary.ResultOf(v); call != nil && b.tells(call) != summary.CtxUnknown {
		return true
	}
	if b.r.IsDoneFlag(v, b.govs) {
		return true
	}
	instr, ok := v.(ssa.Instruction)
	if !ok {
		return false
	}
	if _, isPhi := v.(*ssa.Phi); isPhi {
		return false // not tracked: it may be of another round
	}
	return slices.ContainsFunc(instr.Operands(nil), func(op *ssa.Value) bool {
		return *op != nil && b.comesFromWatch(e, *op, depth+1)
	})
}

// isSentinel reports whether v is an error kept in a package variable.
func isSentinel(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	_, ok = load.X.(*ssa.Global)
	return ok
}

// stopsItems reports whether a return from a body that is called for one item
// after the other asks for no more of them, or could not ask.
func stopsItems(ret *ssa.Return) bool {
	if len(ret.Results) == 0 {
		return true
	}
	c, ok := ret.Results[len(ret.Results)-1].(*ssa.Const)
	if !ok {
		return true
	}
	if ctxtype.IsBool(c.Type()) {
		return c.Value.String() == "false"
	}
	return !c.IsNil()
}

// isKnown reports whether a condition is decided by what a variable was set
// to on the way.
func isKnown(e *flow.Env, cond ssa.Value) bool {
	_, known := e.Cond(cond)
	return known && anyOperand(cond, 0, func(v ssa.Value) bool { return e.Value(v) != v })
}

// setsNil reports whether instr sets a channel in memory to nil, so that a
// case of it is not seen again.
func (b *body) setsNil(instr ssa.Instruction) bool {
	s, ok := instr.(*ssa.Store)
	if !ok || !flow.IsNil(s.Val) || summary.FieldOf(s.Addr) == nil {
		return false
	}
	_, isChan := s.Val.Type().Underlying().(*types.Chan)
	return isChan
}

// hasEffect reports whether instr may change what others see, so that it may
// be meant to end the loop by another way. What it calls is looked into, as
// far as it is of this package and the calls do not go deep.
func (b *body) hasEffect(instr ssa.Instruction, depth int) bool {
	switch instr := instr.(type) {
	case *ssa.Store:
		addr := instr.Addr
		if elem, ok := addr.(*ssa.IndexAddr); ok {
			addr = elem.X // the arguments of a variadic call
		}
		_, local := addr.(*ssa.Alloc)
		return !local
	case *ssa.Send, *ssa.Go, *ssa.MapUpdate, *ssa.Panic:
		return true
	case ssa.CallInstruction:
		call := instr.Common()
		if bi, ok := call.Value.(*ssa.Builtin); ok {
			return bi.Name() == "close"
		}
		if obj := summary.Callee(call); obj != nil && (knowledge.Logs(obj) || knowledge.Observes(obj) || harmless(obj)) {
			return false
		}
		fns, complete := b.r.Callees(call)
		return !complete || depth == maxDepth || slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
			return b.changes(summary.Declared(fn), depth+1)
		})
	}
	return false
}

// maxDepth is how deep calls are followed to see what they change.
const maxDepth = 3

// changes reports whether fn may change what others see.
func (b *body) changes(fn *ssa.Function, depth int) bool {
	return len(fn.Blocks) == 0 || slices.ContainsFunc(fn.Blocks, func(block *ssa.BasicBlock) bool {
		return slices.ContainsFunc(block.Instrs, func(instr ssa.Instruction) bool { return b.hasEffect(instr, depth) })
	})
}

// harmless reports whether a function of the standard library ends nothing
// but what is its own: not a Close, a Stop or a Store.
func harmless(obj *types.Func) bool {
	switch ctxtype.Path(obj.Pkg()) {
	case "context", "errors", "fmt", "math/rand", "runtime", "strconv", "strings", "time":
		return true
	}
	return false
}

// dependsOnEffects reports whether a condition may turn out another way
// because of what was done before: it reads memory, or asks somebody. That a
// counter is used up or an operation succeeds is no such thing.
func dependsOnEffects(cond ssa.Value) bool {
	return anyOperand(cond, 0, func(v ssa.Value) bool {
		switch v := v.(type) {
		case *ssa.UnOp:
			return v.Op == token.MUL || v.Op == token.ARROW
		case *ssa.Call:
			return true
		case *ssa.Select:
			return true
		}
		return false
	})
}

// dependsOnWork reports whether a condition depends on a variable to which one
// of the blocks that at dominates assigns what it computes.
func dependsOnWork(cond ssa.Value, at *ssa.BasicBlock) bool {
	seen := make(map[*ssa.Phi]bool)
	var computed func(v ssa.Value) bool
	computed = func(v ssa.Value) bool {
		phi, ok := v.(*ssa.Phi)
		if !ok || seen[phi] {
			return false
		}
		seen[phi] = true
		return slices.ContainsFunc(phi.Edges, func(e ssa.Value) bool {
			instr, ok := e.(ssa.Instruction)
			return ok && at.Dominates(instr.Block()) || anyOperand(e, 0, computed)
		})
	}
	return anyOperand(cond, 0, computed)
}

// anyOperand reports whether hit holds for v or something it is computed from.
func anyOperand(v ssa.Value, depth int, hit func(ssa.Value) bool) bool {
	if v == nil || depth > 5 {
		return false
	}
	if hit(v) {
		return true
	}
	instr, ok := v.(ssa.Instruction)
	if _, isPhi := v.(*ssa.Phi); !ok || isPhi {
		return false
	}
	return slices.ContainsFunc(instr.Operands(nil), func(op *ssa.Value) bool {
		return *op != nil && anyOperand(*op, depth+1, hit)
	})
}
