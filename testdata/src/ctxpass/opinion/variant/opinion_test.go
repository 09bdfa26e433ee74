package variant

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestHandler(t *testing.T) {
	httptest.NewRequest("GET", "/", nil) // want `httptest.NewRequest takes no context: httptest.NewRequestWithContext does`
	http.Get("/")
}

func helper(ctx context.Context) {
	httptest.NewRequest("GET", "/", nil) // want `httptest.NewRequest ignores ctx: call httptest.NewRequestWithContext`
}
