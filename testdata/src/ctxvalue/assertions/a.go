package assertions

import "context"

type k struct{}
type user struct{ name string }

func set(ctx context.Context) context.Context { return context.WithValue(ctx, k{}, &user{}) }

func direct(ctx context.Context) *user {
	return ctx.Value(k{}).(*user) // want "ctxvalue/unchecked"
}

func later(ctx context.Context) *user {
	v := ctx.Value(k{})
	return v.(*user) // want "ctxvalue/unchecked"
}

func ok(ctx context.Context) *user {
	u, ok := ctx.Value(k{}).(*user)
	_ = ok
	u, _ = ctx.Value(k{}).(*user)
	return u
}

func notNil(ctx context.Context) *user {
	if v := ctx.Value(k{}); v != nil {
		return v.(*user)
	}
	return nil
}

func isNil(ctx context.Context) *user {
	v := ctx.Value(k{})
	if v == nil {
		return nil
	}
	return v.(*user)
}

func notNilTwice(ctx context.Context) *user {
	if ctx.Value(k{}) != nil {
		return ctx.Value(k{}).(*user)
	}
	return nil
}

func field(ctx context.Context) string {
	return ctx.Value(k{}).(*user).name // want "ctxvalue/unchecked"
}

func sw(ctx context.Context) *user {
	switch v := ctx.Value(k{}).(type) {
	case *user:
		return v
	}
	return nil
}

func notAssert(ctx context.Context) any { return ctx.Value(k{}) }

func helper(ctx context.Context) *user {
	return notAssert(ctx).(*user) // want "ctxvalue/unchecked"
}
