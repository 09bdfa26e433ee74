package earlystrict

import (
	"context"
	"database/sql"
	"net/http"
	"os/exec"
	"time"
)

type session struct {
	rows *sql.Rows
	tx   *sql.Tx
	req  *http.Request
	cmd  *exec.Cmd
	next func() error
	all  map[string]*sql.Rows
}

func (s *session) begin(ctx context.Context, db *sql.DB) (err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	s.tx, err = db.BeginTx(ctx, nil) // want `the \*database/sql.Tx that was made with the context is stored in "tx"`
	return err
}

func (s *session) query(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	rows, err := db.QueryContext(ctx, "x")
	if err != nil {
		return err
	}
	s.rows = rows        // want `ctxdead/early`
	s.all["last"] = rows // want `the \*database/sql.Rows that was made with the context is stored, but query cancels`
	return nil
}

func (s *session) prepare(ctx context.Context, db *sql.DB) (err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	s.next = db.Ping
	s.next = func() error { return db.PingContext(ctx) }
	s.req, err = http.NewRequestWithContext(ctx, "GET", "/", nil) // want `ctxdead/early`
	return err
}

func (s *session) defers(ctx context.Context, db *sql.DB) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	s.next = func() error { return db.PingContext(ctx) } // want `a function literal with the context is stored in "next"`
}

func (s *session) start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	s.cmd = exec.CommandContext(ctx, "x") // want `ctxdead/early`
	return s.cmd.Start()
}

// The command is over when the function returns; the field lets others kill it.
func (s *session) run(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	s.cmd = exec.CommandContext(ctx, "x")
	return s.cmd.Run()
}

func sends(ctx context.Context, db *sql.DB, ch chan *sql.Rows) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	rows, err := db.QueryContext(ctx, "x")
	if err != nil {
		return err
	}
	ch <- rows // want `the \*database/sql.Rows that was made with the context is sent`
	return nil
}
