package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// Fresh is what a function does with contexts that it makes of nothing, if it
// takes none.
type Fresh struct {
	// Chain, if not empty, says that it passes one on: the names of the
	// function, of those that it calls to that end and of the fresh
	// context, such as refresh, list, context.Background.
	Chain []string
	// Results are those that are fresh contexts or derived from one.
	Results []int
}

func (f Fresh) words() []string {
	var words []string
	if len(f.Chain) > 0 {
		words = append(words, "fresh("+strings.Join(f.Chain, "→")+")")
	}
	if len(f.Results) > 0 {
		words = append(words, "makesfresh")
	}
	return words
}

// hops is the length of the longest chain that is worth telling: nobody can
// act on a longer one.
const hops = 4

// IsBackground reports whether a call makes a context of nothing: it calls
// context.Background or TODO, be it through a function value.
func (r *Result) IsBackground(call *ssa.CallCommon) bool {
	if call.IsInvoke() {
		return false
	}
	fns, complete := r.Functions(call.Value)
	return complete && !slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
		obj := fn.Object()
		return obj == nil || !ctxtype.IsFresh(obj)
	})
}

// MakesFresh returns which results of a call are contexts that a function
// without a context made of nothing.
func (r *Result) MakesFresh(call *ssa.CallCommon) []int {
	fn := call.StaticCallee()
	if fn == nil {
		return nil
	}
	return r.Of(fn).Fresh.Results
}

// TakesContext reports whether fn gets a context from its callers: by a
// parameter that is one or carries one, the receiver excepted.
func TakesContext(sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		t := p.Type()
		if s, ok := t.(*types.Slice); ok {
			t = s.Elem() // a variadic parameter
		}
		if ctxtype.IsContext(t) || ctxtype.IsCarrier(t) {
			return true
		}
	}
	return false
}

// freshFacts finds the fresh contexts that a function passes on or returns.
// Left out is what it does without a context for a reason (see
// [Result.Distance]), a nil fallback, a context that is only waited on, one
// that lives as long as the object that keeps its cancel function, and one for
// a call that comes to no harm (see harmless). A directive at the place ends
// the chain there, and so does a function that logs: it would be told of at
// each of its calls.
func freshFacts(r *Result, fn *ssa.Function, f *Func) {
	if fn.Parent() != nil || TakesContext(fn.Signature) {
		return
	}
	if obj, ok := fn.Object().(*types.Func); ok && (knowledge.Logs(obj) || knowledge.Observes(obj)) {
		return
	}
	r.freshIn(fn, fn, f)
}

func isMethodNamed(call *ssa.CallCommon, name string) bool {
	obj := Callee(call)
	return obj != nil && obj.Name() == name && obj.Signature().Recv() != nil
}

// freshIn adds to f, the facts of declared, what fn does: declared itself or
// a literal in it.
func (r *Result) freshIn(declared, fn *ssa.Function, f *Func) {
	for _, call := range r.Calls(fn) {
		if r.IsBackground(call.Common()) {
			r.freshRoot(declared, call, Results(call, 0), "context."+Callee(call.Common()).Name(), f)
			continue
		}
		for _, i := range r.MakesFresh(call.Common()) {
			r.freshRoot(declared, call, Results(call, i), Callee(call.Common()).Name(), f)
		}
		if chain := r.Chain(call.Common()); len(chain) > 0 && len(chain) <= hops {
			r.passesFresh(declared, call, call, chain, f)
		}
	}
	for _, lit := range fn.AnonFuncs {
		if !TakesContext(lit.Signature) {
			r.freshIn(declared, lit, f)
		}
	}
}

// freshRoot adds what becomes of the fresh contexts vs that root makes.
func (r *Result) freshRoot(declared *ssa.Function, root ssa.CallInstruction, vs []ssa.Value, name string, f *Func) {
	if r.IsFallback(root) {
		return
	}
	for _, v := range vs {
		for _, s := range r.Sinks(v) {
			switch {
			case s.Chosen || s.Owned || s.Merged:
			case s.Kind == SinkPassed:
				call := s.Instr.(ssa.CallInstruction).Common()
				if !r.harmless(call) {
					r.passesFresh(declared, root, s.Instr, []string{name}, f)
				}
			case s.Kind == SinkReturned && s.Instr.Parent() == declared:
				r.returnsFresh(s.Instr.(*ssa.Return), f)
			}
		}
	}
}

// passesFresh notes that the fresh context of root is passed on at instr,
// unless there is a reason or a directive.
func (r *Result) passesFresh(declared *ssa.Function, root, instr ssa.Instruction, chain []string, f *Func) {
	if r.Index.Generated(root.Pos()) ||
		r.Distance(root, nil, nil).Detachment != Attached || r.Distance(instr, nil, nil).Detachment != Attached {
		return
	}
	if d := r.Index.Silences(root.Pos(), "ctxpass", "chain", false); d != nil {
		d.Use()
		return
	}
	if len(f.Fresh.Chain) == 0 || len(chain)+1 < len(f.Fresh.Chain) {
		f.Fresh.Chain = append([]string{declared.Name()}, chain...)
	}
}

// returnsFresh notes the results of ret that come from fresh contexts alone.
func (r *Result) returnsFresh(ret *ssa.Return, f *Func) {
	if r.Distance(ret, nil, nil).Detachment != Attached || r.Index.Generated(ret.Pos()) {
		return
	}
	for i, v := range ret.Results {
		if ctxtype.IsContext(v.Type()) && !r.isOther(v) && !flow.IsNil(v) && !slices.Contains(f.Fresh.Results, i) {
			if d := r.Index.Silences(ret.Pos(), "ctxpass", "chain", false); d != nil {
				d.Use()
				continue
			}
			f.Fresh.Results = append(f.Fresh.Results, i)
			slices.Sort(f.Fresh.Results)
		}
	}
}

// Chain returns the chain of the function that a call reaches, if all that it
// may reach have one and take no context.
func (r *Result) Chain(call *ssa.CallCommon) []string {
	return r.chainOf(r.Callees(call))
}

// TaskChain returns the chain of the function that a call hands to an errgroup,
// which calls it at once; none for a literal, whose own calls count.
func (r *Result) TaskChain(call *ssa.CallCommon) []string {
	if !ctxtype.IsGroupTask(Callee(call)) {
		return nil
	}
	return r.chainOf(r.Functions(Args(call)[1]))
}

func (r *Result) chainOf(fns []*ssa.Function, complete bool) []string {
	if !complete {
		return nil
	}
	var chain []string
	for i, fn := range fns {
		this := r.Of(fn).Fresh.Chain
		if len(this) == 0 {
			return nil
		}
		if i == 0 {
			chain = this
		}
	}
	return chain
}

// harmless reports whether a call may well be given a fresh context: it logs,
// counts, looks up values or keeps the context, so that nothing could end
// early, it closes something, which is to happen in any case, or it prefers
// another context that it is given too.
func (r *Result) harmless(call *ssa.CallCommon) bool {
	obj := Callee(call)
	return obj != nil && (Closes(obj.Name()) || ctxtype.IsFunc(obj, "cmp", "Or")) ||
		r.Touches(call).Within(TouchesValues|TouchesLogs|TouchesKept|TouchesLater)
}

// Spares reports whether the package gives fn, or a function that fn is a
// literal in, a context made of nothing, of which nobody is told since it comes
// to no harm there (see harmless): by a call of it, or of a function that hands
// its own context on to it. If fn did more with its context, that would matter.
func (r *Result) Spares(fn *ssa.Function) bool {
	seen := make(map[*ssa.Function]bool)
	var spares func(fn *ssa.Function) bool
	spares = func(fn *ssa.Function) bool {
		if seen[fn] {
			return false
		}
		seen[fn] = true
		sites, _ := r.CallSites(fn)
		return slices.ContainsFunc(sites, func(site ssa.CallInstruction) bool {
			if !r.harmless(site.Common()) {
				return false
			}
			return slices.ContainsFunc(site.Common().Args, func(arg ssa.Value) bool {
				return ctxtype.IsContext(arg.Type()) && slices.ContainsFunc(r.Origins(arg), func(o Origin) bool {
					return o.Kind == FromFresh || o.Kind == FromParam && spares(o.Value.Parent())
				})
			})
		})
	}
	for ; fn != nil; fn = fn.Parent() {
		if spares(fn) {
			return true
		}
	}
	return false
}

// IsFallback reports whether root stands where some context, or something
// that would hold one, is known to be nil.
func (r *Result) IsFallback(root ssa.Instruction) bool {
	fn := root.Parent()
	g := r.Graph(fn)
	seen := make([]bool, len(fn.Blocks))
	todo := []*ssa.BasicBlock{fn.Blocks[0]}
	seen[0] = true
	for len(todo) > 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		cond, _ := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		for side, s := range g.Succs(b) {
			if seen[s.Index] || cond != nil && saysNil(cond.Cond, side == 0) {
				continue
			}
			seen[s.Index] = true
			todo = append(todo, s)
		}
	}
	return !seen[root.Block().Index]
}

// saysNil reports whether cond, if it has the given value, says that a
// context, something that holds one or a function that makes one is nil.
func saysNil(cond ssa.Value, value bool) bool {
	b, ok := cond.(*ssa.BinOp)
	if !ok {
		return false
	}
	x := b.X
	if flow.IsNil(x) {
		x = b.Y
	} else if !flow.IsNil(b.Y) {
		return false
	}
	return b.Op.String() == "==" && value && maybeHolds(x.Type()) || b.Op.String() == "!=" && !value && maybeHolds(x.Type())
}

// maybeHolds reports whether a value of type t may hold a context: it is one
// or a carrier, makes one, or is a struct with one.
func maybeHolds(t types.Type) bool {
	if ctxtype.IsContext(t) || ctxtype.IsCarrier(t) {
		return true
	}
	switch u := ctxtype.Deref(t).Underlying().(type) {
	case *types.Signature:
		return u.Results().Len() > 0 && ctxtype.IsContext(u.Results().At(0).Type())
	case *types.Struct:
		for f := range u.Fields() {
			if ctxtype.IsContext(f.Type()) {
				return true
			}
		}
	}
	return false
}
