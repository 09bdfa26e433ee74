package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

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
