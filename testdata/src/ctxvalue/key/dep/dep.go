package dep

import "context"

type name string

const Name name = "name"

const Untyped = "untyped"

var Variable = "variable"

type Alias = struct{}

func Set(ctx context.Context, key, value any) context.Context {
	return context.WithValue(ctx, key, value)
}

func Get(ctx context.Context, key any) any { return ctx.Value(key) }

func Deep(ctx context.Context, key any) any { return Get(Set(ctx, Name, 1), key) }

func Other(ctx context.Context, v any) context.Context { return context.WithValue(ctx, Name, v) }
