package goroutine

import (
	"context"
	"net/http"
)

// From net/http: the goroutine is there for the end of the request alone.
func awaitCancel(ctx context.Context, cancel context.CancelCauseFunc, r *http.Request) {
	select {
	case <-r.Cancel:
		cancel(nil)
	case <-ctx.Done():
	}
}

func awaitAndLoad(ctx context.Context, cancel context.CancelCauseFunc, r *http.Request) {
	select {
	case <-r.Cancel:
		load(ctx)
	case <-ctx.Done():
	}
}

func roundTrip(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancelCause(r.Context())
	go awaitCancel(ctx, cancel, r)
	go awaitAndLoad(ctx, cancel, r) // want `a goroutine that may outlive the request is given its context`
}
