// Package sketches has a case for each row of a table of small examples of
// nil contexts.
package sketches

import (
	"context"
	"net/http"
	"time"
)

func c1() {
	context.WithCancel(nil) // want "ctxnil/literal"
}

// Strict.
func c2(r *http.Request, x bool) {
	var ctx context.Context
	if x {
		ctx = r.Context()
	}
	context.WithTimeout(ctx, time.Second)
}

func c3(r *http.Request, x bool) {
	var ctx context.Context
	if x {
		ctx = r.Context()
	}
	if ctx == nil {
		ctx = context.Background()
	}
	context.WithTimeout(ctx, time.Second)
}

type myCtx struct{ context.Context }
type k struct{}

func c4() {
	var c *myCtx
	context.WithValue(c, k{}, 1) // want "ctxnil/typednil"
}

type c5s struct{ ctx context.Context }

func (s *c5s) run() {
	context.WithCancel(s.ctx) // want "ctxnil/flow"
}

type C5S struct{ Ctx context.Context }

func (s *C5S) run() {
	context.WithCancel(s.Ctx)
}

func none() context.Context { return nil }

func c6() {
	context.WithCancel(none()) // want "ctxnil/flow"
}

func do(ctx context.Context) {
	if ctx == nil {
		ctx = context.Background()
	}
	<-ctx.Done()
}

func c7() { do(nil) }

func c8() { context.WithCancel((&http.Request{}).Context()) }

func c9(m map[string]context.Context) { context.WithCancel(m["k"]) }
