package option

import (
	"context"
	"net/http"

	"ctxvalue/option/dep"
)

type (
	dryKey  struct{}
	hookKey struct{}
	userKey struct{}
	config  struct{ verbose bool }
)

type hook func(string)

type flag bool

func builtin(ctx context.Context, h hook, in <-chan int, r *http.Request) {
	_ = context.WithValue(ctx, dryKey{}, true) // want `context.WithValue puts true, a bool, into the context under the key dryKey\{\}, which is for metadata of the request: make it a parameter of the functions that need it \(ctxvalue/option\)`
	dry := r.URL.Query().Has("dry")
	_ = context.WithValue(ctx, dryKey{}, dry)       // want `puts dry, a bool, into the context`
	_ = context.WithValue(ctx, dryKey{}, flag(dry)) // want `puts flag\(dry\), a bool,`
	var boxed any = dry
	_ = context.WithValue(ctx, dryKey{}, boxed)                        // want `puts boxed, a bool,`
	_ = context.WithValue(ctx, hookKey{}, func() {})                   // want `context.WithValue puts a function into the context under the key hookKey\{\}`
	_ = context.WithValue(ctx, hookKey{}, h)                           // want `puts h, a function,`
	_ = context.WithValue(ctx, hookKey{}, builtin)                     // want `puts builtin, a function,`
	_ = context.WithValue(ctx, hookKey{}, make(chan int))              // want `puts make\(chan int\), a channel,`
	_ = context.WithValue(ctx, hookKey{}, in)                          // want `puts in, a channel,`
	_ = r.WithContext(context.WithValue(r.Context(), dryKey{}, false)) // want `puts false, a bool,`
	with := context.WithValue
	_ = with(ctx, dryKey{}, true) // want `puts true, a bool,`
}

var base = context.WithValue(context.Background(), dryKey{}, true) // want `puts true, a bool,`

// Metadata.

type user struct{ admin bool }

func metadata(ctx context.Context, u *user, printf func(string, ...any), any any) {
	_ = context.WithValue(ctx, userKey{}, u)
	_ = context.WithValue(ctx, userKey{}, *u)
	_ = context.WithValue(ctx, userKey{}, "name")
	_ = context.WithValue(ctx, userKey{}, 42)
	_ = context.WithValue(ctx, userKey{}, []string{"a"})
	_ = context.WithValue(ctx, userKey{}, map[string]bool{})
	_ = context.WithValue(ctx, userKey{}, printf) // a logger
	_ = context.WithValue(ctx, userKey{}, any)
	_ = context.WithValue(ctx, userKey{}, nil)
}

// Wrappers: one whose parameter has a type says it once, one that takes any
// value at each call.

func withDry(ctx context.Context, dry bool) context.Context {
	return context.WithValue(ctx, dryKey{}, dry) // want `puts dry, a bool,`
}

func withAny(ctx context.Context, v any) context.Context {
	return context.WithValue(ctx, dryKey{}, v)
}

func withBoth(ctx context.Context, k, v any) context.Context { return context.WithValue(ctx, k, v) }

type typed[T any] struct{}

func withType[T any](ctx context.Context, v T) context.Context {
	return context.WithValue(ctx, typed[T]{}, v)
}

func setRequest(r *http.Request, v any) *http.Request {
	return r.WithContext(withAny(r.Context(), v))
}

func wrapped(ctx context.Context, r *http.Request, u *user) {
	_ = withDry(ctx, true)
	_ = withAny(ctx, true)      // want `withAny puts true, a bool, into the context, which is for metadata`
	_ = withAny(ctx, func() {}) // want `withAny puts a function into the context`
	_ = withAny(ctx, u)
	_ = withBoth(ctx, userKey{}, true) // want `withBoth puts true, a bool, into the context under the key userKey\{\}`
	_ = withBoth(ctx, userKey{}, u)
	_ = withType(ctx, true)           // want `withType puts true, a bool,`
	_ = withType(ctx, make(chan int)) // want `withType puts make\(chan int\), a channel,`
	_ = withType(ctx, u)
	_ = setRequest(r, true) // want `setRequest puts true, a bool,`
	_ = dep.With(ctx, true) // want `With puts true, a bool,`
	_ = dep.With(ctx, u)
	_ = dep.WithBool(ctx, true)
	_ = dep.Log(ctx, true)
	_ = context.WithValue(ctx, dep.Key{}, true) // want `puts true, a bool, into the context under the key dep.Key\{\}`
}

// One change here, another where it is used.
func both(ctx context.Context) {
	ctx = context.WithValue(ctx, dryKey{}, true) // want `puts true, a bool,`
	_ = ctx
}

// Only strict: handles, options, marks.

func strict(ctx context.Context, c *http.Client) {
	_ = context.WithValue(ctx, userKey{}, c)
	_ = context.WithValue(ctx, userKey{}, config{})
	_ = context.WithValue(ctx, userKey{}, struct{}{})
}
