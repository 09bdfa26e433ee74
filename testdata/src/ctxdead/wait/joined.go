package wait

import (
	"context"
	"database/sql"

	"golang.org/x/sync/errgroup"
)

func join(g *errgroup.Group) error { return g.Wait() }

func sometimes(g *errgroup.Group, b bool) error {
	if b {
		return nil
	}
	return g.Wait()
}

func joined(ctx context.Context, db *sql.DB) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return db.PingContext(ctx) })
	if err := join(g); err != nil {
		return err
	}
	return db.PingContext(ctx) // want `ctx belongs to an errgroup whose Wait at line 22 has cancelled it`
}

func joinedInLiteral(ctx context.Context, db *sql.DB) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return db.PingContext(ctx) })
	func() {
		if err := g.Wait(); err != nil {
			println(err)
		}
	}()
	return db.PingContext(ctx) // want `ctxdead/wait`
}

func maybeJoined(ctx context.Context, db *sql.DB, b bool) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return db.PingContext(ctx) })
	if err := sometimes(g, b); err != nil {
		return err
	}
	return db.PingContext(ctx)
}
