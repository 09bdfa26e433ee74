package main

import "context"

// before: panics
// after: returns
func literal() string {
	return panics(func() { greet(context.Background()) })
}

func greet(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return check(nil)
}

func check(ctx context.Context) error { return ctx.Err() }
