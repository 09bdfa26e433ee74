// Package illtyped has an argument without a parameter.
package illtyped

import (
	"context"
	"testing"
)

func none() {}

func TestWrong(t *testing.T) {
	none(context.Background()) // want `ctxtest/testcontext`
}
