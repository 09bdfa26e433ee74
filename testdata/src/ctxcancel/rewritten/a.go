package rewritten

import (
	"context"
	"os"
	"os/signal"
	"time"
)

func use(context.Context)        {}
func work(context.Context) error { return nil }

func twice(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want "line 15.*ctxcancel/overwritten"
	ctx, cancel = context.WithTimeout(ctx, time.Second)
	defer cancel()
	use(ctx)
}

func deferFirst(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	defer cancel()
	use(c)
	c, cancel = context.WithTimeout(ctx, time.Second) // want "ctxcancel/lostpath"
	use(c)
}

// The deferred first one ends its child.
func deferFirstChild(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ctx, cancel = context.WithTimeout(ctx, time.Second)
	use(ctx)
}

func deferLit(ctx context.Context) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/overwritten"
	defer func() { cancel() }()
	use(c)
	c, cancel = context.WithTimeout(ctx, time.Second)
	use(c)
}

func deferLitRearm(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	defer func() { cancel() }()
	use(c)
	cancel()
	c, cancel = context.WithTimeout(ctx, time.Second)
	use(c)
}

func branch(ctx context.Context, d time.Duration) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/overwritten"
	if d > 0 {
		c, cancel = context.WithTimeout(ctx, d)
	}
	defer cancel()
	use(c)
}

func branchElse(ctx context.Context, d time.Duration) {
	var c context.Context
	var cancel context.CancelFunc
	if d > 0 {
		c, cancel = context.WithTimeout(ctx, d)
	} else {
		c, cancel = context.WithCancel(ctx)
	}
	defer cancel()
	use(c)
}

func toNil(ctx context.Context) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/overwritten"
	use(c)
	cancel = nil
	if cancel != nil {
		cancel()
	}
}

func toNilCalled(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	use(c)
	cancel()
	cancel = nil
	if cancel != nil {
		cancel()
	}
}

func keptElsewhere(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	first := cancel
	use(c)
	c, cancel = context.WithTimeout(ctx, time.Second)
	use(c)
	first()
	cancel()
}

func shadowed(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	{
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		use(ctx)
	}
	if err := work(ctx); err != nil {
		return
	}
	cancel()
}

func notify(ctx context.Context) {
	ctx, cancel := signal.NotifyContext(ctx, os.Interrupt) // want "NotifyContext.*ctxcancel/overwritten"
	ctx, cancel = context.WithTimeout(ctx, time.Second)
	defer cancel()
	use(ctx)
}

func three(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want "line 125.*ctxcancel/overwritten"
	ctx, cancel = context.WithCancel(ctx)  // want "line 126.*ctxcancel/overwritten"
	ctx, cancel = context.WithCancel(ctx)
	defer cancel()
	use(ctx)
}

func wrapping(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	old := cancel
	cancel = func() { old() }
	defer cancel()
	use(ctx)
}

func captured(ctx context.Context) {
	var cancel context.CancelFunc
	set := func() {
		var c context.Context
		c, cancel = context.WithCancel(ctx)
		use(c)
	}
	set()
	defer cancel()
}

func sw(ctx context.Context, n int) {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/overwritten"
	switch n {
	case 0:
		defer cancel()
	case 1:
		ctx, cancel = context.WithTimeout(ctx, time.Second)
		defer cancel()
	default:
		cancel()
	}
	use(ctx)
}

func mention(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/overwritten"
	_ = cancel
	ctx, cancel = context.WithTimeout(ctx, time.Second)
	defer cancel()
	use(ctx)
}

func lastLost(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	use(c)
	cancel()
	c, cancel = context.WithTimeout(ctx, time.Second) // want "ctxcancel/"
	use(c)
}

func ifInit(ctx context.Context) (err error) {
	var cancel context.CancelFunc
	if ctx, cancel = context.WithTimeout(ctx, time.Second); ctx.Err() != nil { // want "ctxcancel/overwritten"
		cancel()
		return ctx.Err()
	}
	if ctx, cancel = context.WithTimeout(ctx, time.Minute); ctx.Err() == nil {
		err = work(ctx)
	}
	cancel()
	return err
}
