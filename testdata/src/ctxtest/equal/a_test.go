// Package equal compares contexts by an operator.
package equal

import (
	"context"
	"testing"
)

func get() context.Context { return context.Background() }

func TestEqual(t *testing.T) {
	want := context.Background() // want `ctxtest/testcontext`
	if get() != want {
		t.Error("other")
	}
}
