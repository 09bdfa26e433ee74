package deadline

import (
	"context"
	clock "time"
)

// All that needs the import.
func both(ctx context.Context) {
	_, c1 := context.WithDeadline(ctx, clock.Now().Add(3e9)) // want `ctxtime/deadline`
	defer c1()
	_, c2 := context.WithDeadline(ctx, clock.Now().Add(4e9)) // want `ctxtime/deadline`
	defer c2()
}
