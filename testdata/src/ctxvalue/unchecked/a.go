package unchecked

import "context"

type key struct{}

type user struct{ name string }

func direct(ctx context.Context) {
	_ = ctx.Value(key{}).(*user)      // want `this panics if the context has no value of type \*user under the key key\{\}: use the form with ok \(ctxvalue/unchecked\)`
	_ = ctx.Value(key{}).(*user).name // want `this panics`
	v := ctx.Value(key{})
	println("between")
	_ = v.(string) // want `no value of type string under the key key\{\}`
	func() {
		_ = v.(int) // want `no value of type int`
	}()
}

func get(ctx context.Context) any { return ctx.Value(key{}) }

func getter(ctx context.Context) {
	_ = get(ctx).(string) // want `no value of type string: use`
}

func must(ctx context.Context) *user { return ctx.Value(key{}).(*user) } // want `this panics`

func checked(ctx context.Context, other any) {
	if u, ok := ctx.Value(key{}).(*user); ok {
		_ = u
	}
	_, _ = ctx.Value(key{}).(*user)
	switch v := ctx.Value(key{}).(type) {
	case *user:
		_ = v.name
	}
	_ = other.(*user)
}

// Behind != nil.
func present(ctx context.Context) string {
	v := ctx.Value(key{})
	if v != nil {
		return v.(string)
	}
	if v == nil {
		return ""
	}
	_ = v.(string)
	if ctx.Value(key{}) != nil {
		_ = ctx.Value(key{}).(string)
	}
	if w := ctx.Value(key{}); nil != w && w.(string) != "" {
		return w.(string)
	}
	return ""
}

func early(ctx context.Context) string {
	v := ctx.Value(key{})
	if v == nil {
		return ""
	}
	return v.(string)
}

func asked(ctx context.Context) string {
	if _, ok := ctx.Value(key{}).(string); !ok {
		return ""
	}
	return ctx.Value(key{}).(string)
}

func fallback(ctx context.Context) string {
	v := ctx.Value(key{})
	if v == nil {
		v = "default"
	}
	return v.(string)
}

func wrongSide(ctx context.Context) string {
	v := ctx.Value(key{})
	if v == nil {
		return v.(string) // want `this panics`
	}
	return ""
}

type otherKey struct{}

func another(ctx context.Context) string {
	if ctx.Value(otherKey{}) != nil {
		return ctx.Value(key{}).(string) // want `this panics`
	}
	return ""
}
