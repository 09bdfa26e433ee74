package only

import (
	"testing"

	"context"
)

func TestGroup(t *testing.T) {
	use(context.Background()) // want `ctxtest/testcontext`
}
