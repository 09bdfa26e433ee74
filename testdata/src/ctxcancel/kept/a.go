package kept

import (
	"context"
	"os"
	"os/signal"
	"sync"
)

type a struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newA(ctx context.Context) *a {
	ctx, cancel := context.WithCancel(ctx)
	return &a{ctx: ctx, cancel: cancel} // want `"cancel".*ctxcancel/stored`
}

type b struct {
	ctx  context.Context
	stop func()
}

func newB(ctx context.Context) *b {
	x := new(b)
	x.ctx, x.stop = context.WithCancel(ctx) // want `"stop".*ctxcancel/stored`
	return x
}

type c struct {
	ctx  context.Context
	stop func()
}

func newC(ctx context.Context) *c {
	x := new(c)
	x.ctx, x.stop = context.WithCancel(ctx)
	return x
}

func (c *c) Close() { c.stop() }

type d struct {
	cancel context.CancelCauseFunc
}

func (d *d) start(ctx context.Context) {
	var c context.Context
	c, d.cancel = context.WithCancelCause(ctx) // want "ctxcancel/stored"
	_ = c
}

func (d *d) has() bool { return d.cancel != nil }

type Exported struct{ Cancel context.CancelFunc }

func newE(ctx context.Context) (e Exported) {
	_, e.Cancel = context.WithCancel(ctx)
	return e
}

// Constructor parameter.
type f struct {
	cancel context.CancelFunc
}

func newF(cancel context.CancelFunc) *f {
	return &f{cancel: cancel} // want "ctxcancel/stored"
}

func newF2(cancel context.CancelFunc) *f {
	x := &f{}
	x.cancel = cancel // want "ctxcancel/stored"
	return x
}

func newFunnel(ctx context.Context) *f {
	_, cancel := context.WithCancel(ctx)
	return newF(cancel)
}

var pkgCancel context.CancelFunc

func initPkg() {
	var c context.Context
	c, pkgCancel = context.WithCancel(context.Background()) // want `"pkgCancel".*ctxcancel/stored`
	_ = c
}

var pkgCtx, pkgStop = context.WithCancel(context.Background()) // want `"pkgStop".*ctxcancel/stored`

var calledCtx, calledStop = context.WithCancel(context.Background())

func Shutdown() { calledStop() }

var handlerCancel context.CancelFunc

func init() {
	_, handlerCancel = context.WithCancel(context.Background())
	sig := make(chan os.Signal, 1)
	signal.Notify(sig, os.Interrupt)
	go func() {
		<-sig
		handlerCancel()
	}()
}

// A getter passes it on.
type g struct{ cancel context.CancelFunc }

func newG(ctx context.Context) *g {
	_, cancel := context.WithCancel(ctx)
	return &g{cancel}
}

func (x *g) Cancel() context.CancelFunc { return x.cancel }

func useG(x *g) {
	c := x.Cancel() // a getter is no acquisition
	_ = c
	x.Cancel()
}

// once
type h struct {
	cancel context.CancelFunc
	once   sync.Once
}

func (x *h) start(ctx context.Context) { _, x.cancel = context.WithCancel(ctx) }
func (x *h) close()                    { x.once.Do(x.cancel) }

// embedded
type base struct{ cancel context.CancelFunc }
type derived struct{ base }

func newDerived(ctx context.Context) *derived {
	_, cancel := context.WithCancel(ctx)
	return &derived{base{cancel: cancel}}
}

func (d *derived) Stop() { d.cancel() }

type derived2 struct{ base2 }
type base2 struct{ cancel context.CancelFunc }

func newDerived2(ctx context.Context) *derived2 {
	_, cancel := context.WithCancel(ctx)
	return &derived2{base2{cancel: cancel}} // want "ctxcancel/stored"
}

// generic
type gen[T any] struct {
	v      T
	cancel context.CancelFunc
}

func newGen[T any](ctx context.Context) *gen[T] {
	g := &gen[T]{}
	_, g.cancel = context.WithCancel(ctx)
	return g
}

func (g *gen[T]) Close() { g.cancel() }

type gen2[T any] struct {
	v      T
	cancel context.CancelFunc
}

func newGen2[T any](ctx context.Context) *gen2[T] {
	g := &gen2[T]{}
	_, g.cancel = context.WithCancel(ctx) // want "ctxcancel/stored"
	return g
}

// The whole struct is copied, and the copy's field called.
type k struct{ cancel context.CancelFunc }

func (x *k) start(ctx context.Context) { _, x.cancel = context.WithCancel(ctx) }
func (x *k) Close() {
	y := *x
	y.cancel()
}

// Deferred through a method value.
type m struct{ cancel context.CancelFunc }

func (x *m) run(ctx context.Context) {
	_, x.cancel = context.WithCancel(ctx)
	defer x.cancel()
}

// Only ever set to nil and compared.
type n struct{ cancel context.CancelFunc }

func (x *n) start(ctx context.Context) {
	if x.cancel != nil {
		return
	}
	_, cancel := context.WithCancel(ctx)
	x.cancel = cancel // want "ctxcancel/stored"
}

func (x *n) reset() { x.cancel = nil }

var anon struct {
	cancel context.CancelFunc
}

func setAnon(ctx context.Context) {
	_, anon.cancel = context.WithCancel(ctx) // want "ctxcancel/stored"
}
