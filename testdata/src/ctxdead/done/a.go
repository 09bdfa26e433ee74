package done

import (
	"context"
	"database/sql"
	"log/slog"
	"net"
	"net/http"
	"os/exec"
	"time"

	"ctxdead/done/dep"
)

func received(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	return srv.Shutdown(ctx) // want `ctx is over here, so \(\*http.Server\).Shutdown fails at once: pass context.WithoutCancel\(ctx\), with a timeout of its own \(ctxdead/done\)`
}

func derived(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	c, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return srv.Shutdown(c) // want `c is derived from ctx, which is over here, so \(\*http.Server\).Shutdown fails at once: derive it from context.WithoutCancel\(ctx\)`
}

func shadowed(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return srv.Shutdown(ctx) // want `ctxdead/done`
}

func selected(ctx context.Context, db *sql.DB, in <-chan int) error {
	for {
		select {
		case <-ctx.Done():
			_, err := db.ExecContext(ctx, "x") // want `so \(\*sql.DB\).ExecContext fails at once`
			return err
		case <-in:
			db.ExecContext(ctx, "y")
		}
	}
}

func asked(ctx context.Context, db *sql.DB) {
	if ctx.Err() != nil {
		db.PingContext(ctx) // want `ctxdead/done`
	}
}

func caused(ctx context.Context, d *net.Dialer) {
	if context.Cause(ctx) != nil {
		d.DialContext(ctx, "tcp", "x") // want `ctxdead/done`
	}
}

func behindLoop(ctx context.Context, step func(context.Context)) {
	for ctx.Err() == nil {
		step(ctx)
	}
	exec.CommandContext(ctx, "x").Run() // want `ctxdead/done`
}

func helper(ctx context.Context, srv *http.Server, ch chan int) {
	<-ctx.Done()
	dep.Stop(ctx, srv)     // want `so dep.Stop fails at once`
	dep.StopSoon(ctx, srv) // want `ctxdead/done`
	dep.Save(ctx, ch)      // want `ctxdead/done`
}

func inGoroutine(ctx context.Context, srv *http.Server) {
	go func() {
		<-ctx.Done()
		srv.Shutdown(ctx) // want `ctxdead/done`
	}()
}

func carrier(r *http.Request, db *sql.DB) {
	<-r.Context().Done()
	db.PingContext(r.Context()) // want `r.Context\(\) is over here`
}

type worker struct {
	ctx context.Context
	db  *sql.DB
}

func (w *worker) run() {
	<-w.ctx.Done()
	w.db.PingContext(w.ctx) // want `w.ctx is over here`
}

func valued(ctx context.Context, db *sql.DB) {
	<-ctx.Done()
	db.PingContext(context.WithValue(ctx, key{}, 1)) // want `ctxdead/done`
}

type key struct{}

// One root cause: the derivation.
func twice(ctx context.Context, db *sql.DB) {
	<-ctx.Done()
	c, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	db.ExecContext(c, "x") // want `ctxdead/done`
	db.ExecContext(c, "y")
}

// Fine.

func detached(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	c, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return srv.Shutdown(c)
}

func background(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	ctx = context.Background()
	return srv.Shutdown(ctx)
}

func otherContext(ctx, other context.Context, srv *http.Server) error {
	<-ctx.Done()
	return srv.Shutdown(other)
}

func parent(ctx context.Context, db *sql.DB) {
	c, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	<-c.Done()
	db.PingContext(ctx)
}

func oneWay(ctx context.Context, in <-chan int, db *sql.DB) {
	select {
	case <-ctx.Done():
	case <-in:
	}
	db.PingContext(ctx)
}

func harmless(ctx context.Context, srv *http.Server, db *sql.DB, unseen func(context.Context)) {
	<-ctx.Done()
	slog.InfoContext(ctx, "stopping")
	dep.Logs(ctx, "stopping")
	dep.Detached(ctx, db)
	dep.Waits(ctx, srv)
	unseen(ctx)
}

func before(ctx context.Context, db *sql.DB) {
	db.PingContext(ctx)
	<-ctx.Done()
}

func deadlineOfChild(ctx context.Context, db *sql.DB) error {
	c, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if err := db.PingContext(c); err != nil {
		if c.Err() != nil {
			return db.PingContext(ctx)
		}
		return err
	}
	return nil
}
