// Package blank has no use for the contexts that it is given.
package blank

import (
	"context"
	"os/exec"
	"time"
)

func load(ctx context.Context) error { return ctx.Err() }
func retry(f func() error) error     { return f() }

// prometheus: (*DBReadOnly).Querier.
func querier(_ context.Context, mint int64) error {
	return load(context.TODO()) // want `context.TODO\(\) is passed to load although the function has a context parameter: name it and pass it \(ctxpass/blank\)`
}

func derived(_ context.Context) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // want `ctxpass/blank`
	defer cancel()
	return load(ctx)
}

func unnamed(context.Context) error {
	return load(context.Background()) // want `ctxpass/blank`
}

func inLiteral(_ context.Context) error {
	return retry(func() error { return load(context.Background()) }) // want `ctxpass/blank`
}

func literal(ctx context.Context) func(context.Context) error {
	return func(_ context.Context) error {
		return load(context.Background()) // want `ctxpass/blank`
	}
}

// jaeger: (*storageExt).Start called factories that made contexts.
func chained(_ context.Context) error {
	return open() // want `open takes no context and passes a fresh one on \(open → context.Background\) although the function has a context parameter: name it and pass it \(ctxpass/blank\)`
}

func open() error { return load(context.Background()) }

// It has another one.
func other(_ context.Context, ctx context.Context) error {
	return load(context.Background()) // want `ctxpass/fresh`
}

// Silent.

func ignores(_ context.Context) error { return exec.Command("ls").Run() }

func deferred(_ context.Context) { defer load(context.Background()) }

func goes(_ context.Context) { go load(context.Background()) }

type service struct{ cancel context.CancelFunc }

func (s *service) Stop(_ context.Context) error { return load(context.Background()) }

func (s *service) Start(_ context.Context) error {
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	return load(ctx)
}

func waits(_ context.Context) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	<-ctx.Done()
}
