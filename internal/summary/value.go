package summary

import (
	"cmp"
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// Value is what a function does with the values that contexts carry.
type Value struct {
	Gets     []ValueRead  // results that come from ctx.Value
	Sets     []ValueStore // values it puts into a context
	Keys     []KeyUse     // parameters that it uses as keys
	Observes bool         // it only logs, traces or counts
}

// A ValueRead says that a result comes from the value that a context has for a key.
type ValueRead struct {
	Result int
	Kind   ReadKind
	Key    string // as [KeyName] names it, or "" if that is not known
}

// A ValueStore says that a value is put into a context.
type ValueStore struct {
	Param  int    // the parameter that is the value, or -1
	Result int    // the result that is the context, or -1
	Key    string // as [KeyName] names it, or "" if that is not known
}

// A KeyUse says that a parameter is used as a key.
type KeyUse struct {
	Param int
	Set   bool // to put a value into a context, not to look one up
}

func (v Value) words() []string {
	var words []string
	key := func(name string) string {
		if name == "" {
			return "?"
		}
		return name
	}
	for _, g := range v.Gets {
		words = append(words, fmt.Sprintf("gets(%d%s<-%s)", g.Result, [...]string{"", ":ok", ":field", ""}[g.Kind], key(g.Key)))
	}
	for _, s := range v.Sets {
		w := fmt.Sprintf("sets(%s", key(s.Key))
		if s.Param >= 0 {
			w += fmt.Sprintf("=%d", s.Param)
		}
		if s.Result >= 0 {
			w += fmt.Sprintf(" in %d", s.Result)
		}
		words = append(words, w+")")
	}
	for _, k := range v.Keys {
		words = append(words, fmt.Sprintf("%s(%d)", map[bool]string{true: "setkey", false: "getkey"}[k.Set], k.Param))
	}
	if v.Observes {
		words = append(words, "observes")
	}
	return words
}

// valueFacts finds out what fn does with values. The places where it touches
// a context are few; a function without any is left at once.
func valueFacts(r *Result, fn *ssa.Function, f *Func) {
	v := &f.Value
	v.Observes = r.observesOnly(fn)

	accesses := r.accessesWithin(fn)
	var returned map[*ssa.Call]int
	for _, a := range accesses {
		for _, o := range r.KeyOrigins(a.Key) {
			if i := paramOf(fn, o); i >= 0 && open(o.Type()) {
				v.Keys = append(v.Keys, KeyUse{i, a.Set})
			}
		}
		if a.Set {
			s := ValueStore{Param: paramOf(fn, plain(a.Value)), Result: -1, Key: a.KeyName}
			if call, ok := a.Call.(*ssa.Call); ok && call.Parent() == fn {
				if returned == nil {
					returned = r.resultsFrom(fn)
				}
				if i, ok := returned[call]; ok {
					s.Result = i
				}
			}
			v.Sets = append(v.Sets, s)
		}
	}
	reads := r.readsOf(fn)
	for i := range fn.Signature.Results().Len() {
		if read, ok := reads.result(fn, i); ok {
			v.Gets = append(v.Gets, ValueRead{i, read.Kind, read.Key})
		}
	}
	slices.SortFunc(v.Keys, func(a, b KeyUse) int {
		return cmp.Or(cmp.Compare(a.Param, b.Param), cmp.Compare(fmt.Sprint(a.Set), fmt.Sprint(b.Set)))
	})
	v.Keys = slices.Compact(v.Keys)
	slices.SortFunc(v.Sets, func(a, b ValueStore) int {
		return cmp.Or(cmp.Compare(a.Param, b.Param), cmp.Compare(a.Result, b.Result), cmp.Compare(a.Key, b.Key))
	})
	v.Sets = slices.Compact(v.Sets)
}

// open reports whether a parameter of type t takes values of any type.
func open(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && i.NumMethods() == 0
}

// paramOf returns the number of the parameter of fn that v is, or -1.
func paramOf(fn *ssa.Function, v ssa.Value) int {
	if p, ok := v.(*ssa.Parameter); ok && p.Parent() == fn {
		return paramIndex(p)
	}
	return -1
}

// plain returns v without the conversion to an interface.
func plain(v ssa.Value) ssa.Value {
	for {
		switch c := v.(type) {
		case *ssa.MakeInterface:
			v = c.X
		case *ssa.ChangeInterface:
			v = c.X
		case *ssa.ChangeType:
			if !types.IsInterface(c.Type()) {
				return v
			}
			v = c.X // of a type parameter
		default:
			return v
		}
	}
}

// resultsFrom returns the calls in fn that make a context that fn may return,
// or one from which that is derived, with the number of the first such result.
func (r *Result) resultsFrom(fn *ssa.Function) map[*ssa.Call]int {
	found := make(map[*ssa.Call]int)
	results := fn.Signature.Results()
	for i := range results.Len() {
		if !ctxtype.IsContext(results.At(i).Type()) {
			continue
		}
		seen := make(map[ssa.Value]bool)
		for _, b := range fn.Blocks {
			ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
			if !ok || len(ret.Results) != results.Len() {
				continue
			}
			r.comesFrom(ret.Results[i], seen, func(v ssa.Value) bool {
				if call, _ := ResultOf(v); call != nil {
					if _, ok := found[call]; !ok {
						found[call] = i
					}
				}
				return false
			})
		}
	}
	return found
}

// ComesFrom reports whether the context v is from, a context derived from it,
// or may be one on some path.
func (r *Result) ComesFrom(v, from ssa.Value) bool {
	return r.comesFrom(v, make(map[ssa.Value]bool), func(v ssa.Value) bool {
		e, ok := v.(*ssa.Extract)
		return v == from || ok && e.Tuple == from
	})
}

// comesFrom reports whether is holds for v or for a context that it is derived
// from, without those in seen, to which it adds.
func (r *Result) comesFrom(v ssa.Value, seen map[ssa.Value]bool, is func(ssa.Value) bool) bool {
	if seen[v] {
		return false
	}
	seen[v] = true
	if is(v) {
		return true
	}
	next, _ := r.originStep(v)
	return slices.ContainsFunc(next, func(n ssa.Value) bool { return r.comesFrom(n, seen, is) })
}

// An Access is a place where a value is put into a context or looked up.
type Access struct {
	Call    ssa.CallInstruction
	Set     bool
	Key     ssa.Value   // as it is passed here, or nil if the function called has its own
	KeyName string      // as [KeyName] names it, or "" if that is not known
	Value   ssa.Value   // what is put into the context; nil if the function called has its own
	Ctx     ssa.Value   // the context, if Call is context.WithValue or a method Value
	Wrapper *types.Func // the function called if it is neither of them
}

// Accesses returns the places where fn itself, without its literals, puts
// values into contexts or looks them up.
func (r *Result) Accesses(fn *ssa.Function) []Access {
	var found []Access
	for _, call := range r.Calls(fn) {
		found = r.accesses(call, found)
	}
	return found
}

// accessesWithin returns the places in fn and the literals in it.
func (r *Result) accessesWithin(fn *ssa.Function) []Access {
	found := r.Accesses(fn)
	for _, lit := range fn.AnonFuncs {
		found = append(found, r.accessesWithin(lit)...)
	}
	return found
}

func (r *Result) accesses(instr ssa.CallInstruction, found []Access) []Access {
	call := instr.Common()
	obj := Callee(call)
	args := Args(call)
	switch {
	case obj == nil:
	case ctxtype.IsFunc(obj, "context", "WithValue") && len(args) == 3:
		return append(found, Access{Call: instr, Set: true, Key: args[1], KeyName: r.KeyName(args[1]), Value: args[2], Ctx: args[0]})
	case isLookup(obj, args):
		return append(found, Access{Call: instr, Key: args[1], KeyName: r.KeyName(args[1]), Ctx: args[0]})
	}
	for _, f := range r.valueFactsOf(call) {
		for _, k := range f.Keys {
			if k.Param < len(args) {
				found = append(found, Access{Call: instr, Set: k.Set, Key: args[k.Param], KeyName: r.KeyName(args[k.Param]), Wrapper: obj})
			}
		}
		for _, s := range f.Sets {
			if s.Param < 0 || s.Param >= len(args) || !open(paramType(f.fn, s.Param)) {
				continue // a parameter of a certain type says itself what it is
			}
			i := slices.IndexFunc(found, func(a Access) bool { return a.Call == instr && a.Set && a.Value == nil })
			if i >= 0 && s.Key == "" {
				found[i].Value = args[s.Param] // the key is passed, too
			} else {
				found = append(found, Access{Call: instr, Set: true, KeyName: s.Key, Value: args[s.Param], Wrapper: obj})
			}
		}
	}
	return found
}

// isLookup reports whether a call of obj asks a context for a value. The
// method Value of a type that merely implements context.Context may look
// elsewhere, as that of a web framework does.
func isLookup(obj *types.Func, args []ssa.Value) bool {
	return obj.Name() == "Value" && obj.Signature().Recv() != nil && len(args) == 2 && ctxtype.IsContext(args[0].Type())
}

// valueFactsOf returns what is known about the functions that a call may
// reach, or nothing if not all of them are known.
func (r *Result) valueFactsOf(call *ssa.CallCommon) []valueFact {
	if fn := call.StaticCallee(); fn != nil {
		return []valueFact{{&r.Of(fn).Value, fn}}
	}
	fns, complete := r.Callees(call)
	if !complete {
		return nil
	}
	var facts []valueFact
	for _, fn := range fns {
		facts = append(facts, valueFact{&r.Of(fn).Value, fn})
	}
	return facts
}

type valueFact struct {
	*Value
	fn *ssa.Function
}

// paramType returns the declared type of a parameter of fn, or of the generic
// function that fn is an instance of, counted as in a [Func].
func paramType(fn *ssa.Function, i int) types.Type {
	sig := origin(fn).Signature
	if obj, ok := fn.Object().(*types.Func); ok {
		sig = obj.Origin().Signature() // a method value has lost its receiver
	}
	if recv := sig.Recv(); recv != nil {
		if i == 0 {
			return recv.Type()
		}
		i--
	}
	return sig.Params().At(i).Type()
}

// KeyOrigins returns the values that a key, usually in an interface, may be:
// each of a concrete type, a parameter or literally nil. It returns nothing
// for a key of which nothing is known.
func (r *Result) KeyOrigins(key ssa.Value) []ssa.Value {
	var found []ssa.Value
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value)
	visit = func(v ssa.Value) {
		if v == nil || seen[v] {
			return
		}
		seen[v] = true
		if !types.IsInterface(v.Type()) {
			found = append(found, v)
			return
		}
		switch v := v.(type) {
		case *ssa.Const, *ssa.Parameter:
			found = append(found, v)
		case *ssa.MakeInterface:
			visit(v.X)
		case *ssa.ChangeInterface:
			visit(v.X)
		case *ssa.ChangeType:
			visit(v.X)
		case *ssa.Phi:
			for _, e := range v.Edges {
				visit(e)
			}
		case *ssa.FreeVar:
			for _, b := range r.Bindings(v) {
				visit(b)
			}
		case *ssa.Call:
			if obj := Callee(&v.Call); obj != nil && knowledge.Fresh(obj) {
				found = append(found, v) // what type it has does not matter
			}
		case *ssa.UnOp:
			if v.Op != token.MUL {
				return
			}
			for _, s := range r.storesAt(v.X) {
				visit(s.Val)
			}
		}
	}
	visit(key)
	return found
}

// storesAt returns what is stored at addr, a local variable or a package
// variable of this package, or nothing if that cannot be seen.
func (r *Result) storesAt(addr ssa.Value) []*ssa.Store {
	if g, ok := addr.(*ssa.Global); ok {
		return r.index().globals[g]
	}
	if cell := r.CellOf(addr); cell != nil && !cell.Escapes {
		return cell.Stores
	}
	return nil
}

// KeyName returns a name that is equal for equal keys and differs for
// different ones: that of the variable of a pointer, the type and the content
// of a constant, the type of a struct without content. It returns "" for
// other keys.
func (r *Result) KeyName(key ssa.Value) string {
	origins := r.KeyOrigins(key)
	if len(origins) != 1 {
		return ""
	}
	switch o := origins[0].(type) {
	case *ssa.Const:
		if o.Value != nil {
			return fmt.Sprintf("%s(%s)", typeName(o.Type()), o.Value.ExactString())
		}
	case *ssa.Global: // the address of a variable
		return "&" + ctxtype.Path(o.Pkg.Pkg) + "." + o.Name()
	case *ssa.UnOp:
		if g, ok := o.X.(*ssa.Global); ok && o.Op == token.MUL && !IsEmpty(o.Type()) {
			return ctxtype.Path(g.Pkg.Pkg) + "." + g.Name()
		}
	}
	if t := origins[0].Type(); IsEmpty(t) {
		return typeName(t)
	}
	return ""
}

// typeName returns the name of a type with the whole path of its package.
func typeName(t types.Type) string {
	return types.TypeString(types.Unalias(t), ctxtype.Path)
}

// IsEmpty reports whether values of type t have no content, so that all of
// them are equal and have size zero.
func IsEmpty(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Struct:
		for f := range t.Fields() {
			if !IsEmpty(f.Type()) {
				return false
			}
		}
		return true
	case *types.Array:
		return t.Len() == 0 || IsEmpty(t.Elem())
	}
	return false
}

// keeps reports whether a function puts the address of a variable that it
// makes anywhere but into its fields or its results.
func keeps(alloc *ssa.Alloc) bool {
	for _, ref := range *alloc.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val == ssa.Value(alloc) {
				return true
			}
		case *ssa.MakeInterface:
			for _, ref := range *ref.Referrers() {
				switch ref.(type) {
				case *ssa.Return, *ssa.DebugRef:
				default:
					return true
				}
			}
		case *ssa.FieldAddr, *ssa.Return, *ssa.DebugRef, *ssa.UnOp:
		default:
			return true
		}
	}
	return false
}

// IsFresh reports whether v is made anew whenever control comes to it: the
// address of a new variable, a new channel, or the result of a function that
// makes one.
func (r *Result) IsFresh(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Alloc:
		return v.Heap
	case *ssa.MakeChan:
		return true
	case *ssa.ChangeType:
		return r.IsFresh(v.X)
	}
	call, result := ResultOf(v)
	return call != nil && r.freshCall(call, result)
}

// freshCall reports whether a call returns something made anew. What a
// function of another package returns is known only from package knowledge:
// keys are hardly ever made that far away.
func (r *Result) freshCall(call *ssa.Call, result int) bool {
	if obj := Callee(&call.Call); obj != nil && knowledge.Fresh(obj) {
		return true
	}
	fn := call.Call.StaticCallee()
	if fn == nil {
		return false
	}
	returns := 0
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok || result >= len(ret.Results) {
			continue
		}
		returns++
		if alloc, ok := plain(ret.Results[result]).(*ssa.Alloc); !ok || keeps(alloc) {
			return false
		}
	}
	return returns > 0
}

// isZero reports whether v is a constant that stands for "no value": nil, the
// empty string or the number zero, unless that is one of the names that its
// type gives to numbers.
func isZero(v ssa.Value) bool {
	c, ok := plain(v).(*ssa.Const)
	if !ok {
		return false
	}
	if c.Value == nil {
		return true // nil, or a struct without content
	}
	switch c.Value.Kind() {
	case constant.String:
		return constant.StringVal(c.Value) == ""
	case constant.Int, constant.Float:
		return constant.Sign(c.Value) == 0 && !namesZero(c.Type())
	}
	return false
}

// namesZero reports whether a constant of the named type t with the value
// zero is declared.
func namesZero(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return false
	}
	scope := n.Obj().Pkg().Scope()
	return slices.ContainsFunc(scope.Names(), func(name string) bool {
		k, ok := scope.Lookup(name).(*types.Const)
		return ok && types.Identical(k.Type(), t) && constant.Sign(k.Val()) == 0
	})
}
