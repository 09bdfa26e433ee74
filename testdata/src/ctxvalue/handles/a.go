package handles

import (
	"context"
	"database/sql"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
)

type k1 struct{}

type options struct {
	Verbose bool
	Retries int
}
type ServerConfig struct{ Addr string }
type user struct{ name string }

func sets(ctx context.Context, db *sql.DB, conn *sql.Conn, st *sql.Stmt, tx *sql.Tx, o options, hc *http.Client, tr *http.Transport, nc net.Conn, nl net.Listener, l *slog.Logger, fl *os.File) {
	context.WithValue(ctx, k1{}, db)                  // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, conn)                // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, st)                  // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, o)                   // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, &o)                  // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, ServerConfig{})      // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, &sync.Mutex{})       // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, new(sync.WaitGroup)) // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, new(atomic.Int32))
	context.WithValue(ctx, k1{}, hc) // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, tr) // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, nc) // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, nl) // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, fl) // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, tx)
	context.WithValue(ctx, k1{}, l)
	context.WithValue(ctx, k1{}, &user{})
	context.WithValue(ctx, k1{}, "req-id")
}

// One setter and one getter joined by direct calls.
type sizeKey struct{}

func run(ctx context.Context) {
	ctx = context.WithValue(ctx, sizeKey{}, 42) // want "ctxvalue/option"
	step(ctx)
}

func step(ctx context.Context) int {
	n, _ := ctx.Value(sizeKey{}).(int)
	return n
}
