// Package dep has functions that do and do not fail with their context.
package dep

import (
	"context"
	"database/sql"
	"net/http"
	"time"
)

// Stop fails with ctx.
func Stop(ctx context.Context, srv *http.Server) error { return srv.Shutdown(ctx) }

// StopSoon derives the context that fails.
func StopSoon(ctx context.Context, srv *http.Server) {
	c, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	Stop(c, srv)
}

// Save returns what Err says.
func Save(ctx context.Context, ch chan int) error {
	select {
	case ch <- 1:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Detached does not depend on ctx being alive.
func Detached(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(context.WithoutCancel(ctx), "x")
	return err
}

// Waits is made to be told by the end.
func Waits(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	srv.Close()
	return ctx.Err()
}

// Logs does nothing that could fail.
func Logs(ctx context.Context, msg string) { _ = ctx.Value(msg) }
