package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// Discharge returns the clause by which op needs no context to come to an
// end, or "" if there is none: what it waits for certainly happens, or it is
// cleaning up. The clauses are those of a wait anywhere; loops have some of
// their own.
func (r *Result) Discharge(op Op) string {
	if op.Kind == OpCall && op.Wait != nil && op.Wait.Chan > 0 {
		op = op.inCallee()
	}
	switch {
	case r.Deferred(op.Instr.Parent()):
		return "it runs in a defer"
	case r.afterDone(op):
		return "the context is over there"
	case op.Kind == OpCall && isClosing(op.Call):
		return "what closes something has to come to its end"
	}
	switch op.Kind {
	case OpSend:
		switch {
		case r.HasRoom(op), r.replies(op), r.isFirst(op), r.fills(op), r.servesAll(op):
			return "the channel's buffer has room"
		case r.givesBack(op.Instr, op.Chan, op.Kind == OpSend):
			return "it gives back what was taken from the channel's buffer"
		case r.queues(op):
			return "the function itself empties the channel's buffer"
		case r.replaces(op):
			return "it takes the place of what the function has just taken out of the channel's buffer"
		case r.awaited(op):
			return "who made the channel is waiting for the answer"
		case r.drained(op):
			return "the channel is received from until it is closed"
		case r.semaphore(op):
			return "a semaphore, which its holders release in a defer"
		}
	case OpReceive, OpRange:
		switch {
		case r.emptiesTimer(op):
			return "it drains a timer"
		case r.hasItems(op):
			return "the channel is known to hold something"
		case r.ClosedAlways(op.Chan, op.Instr):
			return "the channel's producer closes it on every path"
		case r.givesBack(op.Instr, op.Chan, op.Kind == OpSend):
			return "it takes back what was put into the channel's buffer"
		case r.semaphore(op):
			return "a semaphore, which its holders release in a defer"
		case r.join(op):
			return "it joins what was told to stop before"
		case r.gathers(op, []ssa.Value{op.Chan}):
			return "it gathers from goroutines that were given the context and send on every path"
		}
	case OpSelect:
		var recvs []ssa.Value
		for _, s := range op.States {
			if s.Dir != types.RecvOnly {
				continue
			}
			if r.ClosedAlways(s.Chan, op.Instr) {
				return "a channel of a case is closed by its producer on every path"
			}
			recvs = append(recvs, s.Chan)
		}
		if r.gathers(op, recvs) {
			return "it gathers from goroutines that were given the context and send on every path"
		}
	}
	return ""
}

// isClosing reports whether call is that of a method that closes, stops or
// shuts down what it belongs to.
func isClosing(call *ssa.CallCommon) bool {
	obj := Callee(call)
	return obj != nil && obj.Signature().Recv() != nil && obj.Signature().Params().Len() == 0 && Closes(obj.Name())
}

// afterDone reports whether op is behind the end of a context. One made in a
// round of a loop around op does not count: the loop goes on.
func (r *Result) afterDone(op Op) bool {
	l := r.Graph(op.Instr.Parent()).InnerLoop(op.Instr.Block())
	return slices.ContainsFunc(r.DoneAt(op.Instr), func(ctx ssa.Value) bool {
		return ctx == nil || l == nil || !r.MadeIn(ctx, l)
	})
}

// MadeIn reports whether ctx is made or derived by a call in l, so that it may
// end without what was there before. The context of a carrier that is the same
// in each round, and one that only adds a value, end with what they are had from.
func (r *Result) MadeIn(ctx ssa.Value, l *flow.Loop) bool {
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value) bool
	visit = func(v ssa.Value) bool {
		if seen[v] {
			return false
		}
		seen[v] = true
		if call, result := ResultOf(v); call != nil && call.Parent() == l.Header.Parent() && l.Contains(call.Block()) {
			obj := Callee(&call.Call)
			if args := Args(&call.Call); obj != nil && obj.Name() == "Context" && len(args) == 1 && ctxtype.IsCarrier(args[0].Type()) {
				return !invariant(l, args[0])
			}
			from, ok := r.DerivedFrom(&call.Call, result)
			return !ok || obj == nil || !keepsLife(obj) || visit(from)
		}
		next, _ := r.originStep(v)
		return slices.ContainsFunc(next, visit)
	}
	return visit(ctx)
}

// emptiesTimer reports whether op is the receive of `if !t.Stop() { <-t.C }`.
func (r *Result) emptiesTimer(op Op) bool {
	if !r.IsTimer(op.Chan) {
		return false
	}
	for b := op.Instr.Block(); b != nil; b = b.Idom() {
		d := b.Idom()
		if d == nil {
			return false
		}
		cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		v := cond.Cond
		if not, ok := v.(*ssa.UnOp); ok && not.Op == token.NOT {
			v = not.X
		}
		if call, ok := v.(*ssa.Call); ok {
			if obj := Callee(&call.Call); obj != nil && obj.Signature().Recv() != nil && (obj.Name() == "Stop" || obj.Name() == "Reset") {
				return true
			}
		}
	}
	return false
}

// hasItems reports whether op is behind a condition that asks for the length
// of its channel, as in `for len(ch) > 0 { <-ch }`.
func (r *Result) hasItems(op Op) bool {
	b := op.Instr.Block()
	for d := b.Idom(); d != nil; b, d = d, d.Idom() {
		cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok || len(b.Preds) != 1 || d.Succs[0] != b {
			continue
		}
		if cmp, ok := cond.Cond.(*ssa.BinOp); ok && (isLenOf(r, cmp.X, op.Chan) || isLenOf(r, cmp.Y, op.Chan)) {
			return true
		}
	}
	return false
}

func isLenOf(r *Result, v, ch ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	b, ok := call.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "len" && r.sameValue(call.Call.Args[0], ch, 0)
}

// home returns the function as part of which fn runs on the same goroutine.
func (r *Result) home(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		how := r.How(fn)
		if how != RunsInline && how != RunsDeferred && !IsYield(fn) {
			break
		}
		fn = fn.Parent()
	}
	return fn
}

// onEveryPath reports whether every path from the start of block to a return
// passes an instruction for which hit holds.
func (r *Result) onEveryPath(from *ssa.BasicBlock, hit func(ssa.Instruction) bool) bool {
	fn := from.Parent()
	g := r.Graph(fn)
	found := false
	stop := make([]bool, len(fn.Blocks))
	for _, b := range fn.Blocks {
		stop[b.Index] = slices.ContainsFunc(g.Instrs(b), hit)
		found = found || stop[b.Index]
	}
	if !found {
		return false
	}
	for i, ok := range g.Reachable(func(b *ssa.BasicBlock) bool { return stop[b.Index] }, from) {
		b := fn.Blocks[i]
		if !ok || g.Cut(b) || stop[i] {
			continue
		}
		if _, isReturn := b.Instrs[len(b.Instrs)-1].(*ssa.Return); isReturn {
			return false
		}
	}
	return true
}

// takesContext reports whether fn has or captures a context or a carrier.
func (r *Result) takesContext(fn *ssa.Function) bool {
	for _, p := range fn.Params {
		if _, ok := contextExpr(p.Name(), p.Type()); ok {
			return true
		}
	}
	for _, v := range fn.FreeVars {
		if _, ok := contextExpr(v.Name(), ctxtype.Deref(v.Type())); ok {
			return true
		}
	}
	return false
}

// Joins reports whether call waits for goroutines or locks, which end on
// their own.
func Joins(call *ssa.CallCommon) bool {
	obj := Callee(call)
	return obj != nil && knowledge.Blocks(obj).Kind == knowledge.Joins
}
