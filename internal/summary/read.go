package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// A ReadKind says what of a value in a context something is. Larger kinds say
// more.
type ReadKind int

const (
	_            ReadKind = iota
	ReadPresence          // whether the context has a value for the key
	ReadField             // a field of a set of options that is the value
	ReadItself            // the value, converted, compared or computed with
)

// A Read is something that comes from the value that a context has for a key.
type Read struct {
	Kind ReadKind
	Key  string    // as [Result.KeyName] names it, or "" if that is not known
	Call *ssa.Call // of the method Value, or of a function known to ask it
}

// Reads are the values of some functions that come from contexts.
//
// They are found forward, from the calls that ask a context for a value:
// through type assertions, conversions, arithmetic, comparisons with
// constants, variables, phis and the results of functions known to pass such
// a value on. A comparison with nil, zero or the empty string tells no more
// than whether there is a value, like the ok of an assertion. An equality of
// two values, an element of a collection and the result of any other call are
// no longer the value: who is allowed to do something may depend on the user
// in the context, and a call that merely takes a context taints nothing.
//
// Where a condition does nothing but choose between two bools, as && and ||
// do, the bool chosen is followed instead.
type Reads struct {
	r     *Result
	reads map[ssa.Value]Read
	order []ssa.Value // in which they were found
	relay map[*ssa.If]bool
	given map[oneResult]Read // bool constants returned by choice
}

type oneResult struct {
	fn     *ssa.Function
	result int
}

// Reads returns what comes from contexts in the functions of the package.
func (r *Result) Reads() *Reads { return r.readsOf(r.Program.Funcs...) }

func (r *Result) noReads() *Reads {
	return &Reads{r: r, reads: make(map[ssa.Value]Read), relay: make(map[*ssa.If]bool), given: make(map[oneResult]Read)}
}

func (r *Result) readsOf(fns ...*ssa.Function) *Reads {
	rs := r.noReads()
	for _, fn := range fns {
		for _, site := range r.Calls(fn) {
			if call, ok := site.(*ssa.Call); ok {
				rs.source(call)
			}
		}
	}
	rs.followAll()
	return rs
}

func (rs *Reads) followAll() {
	for i := 0; i < len(rs.order); i++ { // add appends what is found
		rs.follow(rs.order[i])
	}
}

// ReadsFrom returns what would come from a context if all of values did.
func (r *Result) ReadsFrom(values ...ssa.Value) *Reads {
	rs := r.noReads()
	for _, v := range values {
		rs.add(v, Read{Kind: ReadItself})
	}
	rs.followAll()
	return rs
}

// Of returns where v comes from if it comes from a context.
func (rs *Reads) Of(v ssa.Value) (Read, bool) {
	read, ok := rs.reads[v]
	return read, ok
}

// Values returns all that comes from contexts, in a fixed order.
func (rs *Reads) Values() []ssa.Value {
	var values []ssa.Value
	seen := make(map[ssa.Value]bool, len(rs.reads))
	for _, v := range rs.order {
		if !seen[v] {
			seen[v] = true
			values = append(values, v)
		}
	}
	return values
}

// Relays reports whether a condition only chooses between two bools, which
// are then followed in its place.
func (rs *Reads) Relays(i *ssa.If) bool { return rs.relay[i] }

// result returns where a result of fn comes from.
func (rs *Reads) result(fn *ssa.Function, i int) (Read, bool) {
	best := rs.given[oneResult{fn, i}]
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok || i >= len(ret.Results) {
			continue
		}
		if read, ok := rs.Of(ret.Results[i]); ok && read.Kind > best.Kind {
			best = read
		}
	}
	return best, best.Kind != 0
}

func (rs *Reads) add(v ssa.Value, read Read) {
	if read.Kind <= rs.reads[v].Kind {
		return
	}
	rs.reads[v] = read
	rs.order = append(rs.order, v)
}

// source adds what a call gets from a context, if it does.
func (rs *Reads) source(call *ssa.Call) {
	obj := Callee(&call.Call)
	args := Args(&call.Call)
	if obj != nil && isLookup(obj, args) {
		rs.add(call, Read{ReadItself, rs.r.KeyName(args[1]), call})
		return
	}
	for _, f := range rs.r.valueFactsOf(&call.Call) {
		for _, g := range f.Gets {
			rs.addResult(call, g.Result, Read{g.Kind, g.Key, call})
		}
	}
}

// addResult adds one result of a call.
func (rs *Reads) addResult(call *ssa.Call, result int, read Read) {
	if _, ok := call.Type().(*types.Tuple); !ok {
		rs.add(call, read)
		return
	}
	for _, ref := range *call.Referrers() {
		if e, ok := ref.(*ssa.Extract); ok && e.Index == result {
			rs.add(e, read)
		}
	}
}

// follow adds what is made of v.
func (rs *Reads) follow(v ssa.Value) {
	read := rs.reads[v]
	refs := v.Referrers()
	if refs == nil {
		return
	}
	for _, ref := range *refs {
		switch ref := ref.(type) {
		case *ssa.TypeAssert:
			if !ref.CommaOk {
				rs.add(ref, read)
				continue
			}
			for _, ref := range *ref.Referrers() {
				if e, ok := ref.(*ssa.Extract); ok && e.Index == 0 {
					rs.add(e, read)
				} else if ok {
					rs.add(e, Read{ReadPresence, read.Key, read.Call})
				}
			}
		case *ssa.ChangeType, *ssa.ChangeInterface, *ssa.Convert, *ssa.MakeInterface, *ssa.Phi:
			rs.add(ref.(ssa.Value), read)
		case *ssa.UnOp:
			if ref.Op != token.ARROW {
				rs.add(ref, read)
			}
		case *ssa.BinOp:
			rs.binary(ref, v, read)
		case *ssa.FieldAddr:
			rs.field(ref, ref.X.Type(), read)
		case *ssa.Field:
			rs.field(ref, ref.X.Type(), read)
		case *ssa.Store:
			if ref.Val == v {
				rs.store(ref.Addr, read)
			}
		case *ssa.Call:
			rs.call(ref, v, read)
			rs.literal(&ref.Call, v, read)
		case *ssa.Go:
			rs.literal(&ref.Call, v, read)
		case *ssa.Defer:
			rs.literal(&ref.Call, v, read)
		case *ssa.If:
			rs.choose(ref, read)
		}
	}
}

// binary adds the result of an operation with v.
func (rs *Reads) binary(op *ssa.BinOp, v ssa.Value, read Read) {
	other := op.Y
	if op.Y == v {
		other = op.X
	}
	_, constant := plain(other).(*ssa.Const)
	numeric := isBasic(v.Type(), types.IsNumeric)
	switch op.Op {
	case token.EQL, token.NEQ:
		switch {
		case isZero(other):
			rs.add(op, Read{min(read.Kind, ReadPresence), read.Key, read.Call})
		case constant:
			rs.add(op, read)
		}
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		switch {
		case !numeric:
		case isZero(other):
			rs.add(op, Read{ReadPresence, read.Key, read.Call})
		default:
			rs.add(op, read)
		}
	default:
		if numeric {
			rs.add(op, read)
		}
	}
}

func isBasic(t types.Type, info types.BasicInfo) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&info != 0
}

// field adds a field of a struct that comes from a context, or its address.
// Only what is said by a set of options is of interest: any other struct is
// read for its content.
func (rs *Reads) field(f ssa.Value, base types.Type, read Read) {
	if read.Kind != ReadPresence && knowledge.IsOptions(base) {
		rs.add(f, Read{ReadField, read.Key, read.Call})
	}
}

// store adds the loads of a local variable.
func (rs *Reads) store(addr ssa.Value, read Read) {
	if cell := rs.r.CellOf(addr); cell != nil && !cell.Escapes {
		for _, load := range cell.Loads {
			rs.add(load, read)
		}
		return
	}
	switch addr := addr.(type) {
	case *ssa.Alloc: // a variable of struct type
		for _, ref := range *addr.Referrers() {
			if f, ok := ref.(*ssa.FieldAddr); ok {
				rs.field(f, addr.Type(), read)
			}
		}
	case *ssa.FieldAddr: // a field of a variable
		alloc, ok := addr.X.(*ssa.Alloc)
		if !ok {
			return
		}
		for _, ref := range *alloc.Referrers() {
			if f, ok := ref.(*ssa.FieldAddr); ok && f.Field == addr.Field {
				rs.loads(f, read)
			}
		}
	}
}

// loads adds what is loaded from addr.
func (rs *Reads) loads(addr ssa.Value, read Read) {
	for _, ref := range *addr.Referrers() {
		if load, ok := ref.(*ssa.UnOp); ok && load.Op == token.MUL {
			rs.add(load, read)
		}
	}
}

// literal adds the parameter of a literal that is called with v where it
// stands.
func (rs *Reads) literal(call *ssa.CallCommon, v ssa.Value, read Read) {
	fn := call.StaticCallee()
	if fn == nil || fn.Parent() == nil {
		return
	}
	for i, a := range call.Args {
		if a == v && i < len(fn.Params) {
			rs.add(fn.Params[i], read)
		}
	}
}

// call adds what a call makes of its argument v.
func (rs *Reads) call(call *ssa.Call, v ssa.Value, read Read) {
	args := Args(&call.Call)
	if b, ok := call.Call.Value.(*ssa.Builtin); ok {
		if b.Name() == "min" || b.Name() == "max" {
			rs.add(call, read)
		}
		return
	}
	obj := Callee(&call.Call)
	switch {
	case obj == nil || len(args) == 0:
	case knowledge.Converts(obj, slices.Index(args, v)):
		rs.addResult(call, 0, read)
	case ctxtype.IsFunc(obj, "strings", "EqualFold"):
		other := args[0]
		if other == v {
			other = args[1]
		}
		if _, constant := other.(*ssa.Const); constant {
			rs.add(call, read)
		}
	}
}

// choose follows the bools that a condition on a read chooses between.
func (rs *Reads) choose(cond *ssa.If, read Read) {
	c := rs.r.Choice(cond)
	if !c.Inert || len(c.Phis) == 0 && len(c.Returns) == 0 {
		return
	}
	for _, phi := range c.Phis {
		if !isBasic(phi.Type(), types.IsBoolean) {
			return
		}
	}
	given := make(map[int]bool)
	for _, ret := range c.Returns {
		for i, v := range ret.Results {
			k, constant := v.(*ssa.Const)
			switch {
			case v == c.Returns[0].Results[i] || constant && sameConst(k, c.Returns[0].Results[i]):
			case isBasic(v.Type(), types.IsBoolean):
				given[i] = true
			default:
				return
			}
		}
	}
	rs.relay[cond] = true
	for _, phi := range c.Phis {
		rs.add(phi, read)
	}
	for i := range given {
		at := oneResult{cond.Parent(), i}
		if read.Kind > rs.given[at].Kind {
			rs.given[at] = read
		}
	}
}

// sameConst reports whether v is a constant equal to c.
func sameConst(c *ssa.Const, v ssa.Value) bool {
	d, ok := v.(*ssa.Const)
	return ok && types.Identical(c.Type(), d.Type()) && c.String() == d.String()
}
