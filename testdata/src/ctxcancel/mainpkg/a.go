package main

import (
	"context"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	if len(os.Args) > 3 {
		return
	}
	use(ctx)
	cancel()

	c2, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	use(c2)

	for {
		c3, cancel := context.WithTimeout(ctx, time.Second) // want `ctxcancel/loop`
		if use(c3) {
			continue
		}
		cancel()
		break
	}

	c4, cancel := context.WithCancel(ctx) // want `ctxcancel/overwritten`
	c4, cancel = context.WithTimeout(ctx, time.Second)
	use(c4)
	cancel()

	sig, _ := signal.NotifyContext(ctx, os.Interrupt)
	use(sig)

	run()
	go func() {
		c5, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
		use(c5)
	}()
	background()
	background()
}

// Called once, by main: its context lives as long as the process.
func run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	_ = stop
	return serve(ctx)
}

func serve(ctx context.Context) error {
	ctx, _ = signal.NotifyContext(ctx, os.Kill)
	use(ctx)
	return nil
}

// Called twice.
func background() {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt) // want `ctxcancel/discarded`
	use(ctx)
}

func use(context.Context) bool { return true }
