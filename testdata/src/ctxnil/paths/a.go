package paths

import (
	"cmp"
	"context"
	"net/http"
	"testing"
	"time"

	"ctxnil/paths/dep"
)

func variable(n int) {
	var ctx context.Context
	switch n {
	case 0:
		dep.Do(ctx) // want `"ctx".*ctxnil/flow`
	case 1:
		context.WithTimeout(ctx, time.Second) // want "ctxnil/flow"
	case 2:
		ctx.Err() // want "ctxnil/flow"
	case 3:
		<-ctx.Done() // want "ctxnil/flow"
	}
	ctx = context.Background()
	dep.Do(ctx)
}

func assignedNil() {
	ctx := context.Context(nil)
	dep.Do(ctx) // want "ctxnil/"
	dep.Tolerant(ctx)
}

type s struct {
	ctx context.Context
	n   int
}

func (s *s) run() { dep.Do(s.ctx) } // want `ctx.*ctxnil/flow`

type t struct{ ctx context.Context }

func newT(ctx context.Context) *t { return &t{ctx: ctx} }
func (t *t) run()                 { dep.Do(t.ctx) }

type u struct{ ctx context.Context }

func newU(ctx context.Context) *u { return &u{ctx} }
func (t *u) run()                 { dep.Do(t.ctx) }

type Ex struct{ Ctx context.Context }

func (t *Ex) run() { dep.Do(t.Ctx) }

type addr struct{ ctx context.Context }

func set(p *context.Context, c context.Context) { *p = c }
func (a *addr) run(c context.Context) {
	set(&a.ctx, c)
	dep.Do(a.ctx)
}

type whole struct{ ctx context.Context }

func copyWhole(dst, src *whole) { *dst = *src }
func (w *whole) run()           { dep.Do(w.ctx) } // want "ctxnil/flow"

type gen[T any] struct {
	ctx context.Context
	v   T
}

func (g *gen[T]) run() { dep.Do(g.ctx) } // want "ctxnil/flow"

type gen2[T any] struct {
	ctx context.Context
	v   T
}

func newGen2[T any](c context.Context) *gen2[T] { return &gen2[T]{ctx: c} }
func (g *gen2[T]) run()                         { dep.Do(g.ctx) }

var global context.Context

func useGlobal() { dep.Do(global) } // want `"global".*ctxnil/flow`

var global2 context.Context

func init()       { global2 = context.Background() }
func useGlobal2() { dep.Do(global2) }

var Exported context.Context

func useExported() { dep.Do(Exported) }
func useOther()    { dep.Do(dep.Global) }

func results() {
	dep.Do(dep.Nil()) // want `Nil.*ctxnil/flow`
}

func resultVia() {
	dep.Do(dep.Via()) // want "ctxnil/flow"
}

func resultVar() {
	c := dep.Nil()
	dep.Do(c) // want "ctxnil/flow"
}

func resultErr() {
	d, err := dep.Nil2()
	if err != nil {
		return
	}
	dep.Do(d)
}

func resultSometimes() {
	dep.Do(dep.Sometimes(true))
	dep.Tolerant(dep.Nil())
}

func resultErrSide() {
	e, err := dep.Err(true)
	if err != nil {
		return
	}
	dep.Do(e)
}

func inside(ctx context.Context) {
	if ctx == nil {
		dep.Do(ctx) // want "ctxnil/flow"
		return
	}
	dep.Do(ctx)
}

func insideElse(ctx context.Context) {
	if ctx != nil {
		dep.Do(ctx)
	} else {
		ctx.Err() // want "ctxnil/flow"
	}
}

func insideSwitch(ctx context.Context) {
	switch {
	case ctx == nil:
		dep.Do(ctx) // want "ctxnil/flow"
	case nil == ctx.Err():
		dep.Do(ctx)
	}
}

func insideSwitchValue(ctx context.Context) {
	switch ctx {
	case nil:
		dep.Do(ctx) // want "ctxnil/flow"
	default:
		dep.Do(ctx)
	}
}

func fallback(ctx context.Context) {
	if ctx == nil {
		ctx = context.Background()
	}
	dep.Do(ctx)
	ctx = cmp.Or(ctx, context.Background())
	dep.Do(ctx)
	var c context.Context
	dep.Do(cmp.Or(c, ctx))
}

func request() {
	context.WithCancel((&http.Request{}).Context())
	var m map[string]context.Context
	context.WithCancel(m["x"])
	var list []context.Context
	for _, c := range list {
		dep.Do(c)
	}
	var ch chan context.Context
	dep.Do(<-ch)
}

func zero[T any]() (v T) { return v }

func genericZero() {
	dep.Do(zero[context.Context]())
	var v any
	c, _ := v.(context.Context)
	dep.Do(c)
}

func genericVar[T context.Context]() {
	var v T
	dep.Do(v)
}

func closure() {
	var ctx context.Context
	func() { dep.Do(ctx) }() // want "ctxnil/flow"
}

func closureSet() {
	var ctx context.Context
	set := func(c context.Context) { ctx = c }
	set(context.Background())
	dep.Do(ctx)
}

func loopVar(xs []int) {
	var ctx context.Context
	for _, x := range xs {
		if x == 0 {
			ctx = context.Background()
		}
	}
	dep.Do(ctx)
}

func selectVar(ch chan context.Context) {
	var ctx context.Context
	select {
	case ctx = <-ch:
	default:
	}
	dep.Do(ctx)
}

func gotoVar() {
	var ctx context.Context
again:
	dep.Do(ctx) // want "ctxnil/flow"
	ctx = context.Background()
	goto again
}

func agree(b bool) {
	var ctx context.Context
	if b {
		ctx = context.Background()
	}
	if b {
		dep.Do(ctx)
	}
	if !b {
		dep.Do(ctx) // want "ctxnil/"
	}
}

func named() (ctx context.Context, err error) {
	dep.Do(ctx) // want "ctxnil/flow"
	return
}

func returned() {
	f := func() context.Context { return nil }
	dep.Do(f()) // want "ctxnil/flow"
}

type m struct{}

func (m) Context() context.Context { return nil }

func method(x m) { dep.Do(x.Context()) } // want "ctxnil/flow"

func passed(r *http.Request) {
	var ctx context.Context
	many(ctx)              // want "ctxnil/flow"
	go dep.Do(ctx)         // want "ctxnil/flow"
	defer dep.Do(ctx)      // want "ctxnil/flow"
	r = r.WithContext(ctx) // want "ctxnil/flow"
}

func many(cs ...context.Context) {}

func typed() {
	var c *impl
	var ctx context.Context = c // want "ctxnil/typednil"
	dep.Do(ctx)
}

type impl struct{ context.Context }

func TestNothing(t *testing.T) {}

var tests = []struct {
	name string
	ctx  context.Context
}{{name: "x"}}

func useTests() {
	for _, tt := range tests {
		dep.Do(tt.ctx)
	}
}
