package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// A SinkKind says what is done with a context.
type SinkKind int

const (
	SinkPassed   SinkKind = iota // handed to a call that may do something with it
	SinkReturned                 // returned
	SinkStored                   // put in a field, an element, a package variable or a channel
	SinkWaited                   // its Done is asked for
	SinkAsked                    // its Err, Deadline, Value or Cause is
)

// A Sink is a place where a context or one derived from it ends up.
type Sink struct {
	Kind    SinkKind
	Instr   ssa.Instruction
	Derived bool // it is a context derived from the one asked about
	Chosen  bool // on some path another context takes its place
	Owned   bool // the cancel function of a derivation on the way is kept: somebody else ends it
	Merged  bool // a call on the way, or the last one, is handed another context too
}

// Sinks returns where the context v goes: through variables, derivations and
// captured variables to what uses it. Comparing it is no use.
func (r *Result) Sinks(v ssa.Value) []Sink {
	t := &sinks{result: r, seen: make(map[ssa.Value]Sink)}
	t.follow(v, Sink{})
	return t.found
}

// sinks is the search of [Result.Sinks]. The sink that is handed along says
// what is known about the way so far.
type sinks struct {
	result *Result
	seen   map[ssa.Value]Sink
	found  []Sink
}

func (t *sinks) follow(v ssa.Value, way Sink) {
	if _, ok := t.seen[v]; ok || v.Referrers() == nil {
		return
	}
	t.seen[v] = way
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Phi:
			chosen := way
			chosen.Chosen = way.Chosen || slices.ContainsFunc(ref.Edges, t.result.isOther)
			t.follow(ref, chosen)
		case *ssa.ChangeInterface:
			t.follow(ref, way)
		case *ssa.ChangeType:
			t.follow(ref, way)
		case *ssa.MakeInterface:
			t.follow(ref, way)
		case *ssa.TypeAssert:
			t.follow(ref, way)
		case *ssa.Extract: // of a comma-ok type assertion
			t.follow(ref, way)
		case *ssa.Return:
			t.end(way, SinkReturned, ref)
		case *ssa.Send, *ssa.MapUpdate, *ssa.MakeClosure:
			t.end(way, SinkStored, ref)
		case *ssa.Store:
			if ref.Val == v {
				t.store(ref, way)
			}
		case ssa.CallInstruction:
			t.call(ref, v, way)
		}
	}
}

// end notes where a way ends.
func (t *sinks) end(way Sink, kind SinkKind, instr ssa.Instruction) {
	way.Kind, way.Instr = kind, instr
	t.found = append(t.found, way)
}

// isOther reports whether v is a context that does not come from
// context.Background alone.
func (r *Result) isOther(v ssa.Value) bool {
	return slices.ContainsFunc(r.Origins(v), func(o Origin) bool { return o.Kind != FromFresh && o.Kind != FromNil })
}

// store follows a context into what it is stored in.
func (t *sinks) store(store *ssa.Store, way Sink) {
	r := t.result
	if cell := r.CellOf(store.Addr); cell != nil && !cell.Escapes {
		for _, load := range cell.Loads {
			if killed, chosen := r.reaches(cell, store, load); !killed {
				w := way
				w.Chosen = way.Chosen || chosen
				t.follow(load, w)
			}
		}
		return
	}
	holder := store.Addr
	switch addr := store.Addr.(type) {
	case *ssa.IndexAddr:
		holder = addr.X
	case *ssa.FieldAddr:
		holder = addr.X
	}
	if alloc, ok := holder.(*ssa.Alloc); ok && holder != store.Addr {
		if calls := given(alloc); len(calls) > 0 {
			for _, call := range calls {
				t.passed(way, call)
			}
			return
		}
	}
	t.end(way, SinkStored, store)
}

// given returns the calls that a struct or the array of a variadic call is
// handed to, nil if it is also kept in another way.
func given(alloc *ssa.Alloc) []ssa.CallInstruction {
	var calls []ssa.CallInstruction
	kept := false
	var visit func(v ssa.Value)
	visit = func(v ssa.Value) {
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.DebugRef, *ssa.FieldAddr, *ssa.IndexAddr:
			case *ssa.Slice:
				visit(ref)
			case *ssa.MakeInterface:
				visit(ref)
			case *ssa.UnOp:
				if ref.Op == token.MUL {
					visit(ref) // the struct as a whole
				}
			case *ssa.Store:
				kept = kept || ref.Val == v
			case *ssa.Call:
				calls = append(calls, ref)
			default:
				kept = true
			}
		}
	}
	visit(alloc)
	if kept {
		return nil
	}
	return calls
}

// reaches says of a value stored in a variable whether it is certainly gone
// where the variable is loaded, and whether another context may be there.
func (r *Result) reaches(c *Cell, store *ssa.Store, load *ssa.UnOp) (killed, chosen bool) {
	at := enclosed(load, store.Parent())
	if at == nil {
		at = load // a literal around: nothing is known about the order
	}
	first := precedes(store, at)
	for _, other := range c.Stores {
		if other == store {
			continue
		}
		if first && precedes(store, other) && precedes(other, at) {
			return true, false
		}
		if first && precedes(other, store) {
			continue // overwritten
		}
		chosen = chosen || r.isOther(other.Val)
	}
	return false, chosen
}

// enclosed returns instr, or if it is in a literal the instruction of fn that
// makes the literal in which it is; nil if it is not in fn.
func enclosed(instr ssa.Instruction, fn *ssa.Function) ssa.Instruction {
	for instr.Parent() != fn {
		lit := instr.Parent()
		if lit.Parent() == nil {
			return nil
		}
		refs := lit.Referrers()
		if refs == nil {
			return nil
		}
		var made ssa.Instruction
		for _, ref := range *refs {
			if c, ok := ref.(*ssa.MakeClosure); ok && made == nil {
				made = c
			}
		}
		if made == nil {
			return nil
		}
		instr = made
	}
	return instr
}

// precedes reports whether a runs before b on every path to b.
func precedes(a, b ssa.Instruction) bool {
	if a.Parent() != b.Parent() {
		return false
	}
	if a.Block() == b.Block() {
		return slices.Index(a.Block().Instrs, a) < slices.Index(b.Block().Instrs, b)
	}
	return a.Block().Dominates(b.Block())
}

// call follows the context v into a call.
func (t *sinks) call(instr ssa.CallInstruction, v ssa.Value, way Sink) {
	r := t.result
	call := instr.Common()
	obj := Callee(call)
	if args := Args(call); obj != nil && len(args) > 0 && args[0] == v && obj.Signature().Recv() != nil {
		if obj.Name() == "Done" {
			t.end(way, SinkWaited, instr)
		} else {
			t.end(way, SinkAsked, instr)
		}
		return
	}
	if obj != nil && ctxtype.IsFunc(obj, "context", "Cause") {
		t.end(way, SinkAsked, instr)
		return
	}
	way.Merged = way.Merged || t.given(call, v)
	results := call.Signature().Results()
	derived := false
	// errgroup.WithContext makes a group that ends with the context, too.
	pure := onlyContexts(results) || obj != nil && !ctxtype.IsFunc(obj, "golang.org/x/sync/errgroup", "WithContext") &&
		(ctxtype.Derives(obj) || knowledge.Derives(obj))
	for i := range results.Len() {
		if from, ok := r.DerivedFrom(call, i); !ok || from != v {
			continue
		}
		derived = true
		w := way
		w.Derived = true
		if cancel := ctxtype.Acquires(call.Signature()); cancel >= 0 {
			for _, c := range Results(instr, cancel) {
				w.Owned = way.Owned || r.Kept(c, Results(instr, i))
			}
		}
		for _, c := range Results(instr, i) {
			t.follow(c, w)
		}
	}
	if !derived || !pure {
		t.passed(way, instr)
	}
}

// passed notes that a way ends at a call. If the call returns a cancel
// function, that ends what the context was passed on for.
func (t *sinks) passed(way Sink, call ssa.CallInstruction) {
	if cancel := ctxtype.Acquires(call.Common().Signature()); cancel >= 0 {
		for _, c := range Results(call, cancel) {
			way.Owned = way.Owned || t.result.Kept(c, nil)
		}
	}
	t.end(way, SinkPassed, call)
}

// given reports whether a call is handed a context that has nothing to do
// with v, beside v.
func (t *sinks) given(call *ssa.CallCommon, v ssa.Value) bool {
	return slices.ContainsFunc(Args(call), func(a ssa.Value) bool {
		return ctxtype.IsContext(a.Type()) && t.result.isOther(a) && !slices.Contains(t.result.Lineage(a), v)
	})
}

// onlyContexts reports whether results are contexts and cancel functions, so
// that a function with them does nothing but to derive.
func onlyContexts(results *types.Tuple) bool {
	for v := range results.Variables() {
		if !ctxtype.IsContext(v.Type()) && !ctxtype.IsCancelShaped(v.Type()) {
			return false
		}
	}
	return true
}

// Results returns the values that are result i of a call: none if it is
// not used.
func Results(instr ssa.CallInstruction, i int) []ssa.Value {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return nil
	}
	if call.Call.Signature().Results().Len() == 1 {
		return []ssa.Value{call}
	}
	var vs []ssa.Value
	for _, ref := range *call.Referrers() {
		if x, ok := ref.(*ssa.Extract); ok && x.Index == i {
			vs = append(vs, x)
		}
	}
	return vs
}

// Kept reports whether the cancel function of the contexts ctxs goes where it
// can be called later, by somebody else or when something else ends: all but
// calling or deferring it here, or returning it beside its context.
func (r *Result) Kept(cancel ssa.Value, ctxs []ssa.Value) bool {
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value) bool
	visit = func(v ssa.Value) bool {
		if seen[v] {
			return false
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.DebugRef, *ssa.BinOp:
			case *ssa.Return:
				if !slices.ContainsFunc(ctxs, func(c ssa.Value) bool { return slices.Contains(ref.Results, c) }) {
					return true
				}
			case *ssa.Phi:
				if visit(ref) {
					return true
				}
			case *ssa.ChangeType:
				if visit(ref) {
					return true
				}
			case *ssa.Store:
				cell := r.CellOf(ref.Addr)
				if ref.Val != v || cell == nil || cell.Escapes {
					return true
				}
				for _, load := range cell.Loads {
					if load.Parent() != cancel.Parent() && r.away(load, cancel.Parent()) || visit(load) {
						return true
					}
				}
			case ssa.CallInstruction:
				if ref.Common().Value != v || slices.Contains(ref.Common().Args, v) {
					return true
				}
			default:
				return true
			}
		}
		return false
	}
	return visit(cancel)
}

// away reports whether instr, in a literal, does not run as part of fn.
func (r *Result) away(instr ssa.Instruction, fn *ssa.Function) bool {
	if instr.Parent() == fn || r.Deferred(instr.Parent()) {
		return false
	}
	return r.distance(instr, fn, nil, 0).Detachment != Attached || r.How(instr.Parent()) != RunsInline
}

// IsDone reports whether v is the Done channel of a context.
func (r *Result) IsDone(v ssa.Value) bool {
	return isChan(v) && len(r.DoneContexts(v)) > 0
}

// Lineage returns v and the contexts that it is chosen from or derived from,
// as far as that can be seen.
func (r *Result) Lineage(v ssa.Value) []ssa.Value {
	var line []ssa.Value
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value)
	visit = func(v ssa.Value) {
		if seen[v] {
			return
		}
		seen[v] = true
		line = append(line, v)
		next, _ := r.originStep(v)
		for _, n := range next {
			visit(n)
		}
	}
	visit(v)
	return line
}

// IsDerived reports whether v is a context that a call derives from one that
// it is given.
func (r *Result) IsDerived(v ssa.Value) bool {
	call, i := ResultOf(v)
	if call == nil {
		return false
	}
	_, ok := r.DerivedFrom(&call.Call, i)
	return ok
}

// DoneOf returns the context whose method Done is called, or nil if something
// else is.
func DoneOf(call *ssa.CallCommon) ssa.Value {
	if isDone(call) {
		return Args(call)[0]
	}
	return nil
}
