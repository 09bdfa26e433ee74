package testcontext

import (
	"context"
	"testing"
)

// Helper is for the tests of others, who may call it in a Cleanup.
func Helper(t testing.TB) context.Context {
	work(context.Background()) // want `ctxtest/testcontext`
	return t.Context()
}

type Kit struct{}

func (Kit) Close(t testing.TB) {
	work(context.Background()) // want `ctxtest/testcontext`
}

func (Kit) TestOfASuite(t *testing.T) {
	work(context.Background()) // want `ctxtest/testcontext`
}

func assists(t testing.TB) {
	work(context.Background()) // want `ctxtest/testcontext`
}

// The Cleanup of the interface is one, too.

func cleans(t testing.TB) {
	t.Cleanup(func() {
		work(context.Background())
		Kit{}.atEnd(t)
	})
	assists(t)
}

func (Kit) atEnd(t testing.TB) {
	work(context.TODO())
}
