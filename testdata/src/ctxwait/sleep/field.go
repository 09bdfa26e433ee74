package sleep

import (
	"context"
	"time"
)

type call struct{ timer *time.Timer }

// From gocql: a timer that has fired already is made to be set later.
func (c *call) again(ctx context.Context, d time.Duration) {
	if c.timer == nil {
		c.timer = time.NewTimer(0)
		<-c.timer.C
	}
	c.timer.Reset(d)
}

func (c *call) long(ctx context.Context) {
	c.timer = time.NewTimer(5 * time.Second)
	<-c.timer.C // want "ctxwait/sleep"
}

// Reset may have made it longer.
func (c *call) changed(ctx context.Context, d time.Duration) {
	c.timer = time.NewTimer(0)
	c.timer.Reset(d)
	<-c.timer.C // want "ctxwait/sleep"
}
