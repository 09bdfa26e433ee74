package fix

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

func save(ctx context.Context) error { return ctx.Err() }

// What works with a context of its own would fail with one that is over.
func cancelled(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	err := save(ctx)
	cancel()
	if err == nil {
		err = save(context.Background()) // want `ctxpass/fresh`
	}
	return err
}

func deferred(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if err := save(ctx); err != nil {
		return err
	}
	return save(context.Background()) // want `ctxpass/fresh`
}

func isNil(ctx context.Context) error {
	ctx = nil
	return save(context.Background()) // want `ctxpass/fresh`
}

// A task had better get the context of its group.
func task(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return save(context.Background()) }) // want `ctxpass/fresh`
	g.Go(func() error { return save(gctx) })
	return g.Wait()
}

// redis/go-redis: who no longer waits for the batch would read what it writes.
func waits(ctx context.Context, b *batch) error {
	return b.Wait() // want `ctxpass/variant`
}

type batch struct{ done chan error }

func (b *batch) Wait() error { return <-b.done }

func (b *batch) WaitContext(ctx context.Context) error {
	select {
	case err := <-b.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
