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
