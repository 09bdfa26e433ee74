package parentstrict

import (
	"context"
	"time"
)

func deferredParent(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	use(c)
}

func use(context.Context) {}
