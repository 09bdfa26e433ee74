// Package maybe uses contexts that are nil on some path.
package maybe

import (
	"context"
	"errors"
	"net/http"
)

func run(ctx context.Context) {}

func branch(r *http.Request, ok bool) {
	var ctx context.Context
	if ok {
		ctx = r.Context()
	}
	context.WithCancel(ctx) // want `the context "ctx" passed to context.WithCancel may be nil: it is nil on some path to here; test it, or assign a context on every path \(ctxnil/maybe\)`
}

func tested(r *http.Request, ok bool) {
	var ctx context.Context
	if ok {
		ctx = r.Context()
	}
	if ctx == nil {
		ctx = context.Background()
	}
	run(ctx)
}

func exhaustive(r *http.Request, n int) {
	var ctx context.Context
	switch n {
	case 0:
		ctx = r.Context()
	case 1:
		ctx = context.Background()
	default:
		panic("no")
	}
	run(ctx)
}

func notedOnly(ctx context.Context) {
	if ctx == nil {
		println("no context")
	}
	run(ctx) // want `the context "ctx" passed to run may be nil`
}

func captured(r *http.Request, ok bool) {
	var ctx context.Context
	if ok {
		ctx = r.Context()
	}
	go func() { <-ctx.Done() }()
	run(ctx) // want `may be nil`
}

func find(ok bool) (context.Context, error) {
	if !ok {
		return nil, errors.New("none")
	}
	return context.Background(), nil
}

func lookup(ok bool) (ctx context.Context, found bool) {
	if !ok {
		return nil, false
	}
	return context.Background(), true
}

func get(ok bool) context.Context {
	if !ok {
		return nil
	}
	return context.Background()
}

func wrapped(ok bool) (context.Context, error) { return find(ok) }

func results(ok bool) error {
	ctx, _ := find(ok)
	run(ctx) // want `the context "ctx" passed to run may be nil: find returns nil on some paths; test what it returns`

	ctx, err := find(ok)
	run(ctx) // want `may be nil`
	if err != nil {
		return err
	}
	run(ctx)

	ctx, found := lookup(ok)
	if found {
		run(ctx)
	} else {
		run(ctx) // want `may be nil`
	}

	ctx = get(ok)
	run(ctx)     // want `get returns nil on some paths`
	<-ctx.Done() // want `the method ctx.Done is called on the context "ctx", which may be nil`
	run(ctx)     // it was not nil, or it would have panicked
	if ctx = get(ok); ctx != nil {
		run(ctx)
	}

	ctx, err = wrapped(ok)
	if err == nil {
		run(ctx)
	}
	return err
}

func checked(ok bool) {
	ctx, err := find(ok)
	must(err)
	run(ctx)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func merged(ok bool) error {
	var ctx context.Context
	var err error
	if ok {
		ctx, err = find(ok)
	} else {
		ctx, err = wrapped(ok)
	}
	if err != nil {
		return err
	}
	run(ctx)
	return nil
}

type myCtx struct{ context.Context }

func pointer(ok bool) {
	var c *myCtx
	if ok {
		c = new(myCtx)
	}
	run(c) // want `the pointer "c" may be nil where it becomes a context`
}

// A channel that is nil is never ready: awaitDone of database/sql.
func optional(ctx context.Context, c chan int) error {
	var done <-chan struct{}
	if ctx != nil {
		done = ctx.Done()
	}
	select {
	case <-done:
		return ctx.Err()
	case <-c:
		return ctx.Err() // want `the method ctx.Err is called on the context "ctx", which may be nil`
	}
}

func accept(ok bool) (bool, context.Context, string) {
	if !ok {
		return false, nil, "no"
	}
	return true, context.Background(), ""
}

// The bool need not be the last: AcceptSecContext of gokrb5.
func accepted(ok bool) {
	authed, ctx, _ := accept(ok)
	if authed {
		ctx.Value(ok)
	}
	ctx.Value(ok) // want `the method ctx.Value is called on the context "ctx", which may be nil: accept returns nil on some paths`
}
