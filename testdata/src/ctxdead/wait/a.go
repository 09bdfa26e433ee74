package wait

import (
	"context"
	"database/sql"
	"net/http"
	"time"

	"ctxdead/done/dep"

	"golang.org/x/sync/errgroup"
)

func shadowing(ctx context.Context, db *sql.DB) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return db.PingContext(ctx) })
	if err := g.Wait(); err != nil {
		return err
	}
	return db.PingContext(ctx) // want `ctx belongs to an errgroup whose Wait at line 17 has cancelled it, so \(\*sql.DB\).PingContext fails at once: pass the context that the group was made with \(ctxdead/wait\)`
}

func named(ctx context.Context, db *sql.DB) {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return db.PingContext(gctx) })
	_ = g.Wait()
	db.PingContext(gctx) // want `ctxdead/wait`
}

func derived(ctx context.Context, db *sql.DB) {
	g, gctx := errgroup.WithContext(ctx)
	g.Wait()
	c, cancel := context.WithTimeout(gctx, time.Second)
	defer cancel()
	db.PingContext(c) // want `ctxdead/wait`
}

func helper(ctx context.Context, srv *http.Server) {
	g, ctx := errgroup.WithContext(ctx)
	g.Wait()
	dep.Stop(ctx, srv) // want `ctxdead/wait`
}

func request(ctx context.Context) {
	g, ctx := errgroup.WithContext(ctx)
	g.Wait()
	http.NewRequestWithContext(ctx, "GET", "/", nil) // want `ctxdead/wait`
}

func branches(ctx context.Context, db *sql.DB, b bool) {
	g, ctx := errgroup.WithContext(ctx)
	if b {
		g.Wait()
	} else if g.Wait() != nil {
		return
	}
	db.PingContext(ctx) // want `ctxdead/wait`
}

func assigned(ctx context.Context, db *sql.DB) error {
	var g *errgroup.Group
	g, ctx = errgroup.WithContext(ctx)
	err := g.Wait()
	db.PingContext(ctx) // want `ctxdead/wait`
	return err
}

// Fine.

func outer(ctx context.Context, db *sql.DB) {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return db.PingContext(gctx) })
	g.Wait()
	db.PingContext(ctx)
}

func asked(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Wait()
	if gctx.Err() != nil {
		return context.Cause(gctx)
	}
	return nil
}

func otherGroup(ctx context.Context, db *sql.DB) {
	g, gctx := errgroup.WithContext(ctx)
	var h errgroup.Group
	h.Wait()
	db.PingContext(gctx)
	g.Wait()
}

func notYet(ctx context.Context, db *sql.DB, b bool) {
	g, gctx := errgroup.WithContext(ctx)
	if b {
		g.Wait()
		return
	}
	db.PingContext(gctx)
	g.Wait()
}

// pages hands a literal to a function value, of which nobody knows what it is
// and when it runs what it is given.
func pages(ctx context.Context, db *sql.DB, each func(func() error) error) error {
	g, gctx := errgroup.WithContext(ctx)
	if err := each(func() error { return db.PingContext(gctx) }); err != nil {
		return err
	}
	return g.Wait()
}
