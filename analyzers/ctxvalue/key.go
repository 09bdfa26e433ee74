package ctxvalue

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// key reports a key that equals others by accident, or none ever.
//
// Two keys are the same if they have the same type and content. So only a type
// or a variable that nobody else can have makes a key that is safe: a named
// type, a struct with fields of its own, a pointer to a variable of the
// package. A pointer made by the call that uses it matches nothing, and
// pointers to values of size zero may all be equal.
func (c *checker) key(a summary.Access) {
	if a.Key == nil {
		return // the function called has a key of its own, judged there
	}
	pos, end := c.CallRange(a.Call.Common().Pos())
	expr := c.arg(a.Call, a.Key)
	if expr != nil && c.foreign(expr) {
		c.Silent("key", pos, "the key is that of another module, which reads it")
		return
	}
	for _, o := range c.s.KeyOrigins(a.Key) {
		why, panics := c.flaw(a, o, expr)
		switch {
		case why == "":
			continue
		case panics && c.s.ExpectsPanic(a.Call):
			c.Silent("key", pos, "a test expects the panic")
			continue
		}
		name := "its key"
		if expr != nil {
			name = "the key " + text(expr)
		}
		c.Report(report.Finding{
			Rule:    "key",
			Pos:     pos,
			End:     end,
			Message: fmt.Sprintf("%s of %s %s", name, callee(a), why),
		})
		return
	}
}

const advice = "make it a value of an unexported type, such as type %s struct{}"

// flaw says what is wrong with the key o, and whether a call with it panics;
// "" if nothing is wrong.
func (c *checker) flaw(a summary.Access, o ssa.Value, expr ast.Expr) (why string, panics bool) {
	advice := fmt.Sprintf(advice, c.keyTypeName(expr))
	t := o.Type()
	switch k, constant := o.(*ssa.Const); {
	case types.IsInterface(t) && constant && k.IsNil():
		if a.Set {
			return "makes context.WithValue panic: " + advice, true
		}
		return "is never found, as no context has a value for nil", false
	case types.IsInterface(t):
		if _, isParam := o.(*ssa.Parameter); !isParam && c.oneSided(a, o) {
			return anew + "keep it in a package variable", false
		}
		return "", false // a parameter: judged where it is passed
	case types.Comparable(t):
		return c.comparableFlaw(a, o, expr, advice), false
	case a.Set:
		return fmt.Sprintf("has type %s, which cannot be compared, so context.WithValue panics: %s", c.typeText(t), advice), true
	}
	return fmt.Sprintf("has type %s, which cannot be compared, so it is never found: %s", c.typeText(t), advice), false
}

// anew is what is wrong with a key that the call makes.
const anew = "is made anew at each call, so it never equals another key: "

// comparableFlaw says what is wrong with the key o, whose type is concrete.
func (c *checker) comparableFlaw(a summary.Access, o ssa.Value, expr ast.Expr, advice string) string {
	t := o.Type()
	said := types.Type(nil)
	if expr != nil {
		said = c.TypesInfo.TypeOf(expr)
	}
	switch u := types.Unalias(t).(type) {
	case *types.Basic:
		return fmt.Sprintf("is %s, so every package that uses an equal one gets this value or hides it: %s", c.kindOf(said, u, article(u.Name())), advice)
	case *types.Struct:
		if u.NumFields() == 0 {
			return fmt.Sprintf("is %s, and all packages have the same struct{}{}: %s", c.kindOf(said, u, "an empty anonymous struct"), advice)
		}
	case *types.Pointer:
		return c.pointerFlaw(a, o, u.Elem(), advice)
	case *types.Chan:
		if c.oneSided(a, o) {
			return anew + advice
		}
	}
	if call, ok := o.(*ssa.Call); ok && c.oneSided(a, call) {
		return anew + advice
	}
	return ""
}

// pointerFlaw says what is wrong with the key o, a pointer to elem.
func (c *checker) pointerFlaw(a summary.Access, o ssa.Value, elem types.Type, advice string) string {
	empty := summary.IsEmpty(elem)
	if _, anonymous := types.Unalias(elem).(*types.Struct); anonymous && empty {
		return "points to an empty anonymous struct, and pointers to values of size zero may all be equal: " + advice
	}
	if c.s.IsFresh(o) {
		switch {
		case empty:
			return fmt.Sprintf("points to a new %s at each call, and whether pointers to values of size zero are equal is left to chance: use %[1]s{} itself", c.typeText(elem))
		case c.oneSided(a, o):
			return "is a pointer made anew at each call, so it never equals another key: keep it in a package variable or " + advice
		}
		return ""
	}
	if !empty {
		return ""
	}
	if other := c.twin(o, elem); other != nil {
		return fmt.Sprintf("points to a value of size zero like %s, and such pointers may be equal: %s", other.Name(), advice)
	}
	return ""
}

// oneSided reports whether the key o is made anew and used nowhere but to put
// values into contexts, or nowhere but to look them up, so that the other side
// can never have it.
func (c *checker) oneSided(a summary.Access, o ssa.Value) bool {
	if !c.s.IsFresh(o) {
		return false
	}
	for _, ref := range *o.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef, *ssa.FieldAddr:
		case *ssa.UnOp:
			if ref.Op != token.MUL {
				return false
			}
		case *ssa.Store:
			if ref.Val == o {
				return false // kept somewhere
			}
		case *ssa.MakeInterface, *ssa.ChangeInterface:
			for _, ref := range *ref.(ssa.Value).Referrers() {
				if !c.usesKey(ref, a.Set) {
					return false
				}
			}
		default:
			return false
		}
	}
	return true
}

// usesKey reports whether all that instr does with a key is to put a value
// into a context, or to look one up.
func (c *checker) usesKey(instr ssa.Instruction, set bool) bool {
	if _, ok := instr.(*ssa.DebugRef); ok {
		return true
	}
	accessed := false
	for _, a := range c.accesses {
		if a.Call == instr && a.Key != nil {
			if a.Set != set {
				return false
			}
			accessed = true
		}
	}
	return accessed
}

// twin returns another package variable that is, or holds, a pointer to a
// value of the type of size zero that o points to.
func (c *checker) twin(o ssa.Value, elem types.Type) types.Object {
	own := variable(o)
	if own == nil {
		return nil
	}
	scope := own.Pkg().Scope()
	for _, name := range scope.Names() {
		v, ok := scope.Lookup(name).(*types.Var)
		if !ok || v == own || c.Index.Test(v.Pos()) && !c.Index.Test(own.Pos()) {
			continue
		}
		if p, ok := types.Unalias(v.Type()).(*types.Pointer); ok && types.Identical(p.Elem(), elem) {
			return v
		}
		if _, address := o.(*ssa.Global); address && types.Identical(v.Type(), elem) && c.addressIsKey(v) {
			return v
		}
	}
	return nil
}

// addressIsKey reports whether the address of v is used as a key.
func (c *checker) addressIsKey(v *types.Var) bool {
	return slices.ContainsFunc(c.accesses, func(a summary.Access) bool {
		return a.Key != nil && slices.ContainsFunc(c.s.KeyOrigins(a.Key), func(o ssa.Value) bool {
			_, address := o.(*ssa.Global)
			return address && variable(o) == v
		})
	})
}

// variable returns the package variable whose address or content o is, or nil.
func variable(o ssa.Value) *types.Var {
	if load, ok := o.(*ssa.UnOp); ok && load.Op == token.MUL {
		o = load.X
	}
	g, ok := o.(*ssa.Global)
	if !ok {
		return nil
	}
	v, _ := g.Object().(*types.Var)
	return v
}

// foreign reports whether a key is a constant, a variable or of a type that
// somebody else declares, who then also uses it.
func (c *checker) foreign(expr ast.Expr) bool {
	switch e := ast.Unparen(expr).(type) {
	case *ast.CallExpr: // a conversion
		if tv := c.TypesInfo.Types[e.Fun]; tv.IsType() && len(e.Args) == 1 {
			if types.IsInterface(tv.Type) {
				return c.foreign(e.Args[0])
			}
			return c.foreignType(tv.Type)
		}
	case *ast.CompositeLit:
		return c.foreignType(c.TypesInfo.TypeOf(e))
	case *ast.UnaryExpr:
		return e.Op == token.AND && c.foreign(e.X)
	case *ast.Ident:
		return c.foreignObject(c.TypesInfo.Uses[e])
	case *ast.SelectorExpr:
		return c.foreignObject(c.TypesInfo.Uses[e.Sel])
	}
	return false
}

func (c *checker) foreignObject(obj types.Object) bool {
	switch obj := obj.(type) {
	case *types.Const:
		return obj.Pkg() != nil && !c.s.SameRepository(obj.Pkg())
	case *types.Var:
		return !obj.IsField() && obj.Pkg() != nil && !c.s.SameRepository(obj.Pkg())
	}
	return false
}

func (c *checker) foreignType(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && !c.s.SameRepository(n.Obj().Pkg())
}

// kindOf returns the words for a type: those given, and if it is written as
// an alias, its name.
func (c *checker) kindOf(said, t types.Type, words string) string {
	if alias, ok := said.(*types.Alias); ok && types.Identical(alias, t) {
		return fmt.Sprintf("of type %s, which is an alias of %s and no type of its own", c.typeText(alias), c.typeText(t))
	}
	return words
}

func article(name string) string {
	switch name[0] {
	case 'a', 'e', 'i', 'o':
		return "an " + name
	case 'u':
		if len(name) > 1 && name[1] == 'n' {
			return "an " + name
		}
	}
	return "a " + name
}

func (c *checker) typeText(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p == c.Pkg {
			return ""
		}
		return p.Name()
	})
}

// keyTypeName proposes a name for the type of a key.
func (c *checker) keyTypeName(expr ast.Expr) string {
	if expr == nil {
		return "key"
	}
	tv, ok := c.TypesInfo.Types[expr]
	if !ok || tv.Value == nil || tv.Value.Kind() != constant.String {
		return "key"
	}
	name := constant.StringVal(tv.Value)
	switch {
	case !token.IsIdentifier(name):
		return "key"
	case strings.HasSuffix(strings.ToLower(name), "key"):
		return name
	}
	return name + "Key"
}
