package parameters

import (
	"context"
	"database/sql"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

type k1 struct{}

type options struct {
	Verbose bool
	Retries int
}

type user struct{ name string }

func sets(ctx context.Context, b bool, f func(), ch chan int, db *sql.DB, tx *sql.Tx, o options, hc *http.Client, nc net.Conn, l *slog.Logger, fl *os.File, d time.Duration) {
	context.WithValue(ctx, k1{}, true)                    // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, b)                       // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, f)                       // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, ch)                      // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, func() int { return 1 }) // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, (<-chan int)(ch))        // want "ctxvalue/option"
	type flag bool
	context.WithValue(ctx, k1{}, flag(b)) // want "ctxvalue/option"
	type hook func()
	context.WithValue(ctx, k1{}, hook(f)) // want "ctxvalue/option"
	context.WithValue(ctx, k1{}, &b)      // pointer: strict or silent

	context.WithValue(ctx, k1{}, db)
	context.WithValue(ctx, k1{}, o)
	context.WithValue(ctx, k1{}, &sync.Mutex{})
	context.WithValue(ctx, k1{}, hc)
	context.WithValue(ctx, k1{}, nc)
	context.WithValue(ctx, k1{}, fl)
	context.WithValue(ctx, k1{}, tx)
	context.WithValue(ctx, k1{}, l)
	context.WithValue(ctx, k1{}, &user{})
	context.WithValue(ctx, k1{}, "req-id")
	context.WithValue(ctx, k1{}, d)
}

func with(ctx context.Context, v any) context.Context { return context.WithValue(ctx, k1{}, v) }

func withBool(ctx context.Context, b bool) context.Context {
	return context.WithValue(ctx, k1{}, b) // want "ctxvalue/option"
}

func withFn[T any](ctx context.Context, f func(T)) context.Context {
	return context.WithValue(ctx, k1{}, f) // want "ctxvalue/option"
}

func calls(ctx context.Context) {
	with(ctx, true)      // want "ctxvalue/option"
	with(ctx, func() {}) // want "ctxvalue/option"
	with(ctx, &user{})
	withBool(ctx, true)
}
