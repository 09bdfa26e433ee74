package main

import (
	"context"
	"os"
	"os/signal"
	"time"
)

func work(context.Context) error { return nil }

// B22: what main never stops ends with the process.
func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	_ = stop
	c, cancel := context.WithTimeout(ctx, time.Second)
	if err := work(c); err != nil {
		return
	}
	cancel()
	d, _ := context.WithCancel(ctx) // want "ctxcancel/discarded"
	work(d)
	for range 10 {
		e, cancel := context.WithTimeout(ctx, time.Second) // want "ctxcancel/loop"
		if work(e) != nil {
			continue
		}
		cancel()
	}
	f, cancel := context.WithCancel(ctx) // want "ctxcancel/overwritten"
	f, cancel = context.WithTimeout(f, time.Second)
	defer cancel()
	work(f)
	for range 10 {
		e, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel() // want "ctxcancel/loop"
		work(e)
	}
	run(ctx)
	serve()
	if work(ctx) != nil {
		lib()
	}
}

func run(ctx context.Context) {
	c, cancel := context.WithTimeout(ctx, time.Second) // want "ctxcancel/lostpath"
	if work(c) != nil {
		return
	}
	cancel()
}

func serve() error {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt)
	return work(ctx)
}

func lib() {
	for range 3 {
		handle()
	}
}

func handle() {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt) // want "ctxcancel/discarded"
	work(ctx)
}
