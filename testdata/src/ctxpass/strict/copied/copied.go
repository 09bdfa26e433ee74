// Package copied has contexts that were detached by hand.
package copied

import (
	"context"
	"time"
)

type span struct{}

type spanKey struct{}

func spanOf(ctx context.Context) *span { s, _ := ctx.Value(spanKey{}).(*span); return s }

func withSpan(ctx context.Context, s *span) context.Context {
	return context.WithValue(ctx, spanKey{}, s)
}

func store(ctx context.Context) error { return ctx.Err() }

func detach(ctx context.Context) context.Context {
	return withSpan(context.Background(), spanOf(ctx)) // want `a context derived from context.Background\(\) gets values of ctx: context.WithoutCancel\(ctx\) keeps all of them \(ctxpass/fresh\)`
}

func bounded(ctx context.Context) error {
	s := spanOf(ctx)
	c, cancel := context.WithTimeout(context.Background(), time.Second) // want `gets values of ctx`
	defer cancel()
	return store(withSpan(c, s))
}

func value(ctx context.Context) error {
	return store(context.WithValue(context.Background(), spanKey{}, ctx.Value(spanKey{}))) // want `gets values of ctx`
}

// The value is from elsewhere.
func other(ctx context.Context) error {
	return store(withSpan(context.Background(), new(span))) // want `a context derived from context.Background\(\) is passed to store although ctx is in scope`
}

// What is looked up goes to the callee, not into the context.
func beside(ctx context.Context) error {
	return keep(context.Background(), spanOf(ctx)) // want `context.Background\(\) is passed to keep although ctx is in scope`
}

func keep(ctx context.Context, s *span) error { return ctx.Err() }
