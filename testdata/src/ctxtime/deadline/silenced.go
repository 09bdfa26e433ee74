package deadline

import (
	"context"
	"time"
)

// The import stays in use.
func silenced(ctx context.Context) {
	//ctxlint:ignore ctxtime/deadline it is compared with others
	_, c1 := context.WithDeadline(ctx, time.Now().Add(grace))
	defer c1()
	_, c2 := context.WithDeadline(ctx, time.Now().Add(grace)) // want `ctxtime/deadline`
	defer c2()
}
