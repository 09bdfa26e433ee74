package ctxtype

import (
	"go/types"
	"slices"
)

// MayUseContext reports whether a value of type t may go on using a context
// that it was made with, as far as types tell: it is or holds a context, a
// channel, a function, or an interface of something at work. Errors, cancel
// functions, protocol buffers and other plain data do not.
func MayUseContext(t types.Type) bool {
	u := users{make(map[types.Type]bool)}
	return u.is(t)
}

// users is the search of MayUseContext, with the types that were looked at.
type users struct{ seen map[types.Type]bool }

func (u users) is(t types.Type) bool {
	t = types.Unalias(t)
	switch {
	case u.seen[t], IsError(t), IsCancel(t):
		return false
	case IsContext(t):
		return true
	}
	u.seen[t] = true
	if HasMethod(t, "ProtoReflect") {
		return false
	}
	switch under := t.Underlying().(type) {
	case *types.Chan, *types.Signature:
		return true
	case *types.Interface:
		if _, isParam := t.(*types.TypeParam); isParam {
			return true
		}
		return u.atWork(under)
	case *types.Pointer:
		return u.is(under.Elem())
	case *types.Slice:
		return u.is(under.Elem())
	case *types.Array:
		return u.is(under.Elem())
	case *types.Map:
		return u.is(under.Key()) || u.is(under.Elem())
	case *types.Struct:
		for f := range under.Fields() {
			if u.is(f.Type()) {
				return true
			}
		}
	}
	return false
}

// HasMethod reports whether values of type t have a method with one of the
// names.
func HasMethod(t types.Type, names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
		_, ok := obj.(*types.Func)
		return ok
	})
}

// works are methods of what is read from or waited for, though they look like
// those that return a part of a value.
var works = []string{"Context", "Next", "Read", "Recv", "Wait"}

// atWork reports whether what has the methods of t may be more than data: one
// of them does something, as it is given something or returns nothing but an
// error, is of the kind above, or returns something at work.
func (u users) atWork(t *types.Interface) bool {
	for m := range t.Methods() {
		sig := m.Signature()
		gives := slices.ContainsFunc(slices.Collect(sig.Results().Variables()), func(v *types.Var) bool { return !IsError(v.Type()) })
		if sig.Params().Len() > 0 || !gives || slices.Contains(works, m.Name()) || u.anyOf(sig.Results()) {
			return true
		}
	}
	return false
}

func (u users) anyOf(tuple *types.Tuple) bool {
	return slices.ContainsFunc(slices.Collect(tuple.Variables()), func(v *types.Var) bool { return u.is(v.Type()) })
}
