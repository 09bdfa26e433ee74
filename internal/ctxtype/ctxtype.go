// Package ctxtype says what is a context, a carrier of one, a cancel function
// and an acquisition. Its predicates look at types and objects, never at text,
// and report nothing.
package ctxtype

import (
	"go/types"
	"slices"
	"strings"
)

// xnet is the package from which Go 1.6 and older got contexts. Its types and
// functions are judged as those of package context.
const xnet = "golang.org/x/net/context"

// Path returns the import path of pkg as users write it: without a vendor
// directory, and "context" for its predecessor in golang.org/x/net. It returns
// "" for nil, the package of the universe.
func Path(pkg *types.Package) string {
	if pkg == nil {
		return ""
	}
	path := pkg.Path()
	if i := strings.LastIndex(path, "/vendor/"); i >= 0 {
		path = path[i+len("/vendor/"):]
	}
	path = strings.TrimPrefix(path, "vendor/")
	if path == xnet {
		return "context"
	}
	return path
}

// IsFunc reports whether obj is the package-level function of the given
// package with one of the given names.
func IsFunc(obj types.Object, pkg string, names ...string) bool {
	fn, ok := obj.(*types.Func)
	if !ok || fn == nil || !slices.Contains(names, fn.Name()) || Path(fn.Pkg()) != pkg {
		return false
	}
	return fn.Signature().Recv() == nil
}

// IsMethod reports whether obj is a method with one of the given names of the
// type pkg.typ or a pointer to it.
func IsMethod(obj types.Object, pkg, typ string, names ...string) bool {
	fn, ok := obj.(*types.Func)
	if !ok || fn == nil || !slices.Contains(names, fn.Name()) {
		return false
	}
	recv := fn.Signature().Recv()
	return recv != nil && IsNamed(Deref(recv.Type()), pkg, typ)
}

// IsNamed reports whether t is one of the named types of the given package.
func IsNamed(t types.Type, pkg string, names ...string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return false
	}
	obj := n.Obj()
	return slices.Contains(names, obj.Name()) && Path(obj.Pkg()) == pkg
}

// IsGroupTask reports whether obj is a method of an errgroup that is given a
// task to run.
func IsGroupTask(obj types.Object) bool {
	return IsMethod(obj, "golang.org/x/sync/errgroup", "Group", "Go", "TryGo")
}

// Deref returns the element type of a pointer type, and any other type as it is.
func Deref(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// IsContext reports whether t is a context type: context.Context, an alias of
// it, an interface that embeds it or has its methods, or a type parameter
// constrained by one.
func IsContext(t types.Type) bool {
	if t == nil {
		return false
	}
	t = types.Unalias(t)
	if n, ok := t.(*types.Named); ok && n.Obj().Name() == "Context" && Path(n.Obj().Pkg()) == "context" {
		return true
	}
	iface, ok := t.Underlying().(*types.Interface)
	return ok && iface.NumMethods() >= 4 && hasContextMethods(t)
}

// Implements reports whether values of t can be used as a context: t is a
// context type or a concrete type that has its methods.
func Implements(t types.Type) bool {
	return IsContext(t) || hasContextMethods(t)
}

// hasContextMethods reports whether t has the four methods of context.Context.
func hasContextMethods(t types.Type) bool {
	return MayHave(t, "Deadline") && method(t, "Done", 0, 1, func(s *types.Signature) bool { return isDoneChan(s.Results().At(0).Type()) }) &&
		method(t, "Err", 0, 1, func(s *types.Signature) bool { return IsError(s.Results().At(0).Type()) }) &&
		method(t, "Value", 1, 1, func(s *types.Signature) bool {
			return IsAny(s.Params().At(0).Type()) && IsAny(s.Results().At(0).Type())
		}) &&
		method(t, "Deadline", 0, 2, func(s *types.Signature) bool { return IsNamed(s.Results().At(0).Type(), "time", "Time") })
}

// MayHave reports whether t, or a pointer to it, may have a method with that
// name, as far as names tell. To look a method up is much work for what hardly a
// type has.
func MayHave(t types.Type, name string) bool { return mayHave(t, name, 0) }

// mayHave answers for a type that is embedded depth times.
func mayHave(t types.Type, name string, depth int) bool {
	t = types.Unalias(Deref(t))
	if named, ok := t.(*types.Named); ok {
		for m := range named.Origin().Methods() {
			if m.Name() == name {
				return true
			}
		}
		t = named.Underlying()
	}
	switch t := t.(type) {
	case *types.Interface:
		for m := range t.Methods() {
			if m.Name() == name {
				return true
			}
		}
	case *types.Struct:
		for f := range t.Fields() {
			if f.Embedded() && (depth == maxEmbedding || mayHave(f.Type(), name, depth+1)) {
				return true
			}
		}
	case *types.TypeParam:
		return true
	}
	return false
}

// maxEmbedding is how deep mayHave looks, for types may embed themselves.
const maxEmbedding = 5

// method reports whether t has an exported method with that name and those
// numbers of parameters and results, and ok holds for it.
func method(t types.Type, name string, params, results int, ok func(*types.Signature) bool) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	fn, isFunc := obj.(*types.Func)
	if !isFunc {
		return false
	}
	s := fn.Signature()
	return s.Params().Len() == params && s.Results().Len() == results && ok(s)
}

func isDoneChan(t types.Type) bool {
	c, ok := t.Underlying().(*types.Chan)
	if !ok || c.Dir() == types.SendOnly {
		return false
	}
	s, ok := c.Elem().Underlying().(*types.Struct)
	return ok && s.NumFields() == 0
}

// IsAny reports whether t is an empty interface, as the constraint of a type
// parameter may be.
func IsAny(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && i.Empty()
}

// IsBool reports whether t is a boolean type, untyped or with a name of its own
// included.
func IsBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

// IsError reports whether t is the predeclared type error.
func IsError(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// IsErrorKind reports whether t is the predeclared type error, or an interface
// or a pointer that implements it, so that nil says that there is no error.
func IsErrorKind(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Interface, *types.Pointer:
		return types.Implements(t, types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
	}
	return false
}

// IsCarrier reports whether t holds a context without being a context type:
// its method Context takes nothing and returns one, or it is a concrete type
// that implements context.Context, or a web framework's request context.
func IsCarrier(t types.Type) bool {
	return t != nil && (CarrierExpr(t) != "" || !IsContext(t) && hasContextMethods(t))
}

// CarrierExpr returns what to write behind an expression of the carrier type
// t to get its context, such as ".Context()"; "" if t is no carrier, or one
// that can itself be used as a context.
func CarrierExpr(t types.Type) string {
	if IsContext(t) {
		return ""
	}
	switch types.Unalias(Deref(t)).(type) {
	case *types.Named, *types.Interface, *types.TypeParam:
	default:
		return "" // only these have methods worth the look
	}
	if MayHave(t, "Context") && method(t, "Context", 0, 1, func(s *types.Signature) bool { return IsContext(s.Results().At(0).Type()) }) {
		return ".Context()"
	}
	switch base := Deref(t); {
	case IsNamed(base, "github.com/gin-gonic/gin", "Context"):
		return ".Request.Context()"
	case IsNamed(base, "github.com/labstack/echo", "Context"),
		IsNamed(base, "github.com/labstack/echo/v4", "Context"),
		IsNamed(base, "github.com/labstack/echo/v5", "Context"):
		return ".Request().Context()"
	case IsNamed(base, "github.com/gofiber/fiber/v2", "Ctx"):
		return ".UserContext()"
	}
	return ""
}

// testing stands for package testing where names are looked up.
var testing = types.NewPackage("testing", "testing")

// IsTesting reports whether t is testing.TB, *testing.T or one of their kin,
// a type that embeds one, or a type parameter constrained by one.
func IsTesting(t types.Type) bool {
	t = types.Unalias(t)
	if tp, ok := t.(*types.TypeParam); ok {
		iface, ok := tp.Constraint().Underlying().(*types.Interface)
		if !ok {
			return false
		}
		for e := range iface.EmbeddedTypes() {
			if IsTesting(e) {
				return true
			}
		}
		return IsTesting(tp.Constraint())
	}
	if u, ok := t.(*types.Union); ok {
		for term := range u.Terms() {
			if !IsTesting(term.Type()) {
				return false
			}
		}
		return u.Len() > 0
	}
	base := Deref(t)
	if IsNamed(base, "testing", "TB", "T", "B", "F", "M") {
		return true
	}
	// What embeds one of them has their private method.
	if !MayHave(base, "private") {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(base, true, testing, "private")
	_, ok := obj.(*types.Func)
	return ok
}

// IsCancel reports whether t is context.CancelFunc or context.CancelCauseFunc.
func IsCancel(t types.Type) bool {
	return t != nil && IsNamed(t, "context", "CancelFunc", "CancelCauseFunc")
}

// IsCancelShaped reports whether a value of type t could be a cancel function:
// one of the named types, or a func() or func(error) without results.
func IsCancelShaped(t types.Type) bool {
	if t == nil {
		return false
	}
	if IsCancel(t) {
		return true
	}
	s, ok := t.Underlying().(*types.Signature)
	if !ok || s.Results().Len() > 0 {
		return false
	}
	return s.Params().Len() == 0 || s.Params().Len() == 1 && IsError(s.Params().At(0).Type())
}

// Acquires returns the index of the cancel function among the results of a
// call of fn, for the functions of the standard library that return one and
// for any function with a result of type CancelFunc or CancelCauseFunc beside
// a context or alone. It returns -1 for other functions.
func Acquires(sig *types.Signature) int {
	for i := range sig.Results().Len() {
		if IsCancel(sig.Results().At(i).Type()) {
			return i
		}
	}
	return -1
}

// Derives reports whether obj is a function of package context or os/signal
// that returns a context made from its first parameter.
func Derives(obj types.Object) bool {
	return IsFunc(obj, "context", "WithCancel", "WithCancelCause", "WithTimeout", "WithTimeoutCause",
		"WithDeadline", "WithDeadlineCause", "WithValue", "WithoutCancel") ||
		IsFunc(obj, "os/signal", "NotifyContext")
}

// IsFresh reports whether obj is context.Background or context.TODO.
func IsFresh(obj types.Object) bool { return IsFunc(obj, "context", "Background", "TODO") }

// ContextField returns the first field of the struct that t is or points to
// that is a context, its own before a promoted one, or nil.
func ContextField(t types.Type) *types.Var {
	s, ok := Deref(t).Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	const most = 50 // embedded structs, which may embed each other by pointers
	structs := []*types.Struct{s}
	for i := 0; i < len(structs) && i < most; i++ {
		for f := range structs[i].Fields() {
			if Implements(f.Type()) {
				return f
			}
			if s, ok := Deref(f.Type()).Underlying().(*types.Struct); ok && f.Embedded() {
				structs = append(structs, s)
			}
		}
	}
	return nil
}
