// A49. A command may wait for ever.
package main

import (
	"context"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	go serve(ctx)
	select {}
}

func serve(ctx context.Context) { <-ctx.Done() }
