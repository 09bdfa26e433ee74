package main

import (
	"context"
	"time"
)

// before: 1 goroutines left
// after: 0 goroutines left
func discarded() string {
	return left(func() { checkDeadline(newForeign()) })
}

func checkDeadline(ctx context.Context) bool {
	ctx, _ = context.WithTimeout(ctx, time.Hour)
	_, ok := ctx.Deadline()
	return ok
}
