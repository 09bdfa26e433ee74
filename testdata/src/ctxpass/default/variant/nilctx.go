package variant

import (
	"context"
	"os/exec"
)

// From a test of os/exec: where the context is nil there is none to pass.

func commandOr(ctx context.Context, name string) *exec.Cmd {
	if ctx != nil {
		return exec.CommandContext(ctx, name)
	} else {
		return exec.Command(name)
	}
}

func commandEarly(ctx context.Context, name string) *exec.Cmd {
	if nil == ctx {
		return exec.Command(name)
	}
	return exec.CommandContext(ctx, name)
}

func startOr(ctx context.Context) error {
	if ctx == nil {
		return startFresh()
	}
	return run(ctx)
}

func startFresh() error { return run(context.Background()) }

func run(ctx context.Context) error { return ctx.Err() }

// It is another one that is nil, or not only there.

func anotherNil(ctx context.Context, name string, opts *exec.Cmd) *exec.Cmd {
	if opts == nil {
		return exec.Command(name) // want `exec.CommandContext`
	}
	return opts
}

func behind(ctx context.Context, name string) *exec.Cmd {
	if ctx == nil {
		ctx = context.Background()
	}
	return exec.Command(name) // want `exec.CommandContext`
}

func notNil(ctx context.Context, name string) *exec.Cmd {
	if ctx != nil {
		return exec.Command(name) // want `exec.CommandContext`
	}
	return nil
}
