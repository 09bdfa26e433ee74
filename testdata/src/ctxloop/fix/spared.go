package fix

import (
	"context"
	"log/slog"
)

// Whoever calls announceAll need not care that the context only serves the log.
func announce(ctx context.Context, xs []int, out chan<- int) {
	slog.InfoContext(ctx, "announce")
	for _, x := range xs {
		out <- x // want "nodone"
	}
}

func announceAll(xs []int, out chan<- int) { announce(context.Background(), xs, out) }

// With a fix.
func announceTo(ctx context.Context, xs []int, out chan<- int) {
	slog.InfoContext(ctx, "announce")
	for _, x := range xs {
		out <- x // want "nodone"
	}
}

func announceFor(ctx context.Context, xs []int, out chan<- int) { announceTo(ctx, xs, out) }
