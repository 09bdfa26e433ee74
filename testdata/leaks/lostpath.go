package main

import "context"

// before: 1 goroutines left
// after: 0 goroutines left
func lostpath() string {
	return left(func() { tryTwice(newForeign(), true) })
}

func tryTwice(ctx context.Context, early bool) error {
	ctx, cancel := context.WithCancel(ctx)
	if early {
		return ctx.Err()
	}
	err := ctx.Err()
	cancel()
	return err
}
