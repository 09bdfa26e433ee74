package main

import "context"

// before: 1 goroutines left
// after: 0 goroutines left
func send() string {
	return left(func() {
		ctx, cancel := context.WithCancel(context.Background())
		out := make(chan int)
		go produce(ctx, out)
		<-out
		cancel()
	})
}

func produce(ctx context.Context, out chan<- int) {
	for i := 0; ; i++ {
		out <- i
	}
}
