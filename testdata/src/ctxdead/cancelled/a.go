package cancelled

import (
	"context"
	"database/sql"
	"net/http"
	"os/exec"
	"time"

	"ctxdead/done/dep"
)

func straight(ctx context.Context, db *sql.DB) error {
	c, cancel := context.WithTimeout(ctx, time.Second)
	db.PingContext(c)
	cancel()
	return db.PingContext(c) // want `c was cancelled at line 16, so \(\*sql.DB\).PingContext fails at once: cancel it later, or pass another context \(ctxdead/cancelled\)`
}

func child(ctx context.Context, db *sql.DB) {
	c, cancel := context.WithCancel(ctx)
	d, stop := context.WithTimeout(c, time.Second)
	defer stop()
	cancel()
	db.PingContext(d) // want `d is derived from c, which was cancelled at line 24, so`
}

func bothWays(ctx context.Context, db *sql.DB, b bool) {
	c, cancel := context.WithCancel(ctx)
	if b {
		db.PingContext(c)
		cancel()
	} else {
		cancel()
	}
	db.PingContext(c) // want `ctxdead/cancelled`
}

func helper(ctx context.Context, srv *http.Server) {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	dep.Stop(ctx, srv) // want `so dep.Stop fails at once`
}

func inLoop(ctx context.Context, db *sql.DB, n int) {
	for range n {
		c, cancel := context.WithTimeout(ctx, time.Second)
		cancel()
		db.PingContext(c) // want `ctxdead/cancelled`
	}
}

func started(ctx context.Context, db *sql.DB) {
	c, cancel := context.WithCancelCause(ctx)
	cancel(nil)
	go db.PingContext(c) // want `ctxdead/cancelled`
}

func command(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	stop := cancel
	stop()
	exec.CommandContext(c, "x").Run() // want `ctxdead/cancelled`
}

// Fine.

func onePath(ctx context.Context, db *sql.DB, b bool) {
	c, cancel := context.WithCancel(ctx)
	if b {
		cancel()
	}
	db.PingContext(c)
	cancel()
}

func deferred(ctx context.Context, db *sql.DB) {
	c, cancel := context.WithCancel(ctx)
	defer cancel()
	db.PingContext(c)
}

func other(ctx context.Context, db *sql.DB) {
	c, cancel := context.WithCancel(ctx)
	cancel()
	<-c.Done()
	db.PingContext(ctx)
}

func again(ctx context.Context, db *sql.DB) {
	c, cancel := context.WithCancel(ctx)
	cancel()
	c, cancel = context.WithCancel(ctx)
	defer cancel()
	db.PingContext(c)
}

func nextRound(ctx context.Context, db *sql.DB, n int) {
	for range n {
		c, cancel := context.WithTimeout(ctx, time.Second)
		db.PingContext(c)
		cancel()
	}
}

func waits(ctx context.Context, srv *http.Server) {
	c, cancel := context.WithCancel(ctx)
	cancel()
	dep.Waits(c, srv)
	_ = c.Err()
}
