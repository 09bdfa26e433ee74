package fix

import (
	"net/http"
	"time"

	"golang.org/x/net/context"
)

// There is no WithoutCancel in that package.
func old(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	c, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return srv.Shutdown(c) // want `ctxdead/done`
}
