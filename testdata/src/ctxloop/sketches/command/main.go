// A49. The process ends with its main function, whatever that waits for.
package main

import (
	"context"
	"fmt"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	lines := make(chan string)
	go read(ctx, lines)
	for {
		fmt.Println(<-lines)
	}
}

func read(ctx context.Context, lines chan<- string) {
	for ctx.Err() == nil {
		select {
		case lines <- "line":
		case <-ctx.Done():
		}
	}
}
