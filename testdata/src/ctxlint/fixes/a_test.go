package fixes

import (
	"context"
	"testing"
)

// Each removes one of two uses of the import, and neither the import.
func TestUses(t *testing.T) {
	load(context.Background()) // want `ctxtest/testcontext`
}

func helper(ctx Context) error {
	return load(context.Background()) // want `ctxpass/fresh`
}
