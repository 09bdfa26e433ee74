// Package opinion lets contexts grow from one call to the next.
package opinion

import (
	"context"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

type key struct{}

func run(ctx context.Context) error { return ctx.Err() }

func repeat(d time.Duration, f func() error) error { return f() }

// After the first timeout the context is over: runQuery of thanos.
func repeated() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	return repeat(time.Second, func() error {
		ctx, cancel = context.WithTimeout(ctx, time.Second) // want `the context "ctx" grows each time the function literal runs: context.WithTimeout wraps the one of the time before; declare a new variable with := \(ctxnest/closure\)`
		defer cancel()
		return run(ctx)
	})
}

func returned(ctx context.Context) func() {
	return func() {
		ctx = context.WithValue(ctx, key{}, 1) // want `the context "ctx" grows each time`
	}
}

func calledTwice(ctx context.Context) {
	f := func() {
		ctx = context.WithValue(ctx, key{}, 1) // want `the context "ctx" grows each time`
	}
	f()
	f()
}

func calledInLoop(ctx context.Context) {
	f := func() {
		ctx = context.WithValue(ctx, key{}, 1) // want `the context "ctx" grows each time`
	}
	for range 5 {
		f()
	}
}

func startedInLoop(ctx context.Context, g *errgroup.Group) {
	for range 5 {
		g.Go(func() error {
			ctx = context.WithValue(ctx, key{}, 1) // want `the context "ctx" grows each time`
			return nil
		})
	}
}

func nestedLiterals(ctx context.Context) func() {
	return func() {
		func() {
			ctx = context.WithValue(ctx, key{}, 1) // want `the context "ctx" grows each time`
		}()
	}
}

type server struct{ ctx, base context.Context }

func structValue() func() {
	var s server
	return func() {
		s.ctx = context.WithValue(s.ctx, key{}, 1) // want `the context "s.ctx" grows each time the function literal runs`
	}
}

// The literal runs once, or starts anew.
func once(t *testing.T, ctx, base context.Context, o *sync.Once, g *errgroup.Group, handle func(func())) {
	o.Do(func() { ctx = context.WithValue(ctx, key{}, 1) })
	g.Go(func() error { ctx = context.WithValue(ctx, key{}, 1); return nil })
	t.Run("sub", func(t *testing.T) { ctx = context.WithValue(ctx, key{}, 1) })
	t.Cleanup(func() { ctx = context.WithValue(ctx, key{}, 1) })
	func() { ctx = context.WithValue(ctx, key{}, 1) }()
	go func() { ctx = context.WithValue(ctx, key{}, 1) }()
	defer func() { ctx = context.WithValue(ctx, key{}, 1) }()
	f := func() { ctx = context.WithValue(ctx, key{}, 1) }
	f()
	handle(func() {
		ctx = context.WithValue(base, key{}, 1)
		ctx = context.WithValue(ctx, key{}, 2)
		run(ctx)
	})
	handle(func() {
		ctx := context.WithValue(ctx, key{}, 1)
		ctx = context.WithValue(ctx, key{}, 1)
		run(ctx)
	})
	for range 5 {
		ctx := base
		func() { ctx = context.WithValue(ctx, key{}, 1) }()
		run(ctx)
	}
}

// Through pointers: fatcontext#36.
func (s *server) handle(name string) {
	s.ctx = context.WithValue(s.ctx, key{}, name) // want `the context "s.ctx" grows each time handle runs: context.WithValue wraps the one of the time before; keep it in a variable of its own \(ctxnest/pointer\)`
}

func param(s *server) {
	ctx := s.ctx
	ctx = context.WithValue(ctx, key{}, 1)
	s.ctx = ctx // want `the context "s.ctx" grows each time param runs`
}

func loop(s *server) {
	for range 5 {
		s.ctx = context.WithValue(s.ctx, key{}, 1) // want `the context "s.ctx" grows in every round of the loop at line 119`
	}
}

func capturedPointer(s *server) func() {
	return func() {
		s.ctx = context.WithValue(s.ctx, key{}, 1) // want `the context "s.ctx" grows each time the function literal runs`
	}
}

func newServer(ctx context.Context) *server {
	s := &server{ctx: ctx}
	s.ctx = context.WithValue(s.ctx, key{}, 1)
	return s
}

func (s *server) restart() {
	s.ctx = context.WithValue(s.base, key{}, 1)
	s.ctx = context.WithValue(s.ctx, key{}, 2)
}

func (s server) byValue() {
	s.ctx = context.WithValue(s.ctx, key{}, 1)
	run(s.ctx)
}

func each(all []*server) {
	for _, s := range all {
		s.ctx = context.WithValue(s.ctx, key{}, 1)
	}
}

// A literal's own parameter: fatcontext#34.
var middleware = func(s *server) { s.ctx = context.WithValue(s.ctx, key{}, 1) }
