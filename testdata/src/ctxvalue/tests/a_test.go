package tests

import (
	"context"
	"testing"
)

// Tests are judged by the same rules.
func TestDry(t *testing.T) {
	ctx := context.WithValue(context.Background(), "user", 1) // want `the key "user" of context.WithValue is a string`
	ctx = context.WithValue(ctx, key{}, true)                 // want `puts true, a bool,`
	if !dry(ctx) {
		t.Fatal("not dry")
	}
	if dry(ctx) { // want `the condition dry\(ctx\)`
		use(ctx)
	}
	if got := ctx.Value(name{}); got != "Gopher" {
		t.Errorf("got %v", got)
		return
	}
	if dry(ctx) {
		t.Error("dry")
		return
	}
	use(ctx)
}

type name struct{}

func use(context.Context) {}

// A test has no use for what it compares but to tell whether it is right.
func compare(ctx context.Context, errc chan<- string) {
	if got, ok := ctx.Value(name{}).(string); !ok || got != "Gopher" { // grpc-go: test/interceptor_test.go
		errc <- got
	}
	errc <- ""
}

func TestPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	_ = context.WithValue(context.Background(), nil, 1)
}

func TestPanics2(t *testing.T) {
	assertPanics(t, func() { _ = context.WithValue(context.Background(), []int{}, 1) })
}

func assertPanics(t *testing.T, f func()) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	f()
}
