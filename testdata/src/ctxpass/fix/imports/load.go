package imports

import "context"

func load(ctx context.Context) error { return ctx.Err() }
