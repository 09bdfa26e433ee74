package main

import "context"

// before: 1 goroutines left
// after: 0 goroutines left
func breaks() string {
	return left(func() {
		ctx, cancel := context.WithCancel(context.Background())
		in := make(chan int)
		go serve(ctx, in)
		in <- 1
		cancel()
	})
}

func serve(ctx context.Context, in <-chan int) {
	served := 0
	for {
		select {
		case n := <-in:
			served += n
		case <-ctx.Done():
			break
		}
	}
}
