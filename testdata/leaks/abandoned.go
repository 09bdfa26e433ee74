package main

import (
	"context"
	"time"
)

// before: 1 goroutines left
// after: 0 goroutines left
func abandoned() string {
	return left(func() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, _ = answer(ctx)
	})
}

func answer(ctx context.Context) (int, error) {
	answers := make(chan int)
	go func() {
		time.Sleep(10 * time.Millisecond)
		answers <- 42
	}()
	select {
	case n := <-answers:
		return n, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}
