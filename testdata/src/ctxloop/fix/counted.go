package fix

import "context"

// cortexproject/cortex: who gathers counts on an answer from each of them.
func gathers(ctx context.Context, xs []int) (sum int) {
	results := make(chan int)
	todo := make(chan int, len(xs))
	for _, x := range xs {
		todo <- x
	}
	close(todo)
	for range 3 {
		go func() {
			for x := range todo {
				if weigh(ctx, x) == nil {
					results <- x // want "nodone"
				}
			}
		}()
	}
	other := make(chan int)
	for range xs {
		select { // want "nodone"
		case v := <-results:
			sum += v
		case v := <-other:
			sum -= v
		}
	}
	return sum
}

func weigh(ctx context.Context, x int) error { return ctx.Err() }

// With a fix: the other end takes the end of the context for its own.
func served(ctx context.Context, xs []int) {
	results := make(chan int)
	go func() {
		for {
			select {
			case v := <-results:
				handle(v)
			case <-ctx.Done():
				return
			}
		}
	}()
	for _, x := range xs {
		results <- x // want "nodone"
	}
}

// The sender has no room and nobody else to turn to.
func awaited(ctx context.Context, xs []int) {
	results := make(chan int)
	for _, x := range xs {
		go func() { results <- x * x }()
	}
	for range xs {
		v := <-results // want "nodone"
		handle(v)
	}
}
