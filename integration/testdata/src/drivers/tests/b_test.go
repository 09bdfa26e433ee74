package tests_test

import (
	"context"
	"testing"

	"drivers/tests"
)

func TestOutside(t *testing.T) {
	ctx, _ := context.WithCancel(context.Background()) // want `\(ctxcancel/discarded\)$`
	ctx, cancel := tests.Acquire(ctx)
	defer cancel()
	<-ctx.Done()
}
