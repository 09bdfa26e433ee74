package importer

import (
	"context"

	"drivers/illtyped/bad"
)

func f(ctx context.Context) context.Context {
	ctx, _ = bad.Acquire(ctx) // want `\(ctxcancel/discarded\)$`
	return ctx
}
