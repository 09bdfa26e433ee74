package tests

import (
	"context"
	"testing"
)

// Tests are judged by the same rules.
func TestDry(t *testing.T) {
	ctx := context.WithValue(context.Background(), "user", 1) // want `the key "user" of context.WithValue is a string`
	ctx = context.WithValue(ctx, key{}, true)                 // want `puts true, a bool,`
	if !dry(ctx) {                                            // want `the condition dry\(ctx\)`
		t.Fatal("not dry")
	}
}
