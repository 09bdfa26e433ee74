package generated

import "context"

func g(ctx context.Context) context.Context {
	ctx, _ = context.WithCancel(ctx) // want `\(ctxcancel/discarded\)$`
	return f(ctx)
}
