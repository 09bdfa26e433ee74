// Package manage has structs that hold a context and what cancels it.
package manage

import (
	"context"
	"errors"
	"os/signal"
	"time"
)

// from: LFDT-Panurus/panurus#2179, milvus-io/milvus#18946
type service struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newService() *service {
	s := new(service)
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s
}

func (s *service) Close() { s.cancel() }

type literal struct {
	ctx  context.Context
	stop func()
}

func newLiteral(parent context.Context) *literal {
	ctx, stop := signal.NotifyContext(parent)
	return &literal{ctx: ctx, stop: stop}
}

func (l *literal) Stop() { defer l.stop() }

type positional struct {
	ctx  context.Context
	stop context.CancelCauseFunc
}

func newPositional(parent context.Context) positional {
	ctx, stop := context.WithCancelCause(parent)
	ctx = context.WithValue(ctx, key{}, 1)
	return positional{ctx, stop}
}

func (p positional) Stop() { p.stop(errors.New("stopped")) }

type key struct{}

// The function may do more than to cancel.
type wrapped struct {
	ctx  context.Context
	stop func()
}

func newWrapped(parent context.Context) (w wrapped) {
	ctx, cancel := context.WithTimeout(parent, time.Minute)
	w.ctx = ctx
	w.stop = func() {
		cancel()
		println("stopped")
	}
	return w
}

func (w wrapped) get() func() { return w.stop }

// The caller hands over both.
type given struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newGiven(ctx context.Context, cancel context.CancelFunc) given { return given{ctx, cancel} }

func stop(g given) { g.cancel() }

// Others store both.
type filled struct {
	Ctx    context.Context
	Cancel context.CancelFunc
}

func end(f filled) { context.AfterFunc(context.Background(), f.Cancel) }

type nested struct {
	ctx  context.Context
	life struct {
		cancel context.CancelFunc
	}
}

func (n *nested) start() { n.ctx, n.life.cancel = context.WithCancel(context.Background()) }
func (n *nested) stop()  { n.life.cancel() }

type lifecycle struct{ cancel context.CancelFunc }

type inherits struct {
	lifecycle
	ctx context.Context
}

func (i *inherits) start() { i.ctx, i.cancel = context.WithCancel(context.Background()) }
func (i *inherits) stop()  { i.cancel() }

type many struct {
	ctx     context.Context
	cancels []context.CancelFunc
}

func (m *many) start(parent context.Context) {
	var cancel context.CancelFunc
	m.ctx, cancel = context.WithCancel(parent)
	m.cancels = []context.CancelFunc{cancel}
}

func (m *many) stop() {
	for _, cancel := range m.cancels {
		cancel()
	}
}

type generic[T any] struct {
	v      T
	ctx    context.Context
	cancel context.CancelFunc
}

func newGeneric[T any](v T) *generic[T] {
	ctx, cancel := context.WithCancel(context.Background())
	return &generic[T]{v: v, ctx: ctx, cancel: cancel}
}

func (g *generic[T]) stop() { g.cancel() }

// Nobody calls it.
type uncalled struct {
	ctx    context.Context // want `the struct uncalled`
	cancel context.CancelFunc
}

func newUncalled() *uncalled {
	ctx, cancel := context.WithCancel(context.Background())
	u := &uncalled{ctx: ctx, cancel: cancel}
	if u.cancel == nil {
		u.cancel = nil
	}
	_ = u.cancel
	return u
}

// It cancels another context.
type unrelated struct {
	ctx     context.Context
	request context.Context // want `"request"`
	cancel  context.CancelFunc
}

func newUnrelated(request context.Context) *unrelated {
	u := &unrelated{request: request}
	u.ctx, u.cancel = context.WithCancel(request)
	return u
}

func (u *unrelated) stop() { u.cancel() }

// It cancels a child.
type child struct {
	ctx    context.Context // want `the struct child`
	cancel context.CancelFunc
}

func newChild() *child {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	_, stop := context.WithCancel(ctx)
	return &child{ctx, stop}
}

func (c *child) stop() { c.cancel() }

// What is called is no cancel function.
type callback struct {
	ctx  context.Context // want `the struct callback`
	done func()
}

func newCallback(ctx context.Context) *callback {
	return &callback{ctx: ctx, done: func() {}}
}

func (c *callback) call() { c.done() }

// Only a test calls it.
type tested struct {
	ctx    context.Context // want `the struct tested`
	cancel context.CancelFunc
}

func newTested() (t tested) {
	t.ctx, t.cancel = context.WithCancel(context.Background())
	return t
}
