// Package kit is for the tests of others.
package kit

import (
	"context"
	"testing"
)

// Set sets something up until the test is over.
func Set(t testing.TB, ctx context.Context) {
	t.Cleanup(func() { Use(ctx) })
}

func Use(context.Context) {}

// Derive returns a context, and something that does not end it.
func Derive(ctx context.Context) (context.Context, func(int)) { return ctx, func(int) {} }
