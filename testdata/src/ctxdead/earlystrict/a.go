package earlystrict

import (
	"context"
	"database/sql"
	"io"
	"net/http"
	"os/exec"
	"time"
)

func rows(ctx context.Context, db *sql.DB) (*sql.Rows, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return db.QueryContext(ctx, "x") // want `the \*database/sql.Rows that was made with the context is returned`
}

func tx(ctx context.Context, db *sql.DB) (*sql.Tx, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return tx, nil // want `ctxdead/early`
}

func response(ctx context.Context, client *http.Client) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", "/", nil)
	if err != nil {
		return nil, err
	}
	return client.Do(req) // want `ctxdead/early`
}

func body(ctx context.Context, client *http.Client) (io.ReadCloser, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", "/", nil)
	if err != nil {
		return nil, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil // want `the body of a response is returned`
}

func command(ctx context.Context) *exec.Cmd {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return exec.CommandContext(ctx, "x") // want `ctxdead/early`
}

func literal(ctx context.Context, db *sql.DB) func() error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return func() error { return db.PingContext(ctx) } // want `a function literal with the context is returned`
}

func helper(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go db.PingContext(ctx) // want `ctxdead/early`
	return db.PingContext(ctx)
}

func read(ctx context.Context, client *http.Client) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", "/", nil)
	if err != nil {
		return nil, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func joined(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errc := make(chan error, 1)
	go func() { errc <- db.PingContext(ctx) }()
	return <-errc
}
