package fresh

import (
	"context"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
	"github.com/spf13/cobra"
	"google.golang.org/grpc"
)

// A handler that does ask for the context of its request.
func serve(w http.ResponseWriter, r *http.Request) {
	if err := load(r.Context()); err != nil {
		load(context.Background()) // want `although r.Context\(\) is in scope: pass r.Context\(\), .*ctxpass/fresh`
	}
}

// One with more than the usual parameters.
func serveParams(w http.ResponseWriter, r *http.Request, params map[string]string) {
	load(context.Background()) // want `ctxpass/fresh`
}

func local(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	load(ctx)
	load(context.Background()) // want `although ctx is in scope`
}

type transport struct{ next http.RoundTripper }

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := load(context.Background()); err != nil { // want `although req.Context\(\) is in scope`
		return nil, err
	}
	return t.next.RoundTrip(req)
}

func authenticate(r *http.Request) error {
	return load(context.Background()) // want `although r.Context\(\) is in scope`
}

// etcd's snapshot sender: the request that a client sends gets its context
// here.
func post(client *http.Client, req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	req = req.WithContext(ctx)
	return client.Do(req)
}

func stream(srv grpc.ServerStream) error {
	return load(context.Background()) // want `although srv.Context\(\) is in scope`
}

func command() *cobra.Command {
	return &cobra.Command{
		RunE: func(cmd *cobra.Command, args []string) error {
			return load(context.Background()) // want `although cmd.Context\(\) is in scope`
		},
	}
}

func commandLocal() *cobra.Command {
	return &cobra.Command{
		RunE: func(c *cobra.Command, _ []string) error {
			ctx := c.Context()
			_ = retry(func() error {
				return load(context.Background()) // want `although ctx is in scope`
			})
			return load(ctx)
		},
	}
}

func ginHandler(c *gin.Context) {
	load(context.Background()) // want `although c.Request.Context\(\) is in scope`
}

func echoHandler(c echo.Context) error {
	return load(context.Background()) // want `although c.Request\(\).Context\(\) is in scope`
}

// A method Context that returns something else carries none (contextcheck#3).
type span struct{}

type spanContext struct{}

func (span) Context() spanContext { return spanContext{} }

func traced(parent span, w io.Writer) error { return load(context.Background()) }

// A receiver is not in scope.
type session struct{ ctx context.Context }

func (s *session) Context() context.Context { return s.ctx }

func (s *session) refresh() error { return load(context.Background()) }

func withSession(s *session) error {
	return load(context.Background()) // want `although s.Context\(\) is in scope`
}

func newSession(ctx context.Context) *session { return &session{ctx} }
