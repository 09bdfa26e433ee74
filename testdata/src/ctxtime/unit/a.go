package unit

import (
	"context"
	. "context"
	"errors"
	"time"
)

const (
	bare     = 30
	typed    = time.Duration(500)
	tick     = 100 * time.Nanosecond
	negative = -time.Second
	long     = 5000
)

var (
	set     = time.Duration(20)
	changed = time.Duration(20)
	Open    = time.Duration(20)
)

func init() { changed = time.Second }

func reported(ctx context.Context) {
	_, c1 := context.WithTimeout(ctx, 5) // want `the timeout 5 of context.WithTimeout is 5 nanoseconds, over at once: write the unit, such as 5\*time.Second \(ctxtime/unit\)`
	defer c1()
	_, c2 := context.WithTimeout(ctx, bare) // want `the timeout bare of context.WithTimeout is 30 nanoseconds`
	defer c2()
	_, c3 := context.WithTimeout(ctx, typed) // want `ctxtime/unit`
	defer c3()
	_, c4 := context.WithTimeout(ctx, 0) // want `the timeout 0 of context.WithTimeout is not positive, so the context is over from the start`
	defer c4()
	_, c5 := context.WithTimeout(ctx, negative) // want `ctxtime/unit`
	defer c5()
	_, c6 := context.WithTimeoutCause(ctx, 999, errors.New("slow")) // want `ctxtime/unit`
	defer c6()
	_, c7 := context.WithDeadline(ctx, time.Now().Add(30)) // want `the timeout 30 of context.WithDeadline is 30 nanoseconds`
	defer c7()
	_, c8 := context.WithDeadlineCause(ctx, time.Now().UTC().Add(30), nil) // want `ctxtime/unit`
	defer c8()
	d := time.Duration(30)
	_, c9 := context.WithTimeout(ctx, d) // want `the timeout d of context.WithTimeout is 30 nanoseconds`
	defer c9()
	_, c10 := WithTimeout(ctx, (7)) // want `ctxtime/unit`
	defer c10()
	_, c11 := (context.WithTimeout)(ctx, 0*time.Second) // want `ctxtime/unit`
	defer c11()
	_, c12 := context.WithTimeout(ctx, set) // want `ctxtime/unit`
	defer c12()
}

func silent(ctx context.Context, given time.Duration, n int) {
	_, c1 := context.WithTimeout(ctx, time.Microsecond)
	defer c1()
	_, c2 := context.WithTimeout(ctx, 100*time.Nanosecond)
	defer c2()
	_, c3 := context.WithTimeout(ctx, tick)
	defer c3()
	_, c4 := context.WithTimeout(ctx, given)
	defer c4()
	_, c5 := context.WithTimeout(ctx, time.Duration(n))
	defer c5()
	_, c6 := context.WithTimeout(ctx, 1000)
	defer c6()
	d := time.Duration(30)
	if n > 3 {
		d = time.Second
	}
	_, c7 := context.WithTimeout(ctx, d)
	defer c7()
	e := time.Duration(30)
	fill(&e)
	_, c8 := context.WithTimeout(ctx, e)
	defer c8()
	_, c9 := context.WithTimeout(ctx, changed)
	defer c9()
	_, c10 := context.WithTimeout(ctx, Open)
	defer c10()
	_, c11 := context.WithDeadline(ctx, time.Now().Add(time.Second))
	defer c11()
	_, c12 := context.WithTimeout(ctx, long)
	defer c12()
	f := 3 * tick
	_, c13 := context.WithTimeout(ctx, f)
	defer c13()
}

func fill(d *time.Duration) { *d = time.Second }
