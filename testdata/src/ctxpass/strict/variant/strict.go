// Package variant starts goroutines that may outlive the context.
package variant

import (
	"context"

	"ctxpass/default/variant/store"
)

func goes(ctx context.Context, db *store.DB) {
	go db.Query("q") // want `QueryContext`
}

func goesInside(ctx context.Context, db *store.DB) {
	go func() {
		db.Query("q") // want `QueryContext`
	}()
}

func logs(ctx context.Context, db *store.DB) {
	go db.Debug("slow")
}
