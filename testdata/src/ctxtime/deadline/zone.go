package deadline

import (
	"context"
	"time"

	"ctxtime/deadline/zone"
)

// No fix: the variable or the import may be left without use.
func zones(ctx context.Context, d time.Duration) {
	_, c1 := context.WithDeadline(ctx, time.Now().In(zone.Home()).Add(d)) // want `ctxtime/deadline`
	defer c1()
}

func zoneVariable(ctx context.Context, d time.Duration) {
	home := time.UTC
	_, c1 := context.WithDeadline(ctx, time.Now().In(home).Add(d)) // want `ctxtime/deadline`
	defer c1()
}
