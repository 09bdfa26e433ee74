package settings

import "context"

func acquire(ctx context.Context) (context.Context, func()) { return ctx, table["release"] }

var table map[string]func()

func exit() { table["exit"]() }

func leaks(ctx context.Context) {
	ctx, _ = acquire(ctx) // want `ctxcancel/discarded`
	use(ctx)
}

func exits(ctx context.Context, b bool) {
	ctx, release := acquire(ctx)
	if b {
		exit()
	} else {
		release()
	}
	use(ctx)
}

func use(context.Context) {}
