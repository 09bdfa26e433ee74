package deadline

import (
	"context"
	"time"
)

func reported(ctx context.Context, d time.Duration, cause error) {
	_, c1 := context.WithDeadline(ctx, time.Now().Add(d)) // want `context.WithDeadline of time.Now\(\).Add\(d\) is context.WithTimeout of d: write that \(ctxtime/deadline\)`
	defer c1()
	_, c2 := context.WithDeadlineCause(ctx, time.Now().Add(2*time.Second), cause) // want `is context.WithTimeoutCause of 2 \* time.Second`
	defer c2()
	_, c3 := context.WithDeadline(ctx, time.Now().UTC().Add(d)) // want `ctxtime/deadline`
	defer c3()
	_, c4 := context.WithDeadline(ctx, time.Now().Add( /* why */ d)) // want `ctxtime/deadline`
	defer c4()
	_, c5 := context.WithDeadline( // want `ctxtime/deadline`
		ctx,
		time.Now().Add(d),
	)
	defer c5()
	_, c6 := context.WithDeadline(ctx, time.Now().Add(d /* why */)) // want `ctxtime/deadline`
	defer c6()
}

func silent(ctx context.Context, d time.Duration, at time.Time) {
	now := time.Now()
	_, c1 := context.WithDeadline(ctx, now.Add(d))
	defer c1()
	_, c2 := context.WithDeadline(ctx, at.Add(d))
	defer c2()
	_, c3 := context.WithDeadline(ctx, time.Now().Truncate(time.Hour).Add(d))
	defer c3()
	_, c4 := context.WithTimeout(ctx, d)
	defer c4()
}
