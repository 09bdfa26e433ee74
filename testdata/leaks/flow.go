package main

import "context"

// before: panics
// after: returns
func flow() string { return panics(func() { unassigned() }) }

func unassigned() error {
	var ctx context.Context
	return check(ctx)
}
