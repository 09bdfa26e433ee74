package stuck

import (
	"context"
	"time"
)

// A flag by which nothing leaves the loop.

func flagOfDisplay(ctx context.Context, t *time.Ticker) {
	over := false
	for {
		select {
		case <-t.C:
			handle(over)
		case <-ctx.Done(): // want `does not leave the loop`
			over = true
		}
	}
}

func flagTheOtherWay(ctx context.Context, t *time.Ticker) {
	running := false
	for {
		select {
		case <-t.C:
			if !running {
				return
			}
		case <-ctx.Done(): // want `does not leave the loop`
			running = true
		}
	}
}
