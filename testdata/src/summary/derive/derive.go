// Package derive returns contexts made of its parameters.
package derive

import "context"

type key struct{}

func with(n int, ctx context.Context) context.Context { // want `with: derives\(0<-1\)$`
	return context.WithValue(ctx, key{}, n)
}

func through(ctx context.Context) (int, context.Context, error) { // want `through: derives\(1<-0\)$`
	ctx, cancel := context.WithCancel(with(1, ctx))
	if ctx.Err() != nil {
		cancel()
		return 0, nil, ctx.Err()
	}
	return 1, ctx, nil
}

func same(ctx context.Context) context.Context { return ctx } // want `same: derivesonce\(0<-0\)$`

func ensure(ctx context.Context) context.Context { // want `ensure: derivesonce\(0<-0\)$`
	if v, ok := ctx.Value(key{}).(int); ok && v > 0 {
		return ctx
	}
	return with(1, ctx)
}

func ensureThrough(ctx context.Context) context.Context { return ensure(ctx) } // want `ensureThrough: derivesonce\(0<-0\)$`

// Whether something is added has nothing to do with the context.
func enabled(ctx context.Context, on bool) context.Context { // want `enabled: derives\(0<-0\)$`
	if !on {
		return ctx
	}
	return with(2, ctx)
}

func try(ctx context.Context) (context.Context, error) { // want `try: derives\(0<-0\)$`
	if err := ctx.Err(); err != nil {
		return ctx, err
	}
	return with(3, ctx), nil
}

func either(a, b context.Context) context.Context {
	if a.Err() == nil {
		return a
	}
	return b
}

func fallback(ctx context.Context) context.Context {
	if ctx == nil {
		return context.Background()
	}
	return ctx
}
