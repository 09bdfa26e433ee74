package unit

import (
	"context"
	"math"
	"time"

	xcontext "golang.org/x/net/context"
)

const (
	ticks = (iota + 1) * 10 * time.Nanosecond
	tocks
)

const (
	few = iota + 3
	more
)

var unset time.Duration

func deadlines(ctx context.Context) {
	deadline := time.Now().Add(30)
	_, c1 := context.WithDeadline(ctx, deadline) // want `the timeout 30 of context.WithDeadline is 30 nanoseconds`
	defer c1()
	now := time.Now()
	_, c2 := context.WithDeadline(ctx, now.Add(30)) // want `ctxtime/unit`
	defer c2()
	_, c3 := context.WithDeadline(ctx, now.Add(-time.Minute)) // want `the timeout -time.Minute of context.WithDeadline is not positive`
	defer c3()
	_, c4 := context.WithDeadline(ctx, time.Now()) // want `the deadline time.Now\(\) of context.WithDeadline has passed`
	defer c4()
	_, c5 := context.WithDeadline(ctx, time.Time{}) // want `the deadline time.Time{} of context.WithDeadline has passed`
	defer c5()
	_, c6 := context.WithDeadline(ctx, now) // want `ctxtime/unit`
	defer c6()
	_, c7 := xcontext.WithTimeout(ctx, 5) // want `ctxtime/unit`
	defer c7()
	with := context.WithTimeout
	_, c8 := with(ctx, 5) // want `the timeout 5 of context.WithTimeout`
	defer c8()
	var zero time.Duration
	_, c9 := context.WithTimeout(ctx, zero) // want `the timeout zero of context.WithTimeout is not positive`
	defer c9()
	_, c10 := context.WithTimeout(ctx, more) // want `the timeout more of context.WithTimeout is 4 nanoseconds`
	defer c10()
	_, c11 := context.WithTimeout(ctx, time.Microsecond-1*time.Nanosecond)
	defer c11()
	_, c12 := context.WithTimeout(ctx, time.Nanosecond*0) // want `ctxtime/unit`
	defer c12()
	const local = 7
	_, c13 := context.WithTimeout(ctx, time.Duration(local)) // want `ctxtime/unit`
	defer c13()
}

func fine(ctx context.Context, at time.Time, later bool) {
	_, c1 := context.WithTimeout(ctx, tocks)
	defer c1()
	_, c2 := context.WithTimeout(ctx, math.MaxInt8) // who knows how it is written
	defer c2()
	_, c3 := context.WithTimeout(ctx, unset) // others of the package may set it
	defer c3()
	var d time.Duration
	set := func() { d = time.Second }
	set()
	_, c4 := context.WithTimeout(ctx, d)
	defer c4()
	deadline := time.Now()
	if later {
		deadline = deadline.Add(time.Minute)
	}
	_, c5 := context.WithDeadline(ctx, deadline)
	defer c5()
	_, c6 := context.WithDeadline(ctx, at)
	defer c6()
	_, c7 := context.WithDeadline(ctx, time.Now().AddDate(0, 0, 1))
	defer c7()
	_, c8 := context.WithDeadline(ctx, time.Now().Add(1).Add(time.Minute))
	defer c8()
	with := context.WithTimeout
	with = other
	_, c9 := with(ctx, 5)
	defer c9()
	_, c10 := other(ctx, 5)
	defer c10()
}

func other(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithCancel(ctx)
}
