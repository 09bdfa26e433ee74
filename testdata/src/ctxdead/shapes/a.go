package shapes

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"time"

	"ctxdead/shapes/dep"

	"golang.org/x/sync/errgroup"
)

// In a callback of context.AfterFunc the context is over.

func callback(ctx context.Context, srv *http.Server) {
	context.AfterFunc(ctx, func() {
		srv.Shutdown(ctx) // want `ctx is over here`
	})
	stop := context.AfterFunc(ctx, func() {
		c, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		srv.Shutdown(c) // want `c is derived from ctx, which is over here`
	})
	defer stop()
}

func callbackOfAnother(ctx, other context.Context, srv *http.Server) {
	context.AfterFunc(ctx, func() { srv.Shutdown(other) })
}

func signals(srv *http.Server) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	go srv.ListenAndServe()
	<-ctx.Done()
	stop()
	return srv.Shutdown(ctx) // want `ctx is over here`
}

func leftLoop(ctx context.Context, in <-chan int, db *sql.DB) {
loop:
	for {
		select {
		case <-ctx.Done():
			break loop
		case v := <-in:
			fmt.Println(v)
		}
	}
	db.PingContext(ctx) // want `ctxdead/done`
}

func twoDones(ctx context.Context, in <-chan int, db *sql.DB, n int) {
	for {
		if ctx.Err() != nil {
			break
		}
		select {
		case <-ctx.Done():
		case <-in:
			continue
		}
		break
	}
	db.PingContext(ctx) // want `ctxdead/done`
}

func channelVariable(ctx context.Context, db *sql.DB) {
	done := ctx.Done()
	<-done
	db.PingContext(ctx) // want `ctxdead/done`
}

func errVariable(ctx context.Context, db *sql.DB) error {
	if err := ctx.Err(); err != nil {
		db.ExecContext(ctx, "failed") // want `ctxdead/done`
		return err
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		db.ExecContext(ctx, "cancelled") // want `ctxdead/done`
	}
	switch {
	case ctx.Err() == context.DeadlineExceeded:
		db.ExecContext(ctx, "late") // want `ctxdead/done`
	}
	return nil
}

func parentOver(ctx context.Context, db *sql.DB) {
	c, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	<-ctx.Done()
	db.PingContext(c) // want `c is derived from ctx, which is over here`
}

func methodValue(ctx context.Context, srv *http.Server) {
	stop := srv.Shutdown
	<-ctx.Done()
	stop(ctx) // want `ctxdead/done`
}

type stopper interface{ stop(context.Context) error }

type impl struct{ srv *http.Server }

func (i *impl) stop(ctx context.Context) error { return i.srv.Shutdown(ctx) }

func private(ctx context.Context, s stopper, i *impl) {
	<-ctx.Done()
	s.stop(ctx) // want `ctxdead/done`
}

func generic[T interface{ stop(context.Context) error }](ctx context.Context, t T, db *sql.DB) {
	<-ctx.Done()
	db.PingContext(ctx) // want `ctxdead/done`
	t.stop(ctx)
}

func request(ctx context.Context, client *http.Client) error {
	<-ctx.Done()
	req, err := http.NewRequestWithContext(ctx, "POST", "/bye", nil) // want `ctxdead/done`
	if err != nil {
		return err
	}
	_, err = client.Do(req)
	return err
}

func afterDone(ctx context.Context, db *sql.DB) {
	<-ctx.Done()
	cleanup(ctx, db) // want `cleanup fails at once`
}

func cleanup(ctx context.Context, db *sql.DB) {
	if db == nil {
		return
	}
	dep.Flush(ctx, db)
}

// Fine.

func detach(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

func detachTimeout(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), time.Second)
}

func detaching(ctx context.Context, srv *http.Server) {
	<-ctx.Done()
	srv.Shutdown(detach(ctx))
	srv.Shutdown(dep.Detach(ctx))
	c, cancel := detachTimeout(ctx)
	defer cancel()
	srv.Shutdown(c)
}

type valuesOnly struct{ context.Context }

func (valuesOnly) Done() <-chan struct{} { return nil }
func (valuesOnly) Err() error            { return nil }

func ownType(ctx context.Context, srv *http.Server) {
	<-ctx.Done()
	srv.Shutdown(valuesOnly{ctx})
}

func why(ctx context.Context) error { return context.Cause(ctx) }

func whyNot(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("stopped: %w", err)
	}
	return nil
}

func explained(ctx context.Context) error {
	<-ctx.Done()
	if err := whyNot(ctx); err != nil {
		return err
	}
	if err := dep.Why(ctx); err != nil {
		return err
	}
	return why(ctx)
}

func eitherWay(ctx context.Context, db *sql.DB) {
	if ctx.Err() != nil {
		ctx = context.Background()
	}
	db.PingContext(ctx)
}

func polled(ctx context.Context, db *sql.DB) {
	select {
	case <-ctx.Done():
		return
	default:
	}
	db.PingContext(ctx)
}

// wait: the second group starts dead (grafana/loki: dataobj/index).

func twoGroups(ctx context.Context, db *sql.DB) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return db.PingContext(ctx) })
	if err := g.Wait(); err != nil {
		return err
	}
	g, ctx = errgroup.WithContext(ctx) // want `ctx belongs to an errgroup whose Wait at line \d+ has cancelled it`
	g.Go(func() error { return db.PingContext(ctx) })
	return g.Wait()
}

func twoGroupsFixed(ctx context.Context, db *sql.DB) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return db.PingContext(gctx) })
	if err := g.Wait(); err != nil {
		return err
	}
	g, gctx = errgroup.WithContext(ctx)
	g.Go(func() error { return db.PingContext(gctx) })
	return g.Wait()
}

func inDefer(ctx context.Context, db *sql.DB) error {
	g, gctx := errgroup.WithContext(ctx)
	defer func() { fmt.Println(gctx.Err()) }()
	g.Go(func() error { return db.PingContext(gctx) })
	return g.Wait()
}

func started(ctx context.Context, db *sql.DB) {
	g, ctx := errgroup.WithContext(ctx)
	g.Wait()
	go db.PingContext(ctx)                // want `ctxdead/wait`
	func() { db.ExecContext(ctx, "x") }() // want `ctxdead/wait`
}

func captured(ctx context.Context, db *sql.DB) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return db.PingContext(ctx) })
	err := g.Wait()
	db.ExecContext(ctx, "done") // want `ctxdead/wait`
	return err
}

// cancelled, by other ways to call the cancel function.

func literal(ctx context.Context, db *sql.DB) {
	c, cancel := context.WithCancel(ctx)
	stop := func() { cancel() }
	stop()
	db.PingContext(c) // want `c was cancelled at line \d+`
}

func helper(ctx context.Context, db *sql.DB) {
	c, cancel := context.WithCancel(ctx)
	call(cancel)
	db.PingContext(c) // want `ctxdead/cancelled`
}

func call(f func()) { defer f() }

func elsewhere(ctx context.Context, db *sql.DB) {
	c, cancel := context.WithCancel(ctx)
	dep.Call(cancel)
	db.PingContext(c)
}

func wrapper(ctx context.Context, db *sql.DB) {
	c, cancel := newContext(ctx)
	cancel()
	db.PingContext(c) // want `ctxdead/cancelled`
}

func newContext(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Second)
}

func capturedContext(ctx context.Context, db *sql.DB) {
	c, cancel := context.WithCancel(ctx)
	go func() { db.PingContext(c) }()
	cancel()
	db.ExecContext(c, "x") // want `ctxdead/cancelled`
}

func secondGroup(ctx context.Context, db *sql.DB) error {
	c, cancel := context.WithCancel(ctx)
	cancel()
	g, c := errgroup.WithContext(c) // want `ctxdead/cancelled`
	g.Go(func() error { return db.PingContext(c) })
	return g.Wait()
}

func maybeCalled(ctx context.Context, db *sql.DB, on bool) {
	c, cancel := context.WithCancel(ctx)
	dep.Maybe(cancel, on)
	db.PingContext(c)
	dep.Keep(cancel)
	db.PingContext(c)
}

// Deferred calls run last to first.

func deferred(ctx context.Context, db *sql.DB) {
	c, cancel := context.WithCancel(ctx)
	defer db.PingContext(c) // want `ctxdead/cancelled`
	defer cancel()
}

func deferredRight(ctx context.Context, db *sql.DB) {
	c, cancel := context.WithCancel(ctx)
	defer cancel()
	defer db.PingContext(c)
}
