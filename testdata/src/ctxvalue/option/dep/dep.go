package dep

import "context"

type Key struct{}

func With(ctx context.Context, v any) context.Context { return context.WithValue(ctx, Key{}, v) }

func WithBool(ctx context.Context, v bool) context.Context {
	return context.WithValue(ctx, Key{}, v) // want `puts v, a bool,`
}

func Log(ctx context.Context, v any) context.Context { return ctx }
