// Package sleepstrict has sleeps that are only worth a look.
package sleepstrict

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func work(context.Context) error { return nil }

func short(ctx context.Context) {
	time.Sleep(999 * time.Millisecond) // want `this sleep of 999ms goes on when ctx is done`
	<-time.After(time.Millisecond)     // want `this wait of 1ms goes on when ctx is done`
}

func zero(ctx context.Context) { time.Sleep(0) }

func beside(ctx context.Context) {
	go func() {
		time.Sleep(time.Second) // want `this sleep of 1s goes on when ctx is done`
		work(ctx)
	}()
	go func() {
		func() {
			time.Sleep(time.Minute) // want `this sleep of 1m0s goes on when ctx is done`
		}()
	}()
}

func groups(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Go(func() {
		time.Sleep(time.Second) // want `this sleep of 1s goes on when ctx is done`
	})
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		time.Sleep(time.Second) // want `this sleep of 1s goes on when gctx is done`
		return work(gctx)
	})
	return g.Wait()
}

func nap(d time.Duration) { time.Sleep(d) }

func deeper() { nap(time.Second) }

func through(ctx context.Context) {
	nap(time.Second) // want `nap sleeps, and goes on when ctx is done: give it the context, and wait there in a select with a case for Done\(\)`
	deeper()         // want `deeper sleeps, and goes on when ctx is done`
}

// Waiting for something, with a limit, is no sleep.
func limited(in <-chan int) {
	select {
	case <-in:
	case <-time.After(time.Minute):
	}
}

func throughLimit(ctx context.Context, in <-chan int) {
	limited(in)
	work(ctx)
}

// A callee with a context of its own is judged there.
func pauseCtx(ctx context.Context, d time.Duration) {
	time.Sleep(d) // want `this sleep goes on when ctx is done`
}

func passes(ctx context.Context) {
	pauseCtx(ctx, time.Second)
	pauseCtx(context.Background(), time.Second)
}

type keeper struct{ ctx context.Context }

func (k *keeper) inField() {
	time.Sleep(time.Second) // want `this sleep of 1s goes on when k.ctx is done`
}

func afterDone(ctx context.Context) {
	<-ctx.Done()
	nap(time.Second)
}

func loop(ctx context.Context) {
	for work(ctx) != nil {
		nap(time.Second)
	}
}

// From caddy's server: a shutdown takes its time, which the end of the context
// has begun.
type server struct {
	ctx   context.Context
	delay time.Duration
}

func (s *server) Stop() {
	time.Sleep(s.delay)
}

func (s *server) Cleanup() { s.Stop() }

func (s *server) replace(ctx context.Context) {
	s.Stop()
	s.settle() // want `settle sleeps`
}

func (s *server) settle() {
	time.Sleep(s.delay) // want `this sleep goes on when s.ctx is done`
}
