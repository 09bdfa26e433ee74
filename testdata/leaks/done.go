package main

import (
	"context"
	"time"
)

// before: context canceled
// after: saved
func done() string {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := untilDone(ctx); err != nil {
		return err.Error()
	}
	return "saved"
}

func untilDone(ctx context.Context) error {
	<-ctx.Done()
	last, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return flush(last, make(chan string, 1))
}

func flush(ctx context.Context, out chan<- string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	out <- "the rest"
	return nil
}
