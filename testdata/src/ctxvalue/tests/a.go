package tests

import "context"

type key struct{}

func dry(ctx context.Context) bool {
	v, _ := ctx.Value(key{}).(bool)
	return v
}
