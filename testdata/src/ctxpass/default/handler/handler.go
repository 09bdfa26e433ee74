// Package handler has HTTP handlers that ignore the contexts of requests.
package handler

import (
	"context"
	"net/http"
	"time"
)

func load(ctx context.Context) error { return ctx.Err() }
func retry(f func() error) error     { return f() }

func plain(w http.ResponseWriter, r *http.Request) {
	load(context.Background()) // want `context.Background\(\) is passed to load although r.Context\(\) is in scope: pass r.Context\(\), .* \(ctxpass/handler\)`
}

func derived(w http.ResponseWriter, req *http.Request) {
	ctx, cancel := context.WithTimeout(context.TODO(), time.Second) // want `although req.Context\(\) is in scope.*ctxpass/handler`
	defer cancel()
	load(ctx)
}

type admin struct{}

// controller-runtime's webhook.
func (admin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	retry(func() error { return load(context.Background()) }) // want `ctxpass/handler`
}

func register(ctx context.Context, mux *http.ServeMux) {
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		load(context.Background()) // want `ctxpass/handler`
	})
	// This handler ends with the server.
	mux.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		load(ctx)
	})
}

// It asks: the fresh one is a fault of another kind.
func asks(w http.ResponseWriter, r *http.Request) {
	load(context.Background()) // want `ctxpass/fresh`
	load(r.Context())
}

// A replaced context is no better than a fresh one.
func replaces(w http.ResponseWriter, r *http.Request) {
	next(w, r.WithContext(context.Background())) // want `ctxpass/handler`
}

func next(w http.ResponseWriter, r *http.Request) {}

// Not the request's business.

func deferred(w http.ResponseWriter, r *http.Request) {
	defer load(context.Background())
}

func notNeeded(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusNoContent)
}

func unnamed(w http.ResponseWriter, _ *http.Request) {
	load(context.Background())
}

func helper(w http.ResponseWriter, r *http.Request, err error) {
	next(w, r)
}
