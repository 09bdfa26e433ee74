package fix

import (
	"context"
	"log/slog"
	"os/exec"

	"ctxpass/default/variant/store"
)

// rclone/rclone: the context that is only looked into may as well be empty,
// and nobody hears of it. Those who call unlock would if it were more.
func password(ctx context.Context) error {
	return exec.Command("pass", setting(ctx)).Run() // want `ctxpass/variant`
}

func unlock() error { return password(context.Background()) }

func openAll(ctx context.Context) error {
	if err := load(ctx); err != nil {
		return err
	}
	return unlock()
}

// By way of another.
func flushed(ctx context.Context, db *store.DB) {
	slog.InfoContext(ctx, "flush")
	db.Flush() // want `ctxpass/variant`
}

func flushedNow(ctx context.Context, db *store.DB) {
	slog.InfoContext(ctx, "now")
	flushed(ctx, db)
}

func flushedLater(db *store.DB) { flushedNow(context.TODO(), db) }

// In a literal.
func flushedInside(ctx context.Context, db *store.DB) {
	slog.InfoContext(ctx, "flush")
	func() {
		db.Flush() // want `ctxpass/variant`
	}()
}

func flushedBy(db *store.DB) { flushedInside(context.Background(), db) }

// With a fix: whoever is given a context of somebody,
func noted(ctx context.Context, db *store.DB) {
	slog.InfoContext(ctx, "flush")
	db.Flush() // want `ctxpass/variant`
}

func notes(ctx context.Context, db *store.DB) { noted(ctx, db) }

// or does more with it already.
func loads(ctx context.Context, db *store.DB) error {
	db.Flush() // want `ctxpass/variant`
	return load(ctx)
}

func loadsAnyway(db *store.DB) error { return loads(context.Background(), db) }
