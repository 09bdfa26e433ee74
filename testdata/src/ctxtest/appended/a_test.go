// Package appended has a context among values that may be compared.
package appended

import (
	"context"
	"testing"
)

func use(context.Context) {}

func TestAppend(t *testing.T) {
	want := append([]any{}, context.Background())
	use(context.Background()) // want `ctxtest/testcontext`
	_ = want
}
