package fix

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// The group gets the context.
func groups(ctx context.Context) error {
	g, gctx := errgroup.WithContext(context.Background()) // want `ctxpass/fresh`
	g.Go(func() error { return load(gctx) })
	return g.Wait()
}

// No fix: the context of the group may be the one to pass.
func tries(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.TryGo(func() error { return load(context.Background()) }) // want `ctxpass/fresh`
	g.Go(func() error { return load(gctx) })
	return g.Wait()
}
