package only

import (
	"context"
	"testing"
)

func TestX(t *testing.T) { use(context.Background()) } // want `ctxtest/testcontext`

func use(v any) {}
