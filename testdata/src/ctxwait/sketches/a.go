// Package sketches has one goroutine for each shape in which a send is left
// behind, or is not. The numbers are those of the collection of small shapes
// that the checks were designed with.
package sketches

import (
	"context"
	"sync"
	"time"
)

func compute() int          { return 1 }
func attempt() (int, error) { return 1, nil }
func check() error          { return nil }

// A25.
func contextWins(ctx context.Context) int {
	ch := make(chan int)
	go func() {
		ch <- compute() // want `nobody receives what is sent here on "ch", made at line 18, when "ctx" is done first and contextWins returns.*\(ctxwait/abandoned\)`
	}()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

// A26.
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

// A27.
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

// A28.
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

// A29.
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

// A30.
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

// A30.
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

// A31. More is sent than the parent certainly receives.
func firstWins(n int) int {
	ch := make(chan int)
	for range n {
		go func() {
			ch <- compute() // want `\(ctxwait/abandoned\)`
		}()
	}
	return <-ch
}

// A32.
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

// A33.
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

// A35.
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

func joinedLater(ctx context.Context, n int, work func(stop <-chan struct{})) {
	var wg sync.WaitGroup
	defer wg.Wait()
	stop := make(chan struct{})
	for range n {
		wg.Go(func() { work(stop) })
	}
	<-ctx.Done()
	close(stop)
	wg.Wait()
}

// A33. The channel goes to the caller.
func returned(ctx context.Context) <-chan int {
	ch := make(chan int)
	go func() { ch <- compute() }()
	select {
	case <-ctx.Done():
	case v := <-ch:
		go func() { ch <- v }()
	}
	return ch
}
