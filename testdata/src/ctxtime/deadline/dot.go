package deadline

import (
	. "context"
	"time"
)

func dot(ctx Context, d time.Duration) {
	_, c1 := WithDeadline(ctx, time.Now().Add(d)) // want `ctxtime/deadline`
	defer c1()
}
