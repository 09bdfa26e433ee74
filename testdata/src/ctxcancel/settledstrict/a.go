// Package settledstrict has the losses that the end of a parent makes strict.
package settledstrict

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

func use(context.Context)        {}
func work(context.Context) error { return nil }

func endedDefer(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, _ := context.WithTimeout(ctx, time.Second) // want "ctxcancel/discarded"
	use(c)
}

func endedWrapper(ctx context.Context) {
	p, cancel := context.WithCancel(ctx)
	done := func() {
		use(ctx)
		cancel()
	}
	defer done()
	c, _ := context.WithTimeout(p, time.Second) // want "ctxcancel/discarded"
	use(c)
}

func endedValue(ctx context.Context) error {
	p, cancel := context.WithCancel(ctx)
	defer cancel()
	v := context.WithValue(p, struct{ int }{}, 1)
	c, stop := context.WithTimeout(v, time.Second) // want "ctxcancel/lostpath"
	if err := work(c); err != nil {
		return err
	}
	defer stop()
	return work(c)
}

func endedGroup(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	c, _ := context.WithTimeout(gctx, time.Second) // want "ctxcancel/discarded"
	g.Go(func() error { return work(c) })
	return g.Wait()
}

func deferFirstChild(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ctx, cancel = context.WithTimeout(ctx, time.Second) // want "ctxcancel/"
	use(ctx)
}
