package early

import (
	"context"
	"time"
)

type registry struct {
	all  []context.Context
	last *request
}

type request struct {
	ctx   context.Context
	reply chan error
}

func (r *registry) add(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	r.all = append(r.all, ctx) // want `a slice with the context is stored in "all"`
}

func (r *registry) set(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	r.last = &request{ctx: ctx} // want `a struct with the context is stored in "last"`
}

func list(ctx context.Context) []context.Context {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return []context.Context{ctx} // want `ctxdead/early`
}

func post(ctx context.Context, requests chan<- request) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	requests <- request{ctx: ctx} // want `a struct with the context is sent`
}

// The request is answered while its context is alive.
func ask(ctx context.Context, requests chan<- request) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	reply := make(chan error)
	requests <- request{ctx, reply}
	return <-reply
}

// Nobody knows whether the deferred literal cancels it.
func unlessKept(ctx context.Context, keep bool) context.Context {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer func() {
		if !keep {
			cancel()
		}
	}()
	return ctx
}

func inLiteral(ctx context.Context) context.Context {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer func() {
		time.Sleep(1)
		cancel()
	}()
	return ctx // want `ctxdead/early`
}
