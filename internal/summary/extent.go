package summary

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
)

// An Extent is an upper bound on how often something happens: a constant, or
// the value of a variable, the length of something.
type Extent struct {
	Value ssa.Value // nil for a constant
	Len   bool      // the length of Value, not Value itself
	Const int64     // added to Value
}

// Decider returns the condition by which a loop itself ends: that of its
// header or, as in a range over a number, that of the block which alone goes
// back to the header; if both leave it, the one that counts its rounds. There
// is none for a loop that only leaves from its body.
func Decider(l *flow.Loop) *ssa.If {
	first, _, _ := decide(l)
	return first
}

// Rounds returns an upper bound on the rounds of a loop that counts or ranges
// over something other than a channel or a function.
func Rounds(l *flow.Loop) (Extent, bool) {
	_, e, ok := decide(l)
	return e, ok
}

// decide returns the decider of l and how many rounds that lets it have.
func decide(l *flow.Loop) (decider *ssa.If, rounds Extent, counted bool) {
	var latch *ssa.BasicBlock
	for _, b := range l.Header.Preds {
		if !l.Contains(b) {
			continue
		}
		if latch != nil {
			latch = nil
			break
		}
		latch = b
	}
	for _, b := range []*ssa.BasicBlock{l.Header, latch} {
		if b == nil || len(b.Succs) != 2 {
			continue
		}
		cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok || l.Contains(b.Succs[0]) == l.Contains(b.Succs[1]) {
			continue
		}
		if e, ok := roundsBy(l, cond); ok {
			return cond, e, true
		}
		if decider == nil {
			decider = cond
		}
	}
	return decider, Extent{}, false
}

// roundsBy returns how many rounds a condition lets l have that leaves it.
func roundsBy(l *flow.Loop, cond *ssa.If) (Extent, bool) {
	stay := l.Contains(cond.Block().Succs[0])
	switch c := cond.Cond.(type) {
	case *ssa.BinOp:
		if !stay {
			return Extent{}, false
		}
		switch {
		case c.Op == token.LSS && invariant(l, c.Y) && countsUp(l, c.X):
			return extentOf(c.Y), true
		case c.Op == token.LEQ && invariant(l, c.Y) && countsUp(l, c.X):
			e := extentOf(c.Y)
			e.Const++
			return e, true
		case c.Op == token.GTR && invariant(l, c.X) && countsUp(l, c.Y):
			return extentOf(c.X), true
		}
	case *ssa.Extract: // ok of the next element of a map or string
		if next, ok := c.Tuple.(*ssa.Next); ok && c.Index == 0 && stay {
			if rng, ok := next.Iter.(*ssa.Range); ok {
				return Extent{Value: rng.X, Len: true}, true
			}
		}
	}
	return Extent{}, false
}

// MostRounds returns how many rounds l has at most, if one can tell: a
// constant number, or as many as a list has elements that is written down.
func (r *Result) MostRounds(l *flow.Loop) (int64, bool) {
	e, ok := Rounds(l)
	if !ok || e.Value != nil && !e.Len {
		return 0, false
	}
	if e.Value == nil {
		return e.Const, true
	}
	most := int64(0)
	for _, leaf := range r.Leaves(e.Value) {
		list, ok := leaf.(*ssa.Slice)
		if !ok {
			return 0, false
		}
		array, ok := ctxtype.Deref(list.X.Type()).Underlying().(*types.Array)
		if !ok {
			return 0, false
		}
		most = max(most, array.Len())
	}
	return most + e.Const, true
}

// countsUp reports whether v is a counter of l: it starts at a constant that
// is not negative, or at the -1 of a range loop, and something is added to it
// in each round.
func countsUp(l *flow.Loop, v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Phi:
		up := false
		for i, e := range v.Edges {
			if !l.Contains(v.Block().Preds[i]) {
				c, ok := e.(*ssa.Const)
				if !ok || c.Value == nil || c.Value.Kind() != constant.Int || c.Int64() < -1 {
					return false
				}
				continue
			}
			b, ok := e.(*ssa.BinOp)
			up = ok && b.Op == token.ADD && b.X == ssa.Value(v)
		}
		return up
	case *ssa.BinOp: // a range loop tests behind the addition
		return v.Op == token.ADD && countsUp(l, v.X)
	case *ssa.UnOp: // a variable that a literal captures
		_, ok := v.X.(*ssa.Alloc)
		return ok && v.Op == token.MUL
	}
	return false
}

// invariant reports whether v is computed outside l.
func invariant(l *flow.Loop, v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Const, *ssa.Parameter, *ssa.Global, *ssa.FreeVar:
		return true
	case *ssa.UnOp:
		if v.Op == token.MUL { // a variable or field that is loaded in each round
			return invariant(l, v.X)
		}
	case *ssa.FieldAddr:
		return invariant(l, v.X)
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && (b.Name() == "len" || b.Name() == "cap") {
			return invariant(l, v.Call.Args[0])
		}
	}
	instr, ok := v.(ssa.Instruction)
	return ok && !l.Contains(instr.Block())
}

// extentOf returns v as an extent.
func extentOf(v ssa.Value) Extent {
	switch x := v.(type) {
	case *ssa.Const:
		if x.Value != nil && x.Value.Kind() == constant.Int {
			return Extent{Const: x.Int64()}
		}
	case *ssa.Call:
		if b, ok := x.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
			return Extent{Value: x.Call.Args[0], Len: true}
		}
	case *ssa.BinOp:
		if x.Op == token.ADD || x.Op == token.SUB {
			if c, ok := x.Y.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.Int {
				e := extentOf(x.X)
				if x.Op == token.SUB {
					e.Const -= c.Int64()
				} else {
					e.Const += c.Int64()
				}
				return e
			}
		}
	case *ssa.Convert:
		return extentOf(x.X)
	}
	return Extent{Value: v}
}

// AtMost reports whether e is certainly no more than f.
func (r *Result) AtMost(e, f Extent) bool {
	if e.Const > f.Const {
		return false
	}
	if e.Value == nil {
		return f.Value == nil || f.Const >= e.Const && f.Len // a length is not negative
	}
	return f.Value != nil && e.Len == f.Len && r.sameValue(e.Value, f.Value, 0)
}

// sameValue reports whether two values are the same, as far as nothing is
// stored between their computations.
func (r *Result) sameValue(a, b ssa.Value, depth int) bool {
	if a == b {
		return true
	}
	if depth > 5 {
		return false
	}
	a, b = r.settled(a), r.settled(b)
	if a == b {
		return true
	}
	switch a := a.(type) {
	case *ssa.UnOp:
		b, ok := b.(*ssa.UnOp)
		return ok && a.Op == b.Op && r.sameValue(a.X, b.X, depth+1)
	case *ssa.FieldAddr:
		b, ok := b.(*ssa.FieldAddr)
		return ok && a.Field == b.Field && r.sameValue(a.X, b.X, depth+1)
	case *ssa.Field:
		b, ok := b.(*ssa.Field)
		return ok && a.Field == b.Field && r.sameValue(a.X, b.X, depth+1)
	case *ssa.Call:
		b, ok := b.(*ssa.Call)
		if !ok || len(a.Call.Args) == 0 || len(a.Call.Args) != len(b.Call.Args) {
			return false
		}
		x, ok := a.Call.Value.(*ssa.Builtin)
		y, ok2 := b.Call.Value.(*ssa.Builtin)
		return ok && ok2 && x.Name() == y.Name() && r.sameValue(a.Call.Args[0], b.Call.Args[0], depth+1)
	case *ssa.Const:
		b, ok := b.(*ssa.Const)
		return ok && a.Value != nil && b.Value != nil && constant.Compare(a.Value, token.EQL, b.Value)
	case *ssa.BinOp:
		b, ok := b.(*ssa.BinOp)
		return ok && a.Op == b.Op && r.sameValue(a.X, b.X, depth+1) && r.sameValue(a.Y, b.Y, depth+1)
	case *ssa.Convert:
		return r.sameValue(a.X, b, depth+1)
	}
	if c, ok := b.(*ssa.Convert); ok {
		return r.sameValue(a, c.X, depth+1)
	}
	return false
}

// settled returns what a variable that is set once holds, and the value that
// a free variable or a parameter with one caller has; else v.
func (r *Result) settled(v ssa.Value) ssa.Value {
	for range 4 {
		switch x := v.(type) {
		case *ssa.UnOp:
			cell := r.CellOf(x.X)
			if x.Op != token.MUL || cell == nil || cell.Escapes || len(cell.Stores) != 1 {
				return v
			}
			v = cell.Stores[0].Val
		case *ssa.Parameter:
			sites, all := r.CallSites(x.Parent())
			if i := paramIndex(x); all && len(sites) == 1 && i < len(Args(sites[0].Common())) {
				v = Args(sites[0].Common())[i]
				continue
			}
			return v
		default:
			return v
		}
	}
	return v
}
