package ctxvalue

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

// missing reports lookups that cannot find what they ask for: nothing puts a
// value under the key, or what is put there has another type.
//
// That can be known only of keys that nobody but this package can have, which
// it uses for nothing but contexts. What a test puts there finds no value for
// code that is no test.
func (c *checker) missing() {
	if len(c.TypeErrors) > 0 || len(c.IgnoredFiles) > 0 {
		return // some of the package is not seen
	}
	for _, get := range c.accesses {
		if get.Set || get.KeyName == "" {
			continue
		}
		pos, end := c.CallRange(get.Call.Common().Pos())
		tests := c.Index.Test(pos)
		if !c.private(get, tests) {
			continue
		}
		finding := report.Finding{Rule: "missing", Pos: pos, End: end}
		key := get.KeyName
		if expr := c.arg(get.Call, get.Key); expr != nil {
			key = text(expr)
		}
		var stored []types.Type
		for _, set := range c.accesses {
			if set.Set && set.KeyName == get.KeyName && (tests || !c.Index.Test(set.Call.Pos())) {
				stored = append(stored, c.storedType(set))
			}
		}
		if len(stored) == 0 {
			finding.Message = fmt.Sprintf("nothing ever puts a value under the key %s into a context, so this finds none: delete the lookup, or put the value there", key)
			c.Report(finding)
			continue
		}
		asked, ok := c.askedTypes(get)
		if !ok || slices.Contains(stored, nil) {
			continue
		}
		fits := slices.ContainsFunc(stored, func(s types.Type) bool {
			return slices.ContainsFunc(asked, func(t types.Type) bool { return fits(s, t) })
		})
		if !fits {
			finding.Message = fmt.Sprintf("what is put under the key %s is of type %s, never %s, so this finds none", key, c.typeText(stored[0]), c.typeText(asked[0]))
			c.Report(finding)
		}
	}
}

// storedType returns the type of what is put into a context, or nil if that is
// not known.
func (c *checker) storedType(set summary.Access) types.Type {
	if set.Value == nil {
		return nil
	}
	origins := c.s.KeyOrigins(set.Value)
	if len(origins) != 1 || types.IsInterface(origins[0].Type()) {
		return nil
	}
	return origins[0].Type()
}

// askedTypes returns the types that the value found is asserted to have, and
// whether that is all that is done with it.
func (c *checker) askedTypes(get summary.Access) ([]types.Type, bool) {
	call, ok := get.Call.(*ssa.Call)
	if !ok || get.Wrapper != nil {
		return nil, false
	}
	var asked []types.Type
	for _, ref := range *call.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.TypeAssert:
			if _, generic := types.Unalias(ref.AssertedType).(*types.TypeParam); generic {
				return nil, false
			}
			asked = append(asked, ref.AssertedType)
		default:
			return nil, false
		}
	}
	return asked, len(asked) > 0
}

func fits(stored, asked types.Type) bool {
	if i, ok := asked.Underlying().(*types.Interface); ok {
		return types.Implements(stored, i)
	}
	return types.Identical(stored, asked)
}

// private reports whether nobody but this package can have the key of an
// access, which the package uses for contexts only. With tests, the test files
// of the package count, too.
func (c *checker) private(a summary.Access, tests bool) bool {
	origins := c.s.KeyOrigins(a.Key)
	if len(origins) != 1 {
		return false
	}
	o := origins[0]
	if v := variable(o); v != nil && v.Exported() {
		return false
	}
	t := ctxtype.Deref(o.Type())
	n, ok := types.Unalias(t).(*types.Named)
	switch {
	case ok && n.Obj().Pkg() == c.Pkg && !n.Obj().Exported() && n.TypeArgs().Len() == 0:
		return !c.loose(o.Type(), tests) && !c.published(n)
	case variable(o) != nil:
		if _, pointer := o.Type().Underlying().(*types.Pointer); pointer {
			return !c.looseVariable(variable(o), tests)
		}
	}
	return false
}

// loose reports whether a value of type t becomes an interface, or is looked
// for in one, elsewhere than in keys that can be told apart.
func (c *checker) loose(t types.Type, tests bool) bool {
	for _, fn := range c.fns {
		if !tests && c.Index.Test(fn.Pos()) {
			continue
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch i := instr.(type) {
				case *ssa.MakeInterface:
					if types.Identical(i.X.Type(), t) && !c.onlyKey(i) {
						return true
					}
				case *ssa.TypeAssert:
					if types.Identical(i.AssertedType, t) {
						return true
					}
				case ssa.CallInstruction:
					if callee := i.Common().StaticCallee(); callee == nil || callee.Pkg != c.s.Program.Package {
						if slices.ContainsFunc(i.Common().Args, func(v ssa.Value) bool { return types.Identical(v.Type(), t) }) {
							return true
						}
					}
				}
			}
		}
	}
	return false
}

// looseVariable reports whether the variable v, or its address if that is the
// key, is used elsewhere than in keys.
func (c *checker) looseVariable(v *types.Var, tests bool) bool {
	for _, fn := range c.fns {
		if !tests && c.Index.Test(fn.Pos()) {
			continue
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if address, ok := instr.(*ssa.MakeInterface); ok && variable(address.X) == v && !c.onlyKey(address) {
					return true // the method Value of a context compares it, for one
				}
				load, ok := instr.(*ssa.UnOp)
				if !ok || variable(load) != v {
					continue
				}
				for _, ref := range *load.Referrers() {
					switch ref := ref.(type) {
					case *ssa.DebugRef:
					case *ssa.MakeInterface:
						if !c.onlyKey(ref) {
							return true
						}
					default:
						return true
					}
				}
			}
		}
	}
	return false
}

// onlyKey reports whether a value in an interface is used as a key that has a
// name, and for nothing else.
func (c *checker) onlyKey(i *ssa.MakeInterface) bool {
	for _, ref := range *i.Referrers() {
		if _, debug := ref.(*ssa.DebugRef); debug {
			continue
		}
		if !slices.ContainsFunc(c.accesses, func(a summary.Access) bool {
			return a.Call == ref && a.Key == ssa.Value(i) && a.KeyName != ""
		}) {
			return false
		}
	}
	return true
}

// published reports whether something exported lets others have a value of
// the type n.
func (c *checker) published(n *types.Named) bool {
	for _, obj := range c.TypesInfo.Defs {
		if obj == nil || !obj.Exported() {
			continue
		}
		if _, isType := obj.(*types.TypeName); isType {
			if mentions(obj.Type(), n, 0) && types.Unalias(obj.Type()) != types.Type(n) {
				return true
			}
			if _, alias := obj.Type().(*types.Alias); alias && types.Unalias(obj.Type()) == types.Type(n) {
				return true
			}
			continue
		}
		if fn, ok := obj.(*types.Func); ok {
			if recv := fn.Signature().Recv(); recv != nil && types.Identical(ctxtype.Deref(recv.Type()), n) {
				continue // a method of the key
			}
		}
		if mentions(obj.Type(), n, 0) {
			return true
		}
	}
	return false
}

// mentions reports whether t is made of the type n.
func mentions(t types.Type, n *types.Named, depth int) bool {
	if depth > 4 {
		return true
	}
	depth++
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return t == n
	case *types.Pointer:
		return mentions(t.Elem(), n, depth)
	case *types.Slice:
		return mentions(t.Elem(), n, depth)
	case *types.Array:
		return mentions(t.Elem(), n, depth)
	case *types.Chan:
		return mentions(t.Elem(), n, depth)
	case *types.Map:
		return mentions(t.Key(), n, depth) || mentions(t.Elem(), n, depth)
	case *types.Signature:
		for _, tuple := range []*types.Tuple{t.Params(), t.Results()} {
			for v := range tuple.Variables() {
				if mentions(v.Type(), n, depth) {
					return true
				}
			}
		}
	}
	return false
}

// unchecked reports assertions of a value from a context that panic if there
// is none.
func (c *checker) unchecked(reads *summary.Reads) {
	for _, v := range reads.Values() {
		read, _ := reads.Of(v)
		if read.Kind != summary.ReadItself || !ctxtype.IsAny(v.Type()) {
			continue
		}
		for _, ref := range *v.Referrers() {
			a, ok := ref.(*ssa.TypeAssert)
			if !ok || a.CommaOk {
				continue
			}
			if _, phi := v.(*ssa.Phi); phi {
				c.Silent("unchecked", a.Pos(), "something else takes the place of a value that is missing")
				continue
			}
			if c.present(a, v, read, reads) {
				c.Silent("unchecked", a.Pos(), "the value is known to be there")
				continue
			}
			c.Report(report.Finding{
				Rule:    "unchecked",
				Pos:     a.Pos(),
				Message: fmt.Sprintf("this panics if the context has no value of type %s%s: use the form with ok", c.typeText(a.AssertedType), c.under(read)),
			})
		}
	}
}

// under returns the words for the key of a read.
func (c *checker) under(read summary.Read) string {
	if obj := summary.Callee(&read.Call.Call); obj != nil && obj.Name() == "Value" {
		args := summary.Args(&read.Call.Call)
		if expr := c.arg(read.Call, args[len(args)-1]); expr != nil {
			return " under the key " + text(expr)
		}
	}
	return ""
}

// present reports whether a condition that holds before the assertion says
// that the value is there.
func (c *checker) present(a *ssa.TypeAssert, v ssa.Value, read summary.Read, reads *summary.Reads) bool {
	same := func(x ssa.Value) bool {
		other, ok := reads.Of(x)
		return x == v || ok && (other.Call == read.Call || read.Key != "" && other.Key == read.Key)
	}
	for b := a.Block(); b.Idom() != nil; b = b.Idom() {
		d := b.Idom()
		cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok || len(b.Preds) != 1 || b.Preds[0] != d || d.Succs[0] == d.Succs[1] {
			continue
		}
		taken := d.Succs[0] == b
		value := cond.Cond
		if not, ok := value.(*ssa.UnOp); ok && not.Op == token.NOT {
			value, taken = not.X, !taken
		}
		switch x := value.(type) {
		case *ssa.BinOp:
			if (x.Op == token.NEQ) == taken && (x.Op == token.NEQ || x.Op == token.EQL) &&
				(same(x.X) && isNil(x.Y) || same(x.Y) && isNil(x.X)) {
				return true
			}
		case *ssa.Extract:
			assert, ok := x.Tuple.(*ssa.TypeAssert)
			if ok && taken && x.Index == 1 && same(assert.X) && types.Identical(assert.AssertedType, a.AssertedType) {
				return true
			}
		}
	}
	return false
}

func isNil(v ssa.Value) bool {
	k, ok := v.(*ssa.Const)
	return ok && k.IsNil()
}
