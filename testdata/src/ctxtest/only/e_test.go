package only

import (
	"context"
	"testing"
)

// A finding that is silenced keeps the import.
func TestSilenced(t *testing.T) {
	use(context.Background()) // want `ctxtest/testcontext`
	//ctxlint:ignore ctxtest/testcontext it is to outlive the test
	use(context.Background())
}
