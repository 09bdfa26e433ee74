// Package compared compares contexts, which have to be what they are.
package compared

import (
	"context"
	"testing"
)

type options struct{ ctx context.Context }

func (o options) context() context.Context {
	if o.ctx == nil {
		return context.Background()
	}
	return o.ctx
}

func TestDefault(t *testing.T) {
	want := context.Background() // want `ctxtest/testcontext`
	if got := (options{}).context(); got != want {
		t.Error(got)
	}
}

func TestCompared(t *testing.T) {
	if (options{t.Context()}).context() == context.Background() {
		t.Error("no")
	}
}

func equal(t testing.TB, want, got any) {}

func TestEqual(t *testing.T) {
	equal(t, context.Background(), options{})
}
