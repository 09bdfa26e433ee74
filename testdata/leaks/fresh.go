package main

import (
	"context"
	"time"
)

// before: waits to the end
// after: ends at once
func fresh() string {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return took(func() { _ = load(ctx) })
}

func load(ctx context.Context) error {
	return fetch(context.Background())
}

func fetch(ctx context.Context) error {
	select {
	case <-time.After(300 * time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
