// Package fixstrict has findings of level strict with and without fixes.
package fixstrict

import (
	"context"
	"net/http"
	"sync"

	"ctxpass/default/variant/store"
)

// Nobody knows whether the goroutine is to end with the context.

func save(w http.ResponseWriter, r *http.Request, db *store.DB) {
	go func() {
		db.Query("q") // want `\(\*store.DB\).Query ignores r.Context\(\): call \(\*store.DB\).QueryContext, with context.WithoutCancel\(r.Context\(\)\) if the goroutine is to outlive it \(ctxpass/variant\)`
	}()
}

func saveLater(ctx context.Context, db *store.DB) {
	go db.Query("q") // want `call \(\*store.DB\).QueryContext, with context.WithoutCancel\(ctx\) if`
}

func saveNamed(ctx context.Context, db *store.DB) {
	work := func() {
		db.Ping() // want `with context.WithoutCancel\(ctx\) if`
	}
	go work()
}

// With a fix: the function waits for it.

func saveBoth(ctx context.Context, db *store.DB) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		db.Query("q") // want `\(\*store.DB\).Query ignores ctx: call \(\*store.DB\).QueryContext \(ctxpass/variant\)`
	}()
	wg.Wait()
}
