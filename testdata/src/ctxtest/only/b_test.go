package only

import "context"
import "testing"

func TestZ(t *testing.T) {
	use(context.Background()) // want `ctxtest/testcontext`
}
