package dep

import (
	"context"
	"time"
)

type key int

const (
	skip key = iota
	wait
)

func Skip(ctx context.Context) bool {
	v, _ := ctx.Value(skip).(bool)
	return v
}

func Wait(ctx context.Context) time.Duration {
	if d, ok := ctx.Value(wait).(time.Duration); ok {
		return d
	}
	return time.Second
}
