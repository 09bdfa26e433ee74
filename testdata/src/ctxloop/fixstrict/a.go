// Package fixstrict has waits within statements that end with the context.
package fixstrict

import "context"

func handle(...any) {}

func watch(ctx context.Context, n int) <-chan int { return make(chan int, n) }

func blocked(in <-chan int) int { return <-in }

// No fix: what would end with the context is the other wait.
func receives(ctx context.Context, in <-chan int) error {
	for {
		<-watch(ctx, <-in) // want "partial"
	}
}

func calls(ctx context.Context, in <-chan int) error {
	for {
		<-watch(ctx, blocked(in)) // want "partial"
	}
}

func assigns(ctx context.Context, in <-chan int) error {
	var v int
	for {
		v = <-watch(ctx, blocked(in)) // want "partial"
		handle(v)
	}
}

// With a fix.
func plain(ctx context.Context, in <-chan int) error {
	for {
		v := <-in // want "partial"
		handle(<-watch(ctx, v))
	}
}
