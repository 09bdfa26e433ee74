package summary

import (
	"go/token"
	"go/types"
	"slices"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
)

// IsFlag reports whether a condition that may end the loop l (nil for a whole
// function) asks for something that only others set: a bool or a state in a
// variable or field that is stored to elsewhere and not in the loop.
func (r *Result) IsFlag(cond ssa.Value, l *flow.Loop) bool {
	addr := r.flagAddr(cond, 0)
	if addr == nil {
		return false
	}
	elsewhere := false
	for _, s := range r.setters(addr) {
		if l == nil || s.Parent() != l.Header.Parent() {
			elsewhere = true
		} else if l.Contains(s.Block()) {
			return false
		}
	}
	return elsewhere
}

// IsDoneFlag reports whether a condition asks for what is set when a context
// tied to govs is over.
func (r *Result) IsDoneFlag(cond ssa.Value, govs []Governor) bool {
	addr := r.flagAddr(cond, 0)
	return addr != nil && slices.ContainsFunc(r.setters(addr), func(s ssa.Instruction) bool {
		return slices.ContainsFunc(r.DoneAt(s), func(ctx ssa.Value) bool {
			return ctx == nil || r.BondOf(ctx, govs) != Unbound
		})
	})
}

// flagAddr returns the address of the variable or field that a condition
// asks for, itself, by package sync/atomic or by a method that does no more;
// nil if the condition is about something else.
func (r *Result) flagAddr(cond ssa.Value, depth int) ssa.Value {
	if depth > 3 {
		return nil
	}
	switch c := cond.(type) {
	case *ssa.UnOp:
		switch {
		case c.Op == token.NOT:
			return r.flagAddr(c.X, depth+1)
		case c.Op == token.MUL && (FieldOf(c.X) != nil || isGlobal(c.X) || r.shared(c.X)):
			return c.X
		}
	case *ssa.BinOp:
		if _, ok := c.Y.(*ssa.Const); ok && (c.Op == token.EQL || c.Op == token.NEQ) && !isNilConst(c.Y) {
			return r.flagAddr(c.X, depth+1)
		}
	case *ssa.Call:
		obj := Callee(&c.Call)
		if obj == nil {
			return nil
		}
		if ctxtype.Path(obj.Pkg()) == "sync/atomic" {
			return Args(&c.Call)[0]
		}
		fns, complete := r.Callees(&c.Call)
		if !complete || len(fns) != 1 || !r.hasBody(fns[0]) || !ctxtype.IsBool(c.Type()) {
			return nil
		}
		fn := Declared(fns[0])
		if len(r.Ops(fn)) > 0 {
			return nil
		}
		for _, b := range fn.Blocks {
			if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && len(ret.Results) == 1 {
				return r.flagAddr(Latest(ret.Results[0]), depth+1)
			}
		}
	}
	return nil
}

func isGlobal(v ssa.Value) bool {
	_, ok := v.(*ssa.Global)
	return ok
}

// shared reports whether addr is a variable that literals capture.
func (r *Result) shared(addr ssa.Value) bool {
	cell := r.CellOf(addr)
	return cell != nil && slices.ContainsFunc(cell.Stores, func(s *ssa.Store) bool { return s.Parent() != cell.Alloc.Parent() })
}

// setters returns the instructions of the package that may change the
// variable or field at addr, but for those that set it up.
func (r *Result) setters(addr ssa.Value) []ssa.Instruction {
	r.sets.once.Do(r.indexSets)
	return r.sets.of[r.changeable(addr)]
}

// sets are the instructions of a package that change variables and fields, by
// [Result.changeable], collected when first asked for.
type sets struct {
	once sync.Once
	of   map[any][]ssa.Instruction
}

// changeable returns what is at addr: a field, whatever struct it is in, a
// variable, or, if neither is known, addr.
func (r *Result) changeable(addr ssa.Value) any {
	if f := FieldOf(addr); f != nil {
		return f
	}
	if cell := r.CellOf(addr); cell != nil {
		return cell.Alloc
	}
	return addr
}

func (r *Result) indexSets() {
	r.sets.of = make(map[any][]ssa.Instruction)
	add := func(addr ssa.Value, instr ssa.Instruction) {
		k := r.changeable(addr)
		r.sets.of[k] = append(r.sets.of[k], instr)
	}
	for _, fn := range r.Program.Funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case *ssa.Store:
					if !isSetUp(instr) {
						add(instr.Addr, instr)
					}
				case ssa.CallInstruction:
					call := instr.Common()
					if obj := Callee(call); obj != nil && ctxtype.Path(obj.Pkg()) == "sync/atomic" && len(call.Args) > 1 {
						add(call.Args[0], instr)
					}
				}
			}
		}
	}
}

// isSetUp reports whether a store initialises a variable, or a field of a
// struct that its function makes.
func isSetUp(s *ssa.Store) bool {
	switch addr := s.Addr.(type) {
	case *ssa.Alloc:
		return true
	case *ssa.FieldAddr:
		_, ok := addr.X.(*ssa.Alloc)
		return ok
	}
	return false
}

// EndsByClose reports whether op ends when its channel is closed, and its code
// asks for that.
func (r *Result) EndsByClose(op Op) bool {
	if op.Kind == OpRange {
		return true
	}
	recv, ok := op.Instr.(*ssa.UnOp)
	if !ok || recv.Op != token.ARROW || !recv.CommaOk {
		return false
	}
	return slices.ContainsFunc(*recv.Referrers(), func(ref ssa.Instruction) bool {
		okay, isExtract := ref.(*ssa.Extract)
		return isExtract && okay.Index == 1
	})
}

// Closing says whether op, if it ends when its channel is closed, is ended by
// somebody who closes it, and else whether somebody may do so unseen, or on
// some paths only.
func (r *Result) Closing(op Op) (closed, doubt bool) {
	if !r.EndsByClose(op) {
		return false, false
	}
	param := fromParameter(r, op.Chan)
	for _, c := range r.Channels(op.Chan) {
		others := r.closedElsewhere(c, op.Instr)
		switch {
		case c.Kind != ChanMade && c.Kind != ChanUnset:
			doubt = true
		case c.Leaves && r.mayBeClosed(c.Elem, r.Index.Test(op.Pos)), others && (param || inMemory(op.Chan)):
			closed = true
		case others:
			doubt = true // a local channel that is not closed on every path
		}
	}
	return closed, doubt || param
}

// closedElsewhere reports whether c is closed in another function than that
// of the instruction at.
func (r *Result) closedElsewhere(c *Channel, at ssa.Instruction) bool {
	here := r.home(at.Parent())
	if slices.ContainsFunc(c.Closes, func(instr ssa.CallInstruction) bool { return r.home(instr.Parent()) != here }) {
		return true
	}
	return slices.ContainsFunc(c.Passed, r.closesParam)
}

// inMemory reports whether the channel ch is loaded from a field or a package
// variable.
func inMemory(ch ssa.Value) bool {
	if _, ok := ch.(*ssa.Field); ok {
		return true
	}
	load, ok := ch.(*ssa.UnOp)
	return ok && (FieldOf(load.X) != nil || isGlobal(load.X))
}

// fromParameter reports whether the channel ch is a parameter, perhaps of a
// function around a literal.
func fromParameter(r *Result, ch ssa.Value) bool {
	switch v := ch.(type) {
	case *ssa.Parameter:
		return true
	case *ssa.ChangeType:
		return fromParameter(r, v.X)
	case *ssa.UnOp:
		cell := r.CellOf(v.X)
		return cell != nil && isParam(cell)
	}
	return false
}

// IsPoll reports whether call asks whether a context tied to govs is over.
func (r *Result) IsPoll(call *ssa.CallCommon, govs []Governor) bool {
	return isErr(call) && r.BondOf(Args(call)[0], govs) != Unbound
}

// EndsItself reports whether call, which is given no context, fails when a
// context tied to govs is over: it is a method of something that a call
// returned that had the context, like an iterator or a stream, and it returns
// something by which to tell.
func (r *Result) EndsItself(call *ssa.CallCommon, govs []Governor) bool {
	obj := Callee(call)
	if obj == nil || obj.Signature().Recv() == nil {
		return false
	}
	results := obj.Signature().Results()
	if results.Len() == 0 {
		return false
	}
	last := results.At(results.Len() - 1).Type()
	return (ctxtype.IsError(last) || ctxtype.IsBool(last)) && !r.hasBodyOf(obj) && r.givenContext(Args(call)[0], govs)
}

// hasBodyOf reports whether obj is a function of this package.
func (r *Result) hasBodyOf(obj *types.Func) bool {
	fn := r.Program.Package.Prog.FuncValue(obj)
	return fn != nil && r.hasBody(fn)
}
