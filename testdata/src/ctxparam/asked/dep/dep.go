package dep

import "context"

type Doer interface {
	Do(id string, c context.Context) error // want "ctxparam/first"
}

type Func func(id string, c context.Context) error // want "ctxparam/first"

type Opts struct {
	Hook func(n int, c context.Context) // want "ctxparam/first"
}

func Register(f func(n int, c context.Context)) {} // want "ctxparam/first"

func Each[T any](f func(T, context.Context)) {} // want "ctxparam/first"

var Hook func(n int, c context.Context) // want "ctxparam/first"

type Lower interface {
	Run(c context.Context) // want "ctxparam/name"
}
