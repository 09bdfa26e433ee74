package only

import (
	"context"
	"testing"
)

// These are all that need the import.
func TestX(t *testing.T) {
	use(context.Background()) // want `ctxtest/testcontext`
	use(context.TODO())       // want `ctxtest/testcontext`
}

func TestY(t *testing.T) {
	use(context.Background()) // want `ctxtest/testcontext`
}
