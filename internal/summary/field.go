package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
)

// A Variable is a struct field or package variable, with what this package
// does with it. Uses in test files are counted apart: they never change a
// finding elsewhere.
type Variable struct {
	Stores, TestStores int  // values put into it, not nil
	Uses, TestUses     int  // loads that are more than a comparison with nil
	Open               bool // its address goes where uses cannot be seen
	loads              []*ssa.UnOp
}

// CalledLate reports whether all uses of the variable with what is stored
// there are calls behind the end of the very context that a call of
// context.WithCancel made beside it: they cannot be what ends it.
func (r *Result) CalledLate(u Variable, store *ssa.Store) bool {
	stop, ok := store.Val.(*ssa.Extract)
	if !ok || len(u.loads) == 0 || len(u.loads) != u.Uses {
		return false
	}
	made, ok := stop.Tuple.(*ssa.Call)
	if !ok {
		return false
	}
	if obj := Callee(&made.Call); obj == nil || !ctxtype.IsFunc(obj, "context", "WithCancel", "WithCancelCause") {
		return false
	}
	late := func(call ssa.Instruction) bool {
		return slices.ContainsFunc(r.DoneAt(call), func(ctx ssa.Value) bool {
			call, result := ResultOf(r.settled(ctx))
			return call == made && result == 0
		})
	}
	return !slices.ContainsFunc(u.loads, func(load *ssa.UnOp) bool {
		return slices.ContainsFunc(*load.Referrers(), func(ref ssa.Instruction) bool {
			switch ref := ref.(type) {
			case *ssa.DebugRef:
				return false
			case *ssa.Call:
				return ref.Call.Value != ssa.Value(load) || !late(ref)
			}
			return true
		})
	})
}

// Closed reports whether all uses of v can be in this package only: it is not
// exported, and belongs to this package.
func (r *Result) Closed(v *types.Var) bool {
	return v != nil && !v.Exported() && v.Pkg() == r.Pass.Pkg
}

// Variable returns what this package does with a field or package variable.
func (r *Result) Variable(v *types.Var) Variable {
	r.variablesOnce.Do(r.collectVariables)
	if u := r.variables[v.Origin()]; u != nil {
		return *u
	}
	return Variable{}
}

// VariableOf returns the field or package variable that addr is the address
// of, or nil.
func VariableOf(addr ssa.Value) *types.Var {
	if g, ok := addr.(*ssa.Global); ok {
		v, _ := g.Object().(*types.Var)
		return v
	}
	return FieldOf(addr)
}

func (r *Result) collectVariables() {
	r.variables = make(map[*types.Var]*Variable)
	if r.Program == nil {
		return
	}
	fns := r.Program.Funcs
	if init := r.Program.Package.Func("init"); init != nil {
		fns = append(slices.Clip(fns), init)
	}
	for _, fn := range fns {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				r.collectVariable(instr)
			}
		}
	}
}

func (r *Result) variable(v *types.Var) *Variable {
	u := r.variables[v]
	if u == nil {
		u = new(Variable)
		r.variables[v] = u
	}
	return u
}

func (r *Result) collectVariable(instr ssa.Instruction) {
	if f, ok := instr.(*ssa.Field); ok {
		if v := FieldOf(f); v != nil && !onlyMentioned(f) {
			r.count(v, f, false)
		}
		return
	}
	for _, op := range instr.Operands(nil) {
		var v *types.Var
		switch addr := (*op).(type) {
		case *ssa.FieldAddr, *ssa.Global:
			v = VariableOf(addr)
		}
		if v == nil || v.Pkg() != r.Pass.Pkg {
			continue
		}
		switch instr := instr.(type) {
		case *ssa.Store:
			if instr.Addr == *op {
				if !flow.IsNil(instr.Val) {
					r.count(v, instr, true)
				}
			} else {
				r.variable(v).Open = true
			}
		case *ssa.UnOp:
			if instr.Op == token.MUL && !onlyMentioned(instr) {
				r.count(v, instr, false)
			}
		case *ssa.DebugRef:
		case *ssa.FieldAddr, *ssa.IndexAddr: // a part of it
			r.count(v, instr, false)
			r.count(v, instr, true)
		default:
			r.variable(v).Open = true
		}
	}
}

func (r *Result) count(v *types.Var, at ssa.Instruction, store bool) {
	u := r.variable(v)
	test := r.Index.Test(at.Parent().Pos())
	switch {
	case store && test:
		u.TestStores++
	case store:
		u.Stores++
	case test:
		u.TestUses++
	default:
		u.Uses++
		if load, ok := at.(*ssa.UnOp); ok {
			u.loads = append(u.loads, load)
		}
	}
}

// onlyMentioned reports whether v is used for nothing but comparisons with
// nil.
func onlyMentioned(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.BinOp:
			if !flow.IsNil(ref.X) && !flow.IsNil(ref.Y) {
				return false
			}
		default:
			return false
		}
	}
	return true
}
