package stored

import (
	"context"
	"sync"
)

type deaf struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newDeaf(ctx context.Context) *deaf {
	d := &deaf{}
	d.ctx, d.cancel = context.WithCancel(ctx) // want `the cancel function stored in the field "cancel" is never called nor passed on in this package`
	return d
}

func literal(ctx context.Context) *deaf {
	ctx, cancel := context.WithCancel(ctx)
	return &deaf{ctx: ctx, cancel: cancel} // want `ctxcancel/stored`
}

func (d *deaf) running() bool { return d.cancel != nil }

type given struct{ stop context.CancelFunc }

func newGiven(stop context.CancelFunc) *given {
	return &given{stop: stop} // want `stored in the field "stop" is never called`
}

var global context.CancelFunc

func setGlobal(ctx context.Context) context.Context {
	ctx, global = context.WithCancel(ctx) // want `stored in the package variable "global" is never called`
	return ctx
}

// Called somewhere.

type closer struct {
	mu     sync.Mutex
	cancel context.CancelFunc
}

func newCloser(ctx context.Context) *closer {
	_, cancel := context.WithCancel(ctx)
	return &closer{cancel: cancel}
}

func (c *closer) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cancel != nil {
		c.cancel()
	}
}

// Passed on.

type passer struct{ cancel func() }

func newPasser(ctx context.Context) *passer {
	p := new(passer)
	_, p.cancel = context.WithCancel(ctx)
	return p
}

func (p *passer) Stop() func() { return p.cancel }

// Anybody may call an exported field.

type Open struct{ Cancel context.CancelFunc }

func NewOpen(ctx context.Context) *Open {
	o := &Open{}
	_, o.Cancel = context.WithCancel(ctx)
	return o
}

// A package variable that a handler calls.

var stop context.CancelFunc

func init() { _, stop = context.WithCancel(context.Background()) }

func onSignal() { stop() }

// Deferred through the field.

type job struct{ cancel context.CancelFunc }

func start(ctx context.Context) {
	_, cancel := context.WithCancel(ctx)
	j := &job{cancel: cancel}
	go func(j *job) { defer j.cancel() }(j)
}

// Reached through an embedded struct.

type inner struct{ end context.CancelFunc }

type outer struct{ inner }

func newOuter(ctx context.Context) *outer {
	o := new(outer)
	_, o.end = context.WithCancel(ctx)
	return o
}

func (o *outer) Close() { o.inner.end() }
