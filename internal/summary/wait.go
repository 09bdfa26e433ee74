package summary

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// Wait is what a function waits for and what it does with the contexts,
// channels and functions that it is given.
type Wait struct {
	Block  Block
	By     string    // the worst of what it waits for, in words: `sends on "out"`
	Chan   int       // 1 + the channel parameter that Block is about, 0 if it is another channel
	Hops   int       // how many calls down that happens
	Timer  bool      // BlockBounded: it waits for nothing but time to pass
	Iter   Block     // how the iterator that it returns blocks between items,
	IterBy string    // and by what
	Ctxs   []CtxUse  // by parameter
	Chans  []ChanUse // by parameter
	Funcs  []FuncUse // by parameter
	Keeps  []int     // parameters that are functions and that are only kept for later
	Spawns []int     // … that run only in goroutines for which the function does not wait
}

// Block says how a function may block, in the worst case, apart from the
// goroutines that it starts and from what it defers.
type Block int

const (
	BlockUnknown   Block = iota
	BlockNone            // it does not block
	BlockUntilCtx        // until a context ends, if nothing else happens
	BlockBounded         // for some time
	BlockUnbounded       // until something happens that the context does not bring about
)

func (b Block) String() string {
	return [...]string{"unknown", "none", "untilctx", "bounded", "unbounded"}[b]
}

// CtxUse is what a function does with a parameter that is a context or a
// carrier.
type CtxUse struct {
	Param int
	How   CtxHow
	Tells bool // a result says so when the context is over, as far as is known
}

// CtxHow says how a context is observed. A higher value wins.
type CtxHow int

const (
	CtxUnknown   CtxHow = iota
	CtxIgnored          // it ends nothing
	CtxPolled           // it is asked
	CtxForwarded        // it goes to code that cannot be seen
	CtxWaited           // something waits until it ends
)

func (h CtxHow) String() string {
	return [...]string{"unknown", "ignores", "polls", "forwards", "waits"}[h]
}

// ChanUse is what a function does with a channel parameter.
type ChanUse struct {
	Param                int
	Sends, Recvs, Closes Does
	Guarded              bool // no send or receive outside a select with a case that the context ends
	Open                 bool // nobody closes it who gets it from this function, which others call
}

// Does says whether something happens when a function is called.
type Does int

const (
	Never Does = iota
	Sometimes
	Always // on every path that returns
)

func (d Does) String() string { return [...]string{"never", "sometimes", "always"}[d] }

// FuncUse says that a function calls a parameter before it returns.
type FuncUse struct {
	Param int
	Each  bool // more than once: in a loop, or in a function called in one
}

func (w Wait) words() []string {
	var words []string
	if w.Block != BlockUnknown {
		word := "blocks(" + w.Block.String()
		if w.Block >= BlockBounded {
			word += ": " + w.By
		}
		words = append(words, word+")")
	}
	if w.Iter != BlockUnknown {
		words = append(words, "iterator("+w.Iter.String()+")")
	}
	for _, c := range w.Ctxs {
		word := fmt.Sprintf("%s(%d", c.How, c.Param)
		if c.Tells {
			word += " tells"
		}
		words = append(words, word+")")
	}
	for _, c := range w.Chans {
		word := fmt.Sprintf("chan(%d", c.Param)
		for _, d := range []struct {
			name string
			does Does
		}{{"sends", c.Sends}, {"receives", c.Recvs}, {"closes", c.Closes}} {
			if d.does != Never {
				word += " " + d.name + "=" + d.does.String()
			}
		}
		if c.Guarded {
			word += " guarded"
		}
		if c.Open {
			word += " open"
		}
		words = append(words, word+")")
	}
	for _, f := range w.Funcs {
		word := "calls"
		if f.Each {
			word = "callseach"
		}
		words = append(words, fmt.Sprintf("%s(%d)", word, f.Param))
	}
	for _, i := range w.Keeps {
		words = append(words, fmt.Sprintf("keeps(%d)", i))
	}
	for _, i := range w.Spawns {
		words = append(words, fmt.Sprintf("spawns(%d)", i))
	}
	return words
}

// maxHops bounds how far down a wait may be to count as one of the caller:
// nobody follows a longer chain, and each step adds doubt.
const maxHops = 3

func waitFacts(r *Result, fn *ssa.Function, f *Func) {
	w := &f.Wait
	r.blockFacts(fn, w)
	r.iteratorFacts(fn, w)
	for i, p := range fn.Params {
		if fn.Signature.Recv() != nil && i == 0 {
			continue
		}
		if _, ok := contextExpr(p.Name(), p.Type()); ok {
			w.Ctxs = append(w.Ctxs, r.ctxUse(fn, i, p))
			continue
		}
		switch p.Type().Underlying().(type) {
		case *types.Chan:
			if use := r.chanUse(fn, i, p); use != (ChanUse{Param: i}) {
				w.Chans = append(w.Chans, use)
			}
		case *types.Signature:
			if use, ok := r.funcUse(fn, i, p); ok {
				w.Funcs = append(w.Funcs, use)
			} else if r.keepsParam(p) {
				w.Keeps = append(w.Keeps, i)
			} else if r.spawnsParam(fn, p) {
				w.Spawns = append(w.Spawns, i)
			}
		}
	}
}

// blockFacts finds the worst wait of fn.
func (r *Result) blockFacts(fn *ssa.Function, w *Wait) {
	var govs []Governor
	unknown := false
	worst := func(b Block, by string, hops, chanParam int, timer bool) {
		timer = timer && b == BlockBounded
		if b > w.Block || b == w.Block && timer && !w.Timer {
			w.Block, w.By, w.Hops, w.Chan, w.Timer = b, by, hops, chanParam, timer
		}
	}
	delete(r.ops, fn) // it may have been asked for before the callees were known
	for i, op := range r.Ops(fn) {
		if i == 0 {
			govs = r.Governing(fn)
		}
		b, by, hops := r.opBlock(op, govs)
		switch b {
		case BlockUnknown:
			unknown = true
		case BlockNone:
		default:
			if hops <= maxHops {
				only, _ := r.Timed(op)
				worst(b, by, hops, chanParamOf(op), only)
			} else {
				unknown = true
			}
		}
	}
	if w.Block != BlockUnknown {
		return
	}
	if !unknown && !r.callsUnknown(fn) {
		w.Block = BlockNone
	}
}

// opBlock returns how op blocks a function that govs govern.
func (r *Result) opBlock(op Op, govs []Governor) (b Block, by string, hops int) {
	if op.Kind == OpCall && op.Wait != nil {
		if op.Wait.Block == BlockUntilCtx {
			return BlockUntilCtx, "", 0
		}
		if len(govs) > 0 && r.givenBond(op.Call, govs) != Unbound {
			return BlockUntilCtx, "", 0
		}
		if r.Discharge(op) != "" {
			return BlockNone, "", 0
		}
		return op.Wait.Block, op.Wait.By, op.Wait.Hops + 1
	}
	if r.EndOf(op, govs) != Unbound || r.endsWithAny(op) {
		return BlockUntilCtx, "", 0
	}
	if _, wakes := r.Timed(op); wakes {
		return BlockBounded, r.Words(op), 0
	}
	if r.Discharge(op) != "" {
		return BlockNone, "", 0
	}
	if closed, doubt := r.Closing(op); closed || doubt || r.StopCase(op) != nil {
		return BlockUnknown, "", 0
	}
	return BlockUnbounded, r.Words(op), 0
}

// inCallee returns the send or receive on a channel argument that the callee
// of op does.
func (op Op) inCallee() Op {
	in := op
	in.Kind = OpReceive
	in.Chan = Args(op.Call)[op.Wait.Chan-1]
	if t, ok := in.Chan.Type().Underlying().(*types.Chan); ok && t.Dir() == types.SendOnly {
		in.Kind = OpSend
	}
	return in
}

// endsWithAny reports whether op waits for the Done of a context, whichever.
func (r *Result) endsWithAny(op Op) bool {
	done := func(ch ssa.Value) bool {
		return slices.ContainsFunc(r.Channels(ch), func(c *Channel) bool {
			return c.Kind == ChanDone && r.CanEnd(Args(&c.Source.(*ssa.Call).Call)[0])
		})
	}
	if op.Chan != nil && op.Kind != OpSend && done(op.Chan) {
		return true
	}
	return slices.ContainsFunc(op.States, func(s *ssa.SelectState) bool { return s.Dir == types.RecvOnly && done(s.Chan) })
}

// chanParamOf returns 1 + the parameter of its function whose channel op is
// about, or 0.
func chanParamOf(op Op) int {
	ch := op.Chan
	if op.Kind == OpCall && op.Wait != nil && op.Wait.Chan > 0 {
		ch = Args(op.Call)[op.Wait.Chan-1]
	}
	if c, ok := ch.(*ssa.ChangeType); ok {
		ch = c.X
	}
	if p, ok := ch.(*ssa.Parameter); ok {
		return 1 + paramIndex(p)
	}
	return 0
}

// Words returns what op does, for messages: `sends on "out"`.
func (r *Result) Words(op Op) string {
	on := func(verb, name string) string {
		if name == "" {
			return verb + " a channel"
		}
		return fmt.Sprintf("%s %q", verb, name)
	}
	switch op.Kind {
	case OpSend:
		return on("sends on", Name(op.Chan))
	case OpReceive, OpRange:
		if r.IsTimer(op.Chan) {
			return "waits for time to pass"
		}
		if op.Kind == OpRange {
			return on("ranges over", Name(op.Chan))
		}
		return on("receives from", Name(op.Chan))
	case OpSelect:
		if only, _ := r.Timed(op); only {
			return "waits for time to pass"
		}
		return "waits in a select without a case for the context"
	case OpSleep:
		return "sleeps"
	case OpCall:
		if op.Wait != nil {
			return op.Wait.By
		}
	}
	return "blocks"
}

// callsUnknown reports whether fn calls something that is not known not to
// block.
func (r *Result) callsUnknown(fn *ssa.Function) bool {
	for _, site := range r.Calls(fn) {
		call, ok := site.(*ssa.Call)
		if !ok {
			continue
		}
		if _, ok := call.Call.Value.(*ssa.Builtin); ok || Joins(&call.Call) {
			continue
		}
		fns, complete := r.Callees(&call.Call)
		if !complete || slices.ContainsFunc(fns, func(fn *ssa.Function) bool { return r.Of(fn).Wait.Block == BlockUnknown }) {
			return true
		}
	}
	return false
}

// iteratorFacts finds how an iterator that fn returns blocks: what its body
// does, apart from yielding.
func (r *Result) iteratorFacts(fn *ssa.Function, w *Wait) {
	results := fn.Signature.Results()
	if results.Len() != 1 || !isIterator(results.At(0).Type()) {
		return
	}
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		fns, complete := r.Functions(ret.Results[0])
		if !complete {
			w.Iter = BlockUnknown
			return
		}
		for _, it := range fns {
			if in := r.Of(it).Wait; in.Block > w.Iter {
				w.Iter, w.IterBy = in.Block, in.By
			}
		}
	}
}

// isIterator reports whether t is the type of a function to range over.
func isIterator(t types.Type) bool {
	s, ok := t.Underlying().(*types.Signature)
	if !ok || s.Params().Len() != 1 || s.Results().Len() > 0 {
		return false
	}
	y, ok := s.Params().At(0).Type().Underlying().(*types.Signature)
	return ok && y.Results().Len() == 1 && types.Identical(y.Results().At(0).Type(), types.Typ[types.Bool])
}

// ctxUse finds what fn does with the context or carrier p.
func (r *Result) ctxUse(fn *ssa.Function, i int, p *ssa.Parameter) CtxUse {
	use := r.contextUse(fn, func(ctx ssa.Value) (found bool) {
		r.lifeline(ctx, func(o Origin, _ bool) {
			if o.Value == ssa.Value(p) || o.Kind == FromCarrier && sameVariable(p, loadOf(o.Value), r) {
				found = true
			}
		})
		return found
	}, func(carrier ssa.Value) bool { return carrier == ssa.Value(p) || sameVariable(p, loadOf(carrier), r) })
	use.Param = i
	return use
}

// capturedUse finds what the literal fn does with the contexts that it
// captures and that are tied to govs.
func (r *Result) capturedUse(fn *ssa.Function, govs []Governor) CtxUse {
	if !r.takesContext(fn) {
		return CtxUse{}
	}
	return r.contextUse(fn, func(ctx ssa.Value) bool { return r.BondOf(ctx, govs) != Unbound },
		func(ssa.Value) bool { return true })
}

// contextUse finds what fn does with the contexts and carriers for which mine
// and carries hold.
func (r *Result) contextUse(fn *ssa.Function, mine, carries func(ssa.Value) bool) CtxUse {
	use := CtxUse{How: CtxIgnored}
	add := func(h CtxHow) { use.How = max(use.How, h) }
	var visit func(fn *ssa.Function)
	visit = func(fn *ssa.Function) {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case *ssa.Select:
					for _, s := range instr.States {
						if slices.ContainsFunc(r.DoneContexts(s.Chan), mine) {
							if instr.Blocking {
								add(CtxWaited)
							} else {
								add(CtxPolled)
							}
						}
					}
				case *ssa.UnOp:
					if instr.Op == token.ARROW && slices.ContainsFunc(r.DoneContexts(instr.X), mine) {
						add(CtxWaited)
					}
				case ssa.CallInstruction:
					add(r.callUse(instr.Common(), mine, carries))
				case *ssa.Store:
					if ctxtype.IsContext(instr.Val.Type()) && mine(instr.Val) {
						if cell := r.CellOf(instr.Addr); cell == nil || cell.Escapes {
							add(CtxForwarded)
						}
					}
				case *ssa.Return:
					for _, v := range instr.Results {
						if ctxtype.IsContext(v.Type()) && mine(v) {
							add(CtxForwarded)
						}
					}
				}
			}
		}
		for _, lit := range fn.AnonFuncs {
			visit(lit)
		}
	}
	visit(fn)
	use.Tells = use.How >= CtxPolled && r.tells(fn)
	return use
}

// callUse returns what a call does with the contexts and carriers for which
// mine and carries hold.
func (r *Result) callUse(call *ssa.CallCommon, mine, carries func(ssa.Value) bool) CtxHow {
	if isErr(call) && mine(Args(call)[0]) {
		return CtxPolled
	}
	how := CtxUnknown
	if isNeutral(call) {
		return how
	}
	obj := Callee(call)
	replaces := obj != nil && replacesContext(obj)
	for i, a := range Args(call) {
		t := a.Type()
		switch {
		case ctxtype.Implements(t):
			if !mine(a) {
				continue
			}
		case ctxtype.IsCarrier(t) && !ctxtype.IsTesting(t):
			if replaces && i == 0 || !carries(a) {
				continue
			}
		default:
			continue
		}
		how = max(how, r.paramUse(call, i).How)
	}
	return how
}

// isNeutral reports whether a call neither ends nor waits, whatever happens to
// the context that it has: a method of the context or its carrier that gets
// something from it, a function that derives another one, or one of a library
// for traces that cannot fail.
func isNeutral(call *ssa.CallCommon) bool {
	obj := Callee(call)
	if obj == nil {
		return false
	}
	if ctxtype.Path(obj.Pkg()) == "context" || ctxtype.Derives(obj) || knowledge.Derives(obj) {
		return true
	}
	if knowledge.IsObservability(obj.Pkg()) && !canFail(obj.Signature()) {
		return true
	}
	if obj.Signature().Recv() == nil || obj.Signature().Params().Len() > 1 {
		return false
	}
	switch obj.Name() {
	case "Done", "Err", "Deadline", "Value":
		return ctxtype.Implements(Args(call)[0].Type())
	case "Context":
		return true
	}
	return false
}

// canFail reports whether functions with the signature sig return an error.
func canFail(sig *types.Signature) bool {
	n := sig.Results().Len()
	return n > 0 && ctxtype.IsError(sig.Results().At(n-1).Type())
}

// replacesContext reports whether obj is a method like WithContext of
// *http.Request: it gives a copy of its receiver another context.
func replacesContext(obj *types.Func) bool {
	sig := obj.Signature()
	return sig.Recv() != nil && sig.Params().Len() == 1 && ctxtype.IsContext(sig.Params().At(0).Type()) &&
		sig.Results().Len() == 1 && types.Identical(sig.Recv().Type(), sig.Results().At(0).Type())
}

// loadOf returns the address that v is loaded from, or v.
func loadOf(v ssa.Value) ssa.Value {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		return load.X
	}
	return v
}

// paramUse returns what a call does with the context that it gets as argument
// i. An unknown callee may do anything with it if it returns something.
func (r *Result) paramUse(call *ssa.CallCommon, i int) CtxUse {
	unknown := CtxUse{Param: i, How: CtxForwarded, Tells: true}
	if call.Signature().Results().Len() == 0 {
		unknown = CtxUse{Param: i, How: CtxIgnored}
	}
	fns, complete := r.Callees(call)
	if !complete {
		return unknown
	}
	var all CtxUse
	for n, fn := range fns {
		uses := r.Of(fn).Wait.Ctxs
		k := slices.IndexFunc(uses, func(u CtxUse) bool { return u.Param == i })
		use := unknown
		if k >= 0 && uses[k].How != CtxUnknown {
			use = uses[k]
		}
		if n == 0 || use.How > all.How {
			all.How = use.How
		}
		all.Tells = all.Tells || use.Tells
	}
	all.Param = i
	return all
}

// ContextUse returns what a call does with the contexts tied to govs that it
// is given: the most that it does with one of them. It is unknown if it is
// given none.
func (r *Result) ContextUse(call *ssa.CallCommon, govs []Governor) CtxUse {
	var most CtxUse
	if isNeutral(call) {
		return most
	}
	if fns, complete := r.Callees(call); complete && len(fns) == 1 && fns[0].Parent() != nil {
		most = r.capturedUse(fns[0], govs)
	}
	for i, a := range Args(call) {
		t := a.Type()
		switch {
		case ctxtype.Implements(t):
			if r.BondOf(a, govs) == Unbound {
				continue
			}
		case r.capturesContext(a, govs):
			if use := (CtxUse{Param: i, How: CtxForwarded, Tells: call.Signature().Results().Len() > 0}); use.How > most.How {
				most = use
			}
			continue
		case !ctxtype.IsCarrier(t) || ctxtype.IsTesting(t):
			continue
		}
		if use := r.paramUse(call, i); use.How > most.How {
			most = use
		}
	}
	return most
}

// Passes reports whether a call is given a context tied to govs, not only a
// carrier of one.
func (r *Result) Passes(call *ssa.CallCommon, govs []Governor) bool {
	return slices.ContainsFunc(Args(call), func(a ssa.Value) bool {
		return ctxtype.Implements(a.Type()) && r.BondOf(a, govs) != Unbound
	})
}

// tells reports whether the results of fn may say that something ended it: it
// has results, and returns do not all give the same constants.
func (r *Result) tells(fn *ssa.Function) bool {
	n := fn.Signature.Results().Len()
	if n == 0 {
		return false
	}
	last := fn.Signature.Results().At(n - 1).Type()
	if !ctxtype.IsError(last) && !ctxtype.IsBool(last) {
		return true // a value by which nobody can tell, or anything
	}
	var seen []constant.Value
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok || len(ret.Results) != n {
			continue
		}
		c, ok := ret.Results[n-1].(*ssa.Const)
		if !ok {
			return true
		}
		if ctxtype.IsError(last) {
			continue // nil
		}
		if len(seen) > 0 && !constant.Compare(seen[0], token.EQL, c.Value) {
			return true
		}
		seen = append(seen, c.Value)
	}
	return false
}

// chanUse finds what fn does with the channel parameter p, itself and in the
// literals that run before it returns.
func (r *Result) chanUse(fn *ssa.Function, i int, p *ssa.Parameter) ChanUse {
	use := ChanUse{Param: i, Guarded: true}
	govs := r.Governing(fn)
	is := func(v ssa.Value) bool {
		for range 4 {
			switch x := v.(type) {
			case *ssa.ChangeType:
				v = x.X
			case *ssa.UnOp:
				cell := r.CellOf(x.X)
				if x.Op != token.MUL || cell == nil || len(cell.Stores) != 1 {
					return false
				}
				v = cell.Stores[0].Val
			default:
				return v == ssa.Value(p)
			}
		}
		return false
	}
	// What an instruction does with p when it runs, and whether a context
	// can end it.
	does := func(instr ssa.Instruction) (send, recv, closes Does, guarded bool) {
		when := func(ok bool) Does {
			if ok {
				return Always
			}
			return Never
		}
		switch instr := instr.(type) {
		case *ssa.Send:
			return when(is(instr.Chan)), Never, Never, false
		case *ssa.UnOp:
			return Never, when(instr.Op == token.ARROW && is(instr.X)), Never, false
		case *ssa.Select:
			op, _ := r.op(instr)
			guarded = !instr.Blocking || r.EndOf(op, govs) == Bound
			for _, s := range instr.States {
				if is(s.Chan) && s.Dir == types.SendOnly {
					send = Sometimes
				} else if is(s.Chan) {
					recv = Sometimes
				}
			}
		case ssa.CallInstruction:
			call := instr.Common()
			if b, ok := call.Value.(*ssa.Builtin); ok {
				return Never, Never, when(b.Name() == "close" && is(call.Args[0])), true
			}
			for k, a := range Args(call) {
				if isChan(a) && is(a) {
					c := r.calleeChan(call, k)
					send, recv, closes = max(send, c.Sends), max(recv, c.Recvs), max(closes, c.Closes)
					guarded = c.Guarded
				}
			}
		}
		return send, recv, closes, guarded
	}
	var visit func(f *ssa.Function)
	visit = func(f *ssa.Function) {
		for _, b := range f.Blocks {
			for _, instr := range b.Instrs {
				send, recv, closes, guarded := does(instr)
				use.Sends = max(use.Sends, min(send, Sometimes))
				use.Recvs = max(use.Recvs, min(recv, Sometimes))
				use.Closes = max(use.Closes, min(closes, Sometimes))
				if (send != Never || recv != Never) && !guarded {
					use.Guarded = false
				}
			}
		}
		for _, lit := range f.AnonFuncs {
			visit(lit)
		}
	}
	visit(fn)
	use.Guarded = use.Guarded && (use.Sends != Never || use.Recvs != Never)
	use.Open = use.Closes == Never && r.staysOpen(p)
	if !r.Graph(fn).Returns() {
		return use
	}
	// A literal that is deferred or called does it as part of fn.
	var always func(f *ssa.Function, depth int, pick func(send, recv, closes Does, _ bool) Does) bool
	always = func(f *ssa.Function, depth int, pick func(send, recv, closes Does, _ bool) Does) bool {
		return depth < 3 && r.onEveryPath(f.Blocks[0], func(instr ssa.Instruction) bool {
			call, isCall := instr.(ssa.CallInstruction)
			if _, isGo := instr.(*ssa.Go); isGo {
				return false
			}
			if pick(does(instr)) == Always {
				return true
			}
			if !isCall {
				return false
			}
			fns, complete := r.Callees(call.Common())
			return complete && len(fns) == 1 && fns[0].Parent() == f && always(fns[0], depth+1, pick)
		})
	}
	for _, d := range []struct {
		does *Does
		pick func(send, recv, closes Does, _ bool) Does
	}{
		{&use.Sends, func(send, _, _ Does, _ bool) Does { return send }},
		{&use.Recvs, func(_, recv, _ Does, _ bool) Does { return recv }},
		{&use.Closes, func(_, _, closes Does, _ bool) Does { return closes }},
	} {
		if *d.does == Sometimes && always(fn, 0, d.pick) {
			*d.does = Always
		}
	}
	return use
}

// calleeChan returns what the callees of a call do with their parameter k.
func (r *Result) calleeChan(call *ssa.CallCommon, k int) ChanUse {
	fns, complete := r.Callees(call)
	if !complete || len(fns) != 1 {
		return ChanUse{}
	}
	for _, c := range r.Of(fns[0]).Wait.Chans {
		if c.Param == k {
			return c
		}
	}
	return ChanUse{}
}

// funcUse finds whether fn calls its parameter p before it returns, and how
// often.
func (r *Result) funcUse(fn *ssa.Function, i int, p *ssa.Parameter) (FuncUse, bool) {
	use := FuncUse{Param: i}
	found := false
	var visit func(f *ssa.Function, inLoop bool)
	visit = func(f *ssa.Function, inLoop bool) {
		g := r.Graph(f)
		for _, b := range f.Blocks {
			for _, instr := range g.Instrs(b) {
				call, ok := instr.(*ssa.Call)
				if !ok {
					continue
				}
				loop := inLoop || g.InnerLoop(b) != nil
				if r.isParam(call.Call.Value, p) && !call.Call.IsInvoke() {
					found, use.Each = true, use.Each || loop
				}
				for k, a := range Args(&call.Call) {
					if !r.isParam(a, p) {
						continue
					}
					if c, ok := r.CallsArg(&call.Call, k); ok {
						found, use.Each = true, use.Each || loop || c.Each
					}
				}
			}
		}
		for _, lit := range f.AnonFuncs {
			if how := r.How(lit); how == RunsInline || IsYield(lit) {
				visit(lit, inLoop || IsYield(lit) || r.calledInLoop(lit))
			}
		}
	}
	visit(fn, false)
	return use, found
}

// spawnsParam reports whether fn runs its parameter p, a function that it does
// not call itself, in a goroutine for which it does not wait.
func (r *Result) spawnsParam(fn *ssa.Function, p *ssa.Parameter) bool {
	var visit func(f *ssa.Function, started bool) bool
	visit = func(f *ssa.Function, started bool) bool {
		for _, call := range r.Calls(f) {
			common := call.Common()
			if r.isParam(common.Value, p) && !common.IsInvoke() {
				_, isGo := call.(*ssa.Go)
				if started || isGo && !r.Joined(call, false) {
					return true
				}
			}
			for i, arg := range Args(common) {
				if r.isParam(arg, p) && r.spawns(common, i) {
					return true
				}
			}
		}
		return slices.ContainsFunc(f.AnonFuncs, func(lit *ssa.Function) bool {
			return visit(lit, started || r.startedIn(lit, f, false))
		})
	}
	return visit(fn, false)
}

// isParam reports whether v is the parameter p, or what a variable has that is
// it, in a literal, too.
func (r *Result) isParam(v ssa.Value, p *ssa.Parameter) bool {
	if c, ok := v.(*ssa.ChangeType); ok {
		v = c.X
	}
	return v == ssa.Value(p) || sameVariable(p, loadOf(v), r)
}

// spawns reports whether the argument k of a call, a function, runs in a
// goroutine that the callee starts and does not wait for.
func (r *Result) spawns(call *ssa.CallCommon, k int) bool {
	fns, complete := r.Callees(call)
	return complete && slices.ContainsFunc(fns, func(fn *ssa.Function) bool { return slices.Contains(r.Of(fn).Wait.Spawns, k) })
}

// calledInLoop reports whether the literal fn is called in a loop.
func (r *Result) calledInLoop(fn *ssa.Function) bool {
	return slices.ContainsFunc(r.Uses(fn), func(u Use) bool {
		return u.Instr != nil && r.Graph(u.Instr.Parent()).InnerLoop(u.Instr.Block()) != nil
	})
}

// CallsArg reports whether a call calls its argument k, a function, before it
// returns, and whether for one item after the other.
func (r *Result) CallsArg(call *ssa.CallCommon, k int) (FuncUse, bool) {
	if obj := Callee(call); obj != nil && knowledge.CallsEach(obj) == k {
		return FuncUse{Param: k, Each: true}, true
	}
	fns, complete := r.Callees(call)
	if !complete {
		return FuncUse{}, false
	}
	for _, fn := range fns {
		for _, u := range r.Of(fn).Wait.Funcs {
			if u.Param == k {
				return u, true
			}
		}
	}
	return FuncUse{}, false
}
