package lostpath

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"
)

func early(ctx context.Context, bad bool) error {
	ctx, cancel := context.WithCancel(ctx) // want `the cancel function "cancel" of context.WithCancel is not called on every path out of early: the return at line 14 is reached without it; `
	if bad {
		return errors.New("bad")
	}
	defer cancel()
	return work(ctx)
}

func atEnd(ctx context.Context, ok bool) {
	ctx, stop := context.WithTimeout(ctx, time.Second) // want `the cancel function "stop" of context.WithTimeout is not called on every path out of atEnd: the end of the function at line 26 is reached without it`
	if ok {
		stop()
	}
	work(ctx)
}

func switched(ctx context.Context, n int) {
	ctx, cancel := context.WithCancel(ctx) // want `ctxcancel/lostpath`
	switch n {
	case 1:
		cancel()
	case 2:
		defer cancel()
	}
	work(ctx)
}

func ignores(f func()) bool { return f != nil }

func toIgnorer(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want `ctxcancel/lostpath`
	ignores(cancel)
	work(ctx)
}

func twice(g func()) bool { return ignores(g) }

func toIgnorerOfIgnorer(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want `ctxcancel/lostpath`
	twice(cancel)
	work(ctx)
}

func deferredOnError(ctx context.Context) (err error) {
	ctx, cancel := context.WithCancel(ctx) // want `ctxcancel/lostpath`
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	return work(ctx)
}

func deferredOnSuccessFlag(ctx context.Context) error {
	done := false
	ctx, cancel := context.WithCancel(ctx) // want `the return at line 77 is reached`
	defer func() {
		if !done {
			cancel()
		}
	}()
	if err := work(ctx); err != nil {
		return err
	}
	done = true
	return nil
}

type conn struct {
	cancel context.CancelFunc
	r      io.Reader
}

func (c *conn) close() { c.cancel() }

// The error return drops the struct, and the cancel function with it.
func dial(ctx context.Context, addr string) (*conn, error) {
	ctx, cancel := context.WithCancel(ctx) // want `the return at line 92 is reached`
	c := &conn{cancel: cancel}
	if err := work(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

func dialValue(ctx context.Context, addr string) (conn, error) {
	var c conn
	ctx, c.cancel = context.WithCancel(ctx) // want `ctxcancel/lostpath`
	if err := work(ctx); err != nil {
		return conn{}, err
	}
	return c, nil
}

func secondAfterFirstReleased(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	work(c)
	cancel()
	c, cancel = context.WithTimeout(ctx, time.Second) // want `ctxcancel/lostpath`
	work(c)
}

func boundFirst(ctx context.Context) {
	c1, cancel := context.WithCancel(ctx)
	defer cancel()                                      // binds the first
	c2, cancel := context.WithTimeout(ctx, time.Second) // want `ctxcancel/lostpath`
	work(c1)
	work(c2)
}

func stoppedAfterFunc(ctx, other context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want `ctxcancel/lostpath`
	stop := context.AfterFunc(other, cancel)
	work(ctx)
	stop()
}

func deferredStop(ctx, other context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want `ctxcancel/lostpath`
	stop := context.AfterFunc(other, cancel)
	defer stop()
	work(ctx)
}

func loopReturn(ctx context.Context) error {
	for {
		c, cancel := context.WithTimeout(ctx, time.Second) // want `ctxcancel/lostpath`
		if err := work(c); err != nil {
			return err
		}
		cancel()
	}
}

func labelled(ctx context.Context, xs []int) {
	ctx, cancel := context.WithCancel(ctx) // want `ctxcancel/lostpath`
outer:
	for _, x := range xs {
		for {
			if x > 3 {
				break outer
			}
			if x < 0 {
				cancel()
				return
			}
			x++
		}
	}
	work(ctx)
}

func gotos(ctx context.Context, b bool) {
	ctx, cancel := context.WithCancel(ctx) // want `ctxcancel/lostpath`
	if b {
		goto end
	}
	cancel()
end:
	work(ctx)
}

func inLiteral(ctx context.Context) func(bool) {
	return func(b bool) {
		c, cancel := context.WithCancel(ctx) // want `is not called on every path out of the function literal`
		if b {
			return
		}
		defer cancel()
		work(c)
	}
}

func selected(ctx context.Context, in chan int) int {
	c, cancel := context.WithCancel(ctx) // want `ctxcancel/lostpath`
	go work(c)
	select {
	case v := <-in:
		return v
	case <-ctx.Done(): // of the parent: c is over too, but not yet known to be released
		cancel()
		return 0
	}
}

func work(ctx context.Context) error { return ctx.Err() }

type session struct {
	mu     sync.Mutex
	ctx    context.Context
	cancel context.CancelFunc
}

// Reading other fields of the struct, or locking it, gives nobody the cancel
// function.
func open(ctx context.Context) (*session, error) {
	s := &session{}
	s.ctx, s.cancel = context.WithCancel(ctx) // want `the cancel function "s.cancel" of context.WithCancel is not called on every path out of open`
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := work(s.ctx); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *session) close() { s.cancel() }

// cyprob/cyprob#269: each round cancels the one before, nobody the last.
func finalRound(ctx context.Context, in <-chan int) {
	var cancel context.CancelFunc
	for range in {
		if cancel != nil {
			cancel()
		}
		var c context.Context
		c, cancel = context.WithCancel(ctx) // want `ctxcancel/lostpath`
		go work(c)
	}
}

func deferredUnderCondition(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want `ctxcancel/lostpath`
	if work(ctx) == nil {
		defer func() { cancel() }()
	}
}

func genericPath[T any](ctx context.Context, f func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // want `ctxcancel/lostpath`
	v, err := f(ctx)
	if err != nil {
		return *new(T), err
	}
	cancel()
	return v, nil
}

func atTwo(ctx context.Context, n int) error {
	ctx, cancel := context.WithCancel(ctx) // want `the return at line 253 is reached without it, and so is another; `
	if n == 0 {
		return errors.New("none")
	}
	if n < 0 {
		return errors.New("less")
	}
	defer cancel()
	return work(ctx)
}

func atThree(ctx context.Context, n int) error {
	ctx, cancel := context.WithCancel(ctx) // want `the return at line 265 is reached without it, and so are 2 others; `
	if n == 0 {
		return errors.New("none")
	}
	if err := work(ctx); err != nil {
		return err
	}
	if n == 1 {
		cancel()
	}
	return nil
}
