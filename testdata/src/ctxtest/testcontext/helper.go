package testcontext

import (
	"context"
	"testing"
)

// Helper is for the tests of others.
func Helper(t testing.TB) context.Context {
	work(context.Background()) // want `ctxtest/testcontext`
	return t.Context()
}
