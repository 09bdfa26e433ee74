// Package place has context parameters in all places.
package place

import (
	"context"
	"io"
)

type server struct{}

func leading(ctx context.Context, id string)           {}
func alone(ctx context.Context)                        {}
func none(id string)                                   {}
func (s *server) method(ctx context.Context, n int)    {}
func last(id string, ctx context.Context)              {}             // want `the context parameter "ctx" of last comes after "id": make it the first parameter \(ctxparam/first\)`
func middle(id string, ctx context.Context, n int)     {}             // want `"ctx" of middle comes after "id"`
func (s *server) late(n int, ctx context.Context)      {}             // want `"ctx" of \(\*server\).late comes after "n"`
func (server) value(_ int, ctx context.Context) error  { return nil } // want `comes after one of type int`
func blank(n int, _ context.Context)                   {}             // want `the context parameter of blank comes after "n"`
func unnamed(string, context.Context)                  {}             // want `the context parameter of unnamed comes after one of type string`
func grouped(a, b int, ctx context.Context)            {}             // want `comes after "a"`
func carrier(w io.Writer, ctx context.Context)         {}             // want `comes after "w"`
func variadic(n int, more ...context.Context)          {}             // comes last by language
func (s *server) own(ctx context.Context, f func(int)) {}

// Each offender is a finding of its own.
func two(n int, ctx, parentCtx context.Context)                      {} // want `"ctx" of two` `"parentCtx" of two`
func apart(ctx context.Context, n int, otherCtx context.Context)     {} // want `"otherCtx" of apart comes after "n"`
func both(ctx, parentCtx context.Context, n int)                     {}
func split(ctx context.Context, parentCtx context.Context, n int)    {}
func inTwoWays(n int, c context.Context)                             {}             // want `"c" of inTwoWays comes after "n": make it the first parameter`
func inTwoWaysAgain(n int, context context.Context)                  {}             // want `\(ctxparam/first\)`
func nested(n int, f func(m int, ctx context.Context)) (g func(int)) { return nil } // want `"ctx" of the type of "f" comes after "m"`

type store interface {
	get(ctx context.Context, key string) string
	put(key string, ctx context.Context)      // want `"ctx" of store.put comes after "key"`
	walk(func(key string, c context.Context)) // want `"c" of the type of "walk" comes after "key"`
}

// A method that implements an interface of this package is judged.
func (s *server) get(ctx context.Context, key string) string { return "" }
func (s *server) put(key string, ctx context.Context)        {} // want `\(\*server\).put`
func (s *server) walk(f func(string, context.Context))       {} // want `the type of "f" comes after one of type string`

var _ store = (*server)(nil)

type handler func(n int, ctx context.Context) // want `"ctx" of type handler comes after "n"`

type holder struct {
	hook func(n int, ctx context.Context) // want `the type of "hook"`
	ok   func(ctx context.Context, n int)
}

type generic[T any] func(t T, ctx context.Context) // want `of type generic comes after "t"`

type constraint interface {
	~int
	do(n int, ctx context.Context) // want `constraint.do`
}

var global func(n int, ctx context.Context) // want `the type of "global"`

var literal = func(n int, ctx context.Context) {} // want `the function literal comes after "n"`

func literals(ctx context.Context) {
	f := func(n int, ctx context.Context) {} // want `"ctx" of the function literal in literals comes after "n"`
	f(1, ctx)
	go func(n int, ctx context.Context) {}(1, ctx)  // want `"ctx" of the function literal`
	defer func(n int, _ context.Context) {}(1, ctx) // want `the context parameter of the function literal`
	g := func(ctx context.Context, n int) {}
	g(ctx, 1)
	var m map[string]func(n int, ctx context.Context) // want `the type of "m"`
	_ = m
	_ = []any{func(n int, ctx context.Context) {}} // want `function literal`
	var _ interface {
		do(n int, ctx context.Context) // want `the method do`
	}
	_ = new(handler)
}

// What is there decides in a type assertion.
func asserts(v any) {
	if f, ok := v.(func(n int, ctx context.Context)); ok {
		f(1, nil)
	}
	switch v.(type) {
	case func(int, context.Context), interface{ Do(int, context.Context) }:
	}
}

func generics[T any](t T, ctx context.Context) {} // want `of generics comes after "t"`

func bare(n int, ctx context.Context) // want `of bare`

func recursive(n int, ctx context.Context) { // want `of recursive`
	recursive(n-1, ctx)
}
