package missing

import (
	"context"
	"testing"
)

// What a test puts into a context helps no other code.
func TestInTest(t *testing.T) {
	ctx := context.WithValue(context.Background(), inTest{}, 1)
	never(ctx)
	_ = ctx.Value(inTest{})
}
