package xnet

import (
	"time"

	"golang.org/x/net/context"
)

func old(ctx context.Context, b bool) {
	ctx, _ = context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	c, cancel := context.WithCancel(ctx)           // want `ctxcancel/lostpath`
	if b {
		return
	}
	defer cancel()
	use(c)
}

func use(context.Context) {}
