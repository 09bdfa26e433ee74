package nobody

import "context"

type setKey struct{}
type neverKey struct{}
type otherKey struct{}
type strKey string
type ExportedKey struct{}

const a, b strKey = "a", "b"

type user struct{}

func set(ctx context.Context) context.Context {
	ctx = context.WithValue(ctx, setKey{}, &user{})
	ctx = context.WithValue(ctx, a, "x")
	return ctx
}

func get(ctx context.Context) {
	_, _ = ctx.Value(setKey{}).(*user)
	_, _ = ctx.Value(neverKey{}).(*user) // want "ctxvalue/missing"
	_, _ = ctx.Value(setKey{}).(user)    // want "ctxvalue/missing"
	_, _ = ctx.Value(a).(string)
	_, _ = ctx.Value(b).(string) // want "ctxvalue/missing"
	_, _ = ctx.Value(ExportedKey{}).(string)
	if v := ctx.Value(otherKey{}); v != nil { // want "ctxvalue/missing"
		_ = v
	}
	switch ctx.Value(setKey{}).(type) {
	case *user:
	case nil:
	}
}
