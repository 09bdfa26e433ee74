// Package late keeps cancel functions that are called when it is too late.
package late

import (
	"context"
	"os"
	"os/signal"
)

type rows struct{ cancel context.CancelFunc }

func (r *rows) open(ctx context.Context) {
	ctx, r.cancel = context.WithCancel(ctx) // want `the cancel function stored in the field "cancel" is only called behind the end of its own context.*\(ctxcancel/stored\)`
	go r.await(ctx)
}

func (r *rows) await(ctx context.Context) {
	<-ctx.Done()
	r.close()
}

func (r *rows) close() { r.cancel() }

// Closed by its user too.
type closed struct{ cancel context.CancelFunc }

func (c *closed) open(ctx context.Context) {
	ctx, c.cancel = context.WithCancel(ctx)
	go c.await(ctx)
}

func (c *closed) await(ctx context.Context) {
	<-ctx.Done()
	c.cancel()
}

func (c *closed) Close() { c.cancel() }

// It is the end of another context that ends this one.
type child struct{ cancel context.CancelFunc }

func (c *child) open(ctx context.Context, work func(context.Context)) {
	inner, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c.cancel = cancel
	go work(inner)
	go c.await(ctx)
}

func (c *child) await(ctx context.Context) {
	<-ctx.Done()
	c.cancel()
}

// To stop to listen for signals is of use behind the first one.
type signals struct{ stop context.CancelFunc }

func (s *signals) open(ctx context.Context) {
	ctx, s.stop = signal.NotifyContext(ctx, os.Interrupt)
	go s.await(ctx)
}

func (s *signals) await(ctx context.Context) {
	<-ctx.Done()
	s.stop()
}
