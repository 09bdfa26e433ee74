// Package name has context parameters with all names.
package name

import (
	"context"
	"net/http"
	"time"
)

type server struct{ ctx context.Context }

func usual(ctx context.Context)             {}
func blank(_ context.Context)               {}
func unnamed(context.Context)               {}
func short(c context.Context)               {} // want `the context parameter "c" of short has an unusual name: call it ctx \(ctxparam/name\)`
func hides(context context.Context)         {} // want `the parameter "context" of hides hides the package context: call it ctx`
func (s *server) method(cx context.Context) {} // want `"cx" of \(\*server\).method`
func requests(r *http.Request)              {}
func single(stopCtx context.Context)        {} // an opinion
func parents(parent context.Context)        {} // want `"parent" of parents`
func upper(Ctx context.Context)             {}
func variadic(more ...context.Context)      {}
func list(ctxs []context.Context)           {}

// Several contexts: each name says which one it is.
// from: mgechev/revive#525
func several(ctx, stopCtx, parent context.Context)         {}
func apart(ctx context.Context, parentCtx context.Context) {}
func other(ctx, other context.Context)                     {} // want `the context parameter "other" of other is one of several: call it ctx, parent or by a name that ends in Ctx`
func numbered(ctx1, ctx2 context.Context)                  {} // want `"ctx1"` `"ctx2"`
func hidden(context, parentCtx context.Context)            {} // want `hides the package context`
func withBlank(_, c context.Context)                       {} // want `"c" of withBlank`
func withVariadic(c context.Context, m ...context.Context) {} // want `"c" of withVariadic has an unusual name`

type getter interface {
	get(c context.Context) // want `"c" of getter.get`
	put(ctx context.Context)
	del(context.Context)
	run(stopCtx context.Context)
}

type handler func(c context.Context) // want `"c" of type handler`

type holder struct {
	hook func(c context.Context) // want `"c" of the type of "hook"`
}

// A type of this package does not name the parameters of its functions.
var _ handler = func(cc context.Context) {} // want `"cc" of the function literal`

// The only context may have another name if the function has its own ctx.
func declares(parent context.Context) {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	_ = ctx
}

func declaresAny(c context.Context) {
	var ctx = wrap(c)
	_ = ctx
}

func declaresLater(pctx context.Context) {
	var ctx context.Context
	if pctx.Err() == nil {
		ctx = wrap(pctx)
	}
	_ = ctx
}

func declaresInLiteral(parent context.Context) {
	go func() {
		ctx, cancel := context.WithCancel(parent)
		defer cancel()
		_ = ctx
	}()
}

func declaresByHops(parent context.Context) {
	p := wrap(parent)
	s := server{ctx: p}
	ctx := s.ctx
	_ = ctx
}

func declaresByResult(parent context.Context) (ctx context.Context, err error) {
	return parent, nil
}

func declaresByCall(parent context.Context) {
	func(ctx context.Context) {}(parent)
}

func declaresByCallback(parent context.Context) {
	with(parent, func(ctx context.Context) {})
}

func declaresByRange(parent context.Context) {
	for ctx := range each(parent) {
		_ = ctx
	}
}

func declaresAnother(parent context.Context, r *http.Request) { // want `"parent" of declaresAnother`
	ctx := r.Context()
	_ = ctx
}

func declaresField(parent context.Context, s *server) { // want `"parent" of declaresField`
	s.ctx = parent
}

func declaresBefore(parent context.Context) { // want `"parent" of declaresBefore`
	ctx := context.Background()
	parent = wrap(ctx)
}

// A function that makes a context takes its parent.
func makes(parent context.Context) context.Context { return wrap(parent) }
func makesOwn(parent context.Context) *own         { return &own{parent} }
func makesBad(c context.Context) context.Context   { return c } // want `"c" of makesBad`

func nested(ctx context.Context) {
	_ = func(c context.Context) {} // want `"c" of the function literal in nested`
	_ = func(callCtx context.Context) {}
	_ = func(parent context.Context) {} // want `"parent" of the function literal in nested`
	_ = func(ctx context.Context) {}
	func() {
		_ = func(callCtx context.Context) {}
	}()
}

func assigned() {
	ctx := context.Background()
	_ = ctx
	_ = func(callCtx context.Context) {}
}

func wrap(ctx context.Context) context.Context          { return ctx }
func with(ctx context.Context, f func(context.Context)) {}
func each(ctx context.Context) func(func(context.Context) bool) {
	return nil
}

type own struct{ context.Context }

type closer struct{}

func (c closer) receiver(ctx context.Context) {}

// ctx is taken: an opinion.
func (ctx *server) taken(c context.Context)              {}
func takenByAnother(c context.Context, ctx *http.Client) {}
