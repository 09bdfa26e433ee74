// Package fixes has findings whose fixes are each right, but not together. The
// first one in the source is kept.
package fixes

import "context"

func load(ctx context.Context) error { return ctx.Err() }

// One renames what the other writes.
func rename(parent context.Context) error { // want `ctxparam/name`
	return load(context.Background()) // want `ctxpass/fresh`
}

func both(ctx context.Context) error {
	return load(context.Background()) // want `ctxpass/fresh`
}
