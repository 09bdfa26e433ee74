package parents

import (
	"context"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

// The parent is ended by this very function: the loss is at level strict.

func deferredParent(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, _ := context.WithTimeout(ctx, time.Second)
	use(c)
}

func calledParent(ctx context.Context, b bool) {
	ctx, cancel := context.WithCancel(ctx)
	c, stop := context.WithTimeout(ctx, time.Second)
	use(c)
	if b {
		cancel()
		return
	}
	cancel()
	stop()
}

func closureParent(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	shutdown := func() { cancel() }
	defer shutdown()
	c, _ := context.WithTimeout(ctx, time.Second)
	use(c)
}

func grandparent(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, _ := context.WithTimeout(context.WithValue(ctx, key{}, 1), time.Second)
	use(c)
}

func group(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	c, _ := context.WithTimeout(ctx, time.Second)
	g.Go(func() error { use(c); return nil })
	return g.Wait()
}

// It is not ended, or that does not matter.

func parentOnSomePaths(ctx context.Context, b bool) {
	ctx, cancel := context.WithCancel(ctx)        // want `ctxcancel/lostpath`
	c, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	use(c)
	if b {
		cancel()
	}
}

func groupNotAlwaysWaited(ctx context.Context, b bool) error {
	g, ctx := errgroup.WithContext(ctx)
	c, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	g.Go(func() error { use(c); return nil })
	if b {
		return nil
	}
	return g.Wait()
}

func otherParent(ctx, other context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, _ := context.WithTimeout(other, time.Second) // want `ctxcancel/discarded`
	use(c)
	use(ctx)
}

func pilesUp(ctx context.Context, n int) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for range n {
		c, stop := context.WithTimeout(ctx, time.Second) // want `ctxcancel/loop`
		if n > 3 {
			continue
		}
		use(c)
		stop()
	}
}

func signals(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, _ := signal.NotifyContext(ctx, syscall.SIGTERM) // want `ctxcancel/discarded`
	use(c)
}

func testContext(t *testing.T) {
	c, _ := context.WithTimeout(t.Context(), time.Second) // want `ctxcancel/discarded`
	use(c)
}

func background() {
	c, _ := context.WithCancel(context.Background()) // want `ctxcancel/discarded`
	use(c)
}

type key struct{}

func use(context.Context) {}
