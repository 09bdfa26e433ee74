// Package sketches has one goroutine for each shape in which a send is left
// behind, or is not.
package sketches

import (
	"context"
	"time"
)

func compute() int          { return 1 }
func attempt() (int, error) { return 1, nil }
func check() error          { return nil }

func contextWins(ctx context.Context) int {
	ch := make(chan int)
	go func() {
		ch <- compute() // want `nobody receives what is sent here on "ch", made at line 15, when "ctx" is done first and contextWins returns.*\(ctxwait/abandoned\)`
	}()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

func room(ctx context.Context) int {
	ch := make(chan int, 1)
	go func() { ch <- compute() }()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

func timerWins(d time.Duration) int {
	ch := make(chan int)
	go func() {
		ch <- compute() // want `when the time is over first and timerWins returns.*\(ctxwait/abandoned\)`
	}()
	select {
	case v := <-ch:
		return v
	case <-time.After(d):
		return 0
	}
}

func senderLeaves(ctx context.Context) int {
	ch := make(chan int)
	go func() {
		select {
		case ch <- compute():
		case <-ctx.Done():
		}
	}()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

func drainedLater(ctx context.Context) int {
	ch := make(chan int)
	defer func() {
		go func() { <-ch }()
	}()
	go func() { ch <- compute() }()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

func eitherChannel() (int, error) {
	ch, errc := make(chan int), make(chan error)
	go func() {
		v, err := attempt()
		if err != nil {
			errc <- err
			return
		}
		ch <- v
	}()
	select {
	case v := <-ch:
		return v, nil
	case err := <-errc:
		return 0, err
	}
}

func eitherOrDone(ctx context.Context) (int, error) {
	ch, errc := make(chan int), make(chan error)
	go func() {
		v, err := attempt()
		if err != nil {
			errc <- err // want `\(ctxwait/abandoned\)`
			return
		}
		ch <- v // want `\(ctxwait/abandoned\)`
	}()
	select {
	case v := <-ch:
		return v, nil
	case err := <-errc:
		return 0, err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// More is sent than the parent certainly receives.
func firstWins(n int) int {
	ch := make(chan int)
	for range n {
		go func() {
			ch <- compute() // want `\(ctxwait/abandoned\)`
		}()
	}
	return <-ch
}

func leavesEarly() (int, error) {
	ch := make(chan int)
	go func() {
		ch <- compute() // want `\(ctxwait/abandoned\)`
	}()
	if err := check(); err != nil {
		return 0, err
	}
	return <-ch, nil
}

type holder struct{ ch chan int }

func kept(ctx context.Context, h *holder) int {
	ch := make(chan int)
	h.ch = ch
	go func() { ch <- compute() }()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

func joined(ctx context.Context, work func(context.Context)) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		work(ctx)
	}()
	cancel()
	<-done
}
