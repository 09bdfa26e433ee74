package shadow

import (
	"context"
	"time"
)

// The first context is there to have something to cancel.
func restarted(parentCtx context.Context, changes <-chan string) {
	ctx, cancel := context.WithCancel(parentCtx)
	for range changes {
		cancel()
		ctx, cancel = context.WithCancel(parentCtx)
		go load(ctx)
	}
	cancel()
}

func replaced(ctx context.Context, slow bool) error {
	tctx, cancel := context.WithTimeout(ctx, time.Second)
	if slow {
		cancel()
		tctx, cancel = context.WithTimeout(ctx, time.Minute)
		defer cancel()
		return load(tctx)
	}
	cancel()
	return nil
}

// What the other calls pass is bounded by neither.
func replacedInVain(ctx context.Context, slow bool) error {
	tctx, cancel := context.WithTimeout(ctx, time.Second) // want `ctxpass/shadow`
	defer cancel()
	vctx := context.WithValue(ctx, key{}, tctx == nil)
	return load(vctx)
}
