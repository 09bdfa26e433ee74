package main

import "context"

// before: 1 goroutines left
// after: 0 goroutines left
func receive() string {
	return left(func() {
		ctx, cancel := context.WithCancel(context.Background())
		in := make(chan int)
		go func() { _, _ = sum(ctx, in) }()
		in <- 1
		cancel()
	})
}

func sum(ctx context.Context, in <-chan int) (total int, err error) {
	for total < 10 {
		n := <-in
		total += n
	}
	return total, nil
}
