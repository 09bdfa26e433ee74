package early

import (
	"context"
	"database/sql"
	"net/http"
	"sync"
	"time"
)

func returned(ctx context.Context) context.Context {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return ctx // want `ctx is returned, but returned cancels its context \(made at line 12\) when it returns: let what lives on cancel it, or give it a context of its own \(ctxdead/early\)`
}

func returnedAfterCancel(ctx context.Context) (context.Context, error) {
	c, cancel := context.WithCancel(ctx)
	cancel()
	return c, nil // want `ctxdead/early`
}

func returnedValue(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	defer func() { cancel() }()
	return context.WithValue(ctx, key{}, 1) // want `ctxdead/early`
}

type key struct{}

type server struct {
	ctx context.Context
	db  *sql.DB
}

func newServer(ctx context.Context) *server {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return &server{ctx: ctx} // want `a struct with the context is returned`
}

func (s *server) start(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.ctx = ctx // want `ctx is stored in "ctx"`
}

var global context.Context

func setGlobal(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	global = ctx // want `ctx is stored in "global"`
}

func sent(ctx context.Context, ch chan<- context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ch <- ctx // want `ctx is sent`
}

func mapped(ctx context.Context, m map[string]context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	m["x"] = ctx // want `ctx is stored`
}

func job(ctx context.Context) {}

func started(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	go job(ctx) // want `the goroutine is given the context, but started cancels its context`
}

func startedLiteral(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	go func() { job(ctx) }() // want `ctxdead/early`
	return nil
}

// Fine, at this level or at all.

func rows(ctx context.Context, db *sql.DB) (*sql.Rows, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return db.QueryContext(ctx, "x")
}

func plain(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return db.PingContext(ctx)
}

func handedOver(ctx context.Context) (c context.Context, cancel context.CancelFunc) {
	return context.WithCancel(ctx)
}

func onErrorOnly(ctx context.Context, db *sql.DB) (c context.Context, err error) {
	c, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	return c, db.PingContext(c)
}

func joined(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { defer wg.Done(); job(ctx) }()
	wg.Wait()
}

// Helpers that are stopped this way.
func helper(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go job(ctx)
	return db.PingContext(ctx)
}

func watcher(ctx context.Context, db *sql.DB) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		<-ctx.Done()
		db.Close()
	}()
}

func ownedByGoroutine(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		job(ctx)
	}()
}

func parentReturned(ctx context.Context) context.Context {
	c, cancel := context.WithCancel(ctx)
	defer cancel()
	job(c)
	return ctx
}

func local(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &server{}
	s.ctx = ctx
	job(s.ctx)
}

func (s *server) reset(ctx context.Context) {
	old := s.ctx
	defer func() { s.ctx = old }()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.ctx = ctx
	job(s.ctx)
}

// A deferred call that is given the cancel function may not call it.
func onError(err *error, f func()) {
	if *err != nil {
		f()
	}
}

func finish(what string, f func()) {
	println(what)
	f()
}

func deferredIfError(ctx context.Context) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer onError(&err, cancel)
	if err = ctx.Err(); err != nil {
		return err
	}
	go job(ctx)
	return nil
}

func deferredAlways(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer finish("started", cancel)
	go job(ctx) // want `ctxdead/early`
}
