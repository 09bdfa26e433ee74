package dep

import "context"

type Key string

const UserKey = "user"
const TypedKey Key = "user"

func Set(ctx context.Context, key, val any) context.Context {
	return context.WithValue(ctx, key, val)
}

func Get(ctx context.Context, key any) any { return ctx.Value(key) }

func GetAs[T any](ctx context.Context, key any) (v T) {
	v, _ = ctx.Value(key).(T)
	return v
}

func SetStr(ctx context.Context, key string, val any) context.Context {
	return context.WithValue(ctx, key, val) // want "ctxvalue/key"
}

func SetKey(ctx context.Context, key Key, val any) context.Context {
	return context.WithValue(ctx, key, val)
}
