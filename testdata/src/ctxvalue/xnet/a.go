package xnet

import "golang.org/x/net/context"

type key struct{}

func f(ctx context.Context) {
	ctx = context.WithValue(ctx, "user", true) // want `the key "user" of context.WithValue is a string` `puts true, a bool,`
	if ctx.Value(key{}).(bool) {               // want `the condition ctx.Value\(key\{\}\).\(bool\)`
		work()
	}
	_ = ctx.Value(nil) // want `the key nil of Value`
}

func work() {}
