package ctxdead

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

// early judges what fn lets live on of the context of a, if it cancels that
// context on every way out.
func (c *checker) early(fn *ssa.Function, a summary.Acquisition) {
	if a.Context == nil || a.Func == nil || !c.s.Fate(a, c.s.Graph(fn)).Ended() {
		return // it is not cancelled here, or not always
	}
	if d := c.handedToDeferred(fn, a); d != nil && !c.isCancel(a, &d.Call) {
		c.Silent("early", a.Call.Pos(), "it is not certain that the deferred call calls the cancel function")
		return
	}
	// Have: a context that is over when fn has returned.
	e := &ending{c, fn, a}
	g := c.s.Graph(fn)
	for _, b := range fn.Blocks {
		for i, instr := range g.Instrs(b) {
			switch instr := instr.(type) {
			case *ssa.Return:
				e.returns(instr)
			case *ssa.Store:
				e.stores(instr)
			case *ssa.MapUpdate:
				if _, local := instr.Map.(*ssa.MakeMap); !local {
					e.keeps(instr, instr.Value, "is stored")
				}
			case *ssa.Send:
				e.sends(instr, i)
			case *ssa.Go:
				e.starts(instr, i)
			}
		}
	}
}

// handedToDeferred returns the deferred call in fn that is given the cancel
// function of a, or nil.
func (c *checker) handedToDeferred(fn *ssa.Function, a summary.Acquisition) *ssa.Defer {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			d, ok := instr.(*ssa.Defer)
			if ok && slices.ContainsFunc(d.Call.Args, func(arg ssa.Value) bool { return slices.Contains(c.s.Leaves(arg), a.Func) }) {
				return d
			}
		}
	}
	return nil
}

// An ending is a context that a function cancels on every way out.
type ending struct {
	*checker
	fn *ssa.Function
	a  summary.Acquisition
}

// isBound reports whether v is the context, or one derived from it.
func (e *ending) isBound(v ssa.Value) bool {
	return ctxtype.IsContext(v.Type()) && e.s.BoundTo(v, func(v ssa.Value) bool { return v == e.a.Context })
}

func (e *ending) report(pos token.Pos, level settings.Level, what string) {
	e.Report(report.Finding{
		Rule:    "early",
		Level:   level,
		Pos:     pos,
		Message: fmt.Sprintf("%s, but %s cancels its context (made at line %d) when it returns: let what lives on cancel it, or give it a context of its own", what, summary.FuncName(e.fn), e.Line(e.a.Call.Pos())),
		Related: []analysis.RelatedInformation{report.Related(e.a.Call.Pos(), "the context is made here")},
	})
}

// returns judges what is returned.
func (e *ending) returns(ret *ssa.Return) {
	for _, v := range ret.Results {
		if e.keeps(ret, v, "is returned") {
			return
		}
	}
}

// keeps reports that v outlives the function by instr, in the way that how
// says, if v has the context. It reports whether it has.
func (e *ending) keeps(instr ssa.Instruction, v ssa.Value, how string) bool {
	level := settings.Level(0)
	var what string
	switch {
	case e.isBound(v):
		what = e.contextName(v)
	case e.holds(v):
		what = "a struct with the context"
	case e.lists(v):
		what = "a slice with the context"
	default:
		level, what = settings.Strict, e.made(v, 0)
	}
	if what == "" {
		return false
	}
	e.report(instr.Pos(), level, what+" "+how)
	return true
}

// sends judges a send, the instruction of its block with the given index.
// What a function waits for an answer to is used while it waits.
func (e *ending) sends(send *ssa.Send, index int) {
	switch {
	case e.isBound(send.X):
	case !e.holds(send.X) && e.made(send.X, 0) == "":
		return
	case e.joins(send, index):
		e.Silent("early", send.Pos(), "the function may wait for an answer")
		return
	}
	e.keeps(send, send.X, "is sent")
}

// lists reports whether v is a slice to which the context was added, or that
// was made of it.
func (e *ending) lists(v ssa.Value) bool {
	for _, leaf := range e.s.Leaves(v) {
		call, ok := leaf.(*ssa.Call)
		if ok {
			b, ok := call.Call.Value.(*ssa.Builtin)
			if !ok || b.Name() != "append" {
				continue
			}
			leaf = call.Call.Args[1]
		}
		slice, ok := leaf.(*ssa.Slice)
		if !ok {
			continue
		}
		if array, ok := slice.X.(*ssa.Alloc); ok && e.hasPart(array) {
			return true
		}
	}
	return false
}

// holds reports whether v is a new struct with the context in a field.
func (e *ending) holds(v ssa.Value) bool {
	for _, leaf := range e.s.Leaves(v) {
		if load, ok := leaf.(*ssa.UnOp); ok && load.Op == token.MUL {
			leaf = load.X
		}
		alloc, ok := leaf.(*ssa.Alloc)
		if !ok {
			continue
		}
		if _, isStruct := ctxtype.Deref(alloc.Type()).Underlying().(*types.Struct); isStruct && e.hasPart(alloc) {
			return true
		}
	}
	return false
}

// hasPart reports whether the context is stored in a field or an element of
// what is at alloc.
func (e *ending) hasPart(alloc *ssa.Alloc) bool {
	for _, ref := range *alloc.Referrers() {
		var part ssa.Value
		switch ref := ref.(type) {
		case *ssa.FieldAddr:
			part = ref
		case *ssa.IndexAddr:
			part = ref
		default:
			continue
		}
		for _, use := range *part.Referrers() {
			if store, ok := use.(*ssa.Store); ok && store.Addr == part && e.isBound(store.Val) {
				return true
			}
		}
	}
	return false
}

// made returns what v is, if it is of no use without the context: something
// that a call made with it, or a literal that has it; else "".
func (e *ending) made(v ssa.Value, depth int) string {
	if depth > 3 {
		return ""
	}
	for _, leaf := range e.s.Leaves(v) {
		switch x := leaf.(type) {
		case *ssa.MakeClosure:
			if e.captured(x) {
				return "a function literal with the context"
			}
		case *ssa.UnOp: // the body of a response
			if field, ok := x.X.(*ssa.FieldAddr); ok && x.Op == token.MUL && isReader(x.Type()) && e.made(field.X, depth+1) != "" {
				return "the body of a response"
			}
		case *ssa.Call:
			if what := e.madeBy(x, x.Type(), depth); what != "" {
				return what
			}
		case *ssa.Extract:
			if call, ok := x.Tuple.(*ssa.Call); ok {
				if what := e.madeBy(call, x.Type(), depth); what != "" {
					return what
				}
			}
		}
	}
	return ""
}

func isReader(t types.Type) bool { return ctxtype.IsNamed(t, "io", "ReadCloser", "Reader") }

// madeBy returns what a result of type t of a call is, if such things are
// bound to the context and the call was given it, or something bound to it.
func (e *ending) madeBy(call *ssa.Call, t types.Type, depth int) string {
	named, ok := types.Unalias(ctxtype.Deref(t)).(*types.Named)
	if !ok || !knowledge.Bound(named.Obj()) && !isStream(t) {
		return ""
	}
	for _, arg := range summary.Args(&call.Call) {
		if e.isBound(arg) || e.made(arg, depth+1) != "" {
			return "the " + types.TypeString(t, types.RelativeTo(e.Pkg)) + " that was made with the context"
		}
	}
	return ""
}

// isStream reports whether t is a carrier from which messages are received.
func isStream(t types.Type) bool {
	return ctxtype.HasMethod(t, "Recv") && ctxtype.IsCarrier(t)
}

// captured reports whether a literal has the context among its variables.
func (e *ending) captured(lit *ssa.MakeClosure) bool {
	return slices.ContainsFunc(lit.Bindings, func(b ssa.Value) bool {
		if e.isBound(b) {
			return true
		}
		cell := e.s.CellOf(b)
		return cell != nil && ctxtype.IsContext(ctxtype.Deref(cell.Alloc.Type())) && slices.ContainsFunc(cell.Loads, func(load *ssa.UnOp) bool {
			return load.Parent() == lit.Fn && e.isBound(load)
		})
	})
}

// stores judges a store: one into a field or variable that lives on, and that
// nothing in the function sets again.
func (e *ending) stores(store *ssa.Store) {
	v := summary.VariableOf(store.Addr)
	if v == nil {
		return // a local variable
	}
	if field, ok := store.Addr.(*ssa.FieldAddr); ok && !e.livesOn(field.X) {
		return
	}
	switch {
	case e.setAgain(e.fn, v, store):
		e.Silent("early", store.Pos(), "the variable is set again")
		return
	case e.ranHere(v):
		e.Silent("early", store.Pos(), "the function waits for the command")
		return
	}
	e.keeps(store, store.Val, fmt.Sprintf("is stored in %q", v.Name()))
}

// livesOn reports whether the struct at v is known outside of the function: it
// comes from a parameter, a captured variable or a package variable.
func (e *ending) livesOn(v ssa.Value) bool {
	leaves := e.s.Leaves(v)
	return len(leaves) > 0 && !slices.ContainsFunc(leaves, func(v ssa.Value) bool {
		for {
			switch x := v.(type) {
			case *ssa.FieldAddr:
				v = x.X
				continue
			case *ssa.UnOp:
				v = x.X
				continue
			case *ssa.Parameter:
				_, isPointer := x.Type().Underlying().(*types.Pointer)
				return !isPointer
			case *ssa.Global:
				return false
			}
			return true
		}
	})
}

// ranHere reports whether the function waits for the end of the command in v.
func (e *ending) ranHere(v *types.Var) bool {
	if !ctxtype.IsNamed(ctxtype.Deref(v.Type()), "os/exec", "Cmd") {
		return false
	}
	for _, call := range e.s.Calls(e.fn) {
		if !ctxtype.IsMethod(summary.Callee(call.Common()), "os/exec", "Cmd", "Run", "Output", "CombinedOutput", "Wait") {
			continue
		}
		if load, ok := summary.Args(call.Common())[0].(*ssa.UnOp); ok && summary.VariableOf(load.X) == v {
			return true
		}
	}
	return false
}

// setAgain reports whether fn, or a literal in it, has another store to v.
func (e *ending) setAgain(fn *ssa.Function, v *types.Var, but *ssa.Store) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if store, ok := instr.(*ssa.Store); ok && store != but && summary.VariableOf(store.Addr) == v {
				return true
			}
		}
	}
	return slices.ContainsFunc(fn.AnonFuncs, func(lit *ssa.Function) bool { return e.setAgain(lit, v, but) })
}

// starts judges a go statement, the instruction of its block with the given
// index.
func (e *ending) starts(g *ssa.Go, index int) {
	with := slices.ContainsFunc(summary.Args(&g.Call), e.isBound)
	if lit, ok := g.Call.Value.(*ssa.MakeClosure); ok && e.captured(lit) {
		if e.watches(lit.Fn.(*ssa.Function)) {
			e.Silent("early", g.Pos(), "the goroutine waits for the end of the context")
			return
		}
		with = true
	}
	if !with {
		return
	}
	if e.cancelled(e.a, g) != nil {
		return // over from the start, which is another finding
	}
	level := settings.Strict // this is how Go code stops its helpers
	switch {
	case e.joins(g, index):
		e.Silent("early", g.Pos(), "the function waits for it")
		return
	case e.lastThing(g, index):
		level = settings.Default
	}
	e.report(g.Pos(), level, "the goroutine is given the context")
}

// watches reports whether a literal receives from the Done channel of a
// context, and hands none to anybody.
func (e *ending) watches(lit *ssa.Function) bool {
	waits := false
	for _, b := range lit.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.UnOp:
				waits = waits || instr.Op == token.ARROW && e.s.IsDone(instr.X)
			case *ssa.Select:
				waits = waits || slices.ContainsFunc(instr.States, func(s *ssa.SelectState) bool { return e.s.IsDone(s.Chan) })
			case ssa.CallInstruction:
				if !instr.Common().IsInvoke() && slices.ContainsFunc(instr.Common().Args, func(v ssa.Value) bool { return ctxtype.IsContext(v.Type()) }) {
					return false
				}
			}
		}
	}
	return waits
}

// lastThing reports whether nothing but a return follows the instruction.
func (e *ending) lastThing(g *ssa.Go, index int) bool {
	b := g.Block()
	instrs := e.s.Graph(e.fn).Instrs(b)[index+1:]
	for range len(e.fn.Blocks) {
		for _, instr := range instrs {
			switch instr := instr.(type) {
			case *ssa.Return:
				return true
			case *ssa.DebugRef, *ssa.RunDefers, *ssa.Jump, *ssa.Store, *ssa.MakeInterface, *ssa.Alloc, *ssa.FieldAddr:
			case *ssa.UnOp:
				if instr.Op == token.ARROW {
					return false
				}
			default:
				return false
			}
		}
		if len(b.Succs) != 1 {
			return false
		}
		b = b.Succs[0]
		instrs = e.s.Graph(e.fn).Instrs(b)
	}
	return false // an endless loop
}

// joins reports whether something behind g, the instruction of its block with
// the given index, or in a deferred call, may wait for what g started: a
// receive, a select, a method Wait.
func (e *ending) joins(g ssa.Instruction, index int) bool {
	graph := e.s.Graph(e.fn)
	after := make([]bool, len(e.fn.Blocks))
	if succs := graph.Succs(g.Block()); len(succs) > 0 {
		after = graph.Reachable(nil, succs...)
	}
	for _, b := range e.fn.Blocks {
		for i, instr := range graph.Instrs(b) {
			if d, ok := instr.(*ssa.Defer); ok && e.mayWait(&d.Call) {
				return true
			}
			if (after[b.Index] || b == g.Block() && i > index) && waits(instr) {
				return true
			}
		}
	}
	return false
}

// mayWait reports whether a deferred call may wait for a goroutine.
func (e *ending) mayWait(call *ssa.CallCommon) bool {
	if obj := summary.Callee(call); obj != nil && obj.Name() == "Wait" {
		return true
	}
	fns, complete := e.s.Callees(call)
	return complete && slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
		return slices.ContainsFunc(fn.Blocks, func(b *ssa.BasicBlock) bool { return slices.ContainsFunc(b.Instrs, waits) })
	})
}

// waits reports whether instr may wait for another goroutine.
func waits(instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.UnOp:
		return instr.Op == token.ARROW
	case *ssa.Select:
		return true
	case *ssa.Call:
		obj := summary.Callee(&instr.Call)
		return obj != nil && obj.Name() == "Wait"
	}
	return false
}
