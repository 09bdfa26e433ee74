package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// A Governor is a context that should end what a function does.
type Governor struct {
	Value ssa.Value // the parameter, or the captured variable of the literal or a function around it
	Var   *types.Var
	Expr  string    // the context as one writes it in the function: "ctx" or "r.Context()"
	Pos   token.Pos // where it is declared
	Field bool      // it is only known to be in a field of the receiver: doubtful
}

// Governing returns the contexts that govern fn: its parameters that are
// contexts or carriers, those that it captures, and if fn is a literal that
// runs as part of the function around it, those that govern that function.
// If there is none, a context in a field of the receiver may do, with doubt.
//
// A parameter named _ says that the function has no use for a context, and
// testing.TB is nobody's.
func (r *Result) Governing(fn *ssa.Function) []Governor {
	govs, out := r.governing(fn)
	if len(govs) == 0 && !out {
		if g, ok := fieldGovernor(fn); ok && !r.endsAtReturn(g, fn) {
			return []Governor{g}
		}
	}
	return govs
}

// governing returns the contexts that govern fn beyond doubt, and whether fn
// opts out by a blank parameter.
func (r *Result) governing(fn *ssa.Function) (govs []Governor, out bool) {
	params := fn.Params
	if fn.Signature.Recv() != nil && len(params) > 0 {
		params = params[1:]
	}
	for i, p := range params {
		expr, ok := contextExpr(p.Name(), p.Type())
		if !ok {
			continue
		}
		if i < fn.Signature.Params().Len() { // package ssa has names for all
			if name := fn.Signature.Params().At(i).Name(); name == "_" || name == "" {
				out = true
				continue
			}
		}
		obj, _ := p.Object().(*types.Var)
		govs = append(govs, Governor{Value: p, Var: obj, Expr: expr, Pos: p.Pos()})
	}
	if len(govs) > 0 || out || fn.Parent() == nil {
		if len(govs) > 0 {
			return append(govs, r.captured(fn, govs)...), false
		}
		return govs, out
	}
	govs = r.captured(fn, nil)
	if len(govs) == 0 && (r.How(fn) != RunsUnknown || IsYield(fn)) {
		govs, out = r.governing(fn.Parent())
		if g, ok := r.groupContext(fn); ok && len(govs) > 0 {
			return []Governor{g}, false
		}
		return govs, out
	}
	return govs, false
}

// groupContext returns the context of the errgroup of which fn is a task, if
// it has a name where fn stands. It ends with the one that the group was made
// with, and when another task fails.
func (r *Result) groupContext(fn *ssa.Function) (Governor, bool) {
	uses := r.Uses(fn)
	if len(uses) != 1 || uses[0].Kind != UsedArg || !ctxtype.IsGroupTask(Callee(uses[0].Call())) {
		return Governor{}, false
	}
	leaves := r.Leaves(Args(uses[0].Call())[0])
	if len(leaves) != 1 {
		return Governor{}, false
	}
	made, _ := ResultOf(leaves[0])
	if made == nil || !ctxtype.IsFunc(Callee(&made.Call), "golang.org/x/sync/errgroup", "WithContext") {
		return Governor{}, false
	}
	for _, ctx := range Results(made, 1) {
		name, pos := r.variableFor(ctx)
		scope := r.Pass.Pkg.Scope().Innermost(fn.Pos())
		if _, seen := scope.LookupParent(name, fn.Pos()); seen != nil && seen.Pos() == pos {
			return Governor{Value: ctx, Var: seen.(*types.Var), Expr: name, Pos: pos}, true
		}
	}
	return Governor{}, false
}

// variableFor returns the name of the variable that v is assigned to, and
// where that is declared.
func (r *Result) variableFor(v ssa.Value) (string, token.Pos) {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
			if obj, ok := ref.Object().(*types.Var); ok {
				return obj.Name(), obj.Pos()
			}
		case *ssa.Store:
			if cell := r.CellOf(ref.Addr); cell != nil && ref.Val == v {
				return cell.Alloc.Comment, cell.Alloc.Pos()
			}
		}
	}
	return "", token.NoPos
}

// IsYield reports whether fn is the body of a range over a function.
func IsYield(fn *ssa.Function) bool { return fn.Synthetic == "range-over-func yield" }

// captured returns the contexts and carriers that fn captures from the
// functions around it and that can end.
func (r *Result) captured(fn *ssa.Function, known []Governor) []Governor {
	var govs []Governor
	for _, v := range fn.FreeVars {
		t := ctxtype.Deref(v.Type()) // free variables are addresses
		expr, ok := contextExpr(v.Name(), t)
		if !ok {
			continue
		}
		if slices.ContainsFunc(known, func(g Governor) bool { return g.Expr == expr }) {
			continue // shadowed
		}
		cell := r.CellOf(v)
		if cell == nil {
			continue
		}
		if ctxtype.IsContext(t) {
			if !r.cellCanEnd(cell) {
				continue
			}
		} else if !isParam(cell) {
			continue // a carrier made here lives as long as its maker says
		}
		obj := cell.variable()
		govs = append(govs, Governor{Value: v, Var: obj, Expr: expr, Pos: cell.Alloc.Pos()})
	}
	return govs
}

// variable returns the variable that lives in c, or nil.
func (c *Cell) variable() *types.Var {
	for _, ref := range *c.Alloc.Referrers() {
		if d, ok := ref.(*ssa.DebugRef); ok {
			if v, ok := d.Object().(*types.Var); ok {
				return v
			}
		}
	}
	return nil
}

// isParam reports whether c is a parameter that literals capture.
func isParam(c *Cell) bool {
	return slices.ContainsFunc(c.Stores, func(s *ssa.Store) bool {
		_, ok := s.Val.(*ssa.Parameter)
		return ok
	})
}

// cellCanEnd reports whether some context stored in c can end while there is
// work to do. That of a test cannot: it ends when the test is over.
func (r *Result) cellCanEnd(c *Cell) bool {
	return c.Escapes || slices.ContainsFunc(c.Stores, func(s *ssa.Store) bool {
		return r.endsBy(s.Val, func(o Origin) bool { return o.Kind != FromCarrier || !ctxtype.IsTesting(o.Value.Type()) })
	})
}

// contextExpr returns how to write the context that a variable is or holds,
// and whether it is or holds one.
func contextExpr(name string, t types.Type) (string, bool) {
	if ctxtype.IsContext(t) {
		return name, true
	}
	if ctxtype.IsTesting(t) {
		return "", false
	}
	if expr := ctxtype.CarrierExpr(t); expr != "" {
		return name + expr, true
	}
	return "", false
}

// fieldGovernor returns the context in a field of the receiver of fn or of
// the method that fn is a literal of. What closes the receiver, or undoes
// something, may run because that context is over.
func fieldGovernor(fn *ssa.Function) (Governor, bool) {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if fn.Signature.Recv() == nil || len(fn.Params) == 0 || Undoes(fn.Name()) {
		return Governor{}, false
	}
	recv := fn.Params[0]
	f := ctxtype.ContextField(recv.Type())
	if f == nil {
		return Governor{}, false
	}
	return Governor{Value: recv, Var: f.Origin(), Expr: recv.Name() + "." + f.Name(), Pos: f.Pos(), Field: true}, true
}

// endsAtReturn reports whether the context g, in a field, ends when fn returns
// and never before, because fn alone calls its cancel function, in a defer.
func (r *Result) endsAtReturn(g Governor, fn *ssa.Function) bool {
	calls, all := r.cancelCalls(g)
	return all && !slices.ContainsFunc(calls, func(call ssa.CallInstruction) bool {
		_, deferred := call.(*ssa.Defer)
		return r.home(call.Parent()) != fn || !deferred && !r.Deferred(call.Parent())
	})
}

// cancelCalls returns the calls that end the context g, if all of them can be
// seen: g is made of context.Background by context.WithCancel alone, and its
// cancel functions are called and nothing else.
func (r *Result) cancelCalls(g Governor) (calls []ssa.CallInstruction, all bool) {
	var stores []*ssa.Store
	if g.Field {
		if r.Closed(g.Var) {
			stores = r.index().stores[g.Var]
		}
	} else if cell := r.CellOf(g.Value); cell != nil && !cell.Escapes {
		stores = cell.Stores
	}
	var follow func(stop ssa.Value) bool
	follow = func(stop ssa.Value) bool {
		return !slices.ContainsFunc(*stop.Referrers(), func(ref ssa.Instruction) bool {
			switch ref := ref.(type) {
			case *ssa.DebugRef:
				return false
			case *ssa.ChangeType:
				return !follow(ref)
			case *ssa.Store:
				loads, seen := r.loadsOf(ref.Addr)
				return !seen || slices.ContainsFunc(loads, func(load *ssa.UnOp) bool { return !follow(load) })
			case ssa.CallInstruction:
				calls = append(calls, ref)
				return ref.Common().Value != stop
			}
			return true
		})
	}
	for _, s := range stores {
		call, result := ResultOf(s.Val)
		if call == nil || result != 0 {
			return nil, false
		}
		obj := Callee(&call.Call)
		if obj == nil || !ctxtype.IsFunc(obj, "context", "WithCancel", "WithCancelCause") || r.CanEnd(call.Call.Args[0]) {
			return nil, false
		}
		for _, stop := range Results(call, 1) {
			if !follow(stop) {
				return nil, false
			}
		}
	}
	return calls, len(calls) > 0
}

// loadsOf returns the loads of the variable at addr, and whether they are all
// that is done with it but for stores and comparisons with nil.
func (r *Result) loadsOf(addr ssa.Value) (loads []*ssa.UnOp, all bool) {
	if v := VariableOf(addr); v != nil {
		u := r.Variable(v)
		return u.loads, r.Closed(v) && !u.Open && len(u.loads) == u.Uses
	}
	cell := r.CellOf(addr)
	if cell == nil || cell.Escapes {
		return nil, false
	}
	return cell.Loads, true
}

// HeldByParam returns the context or carrier that fn, a function that nothing
// else governs, has in a field of a parameter: one that fn or a function around
// it reads. That is as doubtful as a field of the receiver.
func (r *Result) HeldByParam(fn *ssa.Function) (Governor, bool) {
	for ; fn != nil; fn = fn.Parent() {
		if _, out := r.governing(fn); out {
			break
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				v, ok := instr.(ssa.Value)
				if load, isLoad := v.(*ssa.UnOp); isLoad && load.Op == token.MUL {
					v = load.X
				} else if _, isField := v.(*ssa.Field); !ok || !isField {
					continue
				}
				f := FieldOf(v)
				if f == nil {
					continue
				}
				expr, ok := contextExpr(f.Name(), f.Type())
				if !ok {
					continue
				}
				if p := r.paramOf(baseOf(v)); p != nil {
					return Governor{Value: p, Var: f, Expr: p.Name() + "." + expr, Pos: f.Pos(), Field: true}, true
				}
			}
		}
		if r.How(fn) == RunsUnknown {
			break // who runs the literal is not known, nor when
		}
	}
	return Governor{}, false
}

// paramOf returns the parameter that v is or holds, also as a variable that
// literals capture, or nil.
func (r *Result) paramOf(v ssa.Value) *ssa.Parameter {
	for range 4 {
		switch x := v.(type) {
		case *ssa.Parameter:
			return x
		case *ssa.UnOp:
			v = x.X
		default:
			cell := r.CellOf(v)
			if cell == nil || len(cell.Stores) != 1 {
				return nil
			}
			v = cell.Stores[0].Val
		}
	}
	return nil
}

// CanEnd reports whether the context v may end: it is not made of
// context.Background or WithoutCancel alone.
func (r *Result) CanEnd(v ssa.Value) bool {
	return r.endsBy(v, func(Origin) bool { return true })
}

// endsBy reports whether the context v may end, of its own or with one of the
// origins that counts.
func (r *Result) endsBy(v ssa.Value, counts func(Origin) bool) bool {
	ends := false
	r.lifeline(v, func(o Origin, cancellable bool) {
		if cancellable || o.Kind != FromFresh && o.Kind != FromNil && counts(o) {
			ends = true
		}
	})
	return ends
}

// lifeline calls found for each context that v ends with, and says whether
// something on the way from there to v, like context.WithCancel, may end v
// before. What is behind context.WithoutCancel does not count.
func (r *Result) lifeline(v ssa.Value, found func(o Origin, cancellable bool)) {
	type step struct {
		v           ssa.Value
		cancellable bool
	}
	seen := make(map[step]bool)
	var visit func(s step)
	visit = func(s step) {
		if seen[s] {
			return
		}
		seen[s] = true
		call, result := ResultOf(s.v)
		if call != nil {
			obj := Callee(&call.Call)
			if obj != nil && ctxtype.IsFunc(obj, "context", "WithoutCancel") {
				found(Origin{FromFresh, call}, s.cancellable)
				return
			}
			if from, ok := r.DerivedFrom(&call.Call, result); ok {
				visit(step{from, s.cancellable || obj == nil || !keepsLife(obj)})
				return
			}
		}
		next, origins := r.originStep(s.v)
		for _, n := range next {
			visit(step{n, s.cancellable})
		}
		for _, o := range origins {
			found(o, s.cancellable)
		}
	}
	visit(step{v, false})
}

// keepsLife reports whether the context that obj makes ends with its parent
// and never before.
func keepsLife(obj *types.Func) bool {
	return ctxtype.IsFunc(obj, "context", "WithValue") || ctxtype.Path(obj.Pkg()) != "context" && ctxtype.Acquires(obj.Signature()) < 0 &&
		!ctxtype.IsFunc(obj, "golang.org/x/sync/errgroup", "WithContext") && !ctxtype.IsFunc(obj, "os/signal", "NotifyContext")
}

// ResultOf returns the call whose result v is, and which one; nil if v is none.
func ResultOf(v ssa.Value) (*ssa.Call, int) {
	switch v := v.(type) {
	case *ssa.Call:
		return v, 0
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return call, v.Index
		}
	}
	return nil, 0
}

// Outlives reports whether the context v is older than the call that uses it
// and does not end with it: it comes from a parameter, a field or a package
// variable, and nothing is seen to derive from that one that could end before.
// A carrier's context is not older: it ends with what it carries.
func (r *Result) Outlives(v ssa.Value) bool {
	older, all := false, true
	r.lifeline(v, func(o Origin, cancellable bool) {
		switch o.Kind {
		case FromParam, FromField, FromGlobal:
			older = true
			all = all && !cancellable
		default:
			all = false
		}
	})
	return older && all
}
