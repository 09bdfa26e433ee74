package summary

import (
	"cmp"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// An OpKind says what an operation waits for.
type OpKind int

const (
	OpSend    OpKind = iota // ch <- v
	OpReceive               // <-ch
	OpRange                 // for v := range ch
	OpSelect                // select without a default
	OpSleep                 // time.Sleep or what is known to sleep
	OpCall                  // a call of a function that waits
)

// An Op is an operation that waits, or may wait, for something. Joins, locks
// and input and output are none: others end them, or other checks speak of
// them. A select with a default does not wait.
type Op struct {
	Kind  OpKind
	Instr ssa.Instruction
	Pos   token.Pos // the arrow, the word select or for, the call
	End   token.Pos

	Chan   ssa.Value          // of a send, receive or range
	States []*ssa.SelectState // of a select
	Call   *ssa.CallCommon    // of a sleep or call
	Wait   *Wait              // what the callee of OpCall does, if it is of the workspace
}

// Ops returns the operations of fn that wait, in source order, without those
// of its literals, of deferred calls and of go statements.
func (r *Result) Ops(fn *ssa.Function) []Op {
	r.mu.Lock()
	ops, ok := r.ops[fn]
	r.mu.Unlock()
	if ok {
		return ops
	}
	g := r.Graph(fn)
	for _, b := range fn.Blocks {
		for _, instr := range g.Instrs(b) {
			if op, ok := r.op(instr); ok {
				ops = append(ops, op)
			}
		}
	}
	slices.SortStableFunc(ops, func(a, b Op) int { return cmp.Compare(a.Pos, b.Pos) })
	r.mu.Lock()
	r.ops[fn] = ops
	r.mu.Unlock()
	return ops
}

func (r *Result) op(instr ssa.Instruction) (Op, bool) {
	op := Op{Instr: instr, Pos: instr.Pos()}
	switch instr := instr.(type) {
	case *ssa.Send:
		op.Kind, op.Chan = OpSend, instr.Chan
	case *ssa.UnOp:
		if instr.Op != token.ARROW {
			return Op{}, false
		}
		op.Kind, op.Chan = OpReceive, instr.X
		if isRange(instr) {
			op.Kind = OpRange
		}
	case *ssa.Select:
		if !instr.Blocking {
			return Op{}, false
		}
		op.Kind, op.States = OpSelect, instr.States
	case *ssa.Call:
		op.Call = &instr.Call
		if obj := Callee(&instr.Call); obj != nil {
			switch knowledge.Blocks(obj).Kind {
			case knowledge.Sleeps:
				op.Kind = OpSleep
				return op, true
			case knowledge.Waits:
				op.Kind = OpCall
				return op, true
			}
		}
		op.Kind = OpCall
		op.Wait = r.calleeWait(&instr.Call)
		return op, op.Wait != nil
	default:
		return Op{}, false
	}
	return op, true
}

// calleeWait returns what the worst of the functions that a call may reach
// waits for, or nil if none of them is known to wait.
func (r *Result) calleeWait(call *ssa.CallCommon) *Wait {
	if made, ok := call.Value.(*ssa.Call); ok { // an iterator that a call made
		w := r.worstCallee(&made.Call, func(w *Wait) Block { return w.Iter })
		if w == nil {
			return nil
		}
		return &Wait{Block: w.Iter, By: w.IterBy}
	}
	return r.worstCallee(call, func(w *Wait) Block { return w.Block })
}

func (r *Result) worstCallee(call *ssa.CallCommon, block func(*Wait) Block) *Wait {
	fns, _ := r.Callees(call)
	var worst *Wait
	for _, fn := range fns {
		if w := &r.Of(fn).Wait; block(w) >= BlockUntilCtx && (worst == nil || block(w) > block(worst)) {
			worst = w
		}
	}
	return worst
}

// IteratorOp returns the operation that the call of an iterator is for the
// range loop over it, and whether it waits.
func (r *Result) IteratorOp(call ssa.CallInstruction) (Op, bool) { return r.op(call) }

// isRange reports whether a receive is that of a range statement: it has the
// position of the statement, not of an arrow.
func isRange(recv *ssa.UnOp) bool {
	found := false
	if recv.CommaOk {
		ast.Inspect(recv.Parent().Syntax(), func(n ast.Node) bool {
			if s, ok := n.(*ast.RangeStmt); ok && s.For == recv.Pos() {
				found = true
			}
			return !found
		})
	}
	return found
}

// IsTimer reports whether ch is sent to by clocks alone.
func (r *Result) IsTimer(ch ssa.Value) bool {
	if t, ok := ch.Type().Underlying().(*types.Chan); !ok || !ctxtype.IsNamed(t.Elem(), "time", "Time") {
		return false
	}
	sources := r.Channels(ch)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(c *Channel) bool { return c.Kind != ChanTimer })
}

// Timed reports whether op waits for nothing but time, and wakes whether time
// passing ends it, perhaps beside other things.
func (r *Result) Timed(op Op) (only, wakes bool) {
	switch op.Kind {
	case OpSleep:
		return true, true
	case OpReceive, OpRange:
		timer := r.IsTimer(op.Chan)
		return timer, timer
	case OpSelect:
		only = len(op.States) > 0
		for _, s := range op.States {
			if s.Dir == types.RecvOnly && r.IsTimer(s.Chan) {
				wakes = true
			} else {
				only = false
			}
		}
		return only, wakes
	case OpCall:
		if op.Wait != nil && op.Wait.Block == BlockBounded {
			return op.Wait.Timer, true
		}
	}
	return false, false
}

// Duration returns how long op lasts if that is a constant: of a sleep, of a
// receive from time.After, a new timer or ticker.
func (r *Result) Duration(op Op) (time.Duration, bool) {
	var d ssa.Value
	switch op.Kind {
	case OpSleep:
		if obj := Callee(op.Call); obj == nil || !ctxtype.IsFunc(obj, "time", "Sleep") {
			return 0, false
		}
		d = op.Call.Args[0]
	case OpReceive, OpRange:
		d = r.timerDuration(op.Chan)
	case OpSelect:
		for _, s := range op.States {
			if s.Dir == types.RecvOnly && r.IsTimer(s.Chan) {
				d = r.timerDuration(s.Chan)
			}
		}
	}
	if c, ok := d.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.Int {
		return time.Duration(c.Int64()), true
	}
	return 0, false
}

// justStored returns what a store before load, in its block, has put where it
// reads, if nothing in between can have changed that; else nil.
func justStored(load *ssa.UnOp) ssa.Value {
	place := PlaceOf(load.X)
	if place == "" {
		return nil
	}
	instrs := load.Block().Instrs
	for _, instr := range slices.Backward(instrs[:slices.Index(instrs, ssa.Instruction(load))]) {
		switch instr := instr.(type) {
		case *ssa.Store:
			if PlaceOf(instr.Addr) == place {
				return instr.Val
			}
			return nil
		case ssa.CallInstruction, *ssa.Send, *ssa.Select:
			return nil // others may run
		}
	}
	return nil
}

// timerDuration returns the duration given to time.After, Tick, NewTimer or
// NewTicker, from which the timer channel ch is, or nil.
func (r *Result) timerDuration(ch ssa.Value) ssa.Value {
	for range 6 {
		switch v := ch.(type) {
		case *ssa.Call:
			obj := Callee(&v.Call)
			if obj != nil && ctxtype.IsFunc(obj, "time", "After", "Tick", "NewTimer", "NewTicker") {
				return v.Call.Args[0]
			}
			return nil
		case *ssa.UnOp:
			if s := justStored(v); s != nil {
				ch = s
				continue
			}
			if base := baseOf(v); base != nil {
				ch = base
				continue
			}
			cell := r.CellOf(v.X)
			if cell == nil || cell.Escapes || len(cell.Stores) != 1 {
				return nil
			}
			ch = cell.Stores[0].Val
		default:
			return nil
		}
	}
	return nil
}

// EndOf returns how the end of op is tied to the contexts govs: a receive from
// a channel that ends with them, a select with such a case, a call of a
// function that waits for the end of one that it is given.
func (r *Result) EndOf(op Op, govs []Governor) Bond {
	switch op.Kind {
	case OpReceive, OpRange:
		return r.EndsWith(op.Chan, govs)
	case OpSelect:
		bond := Unbound
		for _, s := range op.States {
			if s.Dir == types.RecvOnly {
				bond = stronger(bond, r.EndsWith(s.Chan, govs))
			}
		}
		return bond
	case OpSleep, OpCall:
		return r.givenBond(op.Call, govs)
	}
	return Unbound
}

// stronger returns what is certain when one of two bonds is enough.
func stronger(a, b Bond) Bond {
	if a == Bound || b == Bound {
		return Bound
	}
	return max(a, b)
}

// givenBond returns how the contexts and carriers among the arguments of a
// call are tied to govs. What was made with a context may hold it, and a
// literal that captures one may end what calls it.
func (r *Result) givenBond(call *ssa.CallCommon, govs []Governor) Bond {
	bond := Unbound
	for _, a := range Args(call) {
		t := a.Type()
		switch {
		case ctxtype.Implements(t):
			bond = stronger(bond, r.BondOf(a, govs))
		case ctxtype.IsTesting(t):
		case ctxtype.IsCarrier(t):
			bond = stronger(bond, Bound)
		case isSignal(t):
			bond = stronger(bond, r.EndsWith(a, govs)) // done, as in wait.Until(f, d, ctx.Done())
		case r.capturesContext(a, govs), r.givenContext(a, govs):
			bond = stronger(bond, MayBound)
		}
	}
	return bond
}

// isSignal reports whether t is the type of channels that carry nothing.
func isSignal(t types.Type) bool {
	c, ok := t.Underlying().(*types.Chan)
	if !ok {
		return false
	}
	s, ok := c.Elem().Underlying().(*types.Struct)
	return ok && s.NumFields() == 0
}

// capturesContext reports whether v is a literal that captures a context tied
// to govs, or a carrier.
func (r *Result) capturesContext(v ssa.Value, _ []Governor) bool {
	if _, ok := v.Type().Underlying().(*types.Signature); !ok {
		return false
	}
	fns, _ := r.Functions(v)
	return slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
		return fn.Parent() != nil && len(r.captured(fn, nil)) > 0
	})
}

// StopCase returns the channel by which something other than a context ends
// op, or nil.
func (r *Result) StopCase(op Op) ssa.Value {
	for _, s := range op.States {
		if s.Dir == types.RecvOnly && r.isStop(s.Chan) {
			return s.Chan
		}
	}
	if op.Kind == OpReceive && r.isStop(op.Chan) {
		return op.Chan
	}
	return nil
}
