package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// A Bond says how the end of some context is tied to that of the contexts
// that govern a function.
type Bond int

const (
	Unbound  Bond = iota // it ends on its own, or never
	Bound                // it ends with them, or is one that they are made from
	MayBound             // nothing is known
)

// BondOf returns how the context v is tied to govs: whether it is one of them,
// derived from one or an ancestor of one. A context that is only in a field
// is another one, unless the field is where they came from or went to; one
// behind context.WithoutCancel never ends with them.
func (r *Result) BondOf(v ssa.Value, govs []Governor) Bond {
	bond := Unbound
	r.lifeline(v, func(o Origin, cancellable bool) {
		switch o.Kind {
		case FromParam, FromCarrier:
			bond = max(bond, r.originBond(o, govs))
		case FromField:
			bond = max(bond, r.fieldBond(o.Value, govs))
		case FromUnknown, FromCall, FromGlobal:
			bond = max(bond, MayBound)
		case FromFresh, FromNil:
			if cancellable && r.isGovernor(v, govs) {
				bond = max(bond, Bound)
			}
		}
	})
	return bond
}

// originBond is BondOf for a parameter or a carrier. Any parameter of a
// function around a literal may be an ancestor of what the literal has.
func (r *Result) originBond(o Origin, govs []Governor) Bond {
	if slices.ContainsFunc(govs, func(g Governor) bool { return !g.Field }) {
		return Bound
	}
	if len(govs) > 0 && o.Value == govs[0].Value {
		return Bound // s.Context() of a receiver that holds the context
	}
	return MayBound
}

// fieldBond is BondOf for a context in a field.
func (r *Result) fieldBond(v ssa.Value, govs []Governor) Bond {
	f := FieldOf(v)
	if f == nil {
		return MayBound // an element
	}
	for _, g := range govs {
		if g.Field {
			return Bound // whatever field it is: that is all the function has
		}
		if r.comesFromField(g, f) {
			return Bound
		}
		if base := baseOf(v); base != nil && slices.Contains(r.Leaves(base), g.Value) {
			return MayBound // req.ctx, beside req.Context()
		}
	}
	// s.ctx, s.cancel = context.WithCancel(ctx)
	for _, s := range r.index().stores[f] {
		for _, o := range r.Origins(s.Val) {
			if slices.ContainsFunc(govs, func(g Governor) bool { return sameVariable(o.Value, g.Value, r) }) {
				return Bound
			}
		}
	}
	return Unbound
}

// comesFromField reports whether the captured context g was taken from f.
func (r *Result) comesFromField(g Governor, f *types.Var) bool {
	cell := r.CellOf(g.Value)
	if cell == nil {
		return false
	}
	return slices.ContainsFunc(cell.Stores, func(s *ssa.Store) bool {
		return slices.ContainsFunc(r.Origins(s.Val), func(o Origin) bool {
			return o.Kind == FromField && FieldOf(o.Value) == f
		})
	})
}

// sameVariable reports whether the parameter v is the variable x, itself a
// parameter or captured.
func sameVariable(v, x ssa.Value, r *Result) bool {
	if v == x {
		return true
	}
	cell := r.CellOf(x)
	return cell != nil && slices.ContainsFunc(cell.Stores, func(s *ssa.Store) bool { return s.Val == v })
}

// isGovernor reports whether v is made from a variable in govs: a captured
// context that was made of context.Background.
func (r *Result) isGovernor(v ssa.Value, govs []Governor) bool {
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value) bool
	visit = func(v ssa.Value) bool {
		if seen[v] {
			return false
		}
		seen[v] = true
		if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
			if cell := r.CellOf(load.X); cell != nil {
				for _, g := range govs {
					if other := r.CellOf(g.Value); other != nil && other.Alloc == cell.Alloc {
						return true
					}
				}
			}
		}
		if call, i := ResultOf(v); call != nil {
			if from, ok := r.DerivedFrom(&call.Call, i); ok {
				return visit(from)
			}
		}
		next, _ := r.originStep(v)
		return slices.ContainsFunc(next, visit)
	}
	return visit(v)
}

// EndsWith returns whether receiving from the channel ch comes to an end when
// the contexts govs end: it is the Done channel of one of them, it was
// returned by a call that was given one, or it is closed by whoever waits for
// Done. A channel that is sometimes nil counts as what it is otherwise.
func (r *Result) EndsWith(ch ssa.Value, govs []Governor) Bond {
	if r.ownerEnds(ch, govs) {
		return Bound
	}
	if call, _ := ResultOf(ch); (call == nil || !isDone(&call.Call)) && r.givenContext(ch, govs) {
		return Bound // by a call that was given one, wherever its body is
	}
	bond := Bound
	sources := r.Channels(ch)
	if len(sources) == 0 {
		return Unbound // nil: it blocks for ever
	}
	for _, c := range sources {
		bond = weaker(bond, r.channelBond(c, govs, ch.Parent()))
	}
	return bond
}

// ownerEnds reports whether ch is had from a field or method of something that
// has another method called when a context tied to govs is over, as in
//
//	context.AfterFunc(ctx, q.Close)
//	for x := range q.Items() {
func (r *Result) ownerEnds(ch ssa.Value, govs []Governor) bool {
	owner := baseOf(ch)
	if call, _ := ResultOf(ch); call != nil {
		if obj := Callee(&call.Call); obj != nil && obj.Signature().Recv() != nil {
			owner = Args(&call.Call)[0]
		}
	}
	if owner == nil {
		return false
	}
	over := func(instr ssa.Instruction) bool {
		return slices.ContainsFunc(r.DoneAt(instr), func(ctx ssa.Value) bool {
			return ctx == nil || r.BondOf(ctx, govs) != Unbound
		})
	}
	var ends func(fn *ssa.Function) bool
	ends = func(fn *ssa.Function) bool {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case *ssa.MakeClosure:
					if isBound(instr) && r.sameValue(instr.Bindings[0], owner, 0) && r.isAfterFunc(instr, govs) {
						return true
					}
				case ssa.CallInstruction:
					call := instr.Common()
					if obj := Callee(call); obj != nil && obj.Signature().Recv() != nil && r.sameValue(Args(call)[0], owner, 0) && over(instr) {
						return true
					}
				}
			}
		}
		return slices.ContainsFunc(fn.AnonFuncs, ends)
	}
	outer := owner.Parent()
	if outer == nil {
		return false
	}
	for outer.Parent() != nil {
		outer = outer.Parent()
	}
	return ends(outer)
}

// isAfterFunc reports whether a method value is handed to context.AfterFunc
// with a context tied to govs.
func (r *Result) isAfterFunc(v *ssa.MakeClosure, govs []Governor) bool {
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		call, ok := ref.(*ssa.Call)
		if !ok {
			return false
		}
		obj := Callee(&call.Call)
		return obj != nil && ctxtype.IsFunc(obj, "context", "AfterFunc") && r.BondOf(call.Call.Args[0], govs) != Unbound
	})
}

// weaker returns what is certain when one of two bonds holds.
func weaker(a, b Bond) Bond {
	if a == b {
		return a
	}
	if a == Unbound || b == Unbound {
		return Unbound
	}
	return MayBound
}

// channelBond is EndsWith for one source, used in the function fn.
func (r *Result) channelBond(c *Channel, govs []Governor, fn *ssa.Function) Bond {
	switch c.Kind {
	case ChanDone:
		return r.BondOf(Args(&c.Source.(*ssa.Call).Call)[0], govs)
	case ChanCalled, ChanUnknown:
		if r.givenContext(c.Source, govs) {
			return Bound
		}
	}
	if slices.ContainsFunc(c.Passed, func(u Use) bool {
		return r.calleeChan(u.Call(), u.Arg).Closes != Never && r.Passes(u.Call(), govs)
	}) {
		return Bound // closed by who has the context
	}
	for _, instr := range c.Closes {
		if r.closesWhenDone(instr, govs) && (fn == nil || r.home(instr.Parent()) != r.home(fn)) {
			return Bound
		}
	}
	if slices.ContainsFunc(govs, func(g Governor) bool { return r.endsTogether(c, g) }) {
		return Bound
	}
	return Unbound
}

// endsTogether reports whether every function that ends the context g closes c
// too.
func (r *Result) endsTogether(c *Channel, g Governor) bool {
	if len(c.Closes) == 0 {
		return false
	}
	calls, all := r.cancelCalls(g)
	return all && !slices.ContainsFunc(calls, func(call ssa.CallInstruction) bool {
		home := r.home(call.Parent())
		return !slices.ContainsFunc(c.Closes, func(instr ssa.CallInstruction) bool { return r.home(instr.Parent()) == home })
	})
}

// closesWhenDone reports whether a call of close happens because contexts of
// govs ended.
func (r *Result) closesWhenDone(instr ssa.CallInstruction, govs []Governor) bool {
	for _, ctx := range r.DoneAt(instr) {
		if r.BondOf(ctx, govs) != Unbound {
			return true
		}
	}
	if _, ok := instr.(*ssa.Defer); !ok && !r.Deferred(instr.Parent()) {
		// x.close(), behind a wait for the end of the context.
		sites, _ := r.CallSites(instr.Parent())
		return slices.ContainsFunc(sites, func(site ssa.CallInstruction) bool {
			return r.MayFollowDone(site) && r.waitsForDone(site.Parent(), govs)
		})
	}
	// defer close(ch), in a function that waits for the end of the context.
	fn := instr.Parent()
	for fn.Parent() != nil && r.How(fn) == RunsDeferred {
		fn = fn.Parent()
	}
	return r.waitsForDone(fn, govs)
}

// waitsForDone reports whether fn receives from the Done channel of a context
// that may be tied to govs.
func (r *Result) waitsForDone(fn *ssa.Function, govs []Governor) bool {
	for _, site := range r.Calls(fn) {
		if call, ok := site.(*ssa.Call); ok && isDone(&call.Call) && r.BondOf(Args(&call.Call)[0], govs) != Unbound {
			return true
		}
	}
	return false
}

// isDone reports whether call is the method Done of a context.
func isDone(call *ssa.CallCommon) bool { return isMethodOf(call, "Done") }

// isErr reports whether call asks why a context ended: its method Err, or
// context.Cause.
func isErr(call *ssa.CallCommon) bool {
	if isMethodOf(call, "Err") {
		return true
	}
	obj := Callee(call)
	return obj != nil && ctxtype.IsFunc(obj, "context", "Cause")
}

func isMethodOf(call *ssa.CallCommon, name string) bool {
	obj := Callee(call)
	if obj == nil || obj.Name() != name {
		return false
	}
	args := Args(call)
	return len(args) == 1 && obj.Signature().Recv() != nil && ctxtype.Implements(args[0].Type())
}

// givenContext reports whether v is the result of a call that was given a
// context tied to govs or a carrier, or is had from such a result by methods
// and fields. It looks at each value once, five steps back at most.
func (r *Result) givenContext(v ssa.Value, govs []Governor) bool {
	seen := make(map[ssa.Value]bool)
	here := []ssa.Value{v}
	for step := 0; step <= 5 && len(here) > 0; step++ {
		var back []ssa.Value
		for _, v := range here {
			if seen[v] {
				continue
			}
			seen[v] = true
			call, _ := ResultOf(v)
			if call == nil {
				back = append(back, r.hadFrom(v)...)
				continue
			}
			for _, a := range Args(&call.Call) {
				switch t := a.Type(); {
				case ctxtype.Implements(t):
					if r.BondOf(a, govs) != Unbound {
						return true
					}
				case ctxtype.IsCarrier(t) && !ctxtype.IsTesting(t):
					return true
				default:
					back = append(back, a)
				}
			}
		}
		here = back
	}
	return false
}

// hadFrom returns the values that v, which is not the result of a call, may be
// or be a part of.
func (r *Result) hadFrom(v ssa.Value) []ssa.Value {
	switch x := v.(type) {
	case *ssa.UnOp:
		if cell := r.CellOf(x.X); cell != nil && !cell.Escapes {
			var stored []ssa.Value
			for _, s := range cell.Stores {
				stored = append(stored, s.Val)
			}
			return stored
		}
		if x.Op != token.MUL {
			return nil
		}
	case *ssa.Phi:
		return x.Edges
	case *ssa.TypeAssert:
		return []ssa.Value{x.X}
	case *ssa.MakeInterface:
		return []ssa.Value{x.X}
	case *ssa.ChangeInterface:
		return []ssa.Value{x.X}
	}
	if base := baseOf(v); base != nil {
		return []ssa.Value{base}
	}
	return nil
}

// baseOf returns the value whose field or element v is or is loaded from, or
// nil.
func baseOf(v ssa.Value) ssa.Value {
	switch v := v.(type) {
	case *ssa.UnOp:
		return baseOf(v.X)
	case *ssa.FieldAddr:
		return v.X
	case *ssa.Field:
		return v.X
	case *ssa.IndexAddr:
		return v.X
	case *ssa.Index:
		return v.X
	case *ssa.Lookup:
		return v.X
	case *ssa.Extract: // the key or value of a range over a map
		if next, ok := v.Tuple.(*ssa.Next); ok {
			if rng, ok := next.Iter.(*ssa.Range); ok {
				return rng.X
			}
		}
	}
	return nil
}

// DoneAt returns the contexts that are known to be over where instr runs:
// their Done was received from or their Err asked on every way to it, or they
// have called it back by context.AfterFunc.
func (r *Result) DoneAt(instr ssa.Instruction) []ssa.Value {
	return r.doneAt(instr, 0)
}

// AfterDone reports whether some context is known to be over where instr
// runs, so that what happens there is meant to outlive it.
func (r *Result) AfterDone(instr ssa.Instruction) bool { return len(r.DoneAt(instr)) > 0 }

func (r *Result) doneAt(instr ssa.Instruction, depth int) []ssa.Value {
	if depth > 3 {
		return nil
	}
	block := instr.Block()
	fn := block.Parent()
	var over []ssa.Value
	for _, p := range r.donePoints(fn) {
		if p.precedes(instr) {
			over = append(over, p.ctx)
		}
	}
	// What a function starts or calls after the end is after the end too.
	uses := r.Uses(fn)
	if _, all := r.CallSites(fn); fn.Parent() == nil && !all {
		return over
	}
	var common []ssa.Value
	for _, u := range uses {
		if u.Instr == nil || u.Instr.Parent() == fn {
			return over
		}
		if u.Kind == UsedArg {
			if obj := Callee(u.Call()); obj != nil && ctxtype.IsFunc(obj, "context", "AfterFunc") {
				common = append(common, Args(u.Call())[0])
				continue
			}
		}
		at := r.doneAt(u.Instr, depth+1)
		if len(at) == 0 {
			return over
		}
		common = append(common, at...)
	}
	return append(over, common...)
}

// A donePoint is a place behind which a context is over: the instruction in
// block with the given index, or the start of the block.
type donePoint struct {
	ctx   ssa.Value
	block *ssa.BasicBlock
	index int // -1 for the start
}

func (p donePoint) precedes(instr ssa.Instruction) bool {
	b := instr.Block()
	if b != p.block {
		return p.block.Dominates(b)
	}
	return p.index < 0 || slices.Index(b.Instrs, instr) > p.index
}

// donePoints returns the places in fn behind which some context is over.
func (r *Result) donePoints(fn *ssa.Function) []donePoint {
	r.mu.Lock()
	points, ok := r.points[fn]
	r.mu.Unlock()
	if ok {
		return points
	}
	for _, b := range fn.Blocks {
		for i, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.UnOp:
				if instr.Op == token.ARROW {
					for _, ctx := range r.DoneContexts(instr.X) {
						points = append(points, donePoint{ctx, b, i})
					}
				}
			case *ssa.If:
				for side, succ := range b.Succs {
					if !onlyEntry(b, succ) {
						continue // others come here too
					}
					for _, ctx := range r.doneIf(instr.Cond, side == 0, 0) {
						points = append(points, donePoint{ctx, succ, -1})
					}
				}
			}
		}
	}
	r.mu.Lock()
	r.points[fn] = points
	r.mu.Unlock()
	return points
}

// onlyEntry reports whether control comes to block from pred alone, but for
// the rounds of a loop that begins there.
func onlyEntry(pred, block *ssa.BasicBlock) bool {
	entries := 0
	for _, p := range block.Preds {
		if p != pred && !block.Dominates(p) {
			return false
		}
		if p == pred {
			entries++
		}
	}
	return entries == 1
}

// DoneContexts returns the contexts whose Done channel ch is, if it is
// nothing else.
func (r *Result) DoneContexts(ch ssa.Value) []ssa.Value {
	var ctxs []ssa.Value
	for _, c := range r.Channels(ch) {
		if c.Kind != ChanDone {
			return nil
		}
		ctxs = append(ctxs, Args(&c.Source.(*ssa.Call).Call)[0])
	}
	return ctxs
}

// DoneIf returns the contexts that are over when cond has the given value.
func (r *Result) DoneIf(cond ssa.Value, value bool) []ssa.Value { return r.doneIf(cond, value, 0) }

func (r *Result) doneIf(cond ssa.Value, value bool, depth int) []ssa.Value {
	if depth > 4 {
		return nil
	}
	switch cond := cond.(type) {
	case *ssa.UnOp:
		if cond.Op == token.NOT {
			return r.doneIf(cond.X, !value, depth+1)
		}
	case *ssa.BinOp:
		if cond.Op != token.EQL && cond.Op != token.NEQ {
			return nil
		}
		if ctx := r.ErrOf(cond.X); ctx != nil && isNilConst(cond.Y) && (cond.Op == token.NEQ) == value {
			return []ssa.Value{ctx}
		}
		if ctx := r.ErrOf(cond.X); ctx != nil && !isNilConst(cond.Y) && (cond.Op == token.EQL) == value {
			return []ssa.Value{ctx} // ctx.Err() == context.Canceled
		}
		if state := SelectCase(cond); state != nil && (cond.Op == token.EQL) == value && state.Dir == types.RecvOnly {
			return r.DoneContexts(state.Chan)
		}
	case *ssa.Call:
		obj := Callee(&cond.Call)
		if obj != nil && ctxtype.IsFunc(obj, "errors", "Is") && value {
			if ctx := r.ErrOf(cond.Call.Args[0]); ctx != nil {
				return []ssa.Value{ctx}
			}
		}
	}
	return nil
}

// ErrOf returns the context whose Err or Cause v is, or nil.
func (r *Result) ErrOf(v ssa.Value) ssa.Value {
	if call, ok := Latest(v).(*ssa.Call); ok && isErr(&call.Call) {
		return Args(&call.Call)[0]
	}
	return nil
}

// Latest returns what was last stored in a variable in memory before v was
// loaded from it, if that happens in the same block; else v.
func Latest(v ssa.Value) ssa.Value {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return v
	}
	instrs := load.Block().Instrs
	for i := slices.Index(instrs, ssa.Instruction(load)) - 1; i >= 0; i-- {
		if s, ok := instrs[i].(*ssa.Store); ok && s.Addr == load.X {
			return s.Val
		}
	}
	return v
}

func isNilConst(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// SelectCase returns the case of a select that a condition of its dispatch
// stands for, or nil if cond is something else.
func SelectCase(cond ssa.Value) *ssa.SelectState {
	b, ok := cond.(*ssa.BinOp)
	if !ok || b.Op != token.EQL {
		return nil
	}
	idx, ok := b.X.(*ssa.Extract)
	if !ok || idx.Index != 0 {
		return nil
	}
	sel, ok := idx.Tuple.(*ssa.Select)
	if !ok {
		return nil
	}
	c, ok := b.Y.(*ssa.Const)
	if !ok || c.Value == nil {
		return nil
	}
	if i := int(c.Int64()); i >= 0 && i < len(sel.States) {
		return sel.States[i]
	}
	return nil
}
