package cgo

// static int one(void) { return 1; }
import "C"

import "context"

func f(ctx context.Context) (context.Context, int) {
	ctx, _ = context.WithCancel(ctx) // want `\(ctxcancel/discarded\)$`
	return ctx, int(C.one())
}

//nolint:ctxlint // cgo keeps comments
func g(ctx context.Context) (context.Context, int) {
	ctx, _ = context.WithCancel(ctx)
	return ctx, int(C.one())
}
