// Package sketchesstrict has values in contexts about which there is doubt,
// numbered like those of package sketches.
package sketchesstrict

import (
	"context"
	"log"
)

type (
	pageKey  struct{}
	traceKey struct{}
)

type options struct{ size int }

func withPage(ctx context.Context, o options) context.Context {
	return context.WithValue(ctx, pageKey{}, o) // want `\(ctxvalue/option\)`
}

func page(ctx context.Context) options {
	o, _ := ctx.Value(pageKey{}).(options)
	return o
}

// D9.
func caller(ctx context.Context) { callee(withPage(ctx, options{10})) }

func callee(ctx context.Context) { log.Print(page(ctx)) }

// D10.
func neverSet(ctx context.Context) {
	id, ok := ctx.Value(traceKey{}).(string) // want `\(ctxvalue/missing\)`
	if ok {
		log.Print(id)
	}
}
