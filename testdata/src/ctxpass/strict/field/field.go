// Package field passes contexts from elsewhere although it has its own.
package field

import (
	"cmp"
	"context"
	"net/http"
	"time"
)

func load(ctx context.Context) error                                   { return ctx.Err() }
func merge(a, b context.Context) (context.Context, context.CancelFunc) { return a, nil }
func retry(f func() error) error                                       { return f() }

type store struct {
	ctx    context.Context
	cancel context.CancelFunc
	opts   struct{ base context.Context }
}

var appCtx = context.Background()

func background() context.Context { return appCtx }

// jaeger's span reader kept the context of its constructor.
func (s *store) read(ctx context.Context) error {
	return load(s.ctx) // want `the context s.ctx is passed to load although the parameter ctx is in scope: pass ctx \(ctxpass/field\)`
}

func (s *store) nested(ctx context.Context) error {
	return load(s.opts.base) // want `the context s.opts.base`
}

func (s *store) derived(ctx context.Context) error {
	c, cancel := context.WithTimeout(s.ctx, time.Second) // want `is passed to WithTimeout although`
	defer cancel()
	return load(c)
}

func (s *store) local(ctx context.Context) error {
	c := s.ctx
	if err := load(c); err != nil { // want `the context s.ctx`
		return err
	}
	return load(c)
}

func (s *store) inLiteral(ctx context.Context) error {
	return retry(func() error { return load(s.ctx) }) // want `ctxpass/field`
}

func (s store) byValue(ctx context.Context) error {
	return load(s.ctx) // want `ctxpass/field`
}

func parameter(ctx context.Context, s *store) error {
	return load(s.ctx) // want `ctxpass/field`
}

func global(ctx context.Context) error {
	return load(appCtx) // want `the context appCtx`
}

func getter(ctx context.Context) error {
	return load(background()) // want `the context of field.background`
}

type application struct{ ctx context.Context }

func (a *application) Lifetime() context.Context { return a.ctx }

var app = &application{}

func globalGetter(ctx context.Context) error {
	return load(app.Lifetime()) // want `the context of \(\*field.application\).Lifetime`
}

// Silent.

func localGetter(ctx context.Context, a *application) error { return load(a.Lifetime()) }

func (s *store) own(ctx context.Context) error { return load(ctx) }

func (s *store) without() error { return load(s.ctx) }

func (s *store) handler(w http.ResponseWriter, r *http.Request) { load(s.ctx) }

func (s *store) blank(_ context.Context) { load(s.ctx) }

// Chosen between the two.
func (s *store) chosen(ctx context.Context, long bool) error {
	c := ctx
	if long {
		c = s.ctx
	}
	if err := load(c); err != nil {
		return err
	}
	return load(cmp.Or(s.ctx, ctx))
}

func (s *store) chosenCaptured(ctx context.Context, long bool) error {
	c := ctx
	if long {
		c = s.ctx
	}
	return retry(func() error { return load(c) })
}

// Both are handed over.
func (s *store) merged(ctx context.Context) error {
	c, cancel := merge(ctx, s.ctx)
	defer cancel()
	return load(c)
}

// Stored from this function's own.
func (s *store) Start(ctx context.Context) error {
	s.ctx, s.cancel = context.WithCancel(ctx)
	return load(s.ctx)
}

// It ends with what it belongs to (charmbracelet/crush#3553).
func (s *store) goes(ctx context.Context) {
	go load(s.ctx)
	go func() { load(s.ctx) }()
}

func (s *store) tied(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()
	return load(ctx)
}

func (s *store) deferred(ctx context.Context) {
	defer load(s.ctx)
}

func (s *store) detached(ctx context.Context) error {
	return load(context.WithoutCancel(s.ctx))
}

// The context of a message belongs to it.

type job struct{ ctx context.Context }

func work(ctx context.Context, jobs <-chan *job, batch []*job) {
	for {
		select {
		case <-ctx.Done():
			return
		case j := <-jobs:
			load(j.ctx)
		}
		for _, j := range batch {
			load(j.ctx)
		}
	}
}

func one(ctx context.Context, j *job) error { return load(j.ctx) }

func drain(ctx context.Context, jobs <-chan job) {
	for j := range jobs {
		load(j.ctx)
	}
}

func waits(ctx context.Context, s *store) {
	<-s.ctx.Done()
	_ = s.ctx.Err()
}
