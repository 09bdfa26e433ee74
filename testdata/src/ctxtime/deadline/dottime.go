package deadline

import (
	"context"
	. "time"
)

// No fix: the import may be left without use.
func dotTime(ctx context.Context) {
	_, c1 := context.WithDeadline(ctx, Now().Add(grace)) // want `ctxtime/deadline`
	defer c1()
}
