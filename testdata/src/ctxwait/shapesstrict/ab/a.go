package ab

import (
	"context"
	"sync"
)

func compute() (int, error) { return 1, nil }

type result struct {
	v   int
	err error
}

type svc struct {
	ctx  context.Context
	done chan struct{}
	mu   sync.Mutex
}

// two results wanted, the first error returns
func both(ctx context.Context) (int, int, error) {
	a := make(chan result)
	b := make(chan result)
	go func() { v, err := compute(); a <- result{v, err} }()
	go func() { v, err := compute(); b <- result{v, err} }() // want `\(ctxwait/abandoned\)`
	ra := <-a                                                // want `\(ctxwait/bare\)`
	if ra.err != nil {
		return 0, 0, ra.err
	}
	rb := <-b // want `\(ctxwait/bare\)`
	return ra.v, rb.v, rb.err
}

// nested goroutine
func nested(ctx context.Context) int {
	ch := make(chan int)
	go func() {
		v, _ := compute()
		go func() {
			ch <- v // want `\(ctxwait/bare\)`
		}()
	}()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

// received in a helper of this package
func recv(ctx context.Context, ch <-chan int) int {
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

func viaHelper(ctx context.Context) int {
	ch := make(chan int)
	go func() {
		v, _ := compute()
		ch <- v // want `\(ctxwait/bare\)`
	}()
	return recv(ctx, ch)
}
