package goroutine

import (
	"context"
	"log/slog"
	"net/http"
)

func trace(ctx context.Context) string {
	id, _ := ctx.Value(key{}).(string)
	return id
}

// quic-go/quic-go: the log only wants the values, which outlive the request.
func logsLater(w http.ResponseWriter, r *http.Request, log *slog.Logger) {
	go func() {
		log.DebugContext(r.Context(), "later", "trace", trace(r.Context()))
	}()
	go slog.InfoContext(r.Context(), "later")
	go trace(r.Context())
}

// It does more besides.
func logsAndLoads(w http.ResponseWriter, r *http.Request, log *slog.Logger) {
	go func() { // want `ctxpass/goroutine`
		log.DebugContext(r.Context(), "later")
		load(r.Context())
	}()
}

// Nobody knows what a function value does.
func callsLater(w http.ResponseWriter, r *http.Request, work func(context.Context)) {
	go work(r.Context()) // want `ctxpass/goroutine`
	go func() {          // want `ctxpass/goroutine`
		work(r.Context())
	}()
}
