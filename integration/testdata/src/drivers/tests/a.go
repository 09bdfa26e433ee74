package tests

import "context"

func acquire(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, func() { cancel() }
}

func f(ctx context.Context) context.Context {
	ctx, _ = acquire(ctx) // want `\(ctxcancel/discarded\)$`
	return ctx
}
