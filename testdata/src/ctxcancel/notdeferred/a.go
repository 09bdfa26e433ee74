package notdeferred

import "context"

func plain(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx) // want `the cancel function "cancel" of context.WithCancel is called, but not deferred`
	err := work(ctx)
	cancel()
	return err
}

func nothingBetween(ctx context.Context) {
	_, cancel := context.WithCancel(ctx)
	cancel()
}

func deferred(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return work(ctx)
}

func handed(ctx context.Context, b bool) func() {
	ctx, cancel := context.WithCancel(ctx)
	if err := work(ctx); err != nil {
		cancel()
		return nil
	}
	return cancel
}

func work(context.Context) error { return nil }
