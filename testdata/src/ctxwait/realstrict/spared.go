package realstrict

import (
	"context"
	"errors"
	"time"
)

// Bugs that were fixed in real projects and that are not reported, each with
// the reason and with something close to it that is.

// prometheus d992c36b: a queue waits for a free place in a method without a
// context. Only its callers have one, and what a function of theirs waits for
// is a wait of theirs in a loop alone. Besides, who has a place gives it back in
// a defer.

type places struct{ free chan int }

func newPlaces(n int) *places {
	p := &places{make(chan int)}
	go func() {
		for i := range n {
			p.free <- i
		}
	}()
	return p
}

func (p *places) leave(i int) { p.free <- i }

func (p *places) take() int { return <-p.free }

func exec(ctx context.Context, p *places, run func(context.Context) error) error {
	i := p.take()
	defer p.leave(i)
	return run(ctx)
}

func (p *places) takeFixed(ctx context.Context) (int, error) {
	select {
	case i := <-p.free:
		return i, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// It has a context of its own, and nobody gives a place back in a defer.
type rooms struct{ free chan int }

func (r *rooms) leave(i int) { r.free <- i }

func (r *rooms) take(ctx context.Context) int {
	return <-r.free // want `this receive from "r.free" may wait for ever, also when ctx is done.*\(ctxwait/bare\)`
}

// ipfs/kubo 614b7575: a hook that has no use for its context, named _, and that
// waits for a goroutine which it has just ended by its cancel function.

type hook struct {
	stop func(context.Context) error
}

func feed(work func(context.Context)) hook {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		work(ctx)
	}()
	return hook{stop: func(_ context.Context) error {
		cancel()
		<-done
		return nil
	}}
}

// Named, the context is no reason either: the wait is a join.
func feedNamed(work func(context.Context)) hook {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		work(ctx)
	}()
	return hook{stop: func(ctx context.Context) error {
		cancel()
		<-done
		return nil
	}}
}

// Named, and nothing was ended before.
func feedAlone(work func(context.Context), done chan error) hook {
	ctx := context.Background()
	go func() {
		work(ctx)
		done <- nil
	}()
	return hook{stop: func(ctx context.Context) error {
		return <-done // want `this receive from "done" may wait for ever, also when ctx is done.*\(ctxwait/bare\)`
	}}
}

// restic 151903d4: a goroutine gives others some time when the context is over.
// There, who sleeps does so on purpose.

func delayed(parent context.Context, delay time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		select {
		case <-parent.Done():
		case <-ctx.Done():
			return
		}
		time.Sleep(delay)
		cancel()
	}()
	return ctx, cancel
}

// The context is not over there.
func delayedAnyway(parent context.Context, delay time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		select {
		case <-ctx.Done():
			return
		default:
		}
		time.Sleep(delay) // want `this sleep goes on when ctx is done.*\(ctxwait/sleep\)`
		cancel()
	}()
	return ctx, cancel
}

// syncthing 2238a288: a poll of a stop channel that could ask the context as
// well. With a default it waits for nothing, and what is called then has the
// context.

type connection struct {
	closed chan struct{}
	slots  chan int
	send   func(ctx context.Context, index []string) error
}

var errClosed = errors.New("closed")

func (c *connection) index(ctx context.Context, index []string) error {
	select {
	case <-c.closed:
		return errClosed
	default:
	}
	return c.send(ctx, index)
}

func (c *connection) stop() { close(c.closed) }

// Without the default it waits.
func (c *connection) indexInTurn(ctx context.Context, index []string) error {
	select { // want `this select may wait for ever, also when ctx is done.*\(ctxwait/bare\)`
	case <-c.slots:
	case c.slots <- 1:
	}
	return c.send(ctx, index)
}
