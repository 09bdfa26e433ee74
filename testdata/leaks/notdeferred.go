package main

import "context"

// before: 1 goroutines left
// after: 0 goroutines left
func notdeferred() string {
	return left(func() { panics(func() { callBack(newForeign(), func() { panic("callback") }) }) })
}

func callBack(ctx context.Context, f func()) error {
	ctx, cancel := context.WithCancel(ctx)
	f()
	err := ctx.Err()
	cancel()
	return err
}
