package silent

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
)

// A test has no context of its own, whatever testing.T can do.
func TestLoad(t *testing.T) {
	if err := load(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { load(context.Background()) })
	helper(t.Context(), t)
}

// Nor has a handler in a test.
func TestHandler(t *testing.T) {
	httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		load(context.Background())
	}))
}

// Tests are judged where a function has a context parameter.
func helper(ctx context.Context, t *testing.T) {
	load(context.Background()) // want `ctxpass/fresh`
	t.Cleanup(func() { load(context.Background()) })
}
