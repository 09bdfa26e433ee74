package uncalled

import "context"

func never(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want `the cancel function "cancel" of context.WithCancel is only called in a function literal that never runs`
	f := func() { cancel() }
	_ = f
	work(ctx)
}

func deferredInIt(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want `ctxcancel/uncalled`
	cleanup := func() {
		defer cancel()
		work(ctx)
	}
	if cleanup == nil {
		return
	}
	work(ctx)
}

func runs(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	f := func() { cancel() }
	work(ctx)
	f()
}

func deferred(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	f := func() { cancel() }
	defer f()
	work(ctx)
}

func escapes(ctx context.Context) func() {
	ctx, cancel := context.WithCancel(ctx)
	f := func() { cancel() }
	work(ctx)
	return f
}

func nested(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		func() { cancel() }()
	}()
	work(ctx)
}

func work(context.Context) {}
