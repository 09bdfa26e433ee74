package fixfirst

import (
	"context"
	"net/http"
)

type server struct {
	ctx  context.Context
	name string
}

// simple has its context behind the id.
func simple(id string, ctx context.Context) error { // want `"ctx" of simple`
	if id == "" {
		return simple("x", ctx)
	}
	return ctx.Err()
}

func callsSimple(ctx context.Context, r *http.Request) {
	_ = simple("a", ctx)
	_ = simple("a", context.Background())
	_ = simple(r.URL.Path, r.Context())
	id := "x"
	if err := simple(id, context.WithValue(ctx, &id, id)); err != nil { // id may change: no
		panic(err)
	}
}

func grouped(a, b int, c string, ctx, parentCtx context.Context, more ...string) {} // want `"ctx" of grouped` `"parentCtx" of grouped`

func callsGrouped(ctx context.Context) {
	grouped(1, 2, "3", ctx, ctx)
	grouped(1, 2, "3", ctx, ctx, "4", "5")
	grouped(1, 2, "3", ctx, ctx, []string{"4"}...)
}

// The fix names it, too.
func misnamed(n int, c context.Context) { // want `"c" of misnamed`
	if n > 0 {
		misnamed(n-1, c)
	}
	<-c.Done()
}

func (s *server) method(n int, ctx context.Context, m int) {} // want `method`

func (s *server) callsMethod(ctx context.Context) {
	s.method(1, ctx, 2)
	s.method(len(s.name), s.ctx, 2)
	go s.method(1, ctx, 2)
	defer (s.method)(1, ctx, 2)
	s.method(
		1,
		ctx,
		2,
	)
}

func lines( // nothing between
	n int,
	ctx context.Context, // want `"ctx" of lines`
) {
}

func callback(f func() error, ctx context.Context) {} // want `"ctx" of callback`

func callsCallback(ctx context.Context) {
	callback(func() error {
		// A comment that moves with its function.
		return ctx.Err()
	}, ctx)
}

func nested(n int, ctx context.Context) context.Context { return ctx } // want `"ctx" of nested`

func callsNested(ctx context.Context) {
	nested(1, nested(2, ctx))
}

func generic[T any](t T, ctx context.Context) T { return t } // want `"ctx" of generic`

func callsGeneric(ctx context.Context) {
	generic(1, ctx)
	generic[string]("x", ctx)
}

func unused(n int, _ context.Context) {} // want `of unused`

func unnamed(int, context.Context) {} // want `of unnamed`

func field(s *server, ctx context.Context) {} // want `of field`

func callsField(s *server) {
	field(s, s.ctx)
}

func plain(n int, ctx context.Context) {} // want `of plain`

func callsPlain(ctx context.Context) {
	if ctx != nil {
		plain(1, ctx)
	}
}

// The name is one for the level opinion.
func ownName(n int, reqCtx context.Context) {} // want `"reqCtx" of ownName`

func callsOwnName(ctx context.Context) { ownName(1, ctx) }
