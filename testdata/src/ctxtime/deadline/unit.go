package deadline

import (
	"context"
	"time"
)

// One finding for one mistake.
func short(ctx context.Context) {
	_, c1 := context.WithDeadline(ctx, time.Now().Add(30)) // want `ctxtime/unit`
	defer c1()
}

// No fix: it would wait before the time is taken.
func waits(ctx context.Context, ds chan time.Duration) {
	_, c1 := context.WithDeadline(ctx, time.Now().Add(<-ds)) // want `ctxtime/deadline`
	defer c1()
}
