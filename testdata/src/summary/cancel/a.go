// Package cancel has a function for each thing that one can do with a cancel
// function or a context.
package cancel

import (
	"context"
	"os"
	"sync"
)

func ignores(cancel context.CancelFunc) bool { return cancel == nil } // want `ignores: ignores\(0\)$`

func ignoresThrough(n int, f func()) bool { return n > 0 && ignores(f) } // want `ignoresThrough: ignores\(1\)$`

func calls(cancel func()) { cancel() }

func defers(cancel func()) {
	defer cancel()
	os.Getenv("")
}

func stores(f func()) { kept = f }

var kept func()

func plain(ctx context.Context) (context.Context, func()) { // want `plain: owes\(1\)$`
	ctx, cancel := context.WithCancel(ctx)
	return ctx, cancel
}

func literal(ctx context.Context, mu *sync.Mutex) (context.Context, func()) { // want `literal: owes\(1\)$`
	ctx, cancel := context.WithCancel(ctx)
	return ctx, func() {
		mu.Lock()
		cancel()
	}
}

func twice(ctx context.Context) (context.Context, func()) { // want `twice: owes\(1\)$`
	return plain(ctx)
}

func unrelated(ctx context.Context, mu *sync.Mutex) (context.Context, func()) {
	return ctx, mu.Unlock
}

type owner struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func (o *owner) getter() context.CancelFunc { return o.cancel } // want `getter: free\(0\)$`

func noop() context.CancelFunc { return func() {} } // want `noop: free\(0\)$`

func begin(ctx context.Context) *owner { // want `begin: holds\(0\)$`
	ctx, cancel := context.WithCancel(ctx)
	return &owner{ctx, cancel}
}

func registered(ctx context.Context) *owner {
	ctx, cancel := context.WithCancel(ctx)
	o := &owner{ctx, cancel}
	all = append(all, o)
	return o
}

var all []*owner

func borrows(ctx context.Context) error { // want `borrows: borrows\(0\)$`
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return deep(ctx, 3)
}

func deep(ctx context.Context, n int) error { // want `deep: borrows\(0\)$`
	select {
	case <-ctx.Done():
	default:
	}
	return ctx.Err()
}

func keeps(ctx context.Context) { // no fact
	go deep(ctx, 1)
}
