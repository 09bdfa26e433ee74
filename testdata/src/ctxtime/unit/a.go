package unit

import "context"

func f(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 5)
	defer cancel()
	_ = ctx
}
