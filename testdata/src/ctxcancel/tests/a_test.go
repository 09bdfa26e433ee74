package tests

import (
	"context"
	"testing"
	"time"
)

func TestLoop(t *testing.T) {
	for range 3 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel() // strict in tests
		use(ctx)
	}
	for range 3 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second) // want `ctxcancel/loop`
		if use(ctx) {
			continue
		}
		cancel()
	}
}

func TestFatal(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	if !use(ctx) {
		t.Fatal("no")
	}
	cancel()
}

func TestLost(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background()) // want `ctxcancel/lostpath`
	if !use(ctx) {
		t.Error("no")
		return
	}
	cancel()
}

func TestCleanup(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	use(ctx)
}

func use(context.Context) bool { return true }
