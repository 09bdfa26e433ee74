// Package sketchesstrict has single waits about which there is doubt, numbered
// like those of package sketches.
package sketchesstrict

import (
	"context"

	"golang.org/x/sync/errgroup"
)

func compute() int { return 1 }

// A36. Who gets the result may have stopped because of the cancel.
func sendsToStopped(ctx context.Context, cancel context.CancelFunc, errc <-chan error, out chan<- error) {
	select {
	case err := <-errc:
		cancel()
		out <- err // want `this send on "out" may wait for ever, also when ctx is done.*\(ctxwait/bare\)`
	case <-ctx.Done():
	}
}

// The same with the context in a field.
type watchChan struct {
	ctx    context.Context
	cancel context.CancelFunc
	errs   chan error
	result chan error
}

func newWatchChan(ctx context.Context) *watchChan {
	ctx, cancel := context.WithCancel(ctx)
	return &watchChan{ctx, cancel, make(chan error), make(chan error)}
}

func (w *watchChan) run() {
	select {
	case err := <-w.errs:
		w.cancel()
		w.result <- err // want `this send on "w.result" may wait for ever, also when w.ctx is done.*\(ctxwait/bare\)`
	case <-w.ctx.Done():
	}
}

// Without the cancel, the receiver is still there.
func (w *watchChan) runFixed() {
	select {
	case err := <-w.errs:
		w.result <- err
	case <-w.ctx.Done():
	}
}

// What is made here goes to who is known.
func sendsToOwn(ctx context.Context, cancel context.CancelFunc) int {
	out := make(chan int, 1)
	cancel()
	out <- compute()
	return <-out
}

// A40.
func groupSends(ctx context.Context, xs []int, out chan<- int) error {
	g, ctx := errgroup.WithContext(ctx)
	_ = ctx
	for _, v := range xs {
		g.Go(func() error {
			out <- v // want `this send on "out" may wait for ever.*\(ctxwait/bare\)`
			return nil
		})
	}
	return g.Wait()
}

// A40.
func groupSendsHere(ctx context.Context, xs []int) (sum int) {
	out := make(chan int)
	var g errgroup.Group
	for _, v := range xs {
		g.Go(func() error {
			out <- v
			return nil
		})
	}
	go func() {
		g.Wait()
		close(out)
	}()
	for v := range out {
		sum += v
	}
	return sum
}
