package deadline

import (
	"context"
	"time"
)

const grace = 3e9

// Without time.Now, nothing uses the import.
func lastUse(ctx context.Context) {
	_, c1 := context.WithDeadline(ctx, time.Now().Add(grace)) // want `ctxtime/deadline`
	defer c1()
}
