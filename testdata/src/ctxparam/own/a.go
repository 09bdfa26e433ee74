// Package own has function types of its own, which are judged once.
package own

import "context"

type handler func(n int, ctx context.Context) // want `of type handler`

type alias = func(n int, ctx context.Context) // want `of type alias`

type hooks struct {
	before func(n int, ctx context.Context) // want `the type of "before"`
}

func passed(n int, ctx context.Context)  {}
func aliased(n int, ctx context.Context) {}
func hooked(n int, ctx context.Context)  {}
func called(n int, ctx context.Context)  {} // want `of called`

func register(h handler)                        {}
func inline(f func(n int, ctx context.Context)) {} // want `the type of "f"`

func literals() handler {
	register(func(n int, ctx context.Context) {})
	register(passed)
	var _ alias = aliased
	_ = hooks{before: hooked}
	_ = hooks{before: func(n int, ctx context.Context) {}}
	called(1, nil)
	inline(func(n int, ctx context.Context) {})
	_ = []handler{func(n int, ctx context.Context) {}}
	h := func(n int, ctx context.Context) {}
	register(h)
	return func(n int, ctx context.Context) {}
}

// The names of the parameters are not dictated by a type of this package.
func names() {
	register(func(n int, c context.Context) {}) // want `"c" of the function literal in names has an unusual name`
}
