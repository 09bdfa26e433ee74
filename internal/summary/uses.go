package summary

import (
	"go/types"
	"slices"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// A UseKind says what is done with a function value.
type UseKind int

const (
	UsedOther UseKind = iota // stored, returned, compared: it may run at any time or never
	UsedCall                 // called
	UsedGo                   // started by a go statement
	UsedDefer                // deferred
	UsedArg                  // handed to a function; Arg says as which argument
)

// A Use is a place where a function is used.
type Use struct {
	Kind  UseKind
	Instr ssa.Instruction
	Arg   int // for UsedArg: counted as in a [Func], a receiver is number 0
}

// Call returns the call of a use that has one, else nil.
func (u Use) Call() *ssa.CallCommon {
	if call, ok := u.Instr.(ssa.CallInstruction); ok {
		return call.Common()
	}
	return nil
}

// An index says where in the package functions and fields are used. It is
// built when the first question is asked.
type index struct {
	once    sync.Once
	calls   map[*ssa.Function][]ssa.CallInstruction // by callee; calls through interfaces included if resolved
	values  map[*ssa.Function][]ssa.Value           // function values made of a declared function
	invoked map[string]bool                         // methods called through interfaces that are not resolved
	stores  map[*types.Var][]*ssa.Store             // what is stored in fields that hold channels or contexts
	globals map[*ssa.Global][]*ssa.Store            // and in package variables
}

func (r *Result) index() *index {
	x := &r.uses
	x.once.Do(func() {
		x.calls = make(map[*ssa.Function][]ssa.CallInstruction)
		x.values = make(map[*ssa.Function][]ssa.Value)
		x.invoked = make(map[string]bool)
		x.stores = make(map[*types.Var][]*ssa.Store)
		x.globals = make(map[*ssa.Global][]*ssa.Store)
		if r.Program == nil {
			return
		}
		if init := r.Program.Package.Func("init"); init != nil {
			r.indexUses(x, init) // initializers of package variables
		}
		for _, fn := range r.Program.Funcs {
			r.indexUses(x, fn)
		}
	})
	return x
}

func (r *Result) indexUses(x *index, fn *ssa.Function) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			var called ssa.Value
			switch instr := instr.(type) {
			case ssa.CallInstruction:
				call := instr.Common()
				fns, complete := r.Callees(call)
				for _, callee := range fns {
					callee = Declared(callee)
					x.calls[callee] = append(x.calls[callee], instr)
				}
				if call.IsInvoke() && !complete {
					x.invoked[call.Method.Name()] = true
				}
				called = call.Value
			case *ssa.Store:
				switch addr := instr.Addr.(type) {
				case *ssa.FieldAddr:
					if f := FieldOf(addr); f != nil && tracked(f.Type()) {
						x.stores[f] = append(x.stores[f], instr)
					}
				case *ssa.Global:
					x.globals[addr] = append(x.globals[addr], instr)
				}
			case *ssa.MakeClosure:
				if bound := Declared(instr.Fn.(*ssa.Function)); bound != instr.Fn {
					x.values[bound] = append(x.values[bound], instr)
				}
				continue
			case *ssa.DebugRef:
				continue
			}
			for _, op := range instr.Operands(nil) {
				if f, ok := (*op).(*ssa.Function); ok && *op != called && f.Parent() == nil {
					f = Declared(f)
					x.values[f] = append(x.values[f], f)
				}
			}
		}
	}
}

// tracked reports whether the stores to fields of type t are kept.
func tracked(t types.Type) bool {
	if _, ok := t.Underlying().(*types.Chan); ok {
		return true
	}
	return ctxtype.IsContext(t)
}

// Declared returns the declared function or literal behind fn: the generic
// function of an instance, the method of a method value.
func Declared(fn *ssa.Function) *ssa.Function {
	fn = origin(fn)
	if fn.Synthetic != "" && fn.Parent() == nil {
		if obj, ok := fn.Object().(*types.Func); ok {
			if d := fn.Prog.FuncValue(obj.Origin()); d != nil {
				return d
			}
		}
	}
	return fn
}

// FieldOf returns the field that a *ssa.FieldAddr or *ssa.Field selects, the
// one of the generic type if there is one; nil for any other value.
func FieldOf(v ssa.Value) *types.Var {
	var t types.Type
	var i int
	switch v := v.(type) {
	case *ssa.FieldAddr:
		t, i = ctxtype.Deref(v.X.Type()), v.Field
	case *ssa.Field:
		t, i = v.X.Type(), v.Field
	default:
		return nil
	}
	if s, ok := t.Underlying().(*types.Struct); ok && i < s.NumFields() {
		return s.Field(i).Origin()
	}
	return nil
}

// Uses returns what the package does with fn, a literal or a declared
// function, looking through variables that do not escape.
func (r *Result) Uses(fn *ssa.Function) []Use {
	fn = Declared(fn)
	var uses []Use
	seen := make(map[ssa.Value]bool)
	var follow func(v ssa.Value)
	follow = func(v ssa.Value) {
		if seen[v] {
			return
		}
		seen[v] = true
		refs := v.Referrers()
		if refs == nil {
			return
		}
		for _, ref := range *refs {
			switch ref := ref.(type) {
			case *ssa.DebugRef:
			case *ssa.MakeClosure:
				if ref.Fn == v {
					follow(ref) // the literal with what it captures
				} else {
					uses = append(uses, Use{Instr: ref})
				}
			case *ssa.ChangeType:
				follow(ref)
			case *ssa.Phi:
				follow(ref)
			case ssa.CallInstruction:
				uses = append(uses, callUses(ref, v)...)
			case *ssa.Store:
				cell := r.CellOf(ref.Addr)
				if cell == nil || cell.Escapes || ref.Val != v {
					uses = append(uses, Use{Instr: ref})
					continue
				}
				for _, load := range cell.Loads {
					follow(load)
				}
			default:
				uses = append(uses, Use{Instr: ref})
			}
		}
	}
	if fn.Parent() != nil {
		follow(fn)
		return uses
	}
	x := r.index()
	for _, call := range x.calls[fn] {
		uses = append(uses, Use{Kind: callKind(call), Instr: call})
	}
	for _, v := range x.values[fn] {
		if v == ssa.Value(fn) {
			uses = append(uses, Use{})
		} else {
			follow(v)
		}
	}
	return uses
}

// callUses returns the uses of v in a call: as the function, as arguments.
func callUses(instr ssa.CallInstruction, v ssa.Value) []Use {
	var uses []Use
	call := instr.Common()
	if call.Value == v && !call.IsInvoke() {
		uses = append(uses, Use{Kind: callKind(instr), Instr: instr})
	}
	for i, a := range Args(call) {
		if a == v && (i > 0 || !call.IsInvoke()) {
			uses = append(uses, Use{Kind: UsedArg, Instr: instr, Arg: i})
		}
	}
	return uses
}

func callKind(instr ssa.CallInstruction) UseKind {
	switch instr.(type) {
	case *ssa.Go:
		return UsedGo
	case *ssa.Defer:
		return UsedDefer
	}
	return UsedCall
}

// CallSites returns the calls of fn in the package, those by go and defer
// included, and whether there can be no other.
func (r *Result) CallSites(fn *ssa.Function) (sites []ssa.CallInstruction, all bool) {
	fn = Declared(fn)
	if fn.Parent() != nil {
		all = true
		for _, u := range r.Uses(fn) {
			if u.Kind == UsedOther || u.Kind == UsedArg {
				all = false
				continue
			}
			sites = append(sites, u.Instr.(ssa.CallInstruction))
		}
		return sites, all
	}
	x := r.index()
	sites = x.calls[fn]
	obj, ok := fn.Object().(*types.Func)
	if !ok || obj.Exported() || len(x.values[fn]) > 0 {
		return sites, false
	}
	if fn.Signature.Recv() != nil && x.invoked[fn.Name()] {
		return sites, false
	}
	return sites, true
}

// Runs says when a literal runs, seen from the function around it.
type Runs int

const (
	RunsUnknown  Runs = iota // it goes to code that cannot be seen
	RunsInline               // called by the function itself
	RunsBeside               // in a goroutine that the function starts
	RunsDeferred             // when the function ends
)

// How returns how the literal fn runs as part of the function around it, and
// unknown unless all its uses agree that it does.
func (r *Result) How(fn *ssa.Function) Runs {
	how := RunsUnknown
	for i, u := range r.Uses(fn) {
		this := r.runs(u)
		if i > 0 && this != how {
			if this == RunsUnknown || how == RunsUnknown {
				return RunsUnknown
			}
			this = max(this, how)
			if this == RunsDeferred {
				this = RunsInline // not only deferred
			}
		}
		how = this
	}
	return how
}

// runs returns how a function runs by one use of it.
func (r *Result) runs(u Use) Runs {
	switch u.Kind {
	case UsedCall:
		return RunsInline
	case UsedGo:
		return RunsBeside
	case UsedDefer:
		return RunsDeferred
	case UsedArg:
		obj := Callee(u.Call())
		if IsSpawn(obj) {
			return RunsBeside
		}
		_, called := r.CallsArg(u.Call(), u.Arg)
		if !called && (obj == nil || !ctxtype.IsMethod(obj, "sync", "Once", "Do")) {
			if defersResult(u.Instr) {
				return RunsDeferred
			}
			return RunsUnknown
		}
		switch u.Instr.(type) {
		case *ssa.Go:
			return RunsBeside
		case *ssa.Defer:
			return RunsDeferred
		}
		return RunsInline
	}
	return RunsUnknown
}

// defersResult reports whether instr is a call that returns a function which is
// only deferred, as in `defer onError(&err, func() { … })()`.
func defersResult(instr ssa.Instruction) bool {
	call, ok := instr.(*ssa.Call)
	deferred := false
	return ok && !slices.ContainsFunc(*call.Referrers(), func(ref ssa.Instruction) bool {
		d, ok := ref.(*ssa.Defer)
		deferred = deferred || ok && d.Call.Value == call
		return !ok || d.Call.Value != call
	}) && deferred
}

// IsSpawn reports whether fn is a method that runs the function it is given in
// a goroutine for which somebody waits, like those of errgroup.
func IsSpawn(fn *types.Func) bool { return knowledge.Spawns(fn) }

// Deferred reports whether the instructions of fn run only when a function
// ends: fn is a literal or an unexported function that is only ever deferred,
// or a literal in such a function.
func (r *Result) Deferred(fn *ssa.Function) bool {
	for range 4 {
		uses := r.Uses(fn)
		if len(uses) > 0 && !slices.ContainsFunc(uses, func(u Use) bool { return r.runs(u) != RunsDeferred }) {
			return fn.Parent() != nil || !exported(fn)
		}
		if fn = fn.Parent(); fn == nil {
			return false
		}
	}
	return false
}

func exported(fn *ssa.Function) bool {
	obj := fn.Object()
	return obj != nil && obj.Exported()
}

// StoredElsewhere reports whether functions other than fn, and those around
// it, may store to the variable or field at addr. What stores to a variable of
// its own, or to a struct that it has made, stores to no old one.
func (r *Result) StoredElsewhere(addr ssa.Value, fn *ssa.Function) bool {
	var stores []*ssa.Store
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		if root, direct := rootOf(a); direct && isLocal(root) && onlyFields(root) {
			return false
		}
		f := FieldOf(a)
		if f == nil || f.Exported() && r.Pass.Pkg.Name() != "main" && !isLocal(RootOf(a)) {
			return true
		}
		stores = r.index().stores[f]
	case *ssa.Global:
		if a.Object() == nil || a.Object().Exported() && r.Pass.Pkg.Name() != "main" {
			return true
		}
		stores = r.index().globals[a]
	default:
		cell := r.CellOf(addr)
		if cell == nil || cell.Escapes {
			return true
		}
		stores = cell.Stores
	}
	return slices.ContainsFunc(stores, func(s *ssa.Store) bool {
		root, isNew := rootOf(s.Addr)
		isNew = isNew && isLocal(root) && root != s.Addr
		return !isAround(statementOf(s.Parent()), fn) && s.Parent().Synthetic != "package initializer" && !isNew
	})
}

// statementOf returns fn, or, if it is the body of a range over a function, the
// function in which that statement stands, and which alone runs it.
func statementOf(fn *ssa.Function) *ssa.Function {
	for IsYield(fn) && fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

// isAround reports whether fn is outer or a literal in it.
func isAround(outer, fn *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		if fn == outer {
			return true
		}
	}
	return false
}
