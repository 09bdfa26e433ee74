package plainly

import "context"

func use(context.Context)        {}
func work(context.Context) error { return nil }

func plain(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx) // want `"cancel".*ctxcancel/notdeferred`
	err := work(ctx)
	cancel()
	return err
}

func branches(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/notdeferred"
	if err := work(ctx); err != nil {
		cancel()
		return err
	}
	cancel()
	return nil
}

func atOnce(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	return work(ctx)
}

func deferred(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	err := work(ctx)
	cancel()
	return err
}

func lit(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer func() { cancel() }()
	return work(ctx)
}

// A deferred literal releases whatever the variable holds when a panic comes.
func rearmed(ctx context.Context, xs []int) {
	c, cancel := context.WithCancel(ctx)
	defer func() { cancel() }()
	for range xs {
		if work(c) != nil {
			cancel()
			c, cancel = context.WithCancel(ctx)
		}
	}
}

// This one does so only if there is an error, and a panic sets none.
func onError(ctx context.Context) (err error) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/notdeferred"
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	if err = work(c); err != nil {
		return err
	}
	cancel()
	return nil
}

func loop(ctx context.Context, xs []int) {
	for range xs {
		c, cancel := context.WithCancel(ctx) // want "give the round a function of its own that defers it .ctxcancel/notdeferred"
		use(c)
		cancel()
	}
}

// The only round that gets there may defer.
func lastRound(ctx context.Context, xs []int) {
	for _, x := range xs {
		if x > 0 {
			c, cancel := context.WithCancel(ctx) // want "defer it right here .ctxcancel/notdeferred"
			use(c)
			cancel()
			return
		}
	}
}

func handed(ctx context.Context) func() {
	c, cancel := context.WithCancel(ctx)
	use(c)
	return cancel
}

func noCalls(ctx context.Context, ch chan context.Context) {
	c, cancel := context.WithCancel(ctx)
	ch <- c
	cancel()
}

// The parent that this very function ends makes it strict.
func child(ctx context.Context) {
	p, cancel := context.WithCancel(ctx)
	defer cancel()
	c, _ := context.WithCancel(p) // want "ctxcancel/discarded"
	use(c)
}
