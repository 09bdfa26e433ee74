// Package nil has functions that do something about nil contexts.
package nil

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net/http"

	"summary/nildep"
)

var errNil = errors.New("nil context")

func unknown(ctx context.Context) { pass(ctx) }

var pass func(ctx context.Context)

// Parameters.

func ignores(_ context.Context, n int) int { return n } // want `ignores: nilignored\(0\)`

func tests(ctx context.Context) bool { return ctx == nil } // want `tests: niltolerated\(0\)`

func returns(n int, ctx context.Context) error { // want `returns: niltolerated\(1\)`
	if ctx == nil {
		return nil
	}
	return ctx.Err()
}

func skips(ctx context.Context) { // want `skips: niltolerated\(0\)`
	if ctx != nil && ctx.Err() != nil {
		return
	}
	pass(ctx)
}

func picks(ctx context.Context) { // want `picks: niltolerated\(0\)`
	pass(cmp.Or(ctx, context.Background()))
}

func loops(ctx context.Context) { // want `loops: niltolerated\(0\)`
	if ctx == nil {
		ctx = context.Background()
	}
	for {
		pass(ctx)
	}
}

func captured(ctx context.Context) func() { // want `captured: niltolerated\(0\)`
	if ctx == nil {
		ctx = context.Background()
	}
	return func() { <-ctx.Done() }
}

func panics(ctx context.Context) { // want `panics: nilpanics\(0\)`
	if ctx == nil {
		panic("nil context")
	}
	pass(ctx)
}

func exits(ctx context.Context) { // want `exits: nilpanics\(0\)`
	if ctx == nil {
		log.Fatal("nil context")
	}
	pass(ctx)
}

func errs(ctx context.Context) error { // want `errs: nilerrs\(0\)`
	if ctx == nil {
		return errNil
	}
	return nil
}

func errsWithMore(ctx context.Context, name string) (n int, err error) { // want `errsWithMore: nilerrs\(0\)`
	if ctx == nil {
		err = fmt.Errorf("%s: nil context", name)
		return
	}
	return len(name), nil
}

func errsByCall(ctx context.Context) error { // want `errsByCall: nilerrs\(0\)`
	if ctx == nil {
		return newError("nil context")
	}
	return nil
}

func newError(text string) error { return errors.New(text) }

func goesOnByCall(ctx context.Context, s *server) error { // want `goesOnByCall: niltolerated\(0\)`
	if ctx == nil {
		return s.run()
	}
	return ctx.Err()
}

func notes(ctx context.Context) { // want `notes: nilpanics\(0\)`
	if ctx == nil {
		println("nil context")
	}
	<-ctx.Done()
}

func needs(ctx context.Context, ok bool) bool { // want `needs: nilpanics\(0\)`
	if ok {
		return ctx.Err() == nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return ctx.Err() == nil
}

func needsSometimes(ctx context.Context, ok bool) {
	if ok {
		<-ctx.Done()
	}
}

// Handing on.

func handsOn(ctx context.Context) { nildep.Tolerates(ctx) } // want `handsOn: niltolerated\(0\)`

func handsOnAll(a, b context.Context) { // want `handsOnAll: niltolerated\(0\) niltolerated\(1\)`
	nildep.Tolerates(b)
	handsOn(a)
	slog.InfoContext(a, "done")
}

func handsOnAndMore(ctx context.Context) {
	slog.InfoContext(ctx, "start")
	pass(ctx)
}

func handsOnToPanic(ctx context.Context) error { return nildep.Needs(ctx) } // want `handsOnToPanic: nilpanics\(0\)`

func recursive(ctx context.Context, n int) { // want `recursive: niltolerated\(0\)`
	if ctx == nil || n == 0 {
		return
	}
	recursive(ctx, n-1)
}

func byMethodValue(ctx context.Context, s *server) { // want `byMethodValue: niltolerated\(0\)`
	f := s.with
	f(ctx)
}

type runner interface{ do(ctx context.Context) }

type a struct{}
type b struct{}

func (a) do(ctx context.Context)                     { nildep.Tolerates(ctx) } // want `do: niltolerated\(1\)`
func (*b) do(ctx context.Context)                    { println(ctx == nil) }   // want `do: niltolerated\(1\)`
func throughInterface(ctx context.Context, r runner) { r.do(ctx) }             // want `throughInterface: niltolerated\(0\)`

// Storing.

type server struct{ ctx, other context.Context }

func (s *server) run() error {
	if s.ctx != nil {
		return s.ctx.Err()
	}
	return s.other.Err()
}

func (s *server) with(ctx context.Context) { s.ctx = ctx } // want `with: niltolerated\(1\)`

func (s *server) withOther(ctx context.Context) { s.other = ctx }

func newServer(ctx context.Context) *server { return &server{ctx: ctx} } // want `newServer: niltolerated\(0\)`

// Results.

func none() (ctx context.Context) { return } // want `none: nil\(0\)`

func noneOfDep() context.Context { return nildep.None() } // want `noneOfDep: nil\(0\)`

func some(ok bool) (ctx context.Context) { // want `some: maynil\(0\)`
	if ok {
		ctx = context.Background()
	}
	return ctx
}

func withError(ok bool) (context.Context, error) { return nildep.Find(ok) } // want `withError: maynil\(0~1\)`

func withBool(r *http.Request) (context.Context, bool) { // want `withBool: maynil\(0~1\)`
	if r == nil {
		return nil, false
	}
	return r.Context(), true
}

func withNilError(ok bool) (context.Context, error) { // want `withNilError: maynil\(0\)`
	if !ok {
		return nil, nil
	}
	return context.Background(), nil
}

func alwaysError() (context.Context, error) { return nil, errNil } // want `alwaysError: maynil\(0~1\)`

func replaced(ctx context.Context) context.Context { // want `replaced: niltolerated\(0\)`
	if ctx == nil {
		return context.Background()
	}
	return ctx
}

func checked(ok bool) (context.Context, error) {
	ctx, err := withError(ok)
	if err != nil {
		return context.Background(), nil
	}
	return ctx, nil
}

type myCtx struct{ context.Context }

func pointer() *myCtx { return nil } // want `pointer: nil\(0\)`

func (c *myCtx) user() string { // want `user: niltolerated\(0\)`
	if c == nil {
		return ""
	}
	return "me"
}

func (c *myCtx) Err() error { return c.Context.Err() } // want `Err: nilpanics\(0\)`

func zero[C context.Context](c C) C { // nothing is known about type parameters
	var z C
	return z
}
