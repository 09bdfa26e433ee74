package ctxnest

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/summary"
)

// A round is the code that runs for each element of a collection.
type round struct {
	contains func(*ssa.BasicBlock) bool
	head     *ssa.BasicBlock      // where the element is had, or nil
	element  func(ssa.Value) bool // reports whether a value is the element, or its index
}

// loopRound returns the round of a loop.
func (c *checker) loopRound(l *flow.Loop) round {
	return round{l.Contains, l.Header, c.element(l)}
}

// yieldRound returns the round of a range over a function, whose body fn is.
func yieldRound(fn *ssa.Function) round {
	return round{
		contains: func(b *ssa.BasicBlock) bool { return b != nil && b.Parent() == fn },
		element: func(v ssa.Value) bool {
			p, ok := v.(*ssa.Parameter)
			return ok && p.Parent() == fn
		},
	}
}

// A fold builds one context from the elements of a collection.
type fold int

const (
	noFold    fold = iota
	foldMeant      // and the context is used behind the loop
	foldUsed       // and the context is used inside, too
)

// folds says whether a, which makes its context grow by w in each round, is
// part of a fold.
//
// It is if what is added depends on an element, or if the element decides
// whether something is added, and nobody uses the context before all is. If
// it is used inside, each element's context is around that of the ones before,
// which is seldom meant; and what one element adds under the same key as the
// other, or by a deadline, is no building at all.
func (c *checker) folds(a *assignment, r round, w wrap) fold {
	if ctxtype.Acquires(w.call.Call.Signature()) >= 0 {
		return noFold // a deadline or a cancel function for each round
	}
	adds := dependsOn(w, r.element)
	switch used := c.usedIn(a, r, w); {
	case !used && (adds || conditional(a, r)):
		return foldMeant
	case used && adds && !sameKey(w, r):
		return foldUsed
	}
	return noFold
}

// sameKey reports whether w sets the value of a key that is the same for each
// element.
func sameKey(w wrap, r round) bool {
	fn := summary.Callee(&w.call.Call)
	return fn != nil && ctxtype.IsFunc(fn, "context", "WithValue") && !summary.DependsOn(w.call.Call.Args[1], r.element)
}

// dependsOn reports whether what w wraps the context with, or the function
// that does it, is computed from a value for which is holds.
func dependsOn(w wrap, is func(ssa.Value) bool) bool {
	return slices.ContainsFunc(w.call.Operands(nil), func(op *ssa.Value) bool {
		return *op != nil && *op != w.from && summary.DependsOn(*op, is)
	})
}

// element returns what says of a value that it is an element, or an index, of
// the collection over which l goes. The numbers of a range over an integer are
// no collection, but what they index is; what a channel delivers has no end.
func (c *checker) element(l *flow.Loop) func(ssa.Value) bool {
	counts := func(v ssa.Value) bool {
		phi, ok := v.(*ssa.Phi)
		return ok && phi.Block() == l.Header
	}
	return func(v ssa.Value) bool {
		instr, ok := v.(ssa.Instruction)
		if !ok || !l.Contains(instr.Block()) {
			return false
		}
		switch v := v.(type) {
		case *ssa.Next: // of a map or string
			return c.facts.Graph(v.Parent()).InnerLoop(v.Block()) == l
		case *ssa.Phi:
			return counts(v) && v.Comment == "rangeindex"
		case *ssa.IndexAddr:
			return summary.DependsOn(v.Index, counts)
		case *ssa.Index:
			return summary.DependsOn(v.Index, counts)
		case *ssa.Lookup:
			return summary.DependsOn(v.Index, counts)
		}
		return false
	}
}

// conditional reports whether it depends on the element of a round whether a
// is reached.
func conditional(a *assignment, r round) bool {
	for b := a.block.Idom(); r.contains(b) && b != r.head; b = b.Idom() {
		cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if ok && summary.DependsOn(cond.Cond, r.element) {
			return true
		}
	}
	return false
}

// usedIn reports whether the context that grows is used in the round for
// anything but to grow.
func (c *checker) usedIn(a *assignment, r round, w wrap) bool {
	seen := make(map[ssa.Value]bool)
	var used func(v ssa.Value) bool
	used = func(v ssa.Value) bool {
		if seen[v] || v.Referrers() == nil {
			return false
		}
		seen[v] = true
		return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
			if !r.contains(ref.Block()) {
				return false
			}
			switch ref := ref.(type) {
			case *ssa.DebugRef:
				return false
			case *ssa.Phi:
				return used(ref)
			case *ssa.Extract:
				return ctxtype.IsContext(ref.Type()) && used(ref)
			case *ssa.Store:
				return ref.Addr != a.addr
			case *ssa.Call:
				if made, ok := c.madeBy(ref); ok && made.from == v {
					return used(ref) // to make another one, whose uses count
				}
			}
			return true
		})
	}
	if used(a.value) || used(w.from) {
		return true
	}
	for _, b := range a.fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.UnOp:
				if r.contains(b) && c.isOld(a, instr) && used(instr) {
					return true
				}
			case *ssa.MakeClosure:
				if r.contains(b) && slices.Contains(instr.Bindings, a.addr) {
					return true
				}
			}
		}
	}
	return false
}

// madeBy returns how call makes a context, if it does.
func (c *checker) madeBy(call *ssa.Call) (wrap, bool) {
	for i := range call.Call.Signature().Results().Len() {
		if from, ok := c.facts.Wraps(&call.Call, i); ok {
			return wrap{call, from}, true
		}
	}
	return wrap{}, false
}
