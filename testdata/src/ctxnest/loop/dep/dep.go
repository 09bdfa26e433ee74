// Package dep wraps contexts for other packages.
package dep

import "context"

type key struct{}

func With(ctx context.Context, v any) context.Context { return context.WithValue(ctx, key{}, v) }

func Start(ctx context.Context) (context.Context, func()) {
	ctx = With(ctx, 1)
	return context.WithCancel(ctx)
}

// Ensure adds its value only once.
func Ensure(ctx context.Context) context.Context {
	if ctx.Value(key{}) != nil {
		return ctx
	}
	return With(ctx, 0)
}

// Same returns what it is given.
func Same(ctx context.Context) context.Context { return ctx }

// Try returns the context as it is beside an error.
func Try(ctx context.Context) (context.Context, error) {
	if err := ctx.Err(); err != nil {
		return ctx, err
	}
	return With(ctx, 2), nil
}

// Fresh makes a context of nothing.
func Fresh(ctx context.Context) context.Context { return With(context.Background(), ctx.Value(key{})) }
