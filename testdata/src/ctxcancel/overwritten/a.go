package overwritten

import (
	"context"
	"time"
)

func twice(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want `the cancel function "cancel" of context.WithCancel is overwritten at line 10 before it was called: call it first, or give the other one a variable of its own`
	ctx, cancel = context.WithTimeout(ctx, time.Second)
	defer cancel()
	work(ctx)
}

func define(ctx context.Context) {
	c1, cancel := context.WithCancel(ctx) // want `ctxcancel/overwritten`
	c2, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	work(c1)
	work(c2)
}

func literalBindsLast(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want `ctxcancel/overwritten`
	defer func() { cancel() }()
	ctx, cancel = context.WithTimeout(ctx, time.Second)
	work(ctx)
}

func niled(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want `ctxcancel/overwritten`
	cancel = nil
	work(ctx)
	if cancel != nil {
		cancel()
	}
}

func oneBranch(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithCancel(ctx) // want `ctxcancel/overwritten`
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	defer cancel()
	work(ctx)
}

func copied(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	first := cancel
	defer first()
	ctx, cancel = context.WithTimeout(ctx, time.Second)
	defer cancel()
	work(ctx)
}

func work(context.Context) {}
