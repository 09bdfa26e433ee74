package loop

import (
	"context"
	"net/http/httptrace"
	"time"
)

type carrierOfNone struct {
	ctx  context.Context
	name string
}

// Others store to the field, but not to that of a struct of this function.
func (c *carrierOfNone) reset() { c.ctx = context.Background() }

func ownStruct(ctx context.Context, ticks <-chan time.Time) {
	c := carrierOfNone{ctx: ctx, name: "x"}
	for range ticks {
		c.ctx = context.WithValue(c.ctx, carrierOfNone{}, c.name) // want `ctxnest/loop`
		lookAt(c.ctx)
	}
}

var process = context.Background()

func setUp() { process = context.TODO() }

// A function of another package that is given a context does not come back to
// set the variable.
func foreign(ticks <-chan time.Time) {
	for range ticks {
		process = context.WithValue(process, carrierOfNone{}, 1) // want `ctxnest/loop`
		httptrace.ContextClientTrace(process)
	}
}

func lookAt(ctx context.Context) {}
