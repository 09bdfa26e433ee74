package ctxwait

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/summary"
)

// A parent is a function with the channels that are looked at together and
// the goroutines that it starts.
type parent struct {
	fn     *ssa.Function
	makes  []*ssa.MakeChan // the first is the one in question
	in     binding
	spawns []spawn
	trees  [][]*ssa.Function // by spawn: the functions that may run in it
}

// An exit is a place where the parent stops to receive: a return, or the
// statement that makes the channel anew.
type exit struct {
	moment
	instr ssa.Instruction
}

// A moment is what is known about a path of the parent.
type moment struct {
	received vector
	started  uint16 // the spawns that were started, by bit
	settled  uint16 // the spawns that nobody needs to receive from: they ended, or their channel was drained
	asked    asked
	left     ssa.Value // the channel of the last case or receive that is none of the channels
}

// asked says what kinds of conditions were met on a path. They may tell that
// nothing more will be sent.
type asked uint8

const (
	askedValue asked = 1 << iota // about what was received
	askedCount                   // about a number
	askedOther                   // about anything else, after something was received
)

// exits returns where and how p stops to receive, and whether all paths were
// followed.
func (c *checker) exits(p *parent) (exits []exit, ok bool) {
	g := c.s.Graph(p.fn)
	start := p.makes[0]
	add := func(m moment, instr ssa.Instruction) {
		if e := (exit{m, instr}); !slices.Contains(exits, e) {
			exits = append(exits, e)
		}
	}
	walk := flow.Walk[moment]{
		Graph: g,
		Step: func(m moment, _ *flow.Env, instr ssa.Instruction) (moment, bool) {
			switch instr := instr.(type) {
			case *ssa.MakeChan:
				if instr == start {
					add(m, instr)
					return m, false
				}
			case *ssa.UnOp:
				if instr.Op == token.ARROW {
					m = c.receive(p, m, instr.X)
				}
			case ssa.CallInstruction:
				for i, s := range p.spawns {
					if s.instr == instr {
						m.started |= 1 << i
					}
				}
			case *ssa.Return:
				add(m, instr)
			}
			return m, true
		},
		Edge: func(m moment, _ *flow.Env, from, to *ssa.BasicBlock) (moment, bool) {
			return c.turn(p, g, m, from, to), true
		},
	}
	ok = walk.From(start.Block(), slices.Index(start.Block().Instrs, ssa.Instruction(start))+1, moment{})
	return exits, ok
}

// receive returns m behind a receive from ch.
func (c *checker) receive(p *parent, m moment, ch ssa.Value) moment {
	if k, ok := c.channel(p.in, ch); ok {
		m.received = m.received.and(k)
		return m
	}
	m.left = ch
	m.settled |= c.tellsEnd(p, ch)
	return m
}

// turn returns m behind the jump between two blocks of p.
func (c *checker) turn(p *parent, g *flow.Graph, m moment, from, to *ssa.BasicBlock) moment {
	cond, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || from.Succs[0] == from.Succs[1] {
		return m
	}
	taken := from.Succs[0] == to
	if state := summary.SelectCase(cond.Cond); state != nil {
		switch {
		case !taken:
		case state.Dir == types.RecvOnly:
			m = c.receive(p, m, state.Chan)
		default:
			m.left = state.Chan
		}
		return m
	}
	if c.isOk(p, cond.Cond) {
		if !taken { // closed: there is nothing more to come
			m.settled = ^uint16(0)
		}
		return m
	}
	if loop := g.InnerLoop(from); loop != nil && c.counts(p, loop, cond) {
		if !loop.Contains(to) && slices.ContainsFunc(p.fn.Blocks, func(b *ssa.BasicBlock) bool { return loop.Contains(b) && c.receivesIn(p, b) }) {
			m.settled = ^uint16(0) // the loop knows how much there is to receive
		}
		return m
	}
	switch {
	case c.aboutReceived(p, cond.Cond, 0):
		m.asked |= askedValue
	case aboutNumber(cond.Cond):
		m.asked |= askedCount
	case m.received.sum() > 0:
		m.asked |= askedOther
	}
	return m
}

// counts reports whether cond is the condition of a loop, and not about what
// is received in its body.
func (c *checker) counts(p *parent, loop *flow.Loop, cond *ssa.If) bool {
	return summary.Decider(loop) == cond && !c.aboutReceived(p, cond.Cond, 0) &&
		(aboutNumber(cond.Cond) || !c.receivesIn(p, cond.Block()))
}

// isOk reports whether v is the second result of a receive from a channel of p.
func (c *checker) isOk(p *parent, v ssa.Value) bool {
	ex, ok := v.(*ssa.Extract)
	if !ok || ex.Index != 1 {
		return false
	}
	switch recv := ex.Tuple.(type) {
	case *ssa.UnOp:
		_, ok := c.channel(p.in, recv.X)
		return recv.Op == token.ARROW && ok
	case *ssa.Select:
		return c.selectsFrom(p, recv)
	}
	return false
}

func (c *checker) selectsFrom(p *parent, sel *ssa.Select) bool {
	return slices.ContainsFunc(sel.States, func(s *ssa.SelectState) bool {
		_, ok := c.channel(p.in, s.Chan)
		return ok && s.Dir == types.RecvOnly
	})
}

// receivesIn reports whether b receives from a channel of p.
func (c *checker) receivesIn(p *parent, b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.UnOp:
			_, ok := c.channel(p.in, instr.X)
			return instr.Op == token.ARROW && ok
		case *ssa.Select:
			return c.selectsFrom(p, instr)
		}
		return false
	})
}

// aboutReceived reports whether v is computed from what was received from a
// channel of p alone, not from a sum over rounds.
func (c *checker) aboutReceived(p *parent, v ssa.Value, depth int) bool {
	if depth > 6 {
		return false
	}
	switch x := v.(type) {
	case *ssa.Extract:
		if sel, ok := x.Tuple.(*ssa.Select); ok {
			return x.Index > 1 && c.selectsFrom(p, sel)
		}
	case *ssa.UnOp:
		if x.Op == token.ARROW {
			_, ok := c.channel(p.in, x.X)
			return ok
		}
		if cell := c.s.CellOf(x.X); cell != nil {
			return slices.ContainsFunc(cell.Stores, func(s *ssa.Store) bool { return c.aboutReceived(p, s.Val, depth+1) })
		}
	case *ssa.Phi:
		return false
	case *ssa.Call:
		if b, ok := x.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
			return false
		}
	}
	instr, ok := v.(ssa.Instruction)
	return ok && slices.ContainsFunc(instr.Operands(nil), func(op *ssa.Value) bool {
		return *op != nil && c.aboutReceived(p, *op, depth+1)
	})
}

// aboutNumber reports whether v compares numbers.
func aboutNumber(v ssa.Value) bool {
	cmp, ok := v.(*ssa.BinOp)
	if !ok {
		return false
	}
	b, ok := cmp.X.Type().Underlying().(*types.Basic)
	return ok && b.Info()&types.IsNumeric != 0
}

// tellsEnd returns the spawns of p of which a receive from ch may tell that
// they have ended or will send no more: those that send on ch or close it,
// and all if nobody knows what ch stands for, or somebody who waits for
// others does.
func (c *checker) tellsEnd(p *parent, ch ssa.Value) uint16 {
	var told uint16
	for _, source := range c.s.Channels(ch) {
		switch source.Kind {
		case summary.ChanDone, summary.ChanTimer:
			continue
		case summary.ChanCalled:
			told |= c.sharing(p, source.Source)
		}
		for _, instr := range source.Sends {
			told |= c.endedBy(p, instr.Parent())
		}
		for _, instr := range source.Closes {
			told |= c.endedBy(p, instr.Parent())
		}
	}
	return told
}

// endedBy returns the spawns of p that may have ended where fn sends or
// closes: its own, or all if it waits for something before.
func (c *checker) endedBy(p *parent, fn *ssa.Function) uint16 {
	if fn != p.fn && c.waits(fn) {
		return ^uint16(0)
	}
	var ended uint16
	for i, tree := range p.trees {
		if slices.Contains(tree, fn) {
			ended |= 1 << i
		}
	}
	return ended
}

// waits reports whether fn waits for something other than time and the end of
// a context.
func (c *checker) waits(fn *ssa.Function) bool {
	for _, site := range c.s.Calls(fn) {
		if call, ok := site.(*ssa.Call); ok && summary.Joins(&call.Call) {
			return true
		}
	}
	return slices.ContainsFunc(c.s.Ops(fn), func(op summary.Op) bool {
		_, wakes := c.s.Timed(op)
		return !wakes && op.Kind != summary.OpSend && !c.endsWithDone(op)
	})
}

// endsWithDone reports whether op is a receive from the Done of a context or a
// select with such a case.
func (c *checker) endsWithDone(op summary.Op) bool {
	done := func(ch ssa.Value) bool {
		sources := c.s.Channels(ch)
		return len(sources) > 0 && !slices.ContainsFunc(sources, func(s *summary.Channel) bool { return s.Kind != summary.ChanDone })
	}
	if op.Chan != nil {
		return done(op.Chan)
	}
	return slices.ContainsFunc(op.States, func(s *ssa.SelectState) bool { return s.Dir == types.RecvOnly && done(s.Chan) })
}

// sharing returns the spawns of p that have a variable in common with the call
// that returned v: what it returned may tell of their end.
func (c *checker) sharing(p *parent, v ssa.Value) uint16 {
	call, _ := summary.ResultOf(v)
	if call == nil {
		return ^uint16(0)
	}
	var shared uint16
	for _, arg := range summary.Args(&call.Call) {
		if isContextual(arg) {
			continue
		}
		for i, s := range p.spawns {
			if captures(s, arg) {
				shared |= 1 << i
			}
		}
	}
	return shared
}

// isContextual reports whether v is a constant, a context or a carrier: having
// it in common says nothing.
func isContextual(v ssa.Value) bool {
	if _, ok := v.(*ssa.Const); ok {
		return true
	}
	return ctxtype.Implements(v.Type()) || ctxtype.IsCarrier(v.Type())
}

// captures reports whether the goroutine of s has the variable that v is or is
// part of.
func captures(s spawn, v ssa.Value) bool {
	root := variableOf(v)
	has := func(w ssa.Value) bool { return variableOf(w) == root }
	if slices.ContainsFunc(s.args, has) {
		return true
	}
	for _, op := range s.instr.Operands(nil) {
		if lit, ok := (*op).(*ssa.MakeClosure); ok && slices.ContainsFunc(lit.Bindings, has) {
			return true
		}
	}
	return false
}

// variableOf returns the variable that v is loaded from or a part of, or v.
func variableOf(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.UnOp:
			v = x.X
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.Field:
			v = x.X
		case *ssa.IndexAddr:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		default:
			return v
		}
	}
}
