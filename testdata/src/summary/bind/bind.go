// Package bind holds functions that give their contexts to what goes on.
package bind

import (
	"context"
	"sync"

	"summary/binddep"
)

func work(ctx context.Context) error { return ctx.Err() }

// Goroutines.

func starts(ctx context.Context) { // want `starts: binds\(0\)`
	go work(ctx)
}

func startsLiteral(n int, ctx context.Context) { // want `startsLiteral: binds\(1\)`
	go func() {
		for range n {
			func() { work(ctx) }()
		}
	}()
}

func startsWatcher(ctx context.Context, stop func()) { // want `startsWatcher: binds\(0\)`
	go func() {
		<-ctx.Done()
		stop()
	}()
}

func startsDerived(ctx context.Context) { // want `startsDerived: binds\(0\)`
	ctx = context.WithValue(ctx, key{}, 1)
	go work(ctx)
}

type key struct{}

func startsElsewhere(ctx context.Context) { binddep.Start(ctx) } // want `startsElsewhere: binds\(0\)`

func startsByOther(ctx context.Context) { startsLiteral(1, ctx) } // want `startsByOther: binds\(0\)`

func joins(ctx context.Context) error {
	done := make(chan error)
	go func() { done <- work(ctx) }()
	return <-done
}

func joinsAll(ctx context.Context) {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { work(ctx) })
	}
	wg.Wait()
}

// Who gives up waiting leaves the goroutine behind.
func joinsUntilDone(ctx context.Context) error { // want `joinsUntilDone: binds\(0\)`
	done := make(chan error, 1)
	go func() { done <- work(ctx) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// What is kept.

type server struct {
	ctx  context.Context
	ctxs map[string]context.Context
}

func (s *server) keep(ctx context.Context) { s.ctx = ctx } // want `keep: binds\(1\)`

func (s *server) keepByName(ctx context.Context) { s.ctxs["x"] = ctx } // want `keepByName: binds\(1\)`

func sendTo(ctx context.Context, out chan<- context.Context) { out <- ctx } // want `sendTo: binds\(0\)`

func (s *server) run() { work(s.ctx) }

func startsServer(ctx context.Context) { // want `startsServer: binds\(0\)`
	s := &server{ctx: ctx}
	go s.run()
}

func startsServerIn(ctx context.Context) { // want `startsServerIn: binds\(0\)`
	s := &server{ctx: ctx}
	go func() { s.run() }()
}

// It is the caller's, or gone.

func makesServer(ctx context.Context) *server { return &server{ctx: ctx} }

func runsServer(ctx context.Context) {
	s := server{ctx: ctx}
	s.run()
}

func derives(ctx context.Context) context.Context { return context.WithValue(ctx, key{}, 1) }

func calls(ctx context.Context) error { return work(ctx) }

// By its name.

type engine interface {
	Start(ctx context.Context)
	Restart(ctx context.Context)
	Look(ctx context.Context)
}

func startsUnseen(ctx context.Context, e engine) { e.Start(ctx) } // want `startsUnseen: binds\(0\)`

func looks(ctx context.Context, e engine) { e.Look(ctx) }

func restarts(ctx context.Context, e engine) { e.Restart(ctx) }

// What is seen says more than the name.

func Start(ctx context.Context) error { return ctx.Err() }

func startsSeen(ctx context.Context) error { return Start(ctx) }

func Register(ctx context.Context, name string) error { return ctx.Err() }

func registersSeen(ctx context.Context) error { return Register(ctx, "x") }
