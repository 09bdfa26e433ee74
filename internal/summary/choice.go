package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// A Choice is what a condition decides: what happens on one side of it only,
// before the two sides meet again or the condition is asked anew.
type Choice struct {
	// Inert says that no instruction on one side alone does anything that
	// the program could notice: they compute, log, trace and count.
	Inert   bool
	Phis    []*ssa.Phi    // values for which it makes a difference which side was taken
	Returns []*ssa.Return // where one side alone leaves the function
}

// Observes reports whether the condition decides about nothing but logs,
// traces and metrics.
func (c Choice) Observes() bool {
	if !c.Inert || len(c.Phis) > 0 {
		return false
	}
	for _, ret := range c.Returns {
		for i, v := range ret.Results {
			k, ok := v.(*ssa.Const)
			if v != c.Returns[0].Results[i] && (!ok || !sameConst(k, c.Returns[0].Results[i])) {
				return false
			}
		}
	}
	return true
}

// Choice returns what a condition decides.
func (r *Result) Choice(cond *ssa.If) Choice {
	b := cond.Block()
	g := r.Graph(b.Parent())
	again := func(x *ssa.BasicBlock) bool { return x == b }
	var sides [2][]bool
	for i, s := range b.Succs {
		sides[i] = g.Reachable(again, s)
	}
	alone := func(x *ssa.BasicBlock) bool { return sides[0][x.Index] != sides[1][x.Index] }

	c := Choice{Inert: true}
	if r.failsTest(g, sides[0], sides[1]) || r.failsTest(g, sides[1], sides[0]) {
		return c // whether a test goes on after it failed makes no difference
	}
	for _, x := range b.Parent().Blocks {
		switch {
		case alone(x):
			for _, instr := range g.Instrs(x) {
				if !r.inert(instr, alone) {
					c.Inert = false
				}
				if ret, ok := instr.(*ssa.Return); ok {
					c.Returns = append(c.Returns, ret)
				}
			}
		case sides[0][x.Index]:
			for _, instr := range x.Instrs {
				phi, ok := instr.(*ssa.Phi)
				if !ok {
					break
				}
				if r.chosen(phi, b, sides) {
					c.Phis = append(c.Phis, phi)
				}
			}
		}
	}
	return c
}

// failsTest reports whether the blocks of one side alone do nothing but to let
// a test fail.
func (r *Result) failsTest(g *flow.Graph, side, other []bool) bool {
	alone := func(x *ssa.BasicBlock) bool { return side[x.Index] && !other[x.Index] }
	fails := false
	for _, x := range g.Func.Blocks {
		if !alone(x) {
			continue
		}
		for _, instr := range g.Instrs(x) {
			if !r.inert(instr, alone) {
				return false
			}
			if call, ok := instr.(*ssa.Call); ok {
				obj := Callee(&call.Call)
				fails = fails || obj != nil && ctxtype.Path(obj.Pkg()) == "testing"
			}
		}
	}
	return fails
}

// chosen reports whether a phi where both sides of the condition at the end
// of b have met again depends on the side taken. A context or a logger that
// one side adorned, and a counter, make no difference.
func (r *Result) chosen(phi *ssa.Phi, b *ssa.BasicBlock, sides [2][]bool) bool {
	var values [2]ssa.Value
	differ := false
	for i, pred := range phi.Block().Preds {
		side := -1
		switch {
		case pred == b:
			side = slices.Index(b.Succs, phi.Block())
		case sides[0][pred.Index] && !sides[1][pred.Index]:
			side = 0
		case sides[1][pred.Index] && !sides[0][pred.Index]:
			side = 1
		}
		if side < 0 {
			continue
		}
		v := phi.Edges[i]
		if old := values[side]; old != nil && old != v {
			differ = true // chosen on that side alone
		}
		values[side] = v
	}
	if values[0] == nil || values[1] == nil || values[0] == values[1] && !differ {
		return false
	}
	if c, ok := values[0].(*ssa.Const); ok && sameConst(c, values[1]) && !differ {
		return false
	}
	if counts(values[0], values[1]) || counts(values[1], values[0]) {
		return false
	}
	return !adornment(phi.Type())
}

// counts reports whether v is old and something.
func counts(v, old ssa.Value) bool {
	op, ok := v.(*ssa.BinOp)
	return ok && op.Op == token.ADD && op.X == old && isBasic(op.Type(), types.IsNumeric)
}

// adornment reports whether a value of type t is a context or belongs to a
// package for logs, traces or metrics.
func adornment(t types.Type) bool {
	if ctxtype.IsContext(t) {
		return true
	}
	n, ok := types.Unalias(ctxtype.Deref(t)).(*types.Named)
	return ok && knowledge.IsObservability(n.Obj().Pkg())
}

// inert reports whether an instruction does nothing that the program could
// notice. The blocks for which local holds are the ones asked about.
func (r *Result) inert(instr ssa.Instruction, local func(*ssa.BasicBlock) bool) bool {
	switch i := instr.(type) {
	case *ssa.DebugRef, *ssa.Jump, *ssa.If, *ssa.Phi, *ssa.BinOp, *ssa.FieldAddr, *ssa.Field, *ssa.IndexAddr, *ssa.Index,
		*ssa.Lookup, *ssa.Extract, *ssa.MakeInterface, *ssa.ChangeType, *ssa.ChangeInterface, *ssa.Convert, *ssa.Slice,
		*ssa.TypeAssert, *ssa.MakeClosure, *ssa.MakeSlice, *ssa.MakeMap, *ssa.Alloc, *ssa.Range, *ssa.Next, *ssa.Return, *ssa.RunDefers:
		return true
	case *ssa.UnOp:
		return i.Op != token.ARROW
	case *ssa.Store:
		if add, ok := i.Val.(*ssa.BinOp); ok && add.Op == token.ADD {
			if load, ok := add.X.(*ssa.UnOp); ok && sameAddress(load.X, i.Addr) {
				return true // a counter
			}
		}
		alloc := root(i.Addr)
		return alloc != nil && local(alloc.Block()) // an argument list, a struct made here
	case *ssa.MapUpdate:
		add, ok := i.Value.(*ssa.BinOp)
		return ok && add.Op == token.ADD && lookupIn(add.X, i.Map) // a counter
	case *ssa.Call:
		return r.inertCall(&i.Call, i)
	case *ssa.Defer:
		return r.inertCall(&i.Call, nil)
	}
	return false
}

// sameAddress reports whether two addresses are those of the same place, as
// far as their form tells.
func sameAddress(x, y ssa.Value) bool {
	if x == y {
		return true
	}
	f, ok1 := x.(*ssa.FieldAddr)
	g, ok2 := y.(*ssa.FieldAddr)
	if !ok1 || !ok2 || f.Field != g.Field {
		return false
	}
	if sameAddress(f.X, g.X) {
		return true
	}
	l, ok1 := f.X.(*ssa.UnOp)
	m, ok2 := g.X.(*ssa.UnOp)
	return ok1 && ok2 && sameAddress(l.X, m.X)
}

func lookupIn(v, m ssa.Value) bool {
	l, ok := v.(*ssa.Lookup)
	return ok && l.X == m
}

// root returns the local variable that an address points into, or nil.
func root(addr ssa.Value) *ssa.Alloc {
	for {
		switch a := addr.(type) {
		case *ssa.Alloc:
			return a
		case *ssa.FieldAddr:
			addr = a.X
		case *ssa.IndexAddr:
			addr = a.X
		default:
			return nil
		}
	}
}

// inertCall reports whether a call does nothing that the program could
// notice: it logs, traces or counts, or it only computes something. That is
// believed of the functions that make texts and of a method without
// parameters, as loggers are given them; result is the value of the call.
func (r *Result) inertCall(call *ssa.CallCommon, result ssa.Value) bool {
	if b, ok := call.Value.(*ssa.Builtin); ok {
		switch b.Name() {
		case "append", "cap", "len", "max", "min", "print", "println":
			return true
		}
		return false
	}
	obj := Callee(call)
	if obj != nil {
		if knowledge.Observes(obj) {
			return true
		}
		switch ctxtype.Path(obj.Pkg()) {
		case "fmt":
			return obj.Signature().Results().Len() == 1 || r.printsToStandard(call)
		case "errors", "path", "path/filepath", "runtime", "runtime/debug", "strconv", "strings", "encoding/hex", "unicode/utf8",
			"github.com/pkg/errors", "google.golang.org/grpc/codes", "google.golang.org/grpc/status":
			return true
		case "time":
			return obj.Name() != "Sleep"
		}
		if obj.Signature().Recv() != nil && obj.Signature().Params().Len() == 0 && result != nil && used(result) {
			return true
		}
	}
	facts := r.valueFactsOf(call)
	for _, f := range facts {
		if !f.Observes {
			return false
		}
	}
	return len(facts) > 0
}

// printsToStandard reports whether a call of fmt.Fprint and its kin writes to
// the process's own output.
func (r *Result) printsToStandard(call *ssa.CallCommon) bool {
	if len(call.Args) == 0 {
		return false
	}
	load, ok := plain(call.Args[0]).(*ssa.UnOp)
	if !ok {
		return false
	}
	g, ok := load.X.(*ssa.Global)
	return ok && ctxtype.Path(g.Pkg.Pkg) == "os" && (g.Name() == "Stderr" || g.Name() == "Stdout")
}

// observesOnly reports whether all that fn does is to log, trace or count,
// and that it does so at least once.
func (r *Result) observesOnly(fn *ssa.Function) bool {
	if fn.Signature.Results().Len() > 0 {
		return false
	}
	observes := false
	everywhere := func(*ssa.BasicBlock) bool { return true }
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if !r.inert(instr, everywhere) {
				return false
			}
			if call, ok := instr.(*ssa.Call); ok {
				obj := Callee(&call.Call)
				observes = observes || obj != nil && knowledge.Observes(obj)
				for _, f := range r.valueFactsOf(&call.Call) {
					observes = observes || f.Observes
				}
			}
		}
	}
	return observes
}
