// Package fixes has losses whose fixes could get into each other's way.
package fixes

import (
	"context"
	"errors"
	"time"
)

func use(context.Context)        {}
func work(context.Context) error { return nil }

// Both are named in the same block.
func twice(ctx context.Context) error {
	ctx, _ = context.WithCancel(ctx)               // want "ctxcancel/discarded"
	ctx, _ = context.WithTimeout(ctx, time.Second) // want "ctxcancel/discarded"
	return work(ctx)
}

func blanks(ctx context.Context) {
	c, _ := context.WithCancel(ctx) // want "ctxcancel/discarded"
	use(c)
	_, _ = context.WithCancel(ctx) // want "ctxcancel/discarded"
}

// A name in each branch.
func branches(ctx context.Context, b bool) {
	if b {
		c, _ := context.WithCancel(ctx) // want "ctxcancel/discarded"
		use(c)
	} else {
		c, _ := context.WithCancel(ctx) // want "ctxcancel/discarded"
		use(c)
	}
}

// No goto may jump over the declaration of a variable.
func jump(ctx context.Context) error {
	if ctx.Err() != nil {
		goto out
	}
	ctx, _ = context.WithCancel(ctx) // want "ctxcancel/discarded"
	if err := work(ctx); err != nil {
		return err
	}
out:
	return errors.New("out")
}

// The defer would run in the wrong place, or the name mean something else.
func taken(ctx context.Context, cancel bool) {
	c, _ := context.WithCancel(ctx) // want "ctxcancel/discarded"
	use(c)
	if cancel {
		use(c)
	}
}

func inner(ctx context.Context) {
	ctx, _ = context.WithCancel(ctx) // want "ctxcancel/discarded"
	if ctx != nil {
		ctx, _ = context.WithTimeout(ctx, time.Second) // want "ctxcancel/discarded"
		use(ctx)
	}
}

func comment(ctx context.Context) error {
	// Before.
	c, cancel := context.WithTimeout(ctx, // want "ctxcancel/lostpath"
		time.Second)
	// Behind.
	if err := work(c); err != nil {
		return err
	}
	cancel()
	return nil
}

func oneLine(ctx context.Context) { c, _ := context.WithCancel(ctx); use(c) } // want "ctxcancel/discarded"

func cause(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx) // want "ctxcancel/lostpath"
	if err := work(ctx); err != nil {
		cancel(err)
		return err
	}
	return nil
}

func escapes(ctx context.Context) context.Context {
	ctx, _ = context.WithCancel(ctx) // want "ctxcancel/discarded"
	return ctx
}

func sw(ctx context.Context, n int) {
	switch n {
	case 1:
		c, _ := context.WithCancel(ctx) // want "ctxcancel/discarded"
		use(c)
	}
}

// In a case of a select, too.
func inClause(ctx context.Context, other <-chan int) {
	select {
	case <-other:
		c, _ := context.WithCancel(ctx) // want "ctxcancel/discarded"
		use(c)
	case <-ctx.Done():
	}
}

type state struct{ err error }

func derive(ctx context.Context) (context.Context, context.CancelFunc, error) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, cancel, nil
}

// No fix: a field cannot be declared.
func intoField(ctx context.Context, s *state) {
	ctx, _, s.err = derive(ctx) // want "ctxcancel/discarded"
	use(ctx)
}

// No fix: what ends with the function may be meant to go on.
type bus interface {
	Subscribe() (context.CancelFunc, error)
}

func subscribes(b bus) error {
	_, err := b.Subscribe() // want "ctxcancel/discarded"
	return err
}
