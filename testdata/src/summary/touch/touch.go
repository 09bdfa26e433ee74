// Package touch holds functions that do little with their contexts.
package touch

import (
	"context"
	"log/slog"
)

type key struct{}

func config(ctx context.Context) any { return ctx.Value(key{}) } // want `config: touches\(values\)`

func option(ctx context.Context) bool { return config(ctx) != nil } // want `option: touches\(values\)`

// go-redis: metrics go to hooks, which return nothing.

var onGet func(ctx context.Context, n int)

func record(ctx context.Context) { // want `record: touches\(logs\)`
	if f := onGet; f != nil {
		f(ctx, 1)
	}
}

func count(ctx context.Context) { // want `count: touches\(values, logs\)`
	config(ctx)
	record(ctx)
	slog.InfoContext(ctx, "counted")
}

// rclone: the statistics of all transfers have a context of their own.

type stats struct {
	ctx context.Context
	cfg any
}

func newStats(ctx context.Context) *stats { return &stats{ctx: ctx, cfg: config(ctx)} } // want `newStats: touches\(values, kept\)`

func group(ctx context.Context) *stats { // want `group: touches\(values, kept\)`
	s := newStats(ctx)
	return s
}

// prometheus: informers list with the context when they run.

type listWatch struct{ list func() error }

func informer(ctx context.Context) *listWatch { // want `informer: touches\(later\)`
	return &listWatch{list: func() error { return query(ctx) }}
}

func register(f func() error) *listWatch { return &listWatch{list: f} }

func registered(ctx context.Context) *listWatch { // want `registered: touches\(later\)`
	return register(func() error { return query(ctx) })
}

func twice(f func() error) *listWatch { return register(func() error { return f() }) }

func nested(ctx context.Context) *listWatch { // want `nested: touches\(later\)`
	return twice(func() error { return query(ctx) })
}

// More than that.

func query(ctx context.Context) error { return ctx.Err() }

func runs(ctx context.Context) error {
	f := func() error { return query(ctx) }
	return f()
}

func calls(f func() error) error { return f() }

func called(ctx context.Context) error { return calls(func() error { return query(ctx) }) }

func both(f func() error) *listWatch {
	f()
	return register(f)
}

func keptAndCalled(ctx context.Context) *listWatch { return both(func() error { return query(ctx) }) }

func started(ctx context.Context) {
	go func() { query(ctx) }()
}

func waits(ctx context.Context) { <-ctx.Done() }

func derives(ctx context.Context) context.Context { return context.WithValue(ctx, key{}, 1) }

func asks(ctx context.Context, hook func(context.Context) error) error { return hook(ctx) }

func unused(ctx context.Context) {}

// hugo walks a tree with a handler in a struct.

type walker struct{ handle func() error }

func walks(ctx context.Context, walk func(*walker) error) error {
	w := &walker{handle: func() error { return query(ctx) }}
	return walk(w)
}

func boxed(ctx context.Context, call func(any) error) error {
	return call(func() error { return query(ctx) })
}
