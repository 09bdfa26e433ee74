package only

import (
	. "context"
	"testing"
)

// A dot import: what else it is for is hard to tell.
func TestDot(t *testing.T) {
	use(Background()) // want `ctxtest/testcontext`
}
