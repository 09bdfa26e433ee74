package fix

import (
	. "context"
	"net/http"
	"time"
)

// The author has to say what WithoutCancel means there.
func dot(ctx Context, srv *http.Server) error {
	<-ctx.Done()
	c, cancel := WithTimeout(ctx, time.Second)
	defer cancel()
	return srv.Shutdown(c) // want `ctxdead/done`
}
