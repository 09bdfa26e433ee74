package tests

import (
	"context"
	"testing"
)

// Acquire is acquire for the tests in package tests_test.
var Acquire = acquire

func TestInside(t *testing.T) {
	ctx, _ := acquire(context.Background()) // want `\(ctxcancel/discarded\)$`
	<-f(ctx).Done()
}
