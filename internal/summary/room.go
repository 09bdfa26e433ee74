package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
)

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
