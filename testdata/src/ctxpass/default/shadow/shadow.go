// Package shadow derives contexts and does not use them.
package shadow

import (
	"context"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc/metadata"
)

func load(ctx context.Context) error { return ctx.Err() }

type key struct{}

type store struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func inner(ctx context.Context, d time.Duration) error {
	if d > 0 {
		ctx, cancel := context.WithTimeout(ctx, d) // want `the derived context "ctx" is never used: load is passed the outer context at line 31, which it does not bound \(ctxpass/shadow\)`
		defer cancel()
		_ = ctx
	}

	return load(ctx)
}

func endsBefore(ctx context.Context, d time.Duration) error {
	{
		ctx, cancel := context.WithDeadline(ctx, time.Now()) // want `ctxpass/shadow`
		_ = ctx
		cancel()
	}
	return load(ctx)
}

func never(ctx context.Context) error {
	tctx, cancel := context.WithTimeout(ctx, time.Second) // want `the derived context "tctx" is never used`
	defer cancel()
	_ = tctx
	return load(ctx)
}

func declared(ctx context.Context) error {
	var tctx context.Context
	var cancel context.CancelFunc
	tctx, cancel = context.WithTimeoutCause(ctx, time.Second, nil) // want `"tctx" is never used`
	defer cancel()
	_ = tctx
	return load(ctx)
}

func blank(ctx context.Context) error {
	_, cancel := context.WithTimeout(ctx, time.Second) // want `the derived context is never used`
	defer cancel()
	return load(ctx)
}

func value(ctx context.Context) error {
	vctx := context.WithValue(ctx, key{}, 1) // want `"vctx" is never used`
	_ = vctx
	return load(ctx)
}

func outgoing(ctx context.Context) error {
	octx := metadata.AppendToOutgoingContext(ctx, "k", "v") // want `"octx" is never used`
	_ = octx
	return load(ctx)
}

func withTimeout(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Second)
}

func wrapper(ctx context.Context) error {
	tctx, cancel := withTimeout(ctx) // want `"tctx" is never used`
	defer cancel()
	_ = tctx
	return load(ctx)
}

func compared(ctx context.Context) error {
	tctx, cancel := context.WithCancel(ctx) // want `ctxpass/shadow`
	defer cancel()
	if tctx == nil {
		return nil
	}
	return load(ctx)
}

func carrier(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second) // want `ctxpass/shadow`
	defer cancel()
	_ = ctx
	load(r.Context())
}

func inGoroutine(ctx context.Context) {
	go func() {
		tctx, cancel := context.WithCancel(ctx) // want `ctxpass/shadow`
		defer cancel()
		_ = tctx
		load(ctx)
	}()
}

func inLoop(ctx context.Context, ids []int) {
	for range ids {
		load(ctx)
		tctx, cancel := context.WithCancel(ctx) // want `ctxpass/shadow`
		_ = tctx
		cancel()
	}
}

func inMain() error {
	ctx := context.Background()
	tctx, cancel := context.WithTimeout(ctx, time.Second) // want `ctxpass/shadow`
	defer cancel()
	_ = tctx
	return load(ctx)
}

// Used.

func used(ctx context.Context, r *http.Request, s *store) (context.Context, error) {
	a, cancelA := context.WithCancel(ctx)
	defer cancelA()
	<-a.Done()
	b, cancelB := context.WithCancel(ctx)
	defer cancelB()
	_ = b.Err()
	c, cancelC := context.WithCancel(ctx)
	defer cancelC()
	_, _ = c.Deadline()
	d, cancelD := context.WithCancel(ctx)
	defer cancelD()
	_ = d.Value(key{})
	e, cancelE := context.WithCancel(ctx)
	defer cancelE()
	_ = context.Cause(e)
	f, cancelF := context.WithCancel(ctx)
	defer cancelF()
	f = context.WithValue(f, key{}, 1)
	load(f)
	r = r.WithContext(context.WithValue(ctx, key{}, 2))
	s.ctx, s.cancel = context.WithCancel(ctx)
	load(ctx)
	return context.WithValue(ctx, key{}, 3), nil
}

func usedInBlock(ctx context.Context) error {
	if true {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		load(ctx)
	}
	return load(ctx) // only one call is bounded: that is ordinary
}

func usedInLiteral(ctx context.Context) error {
	tctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { load(tctx) }()
	return load(ctx)
}

// The cancel function is what is wanted.

func (s *store) start(ctx context.Context) {
	_, s.cancel = context.WithCancel(ctx)
	load(ctx)
}

func keeps(ctx context.Context) (context.CancelFunc, error) {
	_, cancel := context.WithCancel(ctx)
	return cancel, load(ctx)
}

func ignoresSignals(ctx context.Context) error {
	_, stop := signal.NotifyContext(ctx, syscall.SIGINT)
	defer stop()
	return load(ctx)
}

// Nothing behind it passes the outer one.
func nothing(ctx context.Context) {
	load(ctx)
	tctx, cancel := context.WithCancel(ctx)
	_ = tctx
	cancel()
}

func otherContext(ctx, parentCtx context.Context) error {
	tctx, cancel := context.WithCancel(ctx)
	defer cancel()
	_ = tctx
	return load(parentCtx)
}

// ctxpass/errgroup has its own word for it.
func group(ctx context.Context) error {
	_, gctx := errgroup.WithContext(ctx) // want `ctxpass/errgroup`
	_ = gctx
	return load(ctx)
}
