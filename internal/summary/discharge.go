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

// HasRoom reports whether the channel of a send certainly has room for all
// that is ever sent on it.
func (r *Result) HasRoom(op Op) bool {
	sources := r.Channels(op.Chan)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(c *Channel) bool { return !r.roomy(c) })
}

// replies reports whether op sends on a channel that comes with what it
// answers, another one each time, which is made with a buffer for as many
// answers as there are that do not exclude each other.
func (r *Result) replies(op Op) bool {
	if !r.comesAlong(op) {
		return false
	}
	sources := r.Channels(op.Chan)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(c *Channel) bool {
		size, ok := c.Cap().(*ssa.Const)
		return !ok || c.Source.Parent() == op.Instr.Parent() || size.Int64() < r.answers(c.Sends)
	})
}

// comesAlong reports whether the channel of op comes with something that the
// function is given, another one in each round of a loop.
func (r *Result) comesAlong(op Op) bool {
	base := baseOf(op.Chan)
	if base == nil {
		return false
	}
	l := r.Graph(op.Instr.Parent()).InnerLoop(op.Instr.Block())
	return l == nil || !invariant(l, base)
}

// awaited reports whether op sends on a channel that comes with what it
// answers, another one each time, and whoever made the channel does nothing
// else from when others have it than to receive from it. Of several functions
// that send it is one that answers.
func (r *Result) awaited(op Op) bool {
	if !r.comesAlong(op) {
		return false
	}
	sources := r.Channels(op.Chan)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(c *Channel) bool {
		mk, ok := c.Source.(*ssa.MakeChan)
		if !ok || c.Leaves || len(c.Recvs) == 0 || mk.Parent() == op.Instr.Parent() {
			return true
		}
		bare := make(map[ssa.Instruction]bool)
		for _, recv := range c.Recvs {
			if _, plain := recv.(*ssa.UnOp); !plain || recv.Parent() != mk.Parent() {
				return true
			}
			bare[recv] = true
		}
		for _, n := range r.answersBy(c.Sends) {
			if n > 1 {
				return true
			}
		}
		return slices.ContainsFunc(r.handedOut(mk), func(at ssa.Instruction) bool {
			return !bare[at] && !r.onEveryPath(at.Block(), func(instr ssa.Instruction) bool { return bare[instr] })
		})
	})
}

// handedOut returns the instructions of the function that makes the channel mk
// by which others may get it. Putting it into a variable of the function, or a
// field or an element of one, is none.
func (r *Result) handedOut(mk *ssa.MakeChan) []ssa.Instruction {
	var at []ssa.Instruction
	seen := make(map[ssa.Value]bool)
	var follow func(v ssa.Value)
	follow = func(v ssa.Value) {
		if seen[v] {
			return
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.DebugRef:
			case *ssa.FieldAddr, *ssa.IndexAddr, *ssa.Slice, *ssa.UnOp, *ssa.Phi, *ssa.ChangeType, *ssa.MakeInterface:
				if load, ok := ref.(*ssa.UnOp); ok && load.Op == token.ARROW {
					continue
				}
				follow(ref.(ssa.Value))
			case *ssa.Store:
				if local, ok := variableAt(ref.Addr).(*ssa.Alloc); ok {
					follow(local)
				} else {
					at = append(at, ref)
				}
			default:
				at = append(at, ref)
			}
		}
	}
	follow(mk)
	return at
}

// answers returns how many of the sends answer one request at most.
func (r *Result) answers(sends []ssa.Instruction) (n int64) {
	for _, m := range r.answersBy(sends) {
		n += m
	}
	return n
}

// answersBy returns how many of the sends answer one request at most, by the
// functions that answer. Of those that run as part of one function, those in a
// literal that it runs, perhaps in a defer, are for requests that it has not
// answered itself.
func (r *Result) answersBy(sends []ssa.Instruction) map[*ssa.Function]int64 {
	byFunc := make(map[*ssa.Function][]ssa.Instruction)
	for _, s := range sends {
		byFunc[s.Parent()] = append(byFunc[s.Parent()], s)
	}
	most := make(map[*ssa.Function]int64)
	for fn, instrs := range byFunc {
		m, ok := r.mostOnPath(instrs, r.roundOf(instrs))
		if !ok {
			m = int64(len(instrs))
		}
		home := r.home(fn)
		most[home] = max(most[home], m)
	}
	return most
}

// roundOf returns the loop in each round of which all of the sends are on
// another channel, one that comes with what is answered; nil if there is none.
func (r *Result) roundOf(sends []ssa.Instruction) *flow.Loop {
	l := r.Graph(sends[0].Parent()).InnerLoop(sends[0].Block())
	if l == nil || slices.ContainsFunc(sends, func(instr ssa.Instruction) bool {
		send, ok := instr.(*ssa.Send)
		if !ok || !l.Contains(send.Block()) {
			return true
		}
		base := baseOf(send.Chan)
		return base == nil || invariant(l, base)
	}) {
		return nil
	}
	return l
}

// queues reports whether op sends into the buffer of a channel that nobody has
// but the function that made it, op's own: if it were full, the function would
// wait for itself, and no end of a context is what is missing.
func (r *Result) queues(op Op) bool {
	fn := op.Instr.Parent()
	own := func(instr ssa.Instruction) bool { return instr.Parent() == fn }
	sources := r.Channels(op.Chan)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(c *Channel) bool {
		mk, ok := c.Source.(*ssa.MakeChan)
		if !ok || !own(mk) || c.Leaves || len(c.Passed) > 0 || len(c.Recvs) == 0 {
			return true
		}
		size, known := mk.Size.(*ssa.Const)
		foreign := func(instr ssa.Instruction) bool { return !own(instr) }
		return known && size.Int64() == 0 || slices.ContainsFunc(c.Sends, foreign) || slices.ContainsFunc(c.Recvs, foreign)
	})
}

// isFirst reports whether op is the first thing that happens to a channel with
// a buffer: nobody else can have it by then.
func (r *Result) isFirst(op Op) bool {
	leaves := r.Leaves(op.Chan)
	if len(leaves) != 1 {
		return false
	}
	mk, ok := leaves[0].(*ssa.MakeChan)
	if !ok || mk.Parent() != op.Instr.Parent() || mk.Block() != op.Instr.Block() {
		return false
	}
	if size, ok := mk.Size.(*ssa.Const); !ok || size.Int64() == 0 {
		return false
	}
	between := mk.Block().Instrs[slices.Index(mk.Block().Instrs, ssa.Instruction(mk))+1:]
	for _, instr := range between[:slices.Index(between, op.Instr)] {
		switch instr := instr.(type) {
		case *ssa.Send, *ssa.Select, ssa.CallInstruction:
			return false
		case *ssa.Store:
			if _, local := instr.Addr.(*ssa.Alloc); !local {
				return false
			}
		}
	}
	return true
}

// fills reports whether op sends on a channel that its function makes and that
// nobody else can have yet, no more often than there is room.
func (r *Result) fills(op Op) bool {
	leaves := r.Leaves(op.Chan)
	if len(leaves) != 1 {
		return false
	}
	mk, ok := leaves[0].(*ssa.MakeChan)
	if !ok || mk.Parent() != op.Instr.Parent() || r.usedBefore(mk, op.Instr) {
		return false
	}
	g := r.Graph(mk.Parent())
	rounds := Extent{Const: 1}
	for l := g.InnerLoop(op.Instr.Block()); l != nil && !l.Contains(mk.Block()); l = l.Parent {
		if rounds != (Extent{Const: 1}) {
			return false // a loop in a loop
		}
		if rounds, ok = Rounds(l); !ok {
			return false
		}
	}
	return r.AtMost(rounds, extentOf(mk.Size))
}

// usedBefore reports whether the channel that mk makes may be used on the way
// to the send at, be it by handing it, or a variable that holds it, to others.
func (r *Result) usedBefore(mk *ssa.MakeChan, at ssa.Instruction) bool {
	before := r.Graph(mk.Parent()).Reaching(at.Block())
	seen := make(map[ssa.Value]bool)
	var used func(v ssa.Value) bool
	used = func(v ssa.Value) bool {
		if seen[v] {
			return false
		}
		seen[v] = true
		return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
			switch ref := ref.(type) {
			case *ssa.DebugRef:
				return false
			case *ssa.UnOp:
				if ref.Op == token.MUL {
					return used(ref)
				}
			case *ssa.Store:
				if alloc, ok := ref.Addr.(*ssa.Alloc); ok {
					return ref.Val == v && used(alloc)
				}
			}
			return ref != at && (before[ref.Block().Index] || precedes(ref, at))
		})
	}
	return used(mk)
}

// roomy reports whether c is made with a capacity for all sends that are seen.
func (r *Result) roomy(c *Channel) bool {
	mk, ok := c.Source.(*ssa.MakeChan)
	if !ok {
		return false
	}
	sends := slices.Clone(c.Sends)
	for _, u := range c.Passed {
		if r.calleeChan(u.Call(), u.Arg).Sends != Never {
			sends = append(sends, u.Instr)
		}
	}
	if none, ok := mk.Size.(*ssa.Const); ok && len(sends) > 0 && none.Int64() == 0 {
		return false
	}
	// Sends of one function that run equally often may exclude each other.
	type group struct {
		fn    *ssa.Function
		times Extent
	}
	var groups []group
	members := make(map[group][]ssa.Instruction)
	for _, s := range sends {
		if send, ok := s.(*ssa.Send); ok && r.givesBack(send, send.Chan, true) {
			continue // into the room that it made
		}
		e, ok := r.times(s, c, mk)
		if !ok {
			return false
		}
		key := group{s.Parent(), e}
		if members[key] == nil {
			groups = append(groups, key)
		}
		members[key] = append(members[key], s)
	}
	var total Extent
	for _, g := range groups {
		n, ok := r.mostOnPath(members[g], nil)
		if !ok || g.times.Value != nil && (total.Value != nil || n > 1) {
			return false
		}
		if g.times.Value != nil {
			total.Value, total.Len = g.times.Value, g.times.Len
		}
		total.Const += n * g.times.Const
	}
	return r.AtMost(total, extentOf(mk.Size))
}

// A count is what mostOnPath found.
type count struct {
	of    []ssa.Instruction
	round *flow.Loop
	most  int64
	ok    bool
}

// mostOnPath returns how many of the instructions, all of one function, run on
// one path through it at most, each of them once, or on one path through a
// round of a loop; not ok if that is not known.
func (r *Result) mostOnPath(instrs []ssa.Instruction, round *flow.Loop) (most int64, ok bool) {
	if len(instrs) == 1 {
		return 1, true
	}
	first := instrs[0]
	r.mu.Lock()
	known := r.counts[first]
	r.mu.Unlock()
	if i := slices.IndexFunc(known, func(c count) bool { return c.round == round && slices.Equal(c.of, instrs) }); i >= 0 {
		return known[i].most, known[i].ok
	}
	walk := flow.Walk[int64]{
		Graph: r.Graph(first.Parent()),
		Step: func(n int64, _ *flow.Env, instr ssa.Instruction) (int64, bool) {
			if round != nil && instr == round.Header.Instrs[0] {
				n = 0
			}
			if slices.Contains(instrs, instr) {
				n = min(n+1, int64(len(instrs)))
			}
			most = max(most, n)
			return n, true
		},
	}
	ok = walk.From(first.Parent().Blocks[0], 0, 0)
	r.mu.Lock()
	r.counts[first] = append(r.counts[first], count{instrs, round, most, ok})
	r.mu.Unlock()
	return most, ok
}

// times returns how often instr uses the channel c that mk makes, at most:
// once, or as often as a loop around it has rounds. A function runs once for
// each time it is called or started.
func (r *Result) times(instr ssa.Instruction, c *Channel, mk *ssa.MakeChan) (Extent, bool) {
	once := Extent{Const: 1}
	bound := once
	for range 5 {
		fn := instr.Parent()
		g := r.Graph(fn)
		for l := g.InnerLoop(instr.Block()); l != nil; l = l.Parent {
			if mk.Parent() == fn && l.Contains(mk.Block()) {
				break
			}
			e, ok := Rounds(l)
			if !ok || bound != once {
				return Extent{}, false
			}
			bound = e
		}
		if mk.Parent() == fn {
			return bound, true
		}
		var from []ssa.Instruction
		for _, u := range r.Uses(fn) {
			if u.Kind == UsedOther || u.Kind == UsedArg && !r.runsOnce(u) {
				return Extent{}, false
			}
			if r.hands(u.Call(), c) {
				from = append(from, u.Instr)
			}
		}
		if len(from) != 1 {
			return Extent{}, false
		}
		instr = from[0]
	}
	return Extent{}, false
}

// givesBack reports whether a send puts into a channel with a buffer what the
// same function took out before, or a receive takes out what it put in, so
// that there is room, or something to receive.
func (r *Result) givesBack(instr ssa.Instruction, ch ssa.Value, send bool) bool {
	sources := r.Channels(ch)
	buffered := len(sources) > 0 && !slices.ContainsFunc(sources, func(c *Channel) bool {
		size, ok := c.Cap().(*ssa.Const)
		return c.Kind != ChanMade || ok && size.Int64() == 0
	})
	if !buffered {
		return false
	}
	return slices.ContainsFunc(sources, func(c *Channel) bool {
		others := c.Sends
		if send {
			others = c.Recvs
		}
		return slices.ContainsFunc(others, func(other ssa.Instruction) bool {
			if other.Parent() != instr.Parent() {
				return false
			}
			sel, ok := other.(*ssa.Select)
			if !ok {
				return precedes(other, instr)
			}
			return slices.ContainsFunc(sel.States, func(s *ssa.SelectState) bool {
				return (s.Dir == types.RecvOnly) == send && slices.Contains(r.Channels(s.Chan), c) && (len(sel.States) == 1 || r.inCase(sel, s, instr))
			})
		})
	})
}

// inCase reports whether instr is in the body of a case of a select.
func (r *Result) inCase(sel *ssa.Select, state *ssa.SelectState, instr ssa.Instruction) bool {
	for _, b := range sel.Parent().Blocks {
		cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if ok && SelectCase(cond.Cond) == state && len(b.Succs[0].Preds) == 1 && b.Succs[0].Dominates(instr.Block()) {
			return true
		}
	}
	return false
}

// runsOnce reports whether a function that is handed to another one runs once
// for it.
func (r *Result) runsOnce(u Use) bool {
	if call, ok := u.Instr.(*ssa.Call); ok && ctxtype.IsFunc(Callee(&call.Call), "time", "AfterFunc") {
		return r.onlyStopped(call)
	}
	if r.runs(u) == RunsUnknown {
		return false
	}
	calls, ok := r.CallsArg(u.Call(), u.Arg)
	return !ok || !calls.Each
}

// onlyStopped reports whether nothing is done with a timer, in variables of the
// function that makes it, but to stop it or to see whether there is one.
func (r *Result) onlyStopped(timer ssa.Value) bool {
	seen := make(map[ssa.Value]bool)
	var other func(v ssa.Value) bool
	other = func(v ssa.Value) bool {
		if seen[v] {
			return false
		}
		seen[v] = true
		return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
			switch ref := ref.(type) {
			case *ssa.DebugRef, *ssa.BinOp:
				return false
			case *ssa.Phi:
				return other(ref)
			case *ssa.Store:
				cell := r.CellOf(ref.Addr)
				return cell == nil || cell.Escapes || slices.ContainsFunc(cell.Loads, func(l *ssa.UnOp) bool { return other(l) })
			case ssa.CallInstruction:
				return !ctxtype.IsMethod(Callee(ref.Common()), "time", "Timer", "Stop")
			}
			return true
		})
	}
	return !other(timer)
}

// hands reports whether a call may use the channel c: it is given it, or no
// channel at all.
func (r *Result) hands(call *ssa.CallCommon, c *Channel) bool {
	given := false
	for _, a := range Args(call) {
		if isChan(a) {
			if slices.Contains(r.Channels(a), c) {
				return true
			}
			given = true
		}
	}
	return !given
}

// drained reports whether somebody receives from the channel of op until it is
// closed, and cannot stop before.
func (r *Result) drained(op Op) bool {
	sources := r.Channels(op.Chan)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(c *Channel) bool {
		return c.Kind != ChanMade || !slices.ContainsFunc(c.Recvs, func(recv ssa.Instruction) bool {
			return r.drains(recv) && r.runsWith(r.home(recv.Parent()), op.Instr)
		})
	})
}

// drains reports whether recv is that of a loop that ends only when the
// channel is closed, and that certainly runs: in a goroutine, in a defer or
// on every path of the function that makes the channel.
func (r *Result) drains(recv ssa.Instruction) bool {
	op, ok := recv.(*ssa.UnOp)
	if !ok || !op.CommaOk {
		return false
	}
	fn := op.Parent()
	g := r.Graph(fn)
	l := g.InnerLoop(op.Block())
	if l == nil || l.Header != op.Block() {
		return false
	}
	for _, e := range g.Exits(l) {
		if e.From != l.Header {
			return false
		}
	}
	if l.Parent != nil {
		return false // it may not be reached
	}
	return r.onEveryPath(fn.Blocks[0], func(instr ssa.Instruction) bool { return instr == recv })
}

// semaphore reports whether op takes a token of a channel that is given back
// in a defer. A field that holds tokens is taken for one if another function
// gives them back, which the holders, who may be elsewhere, may defer.
func (r *Result) semaphore(op Op) bool {
	sources := r.Channels(op.Chan)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(c *Channel) bool {
		back := c.Recvs
		if op.Kind != OpSend {
			back = c.Sends
		}
		if inMemory(op.Chan) && c.holdsTokens() && slices.ContainsFunc(back, func(instr ssa.Instruction) bool { return instr.Parent() != op.Instr.Parent() }) {
			return false
		}
		return !slices.ContainsFunc(back, func(instr ssa.Instruction) bool { return r.runsDeferred(instr.Parent()) })
	})
}

// holdsTokens reports whether c has a buffer for values that say nothing.
func (c *Channel) holdsTokens() bool {
	if c.Elem == nil || c.Cap() == nil {
		return false
	}
	s, ok := c.Elem.Underlying().(*types.Struct)
	size, isConst := c.Cap().(*ssa.Const)
	return ok && s.NumFields() == 0 && (!isConst || size.Int64() > 0)
}

// runsDeferred reports whether fn is deferred somewhere, as a release method
// is, though it may be called elsewhere too.
func (r *Result) runsDeferred(fn *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		if slices.ContainsFunc(r.Uses(fn), func(u Use) bool { return r.runs(u) == RunsDeferred }) {
			return true
		}
	}
	return false
}

// replaces reports whether op puts a newer value in the place of an older one,
// as in `select { case <-ch: default: }; ch <- v`.
func (r *Result) replaces(op Op) bool {
	for _, c := range r.Channels(op.Chan) {
		if size, ok := c.Cap().(*ssa.Const); ok && size.Int64() == 0 {
			return false // it has no buffer
		}
	}
	g := r.Graph(op.Instr.Parent())
	instrs := op.Instr.Block().Instrs
	instrs = instrs[:slices.Index(instrs, op.Instr)]
	for b := op.Instr.Block(); g.InnerLoop(b) == g.InnerLoop(op.Instr.Block()); {
		for _, instr := range slices.Backward(instrs) {
			switch instr := instr.(type) {
			case *ssa.Send:
				return false
			case *ssa.Select:
				return !instr.Blocking && slices.ContainsFunc(instr.States, func(s *ssa.SelectState) bool {
					return s.Dir == types.RecvOnly && r.sameValue(s.Chan, op.Chan, 0)
				})
			}
		}
		if b = b.Idom(); b == nil {
			return false
		}
		instrs = b.Instrs
	}
	return false
}

// servesAll reports whether op sends one value to each channel of a slice or map
// in a field or package variable, which the function empties, and the package
// puts none away but with a buffer.
func (r *Result) servesAll(op Op) bool {
	from, ok := baseOf(op.Chan).(*ssa.UnOp)
	if !ok || from.Op != token.MUL {
		return false
	}
	fn := op.Instr.Parent()
	l := r.Graph(fn).InnerLoop(op.Instr.Block())
	if v := VariableOf(from.X); v == nil || l == nil || l.Contains(from.Block()) || !r.isEmptied(v, from, op.Instr) {
		return false
	}
	sends := 0
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if send, ok := instr.(*ssa.Send); ok && baseOf(send.Chan) == ssa.Value(from) {
				sends++
			}
		}
	}
	return sends == 1 && r.putAwayBuffered(op.Chan.Type())
}

// isEmptied reports whether the slice or map that from loads from the variable v
// is replaced by an empty one between that and instr, or on every way on from
// instr, or what instr is about is deleted from it.
func (r *Result) isEmptied(v *types.Var, from *ssa.UnOp, instr ssa.Instruction) bool {
	empties := func(at ssa.Instruction) bool {
		switch at := at.(type) {
		case *ssa.Store:
			if VariableOf(at.Addr) != v {
				return false
			}
			_, isMap := at.Val.(*ssa.MakeMap)
			_, isSlice := at.Val.(*ssa.Slice)
			return isMap || isSlice || flow.IsNil(at.Val)
		case *ssa.Call:
			b, ok := at.Call.Value.(*ssa.Builtin)
			return ok && (b.Name() == "delete" || b.Name() == "clear") && VariableOf(loadOf(at.Call.Args[0])) == v
		}
		return false
	}
	for b := instr.Block().Idom(); b != nil; b = b.Idom() {
		behind := b.Instrs
		if b == from.Block() {
			behind = behind[slices.Index(behind, ssa.Instruction(from)):]
		}
		if slices.ContainsFunc(behind, empties) {
			return true
		}
		if b == from.Block() {
			break
		}
	}
	return r.onEveryPath(instr.Block(), empties)
}

// putAwayBuffered reports whether all channels of the type that the package
// makes and puts where they are not followed have a buffer, and there are some.
func (r *Result) putAwayBuffered(t types.Type) bool {
	elem := t.Underlying().(*types.Chan).Elem()
	found := false
	for _, fn := range r.Program.Funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				mk, ok := instr.(*ssa.MakeChan)
				if !ok || !types.Identical(mk.Type().Underlying().(*types.Chan).Elem(), elem) {
					continue
				}
				for _, c := range r.Channels(mk) {
					if size, ok := mk.Size.(*ssa.Const); c.Leaves && (!ok || size.Int64() == 0) {
						return false
					}
					found = found || c.Leaves
				}
			}
		}
	}
	return found
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

// ClosedAlways reports whether each channel that ch may be is closed on every
// path of a function that closes it, another than the one of the operation
// at, unless that closes it before.
func (r *Result) ClosedAlways(ch ssa.Value, at ssa.Instruction) bool {
	sources := r.Channels(ch)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(c *Channel) bool {
		return c.Kind != ChanMade || !r.closedAlways(c, at)
	})
}

func (r *Result) closedAlways(c *Channel, at ssa.Instruction) bool {
	if slices.ContainsFunc(c.Passed, r.closesParam) {
		return true
	}
	here := r.home(at.Parent())
	for _, instr := range c.Closes {
		home := r.home(instr.Parent())
		if home == here {
			if instr.Parent() == at.Parent() && precedes(instr, at) {
				return true
			}
			continue
		}
		if r.runsWith(home, at) && r.closes(home, c, 0) && !r.awaits(home, at, instr) {
			return true
		}
	}
	return false
}

// awaits reports whether the function home gets to the call then only when the
// goroutine that it starts and at is part of has ended: it waits for the group
// of that before, so then cannot be what ends the goroutine.
func (r *Result) awaits(home *ssa.Function, at ssa.Instruction, then ssa.CallInstruction) bool {
	started := r.home(at.Parent())
	for started != nil && started.Parent() != home {
		started = started.Parent()
	}
	if started == nil {
		return false // it runs as part of home, or nowhere in it
	}
	var groups []ssa.Value
	for _, u := range r.Uses(started) {
		if u.Kind == UsedArg && IsSpawn(Callee(u.Call())) {
			groups = append(groups, Args(u.Call())[0])
		}
	}
	groups = append(groups, r.signedOff(started)...)
	return slices.ContainsFunc(home.Blocks, func(b *ssa.BasicBlock) bool {
		return slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
			wait, ok := instr.(*ssa.Call)
			if !ok {
				return false
			}
			obj := Callee(&wait.Call)
			if obj == nil || obj.Name() != "Wait" || obj.Signature().Recv() == nil {
				return false
			}
			group := Args(&wait.Call)[0]
			if !slices.ContainsFunc(groups, func(g ssa.Value) bool { return r.sameGroup(g, group) }) {
				return false
			}
			_, deferred := then.(*ssa.Defer)
			return deferred || then.Parent() != home || precedes(wait, then)
		})
	})
}

// signedOff returns the wait groups that a goroutine signs off from when it
// ends, not for one job after the other.
func (r *Result) signedOff(fn *ssa.Function) []ssa.Value {
	var groups []ssa.Value
	g := r.Graph(fn)
	for _, call := range r.Calls(fn) {
		if g.InnerLoop(call.Block()) == nil && ctxtype.IsMethod(Callee(call.Common()), "sync", "WaitGroup", "Done") {
			groups = append(groups, Args(call.Common())[0])
		}
	}
	return groups
}

// sameGroup reports whether two pointers, of a function and a literal in it
// perhaps, are to one variable, or both the value of one.
func (r *Result) sameGroup(a, b ssa.Value) bool {
	if r.sameValue(a, b, 0) {
		return true
	}
	x, y := r.CellOf(a), r.CellOf(b)
	return x != nil && x == y
}

// runsWith reports whether the function fn certainly runs while, or before,
// the instruction at waits: it is a function around it, or it is started as a
// goroutine somewhere, and not only behind it.
func (r *Result) runsWith(fn *ssa.Function, at ssa.Instruction) bool {
	for outer := r.home(at.Parent()); outer != nil; outer = outer.Parent() {
		if outer == fn {
			return true
		}
	}
	return slices.ContainsFunc(r.Uses(fn), func(u Use) bool {
		return r.runs(u) == RunsBeside && (u.Instr.Parent() != at.Parent() || !precedes(at, u.Instr))
	})
}

// closesParam reports whether a channel is handed to a function of another
// package that closes it on every path.
func (r *Result) closesParam(use Use) bool {
	obj := Callee(use.Call())
	if obj == nil {
		return false
	}
	for _, c := range r.OfObject(obj).Wait.Chans {
		if c.Param == use.Arg && c.Closes == Always {
			return true
		}
	}
	return false
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

// closes reports whether fn closes c on every path that returns, perhaps by a
// function that it calls or defers.
func (r *Result) closes(fn *ssa.Function, c *Channel, depth int) bool {
	if depth > 3 || len(fn.Blocks) == 0 || !r.Graph(fn).Returns() {
		return false
	}
	from := fn.Blocks[0]
	if c.Source.Parent() == fn { // before it is made it need not be closed
		from = c.Source.(*ssa.MakeChan).Block()
	}
	return r.onEveryPath(from, func(instr ssa.Instruction) bool {
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			return false
		}
		if slices.Contains(c.Closes, call) {
			return true
		}
		if _, isGo := call.(*ssa.Go); isGo {
			return false
		}
		common := call.Common()
		if obj := Callee(common); obj != nil && ctxtype.IsMethod(obj, "sync", "Once", "Do") {
			fns, complete := r.Functions(common.Args[1])
			return complete && len(fns) == 1 && r.closes(Declared(fns[0]), c, depth+1)
		}
		fns, complete := r.Callees(common)
		return complete && !slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
			return !r.hasBody(fn) || !r.mayClose(Declared(fn), c) || !r.closes(Declared(fn), c, depth+1)
		})
	})
}

// mayClose reports whether a close of c is in fn or a literal in it, or in a
// function that is called from there as far as two steps.
func (r *Result) mayClose(fn *ssa.Function, c *Channel) bool {
	return slices.ContainsFunc(c.Closes, func(instr ssa.CallInstruction) bool {
		for p := instr.Parent(); p != nil; p = p.Parent() {
			if p == fn {
				return true
			}
		}
		return false
	})
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

// join reports whether op is a receive behind a call of a cancel function, or
// behind a close of a channel that ends what sends to it. A cancel function
// that is called in each round of a loop around op ends no more than the
// round, so there only channels made here are taken to be joined.
func (r *Result) join(op Op) bool {
	if r.IsTimer(op.Chan) {
		return false
	}
	fn := op.Instr.Parent()
	g := r.Graph(fn)
	made := !slices.ContainsFunc(r.Channels(op.Chan), func(c *Channel) bool { return c.Kind != ChanMade })
	for _, site := range r.Calls(fn) {
		call, ok := site.(*ssa.Call)
		if !ok || !precedes(call, op.Instr) {
			continue
		}
		if ctxtype.IsCancel(call.Call.Value.Type()) && !call.Call.IsInvoke() {
			l := g.InnerLoop(call.Block())
			if made || l == nil || !l.Contains(op.Instr.Block()) {
				return true
			}
		}
		if bi, ok := call.Call.Value.(*ssa.Builtin); ok && bi.Name() == "close" && r.endsSenders(call.Call.Args[0], op.Chan) {
			return true
		}
	}
	return false
}

// endsSenders reports whether what sends to ch, or closes it, receives from
// the channel stop in the same function.
func (r *Result) endsSenders(stop, ch ssa.Value) bool {
	var told []*ssa.Function
	for _, c := range r.Channels(stop) {
		for _, instr := range c.Recvs {
			told = append(told, r.home(instr.Parent()))
		}
	}
	for _, c := range r.Channels(ch) {
		for _, instr := range c.Sends {
			if slices.Contains(told, r.home(instr.Parent())) {
				return true
			}
		}
		for _, instr := range c.Closes {
			if slices.Contains(told, r.home(instr.Parent())) {
				return true
			}
		}
	}
	return false
}

// gathers reports whether op receives from goroutines that its function
// started itself and gave a context, each of which sends on one of chans or
// closes it on every path.
func (r *Result) gathers(op Op, chans []ssa.Value) bool {
	here := r.home(op.Instr.Parent())
	var senders []*ssa.Function
	sends := make(map[ssa.Instruction]bool)
	for _, ch := range chans {
		for _, c := range r.Channels(ch) {
			if c.Kind != ChanMade || c.Leaves {
				continue // somebody else may send, or nobody
			}
			for _, instr := range c.Sends {
				if send, ok := instr.(*ssa.Send); ok && r.fills(Op{Kind: OpSend, Instr: send, Chan: send.Chan}) {
					continue // done before anything is waited for
				}
				sel, isSelect := instr.(*ssa.Select)
				sends[instr] = !isSelect || r.alwaysSends(sel, op)
				if fn := r.home(instr.Parent()); !slices.Contains(senders, fn) {
					senders = append(senders, fn)
				}
			}
			for _, instr := range c.Closes {
				sends[instr] = true
			}
		}
	}
	if len(senders) == 0 {
		return false
	}
	for _, fn := range senders {
		if fn == here || !r.startedBy(fn, here) || !r.takesContext(fn) || !r.alwaysDoes(fn, sends, 0) {
			return false
		}
	}
	return true
}

// alwaysDoes reports whether fn runs one of the instructions on every path to
// a return, itself or in a defer or a literal that it calls.
func (r *Result) alwaysDoes(fn *ssa.Function, instrs map[ssa.Instruction]bool, depth int) bool {
	if depth > 2 {
		return false
	}
	return r.Graph(fn).Returns() && r.onEveryPath(fn.Blocks[0], func(instr ssa.Instruction) bool {
		if instrs[instr] {
			return true
		}
		call, ok := instr.(ssa.CallInstruction)
		if _, isGo := instr.(*ssa.Go); !ok || isGo {
			return false
		}
		fns, complete := r.Callees(call.Common())
		return complete && !slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
			fn = Declared(fn)
			return !r.hasBody(fn) || !r.alwaysDoes(fn, instrs, depth+1)
		})
	})
}

// alwaysSends reports whether all cases of a select send, but for those that
// wait for the end of the gathering at op.
func (r *Result) alwaysSends(sel *ssa.Select, op Op) bool {
	return sel.Blocking && !slices.ContainsFunc(sel.States, func(s *ssa.SelectState) bool {
		return s.Dir != types.SendOnly && !r.closedBehind(s.Chan, op.Instr)
	})
}

// closedBehind reports whether a channel is closed by the function of instr,
// when it returns or where it does not come back to instr, and nothing else is
// done with it but to wait for that.
func (r *Result) closedBehind(ch ssa.Value, instr ssa.Instruction) bool {
	sources := r.Channels(ch)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(c *Channel) bool {
		return c.Kind != ChanMade || c.Leaves || len(c.Sends) > 0 || len(c.Closes) == 0 ||
			slices.ContainsFunc(c.Closes, func(site ssa.CallInstruction) bool {
				if _, deferred := site.(*ssa.Defer); deferred {
					return r.home(site.Parent()) != r.home(instr.Parent())
				}
				return site.Parent() != instr.Parent() || r.mayFollow(site, instr)
			})
	})
}

// mayFollow reports whether control may come from one instruction of a
// function to another one.
func (r *Result) mayFollow(from, to ssa.Instruction) bool {
	if from.Block() == to.Block() && slices.Index(from.Block().Instrs, from) < slices.Index(to.Block().Instrs, to) {
		return true
	}
	return r.Graph(from.Parent()).Reachable(nil, from.Block().Succs...)[to.Block().Index]
}

// startedBy reports whether fn is started as a goroutine in the function
// home, and nowhere else.
func (r *Result) startedBy(fn, home *ssa.Function) bool {
	uses := r.Uses(fn)
	return len(uses) > 0 && !slices.ContainsFunc(uses, func(u Use) bool {
		return r.runs(u) != RunsBeside || r.home(u.Instr.Parent()) != home
	})
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
