// Package exported has an API that cannot be changed.
package exported

import "context"

// from: argoproj/argo-cd#21371
func Exported(n int, ctx context.Context)   {}
func ExportedName(c context.Context)        {}
func unexported(n int, ctx context.Context) {} // want `of unexported`

type Server struct {
	Hook func(n int, ctx context.Context)
	hook func(n int, ctx context.Context) // want `the type of "hook"`
}

func (s *Server) Method(n int, ctx context.Context) {}
func (s *Server) method(n int, ctx context.Context) {} // want `method`

type Store interface {
	Get(n int, ctx context.Context)
	get(n int, ctx context.Context) // want `Store.get`
}

type store interface {
	Get(n int, ctx context.Context) // want `store.Get`
}

type Handler func(n int, ctx context.Context)

type handler func(n int, ctx context.Context) // want `type handler`

var Global = func(n int, ctx context.Context) {}

var global = func(n int, ctx context.Context) {} // want `function literal`

func Each(f func(n int, ctx context.Context)) {
	_ = func(n int, ctx context.Context) {} // want `function literal in Each`
	var g func(n int, ctx context.Context)  // want `the type of "g"`
	_ = g
}
