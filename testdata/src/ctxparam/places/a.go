package places

import (
	"context"
	. "context"
	"net/http"
	"testing"

	xctx "golang.org/x/net/context"
)

type Alias = context.Context
type Named interface {
	context.Context
	Extra()
}

func use(...any) {}

func second(id string, ctx context.Context)                               {} // want `"ctx".*ctxparam/first`
func third(a, b int, ctx context.Context, s string)                       {} // want "ctxparam/first"
func alias(id string, ctx Alias)                                          {} // want "ctxparam/first"
func named(id string, ctx Named)                                          {} // want "ctxparam/first"
func dot(id string, ctx Context)                                          {} // want "ctxparam/first"
func old(id string, ctx xctx.Context)                                     {} // want "ctxparam/first"
func generic[T context.Context](id string, ctx T)                         {} // want "ctxparam/first"
func two(ctx context.Context, id string, otherCtx context.Context)        {} // want `"otherCtx".*ctxparam/first`
func both(id string, fooCtx, barCtx context.Context)                      {} // want "fooCtx.*ctxparam/first" "barCtx.*ctxparam/first"
func unnamed(string, context.Context)                                     {} // want "ctxparam/first"
func blank(_ string, _ context.Context)                                   {} // want "ctxparam/first"
func variadic(id string, ctx context.Context, opts ...int)                {} // want "ctxparam/first"
func ok(ctx, parentCtx context.Context, id string)                        {}
func okVariadic(id string, ctxs ...context.Context)                       {}
func okSlice(id string, ctxs []context.Context)                           {}
func okFunc(id string, f func(context.Context))                           {}
func okPtr(id string, ctx *context.Context)                               {}
func carrier(w http.ResponseWriter, r *http.Request, ctx context.Context) {} // want "ctxparam/first"

type recv struct{}

func (r recv) ok(ctx context.Context, id string)   {}
func (r *recv) bad(id string, ctx context.Context) {} // want "ctxparam/first"

func (r *recv) Exported(id string, ctx context.Context) {} // want "ctxparam/first"

type box[T any] struct{}

func (b *box[T]) put(v T, ctx context.Context) {} // want "ctxparam/first"

// testing kin
func helperT(t *testing.T, ctx context.Context)                         {}
func helperT2(ctx context.Context, t *testing.T)                        {}
func helperTB(tb testing.TB, ctx context.Context)                       {}
func helperB(b *testing.B, ctx context.Context)                         {}
func helperF(f *testing.F, ctx context.Context)                         {}
func helperM(m *testing.M, ctx context.Context)                         {}
func helperG[T testing.TB](t T, ctx context.Context)                    {}
func helperT3(t *testing.T, id string, ctx context.Context)             {} // want "ctxparam/first"
func helperT4(id string, t *testing.T, ctx context.Context)             {} // want "ctxparam/first"
func helperT5(ctx context.Context, t *testing.T, c2Ctx context.Context) {}

type TB2 interface {
	testing.TB
	More()
}

func helperTB2(t TB2, ctx context.Context) {}

type iface interface {
	Do(id string, ctx context.Context) // want "ctxparam/first"
	Ok(ctx context.Context, id string)
	Un(string, context.Context) // want "ctxparam/first"
}

type fn func(id string, ctx context.Context) // want "ctxparam/first"
type fnOK func(ctx context.Context, id string)
type fnUn func(string, context.Context) // want "ctxparam/first"

type st struct {
	F func(id string, ctx context.Context) // want "ctxparam/first"
}

var v func(int, context.Context) // want "ctxparam/first"

func takes(f func(id string, ctx context.Context)) {} // want "ctxparam/first"

func lits() {
	f := func(id string, ctx context.Context) {} // want "ctxparam/first"
	f("", nil)
	go func(id string, ctx context.Context) {}("", nil) // want "ctxparam/first"
	use(func(n int, ctx context.Context) {})            // want "ctxparam/first"
	var g fn = func(id string, ctx context.Context) {}
	use(g)
	takesFn(func(id string, ctx context.Context) {})
	_ = fn(func(id string, ctx context.Context) {})
}

func takesFn(f fn) {}

func result() func(id string, ctx context.Context) { // want "ctxparam/first"
	return nil
}

func both2(id string, c context.Context) {} // want `"c".*ctxparam/first`

// Look-alikes.
type parseCtx struct{}
type Context2 = parseCtx

func lookalike(id string, ctx parseCtx)  {}
func lookalike2(id string, ctx Context2) {}

type other struct{ Context struct{} }

func (recv) Context(id string) context.Context { return nil }

func init() {
	func(id string, ctx context.Context) {}("", nil) // want "ctxparam/first"
}

type nested interface {
	sub(func(int, context.Context)) // want "ctxparam/first"
}

type m map[string]func(int, context.Context) // want "ctxparam/first"
