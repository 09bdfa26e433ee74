package dep

import (
	"context"
	"database/sql"
	"time"
)

func Flush(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_, err := db.ExecContext(ctx, "flush")
	return err
}

func Detach(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

func Why(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

func Call(f func()) { f() }

func Maybe(f func(), on bool) {
	if on {
		f()
	}
}

var kept []func()

func Keep(f func()) { kept = append(kept, f) }
