// Package dep has wrappers of every kind.
package dep

import (
	"context"
	"errors"
	"sync"
	"time"
)

// New returns a cancel function of the named type.
func New(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Second)
}

// Plain returns one of type func().
func Plain(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, cancel
}

// Lit returns a literal that releases, after other work.
func Lit(ctx context.Context, mu *sync.Mutex) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, func() {
		mu.Lock()
		defer mu.Unlock()
		cancel()
	}
}

// Fails returns nil and an error at times.
func Fails(ctx context.Context, ok bool) (context.Context, context.CancelFunc, error) {
	if !ok {
		return nil, nil, errors.New("no")
	}
	ctx, cancel := context.WithCancel(ctx)
	return ctx, cancel, nil
}

// Unrelated returns a func() that releases no context.
func Unrelated(ctx context.Context, mu *sync.Mutex) (context.Context, func()) {
	mu.Lock()
	return ctx, mu.Unlock
}

// Noop returns a function without effect.
func Noop(ctx context.Context) (context.Context, context.CancelFunc) {
	return ctx, func() {}
}

// S owns its cancel function.
type S struct{ cancel context.CancelFunc }

// Start keeps what it acquires.
func Start(ctx context.Context) *S {
	_, cancel := context.WithCancel(ctx)
	s := &S{cancel: cancel}
	all = append(all, s)
	return s
}

var all []*S

// Begin hands what it acquires to its caller alone.
func Begin(ctx context.Context) *S {
	_, cancel := context.WithCancel(ctx)
	return &S{cancel: cancel}
}

// Cancel hands out a cancel function that S calls itself.
func (s *S) Cancel() context.CancelFunc { return s.cancel }

// Close calls it.
func (s *S) Close() { s.cancel() }

// Ignore does nothing with f.
func Ignore(f func(), what string) bool { return f == nil && what == "" }

// Call calls f.
func Call(f func()) { f() }

// Keep keeps f.
func Keep(f func()) { kept = f }

var kept func()

// Run calls kept.
func Run() { kept() }

func Once(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, sync.OnceFunc(cancel)
}

func OnceLit(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, sync.OnceFunc(func() { cancel() })
}

func OnceUnrelated(ctx context.Context) (context.Context, func()) {
	return ctx, sync.OnceFunc(func() { println("done") })
}
