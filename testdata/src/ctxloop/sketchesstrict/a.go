// Package sketchesstrict has the shapes of loops about which there is doubt,
// numbered like those of package sketches.
package sketchesstrict

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

func handle(...any) {}

// get is elsewhere.
var get = func(ctx context.Context) error { return ctx.Err() }

// A11.
func longSleep(ctx context.Context) {
	for ctx.Err() == nil {
		time.Sleep(10 * time.Minute) // want `the loop looks at ctx at line 19, but sleeps in time.Sleep for 10m0s between looks: wait in a select with a timer and a case <-ctx.Done\(\) \(ctxloop/partial\)`
	}
}

// A15.
func passesThenSends(ctx context.Context, results chan<- int) error {
	for {
		if err := get(ctx); err != nil {
			return err
		}
		results <- 1 // want `the loop looks at ctx at line 27, but sends on results .*\(ctxloop/partial\)`
	}
}

// A17. Who closes a parameter is not seen.
func rangesParameter(ctx context.Context, in <-chan int) {
	for v := range in { // want `ranges over in .*\(ctxloop/nodone\)`
		handle(v)
	}
}

type server struct {
	quit chan struct{}
	in   chan int
}

func (s *server) Close() { close(s.quit) }

// A20.
func (s *server) run(ctx context.Context) {
	for {
		select { // want `waits in a select without a case for the context and stops on s.quit.*\(ctxloop/otherstop\)`
		case <-s.quit:
			return
		case v := <-s.in:
			handle(v)
		}
	}
}

// A44, A45. A context that is only in a field is doubtful, whether or not another
// method looks at it.
type fielded struct {
	ctx context.Context
	in  chan int
}

func (s *fielded) loop() {
	for {
		select {
		case v := <-s.in: // want `receives from s.in, which the end of s.ctx .*\(ctxloop/nodone\)`
			handle(v)
		}
	}
}

type corroborated struct {
	ctx context.Context
	in  chan int
	out chan int
}

func (s *corroborated) loop() {
	for {
		v := <-s.in // want `receives from s.in, which the end of s.ctx .*\(ctxloop/nodone\)`
		handle(v)
	}
}

func (s *corroborated) observes() {
	for {
		select {
		case <-s.ctx.Done():
			return
		case s.out <- 1:
		}
	}
}

// A40. One goroutine for each value is no loop that waits: ctxwait judges the send.
func groupSends(ctx context.Context, xs []int, out chan<- int) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, v := range xs {
		g.Go(func() error {
			out <- v
			return get(ctx)
		})
	}
	return g.Wait()
}
