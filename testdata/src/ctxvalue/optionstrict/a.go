package optionstrict

import (
	"context"
	"database/sql"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"log/slog"
)

type key struct{}

type (
	clientConfig struct{ addr string }
	option       func(*clientConfig)
	toggles      struct{ a, b bool }
	profile      struct {
		name  string
		admin bool
	}
)

func handles(ctx context.Context, db *sql.DB, conn *sql.Conn, stmt *sql.Stmt, c *http.Client, t *http.Transport, nc net.Conn, l net.Listener, tcp *net.TCPConn, f *os.File, mu *sync.Mutex, rw *sync.RWMutex, wg *sync.WaitGroup) {
	_ = context.WithValue(ctx, key{}, db)   // want `puts db, a handle of type \*sql.DB, into the context under the key key\{\}`
	_ = context.WithValue(ctx, key{}, conn) // want `a handle of type \*sql.Conn`
	_ = context.WithValue(ctx, key{}, stmt) // want `a handle of type \*sql.Stmt`
	_ = context.WithValue(ctx, key{}, c)    // want `a handle of type \*http.Client`
	_ = context.WithValue(ctx, key{}, t)    // want `a handle of type \*http.Transport`
	_ = context.WithValue(ctx, key{}, nc)   // want `a handle of type net.Conn`
	_ = context.WithValue(ctx, key{}, tcp)  // want `a handle of type \*net.TCPConn`
	_ = context.WithValue(ctx, key{}, l)    // want `a handle of type net.Listener`
	_ = context.WithValue(ctx, key{}, f)    // want `a handle of type \*os.File`
	_ = context.WithValue(ctx, key{}, mu)   // want `a handle of type \*sync.Mutex`
	_ = context.WithValue(ctx, key{}, rw)   // want `a handle of type \*sync.RWMutex`
	_ = context.WithValue(ctx, key{}, wg)   // want `a handle of type \*sync.WaitGroup`
}

func options(ctx context.Context, opts []option, on *bool, tx *sql.Tx, l *slog.Logger) {
	_ = context.WithValue(ctx, key{}, clientConfig{})  // want `options of type clientConfig`
	_ = context.WithValue(ctx, key{}, &clientConfig{}) // want `options of type \*clientConfig`
	_ = context.WithValue(ctx, key{}, toggles{})       // want `options of type toggles`
	_ = context.WithValue(ctx, key{}, opts)            // want `options of type \[\]option`
	_ = context.WithValue(ctx, key{}, on)              // want `a pointer to a bool`
	_ = context.WithValue(ctx, key{}, struct{}{})      // want `a mere mark`
	_ = context.WithValue(ctx, key{}, time.Second)     // want `a duration`
	_ = context.WithValue(ctx, key{}, &profile{})
	_ = context.WithValue(ctx, key{}, profile{})
	_ = context.WithValue(ctx, key{}, tx)
	_ = context.WithValue(ctx, key{}, l)
	_ = context.WithValue(ctx, key{}, time.Now())
	_ = context.WithValue(ctx, key{}, 3)
}
