// Package dictated has signatures that another package asks for.
package dictated

import (
	"context"

	api "github.com/elsewhere/signature"
)

// A method that implements an interface of another package.

type store struct{}

func (store) Get(key string, c context.Context) string { return "" }

type pointer struct{}

func (*pointer) Get(k string, ctx context.Context) string       { return "" }
func (*pointer) Close(hard bool, context context.Context) error { return nil }
func (*pointer) Other(hard bool, ctx context.Context) error     { return nil } // want `\(\*pointer\).Other`

type half struct{}

// The type has no Get, so it is no api.Both, but it is an api.Closer.
func (half) Close(hard bool, ctx context.Context) error { return nil }

type differs struct{}

func (differs) Get(key []byte, ctx context.Context) string { return "" } // want `\(differs\).Get`
func (differs) Close(hard bool, ctx context.Context)       {}            // want `\(differs\).Close`

type loader struct{}

func (loader) Load(key string, ctx context.Context) string { return "" }

type loaders[K comparable] struct{}

func (l *loaders[K]) Load(key K, ctx context.Context) (k K) { return k }

type base struct{}

func (*base) Get(key string, ctx context.Context) string { return "" }

type promotes struct {
	*base
	api.Client
}

type hides struct{}

func (hides) Hide(n int, ctx context.Context)  {}
func (hides) Other(n int, ctx context.Context) {} // want `\(hides\).Other`

type inline struct{}

func (*inline) In(n int, ctx context.Context) {}

type bound struct{}

func (bound) Bind(n int, ctx context.Context) {}

func uses() {
	api.RegisterHidden(hides{})
	i := &inline{}
	api.RegisterInline(i)
	api.Bound(bound{})
}

// An interface that lists methods of another package's type.

type pinger interface {
	Ping(host string, ctx context.Context)
	Pong(host string, ctx context.Context)
}

type notPinger interface {
	Ping(host string, ctx context.Context) // want `notPinger.Ping`
	Pang(host string, ctx context.Context) // want `notPinger.Pang`
}

var _ pinger = (*api.Client)(nil)

// A literal that is assigned or passed.

func literals(hooks *api.Hooks, m map[string]api.Handler) api.Handler {
	api.Register(func(n int, c context.Context) {})
	(api.Register)((func(n int, ctx context.Context) {}))
	api.RegisterAll(nil, func(n int, ctx context.Context) {})
	api.RegisterHandler(func(n int, ctx context.Context) {})
	_ = api.Handler(func(n int, ctx context.Context) {})
	hooks.Before = func(n int, ctx context.Context) {}
	api.Hook = func(n int, ctx context.Context) {}
	m["x"] = func(n int, ctx context.Context) {}
	api.Table = append(api.Table, func(n int, ctx context.Context) {})
	api.Table[0] = func(n int, ctx context.Context) {}
	_ = api.Hooks{Before: func(n int, ctx context.Context) {}}
	_ = &api.Hooks{func(n int, ctx context.Context) {}, nil}
	_ = api.Handlers{"x": func(n int, ctx context.Context) {}}
	_ = []api.Handler{func(n int, ctx context.Context) {}}
	_ = api.Hooked[string]{On: func(s string, ctx context.Context) {}}
	api.Map([]int{1}, func(n int, ctx context.Context) string { return "" })
	api.Map[int, string](nil, func(n int, ctx context.Context) string { return "" })
	api.Func(func(n int, ctx context.Context) {})
	api.Chan() <- func(n int, ctx context.Context) {}
	api.Get()(func(n int, ctx context.Context) {})
	var h api.Handler = func(n int, ctx context.Context) {}
	var a api.Alias = func(n int, ctx context.Context) {}
	_, _ = h, a
	api.Named(func(c context.Context) context.Context { return c }(nil)) // want `"c" of the function literal`
	return func(n int, c context.Context) {}
}

// Another package that takes anything may ask for a signature by reflection:
// gomega.Eventually wants the Gomega before the context.
func anything() {
	api.RegisterAny(func(n int, ctx context.Context) {})
	_ = api.Hooks{Any: func(n int, ctx context.Context) {}}

	check := func(n int, ctx context.Context) {}
	api.RegisterAny(check)
}

// A type parameter takes the signature as it is, and this package's own code
// can be changed.
func anyType() {
	_ = api.Must(func(n int, ctx context.Context) {}) // want `function literal in anyType`
	own(func(n int, ctx context.Context) {})          // want `function literal in anyType`
}

// A literal that reaches the place through a local variable.
func variables() {
	h := func(n int, c context.Context) {}
	api.Register(h)
	api.Hook = h

	var i func(n int, ctx context.Context) = func(n int, ctx context.Context) {}
	if i != nil {
		api.Register(i)
	}

	j := func(n int, ctx context.Context) {}
	k := j
	_ = k
	api.Register(k)

	l := func(n int, ctx context.Context) {} // want `function literal in variables`
	api.Register(l)
	l(1, nil)

	var m func(n int, ctx context.Context)
	m = func(n int, ctx context.Context) {}
	api.Register(m)

	o := func(n int, ctx context.Context) {} // want `function literal in variables`
	_ = o

	p := func(n int, ctx context.Context) {}
	defer func() { api.Register(p) }()
}

// A function that is assigned or passed.

func passed(n int, c context.Context)            {}
func passedAndCalled(n int, ctx context.Context) {}
func called(n int, ctx context.Context)          {} // want `of called`
func converted(n int, ctx context.Context)       {}
func instance[T any](t T, ctx context.Context)   {}
func stored(n int, ctx context.Context)          {}
func kept(n int, ctx context.Context)            {} // want `of kept`
func anyhow(n int, ctx context.Context)          {}
func viaVariable(n int, ctx context.Context)     {}

type service struct{}

func (s *service) value(n int, ctx context.Context) {}

func (s *service) direct(n int, ctx context.Context) {} // want `direct`

func functions(s *service) {
	api.Register(passed)
	api.Register((passedAndCalled))
	passedAndCalled(1, nil)
	called(1, nil)
	_ = api.Handler(converted)
	api.Register(instance[int])
	api.Table = append(api.Table, stored)
	_ = kept
	api.RegisterAny(anyhow)
	f := viaVariable
	api.Register(f)
	api.Register(s.value)
	s.direct(1, nil)
}

// A type that forwards to another package, or holds what it declares.

func forwards(f func(n int, ctx context.Context)) { api.Register(f) }

func calls(f func(n int, ctx context.Context)) { // want `the type of "f"`
	api.Register(f)
	f(1, nil)
}

var do func(n int, c context.Context) = api.Do

type replaceable struct {
	do   func(n int, ctx context.Context)
	mine func(n int, ctx context.Context) // want `the type of "mine"`
}

var _ = replaceable{do: api.Do}

type doer func(n int, ctx context.Context)

var _ doer = api.Do

// What is part of a dictated signature is dictated.

type nested struct{}

func (nested) Close(hard bool, ctx context.Context) error { return nil }

func returnsHandler() func() api.Handler {
	return func() api.Handler {
		return func(n int, ctx context.Context) {}
	}
}

func own(any) {}
