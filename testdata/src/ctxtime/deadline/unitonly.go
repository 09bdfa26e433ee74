package deadline

import (
	"context"
	"time"
)

// The duration goes on using the import.
func unitOnly(ctx context.Context, back int) {
	_, c1 := context.WithDeadline(ctx, time.Now().Add(-time.Duration(-back))) // want `ctxtime/deadline`
	defer c1()
}
