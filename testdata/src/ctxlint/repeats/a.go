// Package repeats has mistakes of which two checks know.
package repeats

import "context"

// The loop of the sender could be ended by the context for which its receiver
// leaves: one finding is enough.
func total(ctx context.Context, xs []int) (sum int, err error) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for _, x := range xs {
			ch <- x // want `ctxloop/nodone`
		}
	}()
	for {
		select {
		case x, ok := <-ch:
			if !ok {
				return sum, nil
			}
			sum += x
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

// Without a context only one check has something to say.
func first(xs []int, found func(int) bool) (int, bool) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for _, x := range xs {
			ch <- x // want `ctxwait/abandoned`
		}
	}()
	for x := range ch {
		if found(x) {
			return x, true
		}
	}
	return 0, false
}

// A single send is no loop's.
func one(ctx context.Context, f func() int) (int, error) {
	ch := make(chan int)
	go func() { ch <- f() }() // want `ctxwait/abandoned`
	select {
	case n := <-ch:
		return n, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}
