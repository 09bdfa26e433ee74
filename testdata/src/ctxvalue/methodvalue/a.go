// Package methodvalue has wrappers of WithValue that are called by method
// values, which have lost their receiver.
package methodvalue

import "context"

type key struct{}

type tracer struct{}

func (tracer) with(ctx context.Context, name any) context.Context {
	return context.WithValue(ctx, key{}, name)
}

func direct(ctx context.Context, t tracer) context.Context {
	with := t.with
	return with(ctx, "x")
}

func chosen(ctx context.Context, t, other tracer, b bool) context.Context {
	with := t.with
	if b {
		with = other.with
	}
	return with(ctx, "x")
}

func captured(ctx context.Context, t tracer) func() context.Context {
	with := t.with
	return func() context.Context { return with(ctx, "x") }
}
