// Package lent hands contexts to others together with the test.
package lent

import (
	"context"
	"testing"
	"time"

	"ctxtest/lent/kit"
)

// Whom the test is given may do something with the context when it is over.
func TestLent(t *testing.T) {
	kit.Set(t, context.Background()) // want `ctxtest/testcontext`
	ctx := context.Background()      // want `ctxtest/testcontext`
	kit.Set(t, ctx)
	named := context.WithValue(ctx, key{}, 1)
	kit.Set(t, named)
	kit.Use(context.Background()) // want `ctxtest/testcontext`
}

type key struct{}

// This one is over by then in any case.
func TestEnds(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // want `ctxtest/testcontext`
	defer cancel()
	kit.Set(t, ctx)
}

func TestCancelledLater(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // want `ctxtest/testcontext`
	kit.Set(t, ctx)
	t.Cleanup(cancel)
}

// What is deferred is something else.
func TestDefersOther(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // want `ctxtest/testcontext`
	kit.Set(t, ctx)
	t.Cleanup(cancel)
	defer println("done")
}

// A plain function beside a context is no cancel function.
func TestDefersResult(t *testing.T) {
	ctx, stop := kit.Derive(context.Background()) // want `ctxtest/testcontext`
	kit.Set(t, ctx)
	defer stop(1)
}

func TestBlank(t *testing.T) {
	var ctx context.Context
	ctx, _ = kit.Derive(context.Background()) // want `ctxtest/testcontext`
	kit.Set(t, ctx)
}

// A method of an interface, and a function value.
func unseen(t *testing.T, s setter, set func(context.Context, *testing.T)) {
	s.Set(t, context.Background()) // want `ctxtest/testcontext`
	set(context.Background(), t)   // want `ctxtest/testcontext`
}

type setter interface {
	Set(*testing.T, context.Context)
}

// In this package it is known.
func set(t *testing.T, ctx context.Context) {
	t.Cleanup(func() { kit.Use(ctx) })
}

func harmless(t *testing.T, ctx context.Context) {
	t.Helper()
	kit.Use(ctx)
}

func through(t *testing.T, ctx context.Context) { kit.Set(t, ctx) }

func TestKnown(t *testing.T) {
	set(t, context.Background())
	ctx := context.Background()
	set(t, ctx)
	harmless(t, context.Background()) // want `ctxtest/testcontext`
	through(t, context.Background())  // want `ctxtest/testcontext`
	named := context.Background()     // want `ctxtest/testcontext`
	through(t, named)
}
