package key

import (
	"context"
	"net/http"

	"ctxvalue/key/dep"
)

func set(ctx context.Context, key, value any) context.Context {
	return context.WithValue(ctx, key, value)
}

func setTwice(ctx context.Context, key any) context.Context { return set(set(ctx, key, 1), key, 2) }

func get(r *http.Request, key any) any { return r.Context().Value(key) }

// The parameter has a type that can collide: that is said once, here.
func setString(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, key, 1) // want `the key key of context.WithValue is a string`
}

// The conversion makes a key of a type of its own.
func setNamed(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, named(key), 1)
}

type store struct{ ctx context.Context }

func (s *store) put(key any) { s.ctx = context.WithValue(s.ctx, key, 1) }

type putter interface{ put(key any) }

func captured(ctx context.Context, key any) func() any {
	return func() any { return ctx.Value(key) }
}

func wrapped(ctx context.Context, r *http.Request, s *store, p putter) {
	_ = set(ctx, "user", 1) // want `the key "user" of set is a string`
	_ = set(ctx, empty{}, 1)
	_ = setTwice(ctx, untyped) // want `the key untyped of setTwice is a string`
	_ = get(r, struct{}{})     // want `the key struct\{\}\{\} of get is an empty anonymous struct`
	_ = set(ctx, []int{}, 1)   // want `has type \[\]int, which cannot be compared, so context.WithValue panics`
	_ = set(ctx, new(int), 1)  // want `the key new\(int\) of set is a pointer made anew`
	_ = set(ctx, nil, 1)       // want `the key nil of set makes context.WithValue panic`
	_ = setString(ctx, "user")
	_ = setNamed(ctx, "user")
	s.put("field")                             // want `the key "field" of put is a string`
	p.put("method of the only implementation") // want `the key "method of the only implementation" of put is a string`
	_ = captured(ctx, "closure")               // want `the key "closure" of captured is a string`
	f := set
	_ = f(ctx, "function value", 1) // want `the key "function value" of set is a string`
	lit := func(key any) any { return ctx.Value(key) }
	_ = lit("literal") // want `the key "literal" of a function literal is a string`
	_ = lit(typed)
}

func imported(ctx context.Context) {
	_ = dep.Set(ctx, "user", 1) // want `the key "user" of Set is a string`
	_ = dep.Get(ctx, 7)         // want `the key 7 of Get is an int`
	_ = dep.Set(ctx, dep.Name, 1)
	_ = dep.Set(ctx, empty{}, 1)
	_ = dep.Deep(ctx, "deep")                   // want `the key "deep" of Deep is a string`
	_ = context.WithValue(ctx, dep.Untyped, 1)  // want `the key dep.Untyped of context.WithValue is a string`
	_ = context.WithValue(ctx, dep.Variable, 1) // want `the key dep.Variable of context.WithValue is a string`
	_ = context.WithValue(ctx, dep.Alias{}, 1)  // want `the key dep.Alias\{\} of context.WithValue is of type dep.Alias, which is an alias of struct\{\}`
	_ = dep.Other(ctx, "not a key")
}
