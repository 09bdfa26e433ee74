// Package errgroup waits for more than its group does.
package errgroup

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// thanos' fetcher: the feeder waits although the worker has failed.
func feeds(ctx context.Context, ids chan<- int) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		for i := range 10 {
			select {
			case <-ctx.Done(): // want `the outer context is waited for in a task of an errgroup: pass gctx, which ends when another task fails`
				return ctx.Err()
			case ids <- i:
			}
		}
		return nil
	})
	g.Go(func() error { <-gctx.Done(); return nil })
	return g.Wait()
}
