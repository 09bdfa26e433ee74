package only

import (
	"context" // needed
	"testing"
)

// The import has a comment: no fix.
func TestComment(t *testing.T) {
	use(context.Background()) // want `ctxtest/testcontext`
}
