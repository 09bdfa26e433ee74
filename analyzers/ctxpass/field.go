package ctxpass

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// field judges the contexts that fn takes from elsewhere although it has one
// of its own: from fields, package variables and functions that give it
// without being asked anything.
func (c *checker) field(fn *ssa.Function, s *scope) {
	if s == nil || s.kind != parameter {
		return
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			v, name := c.elsewhere(instr)
			if v == nil {
				continue
			}
			call := c.firstPass(v)
			if call == nil {
				continue
			}
			pos, end := c.rangeOf(call.Common())
			if clause := c.fieldOnPurpose(s, v, call); clause != "" {
				c.Silent("field", pos, clause)
				continue
			}
			c.Report(report.Finding{
				Rule: "field",
				Pos:  pos,
				End:  end,
				Message: fmt.Sprintf("%s is passed to %s although the parameter %s is in scope: pass %[3]s",
					name, calleeName(call.Common()), s.param.Object().Name()),
			})
		}
	}
}

// elsewhere returns the context that instr takes from a field, a package
// variable or a getter, and what to call it; nil if it does something else.
func (c *checker) elsewhere(instr ssa.Instruction) (ssa.Value, string) {
	v, ok := instr.(ssa.Value)
	if !ok || !ctxtype.IsContext(v.Type()) {
		return nil, ""
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		switch v.X.(type) {
		case *ssa.FieldAddr, *ssa.Global:
			return v, "the context " + summary.Name(v)
		}
	case *ssa.Field:
		return v, "the context " + summary.Name(v)
	case *ssa.Call:
		if obj := summary.Callee(&v.Call); isGlobalGetter(&v.Call) && !ctxtype.IsFresh(obj) && len(c.facts.MakesFresh(&v.Call)) == 0 {
			return v, "the context of " + describe(obj)
		}
	}
	return nil, ""
}

// isGlobalGetter reports whether a call is that of a function without
// parameters, or of a method of a package variable without others.
func isGlobalGetter(call *ssa.CallCommon) bool {
	obj := summary.Callee(call)
	if obj == nil {
		return false
	}
	switch args := summary.Args(call); {
	case len(args) == 0:
		return true
	case len(args) == 1 && obj.Signature().Recv() != nil:
		load, ok := args[0].(*ssa.UnOp)
		if !ok {
			return false
		}
		_, ok = load.X.(*ssa.Global)
		return ok
	}
	return false
}

// firstPass returns the first call that the context v is handed to, through
// variables but not derivations; nil if there is none, or on some path another
// context takes its place.
func (c *checker) firstPass(v ssa.Value) ssa.CallInstruction {
	var first ssa.CallInstruction
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value) bool
	visit = func(v ssa.Value) bool {
		if seen[v] || v.Referrers() == nil {
			return true
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.Phi:
				return false // chosen
			case *ssa.ChangeInterface:
				if !visit(ref) {
					return false
				}
			case *ssa.Store:
				cell := c.facts.CellOf(ref.Addr)
				if cell == nil || cell.Escapes || ref.Val != v {
					continue
				}
				if len(cell.Stores) > 1 {
					return false // chosen
				}
				for _, load := range cell.Loads {
					if !visit(load) {
						return false
					}
				}
			case ssa.CallInstruction:
				for _, a := range contextArgs(ref.Common()) {
					if a == v && (first == nil || ref.Common().Pos() < first.Common().Pos()) {
						first = ref
					}
				}
			}
		}
		return true
	}
	if !visit(v) {
		return nil
	}
	return first
}

// fieldOnPurpose returns why a call may be handed the context v from elsewhere,
// or "".
func (c *checker) fieldOnPurpose(s *scope, v ssa.Value, call ssa.CallInstruction) string {
	for _, a := range contextArgs(call.Common()) {
		if a != v && c.from(a, s) {
			return "the call is given the parameter too"
		}
	}
	obj := summary.Callee(call.Common())
	switch {
	case ctxtype.IsFunc(obj, "context", "AfterFunc"):
		return "it ties one context to the other"
	case obj != nil && c.detaches(obj):
		return obj.Name() + " detaches what it is given"
	case ctxtype.IsFunc(obj, "context", "WithoutCancel"):
		return "it is detached"
	}
	if d := c.distance(s, call); d.Detachment != summary.Attached {
		return d.Clause
	}
	field, base := fieldOf(v)
	if field == nil {
		return ""
	}
	switch {
	case c.storedFrom(s, field):
		return "the function stores its parameter there"
	case c.setsIn(base, field):
		return "the function makes what has the context, and gives it that"
	case c.madeWith(s, base):
		return "it is in what a call made that was given the parameter"
	}
	if c.isReceived(base) || c.isMessage(base.Type()) {
		return "it is the context of a message"
	}
	return ""
}

// fieldOf returns the field that v is loaded from and the struct it is in.
func fieldOf(v ssa.Value) (*types.Var, ssa.Value) {
	switch v := v.(type) {
	case *ssa.UnOp:
		if addr, ok := v.X.(*ssa.FieldAddr); ok {
			return summary.FieldOf(addr), addr.X
		}
	case *ssa.Field:
		return summary.FieldOf(v), v.X
	}
	return nil, nil
}

// storedFrom reports whether the function of s, or a literal in it, stores one
// of its parameters in the field.
func (c *checker) storedFrom(s *scope, field *types.Var) bool {
	var search func(fn *ssa.Function) bool
	search = func(fn *ssa.Function) bool {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				store, ok := instr.(*ssa.Store)
				if !ok {
					continue
				}
				if addr, ok := store.Addr.(*ssa.FieldAddr); ok && summary.FieldOf(addr) == field {
					for _, o := range c.facts.Origins(store.Val) {
						if o.Kind == summary.FromParam && o.Value.Parent() == s.fn {
							return true
						}
					}
				}
			}
		}
		return slices.ContainsFunc(fn.AnonFuncs, search)
	}
	return search(s.fn)
}

// setsIn reports whether base is certainly a struct that the function around
// makes, where it sets the field: what it makes may have a life of its own.
func (c *checker) setsIn(base ssa.Value, field *types.Var) bool {
	leaves := c.facts.Leaves(base)
	return len(leaves) > 0 && !slices.ContainsFunc(leaves, func(leaf ssa.Value) bool {
		made, ok := leaf.(*ssa.Alloc)
		return !ok || !slices.ContainsFunc(*made.Referrers(), func(ref ssa.Instruction) bool {
			addr, ok := ref.(*ssa.FieldAddr)
			return ok && summary.FieldOf(addr) == field && slices.ContainsFunc(*addr.Referrers(), func(ref ssa.Instruction) bool {
				store, ok := ref.(*ssa.Store)
				return ok && store.Addr == addr
			})
		})
	})
}

// madeWith reports whether v is, or is part of, what a call returned that was
// given the context of s, so that its own may be that one.
func (c *checker) madeWith(s *scope, v ssa.Value) bool {
	for {
		switch x := v.(type) {
		case *ssa.FieldAddr:
			v = x.X
			continue
		case *ssa.Field:
			v = x.X
			continue
		case *ssa.UnOp:
			if _, isField := x.X.(*ssa.FieldAddr); isField {
				v = x.X
				continue
			}
		}
		break
	}
	made := func(v ssa.Value) bool {
		call, _ := summary.ResultOf(v)
		return call != nil && slices.ContainsFunc(contextArgs(&call.Call), func(a ssa.Value) bool { return c.from(a, s) })
	}
	return slices.ContainsFunc(c.facts.Leaves(v), func(leaf ssa.Value) bool {
		if variable, ok := leaf.(*ssa.Alloc); ok { // of a struct, not a pointer
			return slices.ContainsFunc(c.facts.CellOf(variable).Stores, func(st *ssa.Store) bool { return made(st.Val) })
		}
		return made(leaf)
	})
}

// isReceived reports whether v was received from a channel or is an element
// of something.
func (c *checker) isReceived(v ssa.Value) bool {
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value) bool
	visit = func(v ssa.Value) bool {
		if seen[v] {
			return false
		}
		seen[v] = true
		switch v := v.(type) {
		case *ssa.Extract:
			switch t := v.Tuple.(type) {
			case *ssa.Select, *ssa.Next, *ssa.Lookup:
				return true
			case *ssa.UnOp:
				return t.Op == token.ARROW
			}
		case *ssa.UnOp:
			if v.Op == token.ARROW {
				return true
			}
			return visit(v.X)
		case *ssa.IndexAddr, *ssa.Lookup, *ssa.Index:
			return true
		case *ssa.Phi:
			if slices.ContainsFunc(v.Edges, visit) {
				return true
			}
		case *ssa.FieldAddr:
			return visit(v.X)
		case *ssa.Alloc:
			if cell := c.facts.CellOf(v); cell != nil {
				for _, st := range cell.Stores {
					if visit(st.Val) {
						return true
					}
				}
			}
		}
		return false
	}
	return visit(v)
}

// isMessage reports whether the package sends values of type t, or pointers
// to them, over channels.
func (c *checker) isMessage(t types.Type) bool {
	if c.messages == nil {
		c.messages = []types.Type{}
		for _, tv := range c.TypesInfo.Types {
			if ch, ok := tv.Type.(*types.Chan); ok {
				c.messages = append(c.messages, ctxtype.Deref(ch.Elem()))
			}
		}
	}
	return slices.ContainsFunc(c.messages, func(m types.Type) bool { return types.Identical(m, ctxtype.Deref(t)) })
}
