package variant

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Tests are judged where a function has a context parameter (alphagov/router,
// kubermatic and others: mass breakage).
func TestMain(m *testing.M) {}

func TestHandler(t *testing.T) {
	httptest.NewRequest("GET", "/", nil)
	http.Get("/")
	net.Listen("tcp", "x")
}

func helper(ctx context.Context) {
	http.Get("/") // want `ctxpass/variant`
	httptest.NewRequest("GET", "/", nil)
}
