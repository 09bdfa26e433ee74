package summary

import (
	"go/token"
	"go/types"
	"reflect"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
)

// A holder is what the package does with a field or a package variable of its
// own that can hold a context.
type holder struct {
	stored bool // something else than nil is stored outside of tests
	inTest bool // … in tests
	tested bool // its value is compared with nil
	lost   bool // its address or its struct goes where stores cannot be seen
}

// holders are the holders of a package, collected when first asked for.
type holders struct {
	once sync.Once
	of   map[*types.Var]*holder
	can  map[types.Type]bool // by type: canHold
}

// neverStored reports whether nothing but nil is ever stored in v, an
// unexported field or package variable of this package, as the file of pos
// sees it: what tests store does not count in other files.
func (r *Result) neverStored(v *types.Var, pos token.Pos) bool {
	if v == nil || v.Pkg() != r.Pass.Pkg || len(r.Pass.TypeErrors) > 0 {
		return false // what is not well typed is not seen
	}
	if v.Exported() && r.Pass.Pkg.Name() != "main" {
		return false
	}
	h := r.holders().of[v]
	return h != nil && !h.stored && !h.lost && (!h.inTest || !r.Index.Test(pos))
}

// testedForNil reports whether the package compares what is in v with nil.
func (r *Result) testedForNil(v *types.Var) bool {
	h := r.holders().of[v]
	return h != nil && h.tested
}

func (r *Result) holders() *holders {
	x := &r.held
	x.once.Do(func() {
		x.of = make(map[*types.Var]*holder)
		x.can = make(map[types.Type]bool)
		if r.Program == nil {
			return
		}
		if init := r.Program.Package.Func("init"); init != nil {
			r.collectHolders(init) // initializers of package variables
		}
		for _, fn := range r.Program.Funcs {
			r.collectHolders(fn)
		}
	})
	return x
}

// get returns the holder of v, or nil if v is of a type that cannot hold a
// context.
func (x *holders) get(v *types.Var) *holder {
	if v == nil || !x.canHold(v.Type()) {
		return nil
	}
	h := x.of[v]
	if h == nil {
		h = new(holder)
		x.of[v] = h
	}
	return h
}

// canHold reports whether a variable of type t holds a context that can be
// nil: an interface, or a pointer that is used as one.
func (x *holders) canHold(t types.Type) bool {
	can, known := x.can[t]
	if !known {
		can = isNilableContext(t)
		x.can[t] = can
	}
	return can
}

// isNilableContext reports whether t is a context type, or a pointer to a
// named type with the methods of one. A type parameter is not: its zero value
// is unknown.
func isNilableContext(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return false
	case *types.Pointer:
		_, named := types.Unalias(t.Elem()).(*types.Named)
		return named && ctxtype.Implements(t)
	default:
		return ctxtype.IsContext(t)
	}
}

func (r *Result) collectHolders(fn *ssa.Function) {
	x := &r.held
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.FieldAddr:
				if h := x.get(FieldOf(instr)); h != nil {
					h.lost = h.lost || !isNamed(ctxtype.Deref(instr.X.Type())) || fieldTag(instr) != ""
					for _, ref := range *instr.Referrers() {
						r.useHolder(h, instr, ref)
					}
				}
			case *ssa.Field:
				if h := x.get(FieldOf(instr)); h != nil {
					h.tested = h.tested || comparedWithNil(instr)
				}
			case *ssa.MakeInterface:
				// Behind an empty interface, reflection can do anything.
				if isPointer(instr.X.Type()) && instr.Type().Underlying().(*types.Interface).NumMethods() == 0 {
					x.lose(instr.X.Type())
				}
			case *ssa.ChangeType:
				x.lose(instr.X.Type())
				x.lose(instr.Type())
			case *ssa.Convert:
				x.lose(instr.X.Type())
				x.lose(instr.Type())
			}
			for _, op := range instr.Operands(nil) {
				if g, ok := (*op).(*ssa.Global); ok {
					v, _ := g.Object().(*types.Var)
					if h := x.get(v); h != nil {
						r.useHolder(h, g, instr)
					}
				}
			}
		}
	}
}

// useHolder records a use of the address of a holder.
func (r *Result) useHolder(h *holder, addr ssa.Value, use ssa.Instruction) {
	switch use := use.(type) {
	case *ssa.DebugRef:
	case *ssa.UnOp:
		h.tested = h.tested || comparedWithNil(use)
	case *ssa.Store:
		switch {
		case use.Val == addr:
			h.lost = true
		case flow.IsNil(use.Val):
		case r.Index.Test(position(use)):
			h.inTest = true
		default:
			h.stored = true
		}
	default:
		h.lost = true
	}
}

// lose records that the fields of the struct type t, or the one it points to,
// may be stored to in other ways than as fields of it.
func (x *holders) lose(t types.Type) {
	s, ok := ctxtype.Deref(t).Underlying().(*types.Struct)
	if !ok {
		return
	}
	for f := range s.Fields() {
		if h := x.get(f.Origin()); h != nil {
			h.lost = true
		}
	}
}

// position returns the position of instr, or if it has none that of the
// function it is in.
func position(instr ssa.Instruction) token.Pos {
	if pos := instr.Pos(); pos.IsValid() {
		return pos
	}
	if store, ok := instr.(*ssa.Store); ok {
		if g, ok := store.Addr.(*ssa.Global); ok {
			return g.Pos() // its initial value
		}
	}
	return instr.Parent().Pos()
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

func isNamed(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.Named)
	return ok
}

func fieldTag(v *ssa.FieldAddr) reflect.StructTag {
	s := ctxtype.Deref(v.X.Type()).Underlying().(*types.Struct)
	return reflect.StructTag(s.Tag(v.Field))
}

// comparedWithNil reports whether v is compared with nil somewhere.
func comparedWithNil(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.BinOp:
			if x, _ := NilComparison(ref); x != nil {
				return true
			}
		case *ssa.Phi:
			for _, ref := range *ref.Referrers() {
				if op, ok := ref.(*ssa.BinOp); ok {
					if x, _ := NilComparison(op); x != nil {
						return true
					}
				}
			}
		}
	}
	return false
}

// NilComparison returns what op compares with nil, and whether op holds if
// that is nil; no value if op is no such comparison.
func NilComparison(op *ssa.BinOp) (x ssa.Value, equal bool) {
	if op.Op != token.EQL && op.Op != token.NEQ {
		return nil, false
	}
	switch {
	case flow.IsNil(op.Y):
		return op.X, op.Op == token.EQL
	case flow.IsNil(op.X):
		return op.Y, op.Op == token.EQL
	}
	return nil, false
}
