package dep

import (
	"context"
	"sync"
	"time"
)

func With(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Second)
}

func Func(ctx context.Context) (context.CancelFunc, error) {
	c, cancel := context.WithCancel(ctx)
	go func() { <-c.Done() }()
	return cancel, nil
}

func Three(ctx context.Context) (context.Context, context.CancelFunc, error) {
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	c, cancel := context.WithCancel(ctx)
	return c, cancel, nil
}

// Release returns a func() that releases the context.
func Release(ctx context.Context) (context.Context, func()) {
	c, cancel := context.WithCancel(ctx)
	return c, func() { cancel() }
}

// Plain returns a func() that does nothing.
func Plain(ctx context.Context) (context.Context, func()) {
	return ctx, func() {}
}

// Unlock returns a func() that unlocks.
func Unlock(ctx context.Context, mu *sync.Mutex) (context.Context, func()) {
	mu.Lock()
	return ctx, mu.Unlock
}
