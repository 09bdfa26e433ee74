package bad

import "context"

func Acquire(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	ctx, _ = context.WithCancel(ctx) // want `\(ctxcancel/discarded\)$`
	return ctx, cancel
}

func broken() int { return "no" }

func unknown(ctx context.Context) {
	ctx, _ = missing.WithCancel(ctx)
}
