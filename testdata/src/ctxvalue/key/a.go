package key

import (
	"context"
	"errors"
	"net/http"
	"time"

	. "context"
)

type (
	named     string
	empty     struct{}
	aliased   = string
	nothing   = struct{}
	full      struct{ name string }
	withSlice struct{ s []int }
	withIface struct{ v any }
)

const untyped = "trace"

const (
	zero = iota
	one
)

const typed named = "trace"

var pointer = &full{"p"}

// Built-in types.

func builtin(ctx context.Context) {
	_ = context.WithValue(ctx, "user", 1)           // want `the key "user" of context.WithValue is a string, so every package that uses an equal one gets this value or hides it: make it a value of an unexported type, such as type userKey struct\{\} \(ctxvalue/key\)`
	_ = context.WithValue(ctx, untyped, 1)          // want `the key untyped of context.WithValue is a string`
	_ = context.WithValue(ctx, one, 1)              // want `the key one of context.WithValue is an int`
	_ = context.WithValue(ctx, 'r', 1)              // want `is a rune`
	_ = context.WithValue(ctx, 1.5, 1)              // want `is a float64`
	_ = context.WithValue(ctx, true, 1)             // want `is a bool`
	_ = context.WithValue(ctx, uint8(1), 1)         // want `is a uint8`
	_ = context.WithValue(ctx, "a"+untyped, 1)      // want `is a string`
	_ = context.WithValue(ctx, aliased("x"), 1)     // want `the key aliased\("x"\) of context.WithValue is of type aliased, which is an alias of string and no type of its own`
	_ = context.WithValue(ctx, any("x"), 1)         // want `the key any\("x"\) of context.WithValue is a string`
	_ = WithValue(ctx, "dot", 1)                    // want `the key "dot" of context.WithValue is a string`
	_ = (context.WithValue)(ctx, "paren", 1)        // want `the key "paren"`
	_ = context.WithValue(ctx, named("n"), 1)       // a type of its own
	_ = context.WithValue(ctx, typed, 1)            // a constant of such a type
	_ = context.WithValue(ctx, time.Duration(1), 1) // somebody else's type
	_ = context.WithValue(ctx, http.ServerContextKey, 1)
}

func variables(ctx context.Context, s string, unknown any) {
	k := "local"
	_ = context.WithValue(ctx, k, 1) // want `the key k of context.WithValue is a string`
	var v any = "hidden"
	_ = context.WithValue(ctx, v, 1) // want `the key v of context.WithValue is a string`
	if s == "" {
		v = typed
	}
	_ = context.WithValue(ctx, v, 1)       // want `the key v of context.WithValue is a string`
	_ = context.WithValue(ctx, s, 1)       // want `the key s of context.WithValue is a string`
	_ = context.WithValue(ctx, hidden, 1)  // want `the key hidden of context.WithValue is a string`
	_ = context.WithValue(ctx, sound, 1)   // a variable that hides a type of its own
	_ = context.WithValue(ctx, unknown, 1) // whoever calls
	with := context.WithValue
	_ = with(ctx, "value", 1) // want `the key "value" of context.WithValue is a string`
	func() {
		_ = context.WithValue(ctx, k, 1) // want `the key k of context.WithValue is a string`
	}()
}

var (
	hidden any = "hidden"
	sound  any = empty{}
)

var early = context.WithValue(context.Background(), "early", 1) // want `the key "early" of context.WithValue is a string`

// Structs.

func structs(ctx context.Context) {
	_ = context.WithValue(ctx, struct{}{}, 1) // want `the key struct\{\}\{\} of context.WithValue is an empty anonymous struct, and all packages have the same struct\{\}\{\}`
	// minio: "Staticcheck is drunk", but the keys did collide.
	_ = context.WithValue(ctx, nothing{}, 1)          // want `the key nothing\{\} of context.WithValue is of type nothing, which is an alias of struct\{\} and no type of its own`
	_ = context.WithValue(ctx, empty{}, 1)            // a type of its own
	_ = context.WithValue(ctx, full{"x"}, 1)          // a type of its own
	_ = context.WithValue(ctx, withIface{1}, 1)       // what it holds can be compared
	_ = context.WithValue(ctx, struct{ k int }{1}, 1) // fields that are this package's alone
}

// What cannot be compared, and nil.

func incomparable(ctx context.Context, f func()) {
	_ = context.WithValue(ctx, []byte("k"), 1)      // want `the key \[\]byte\("k"\) of context.WithValue has type \[\]byte, which cannot be compared, so context.WithValue panics`
	_ = context.WithValue(ctx, map[string]int{}, 1) // want `has type map\[string\]int, which cannot be compared`
	_ = context.WithValue(ctx, f, 1)                // want `has type func\(\), which cannot be compared`
	_ = context.WithValue(ctx, withSlice{}, 1)      // want `has type withSlice, which cannot be compared`
	_ = context.WithValue(ctx, nil, 1)              // want `the key nil of context.WithValue makes context.WithValue panic`
	_ = ctx.Value([]byte("k"))                      // want `the key \[\]byte\("k"\) of Value has type \[\]byte, which cannot be compared, so it is never found`
	_ = ctx.Value(nil)                              // want `the key nil of Value is never found, as no context has a value for nil`
	var none any
	_ = context.WithValue(ctx, none, 1) // want `the key none of context.WithValue makes context.WithValue panic`
}

// Pointers.

type mark struct{}

var (
	anonymous = &struct{}{}
	only      = &mark{}
	first     = &empty{}
	second    = &empty{}
	numbers   = new(int)
	a, b      [0]int
)

func pointers(ctx context.Context) {
	_ = context.WithValue(ctx, &struct{}{}, 1)   // want `the key &struct\{\}\{\} of context.WithValue points to an empty anonymous struct, and pointers to values of size zero may all be equal`
	_ = context.WithValue(ctx, anonymous, 1)     // want `the key anonymous of context.WithValue points to an empty anonymous struct`
	_ = context.WithValue(ctx, new(struct{}), 1) // want `points to an empty anonymous struct`
	_ = context.WithValue(ctx, first, 1)         // want `the key first of context.WithValue points to a value of size zero like second, and such pointers may be equal`
	_ = ctx.Value(second)                        // want `the key second of Value points to a value of size zero like first`
	_ = context.WithValue(ctx, &a, 1)            // want `the key &a of context.WithValue points to a value of size zero like b`
	_ = context.WithValue(ctx, &b, 1)            // want `the key &b of context.WithValue points to a value of size zero like a`
	_ = context.WithValue(ctx, only, 1)          // there is no other
	_ = context.WithValue(ctx, pointer, 1)
	_ = context.WithValue(ctx, numbers, 1)
	_ = ctx.Value(numbers)
	_ = context.WithValue(ctx, (*mark)(nil), 1) // nobody else has this type
}

func anew(ctx context.Context) {
	_ = context.WithValue(ctx, &full{"x"}, 1) // want `the key &full\{…\} of context.WithValue is a pointer made anew at each call, so it never equals another key`
	_ = ctx.Value(&full{"x"})                 // want `the key &full\{…\} of Value is a pointer made anew at each call`
	_ = context.WithValue(ctx, new(int), 1)   // want `the key new\(int\) of context.WithValue is a pointer made anew`
	k := new(int)
	_ = context.WithValue(ctx, k, 1) // want `the key k of context.WithValue is a pointer made anew`
	var local int
	_ = context.WithValue(ctx, &local, 1)            // want `the key &local of context.WithValue is a pointer made anew`
	_ = context.WithValue(ctx, make(chan int), 1)    // want `is made anew at each call`
	_ = context.WithValue(ctx, errors.New("key"), 1) // want `is made anew at each call`
	_ = context.WithValue(ctx, newKey(), 1)          // want `the key newKey\(\) of context.WithValue is a pointer made anew`
	_ = ctx.Value(&mark{})                           // want `the key &mark\{\} of Value points to a new mark at each call, and whether pointers to values of size zero are equal is left to chance: use mark\{\} itself`
}

func newKey() *full { return &full{"k"} }

func bothSides(ctx context.Context) any {
	k := new(int)
	ctx = context.WithValue(ctx, k, 1)
	return ctx.Value(k)
}

var kept []*full

func keptElsewhere(ctx context.Context) context.Context {
	k := &full{"k"}
	kept = append(kept, k)
	return context.WithValue(ctx, k, 1)
}

func handedOut(ctx context.Context) (context.Context, *full) {
	k := &full{"k"}
	return context.WithValue(ctx, k, 1), k
}

func (f *full) receiver(ctx context.Context) context.Context { return context.WithValue(ctx, f, 1) }

// Reading.

func reading(ctx context.Context, r *http.Request) {
	_ = ctx.Value("user")             // want `the key "user" of Value is a string`
	_ = r.Context().Value(untyped)    // want `the key untyped of Value is a string`
	_ = context.Context.Value(ctx, 1) // want `the key 1 of Value is an int`
	get := ctx.Value
	_ = get("method value") // want `the key "method value" of Value is a string`
	_ = ctx.Value(typed)
	_ = r.Context().Value(http.LocalAddrContextKey)
}

type bag map[string]any

func (b bag) Value(key any) any { return b[key.(string)] }

// framework is a context, but its own Value takes any string.
type framework struct{ context.Context }

func (framework) Value(key any) any { return key }

func others(b bag, f framework) {
	_ = b.Value("user")
	_ = f.Value("user")
}

// Generics.

type typeKey[T any] struct{}

func of[T any](ctx context.Context) (T, bool) {
	v, ok := ctx.Value(typeKey[T]{}).(T)
	return v, ok
}

func with[K comparable, V any](ctx context.Context, k K, v V) context.Context {
	return context.WithValue(ctx, k, v)
}

func generics(ctx context.Context) {
	_, _ = of[int](ctx)
	_ = with(ctx, "generic", 1) // want `the key "generic" of with is a string`
	_ = with(ctx, empty{}, 1)
	_ = with[any](ctx, "explicit", 1) // want `the key "explicit" of with is a string`
}
