// Package fix has findings with and without fixes.
package fix

import (
	"context"
	"net/http"
	"os/exec"
	"time"

	"ctxpass/default/variant/store"
)

func load(ctx context.Context) error { return ctx.Err() }

type wrapped struct{ context.Context }

func fresh(ctx context.Context) error {
	return load(context.Background()) // want `ctxpass/fresh`
}

func derived(parent context.Context) error {
	ctx, cancel := context.WithTimeout(context.TODO(), time.Second) // want `ctxpass/fresh`
	defer cancel()
	return load(ctx)
}

func shadows(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // want `ctxpass/fresh`
	defer cancel()
	return load(ctx)
}

func variable(ctx context.Context) error {
	bg := context.Background() // want `ctxpass/fresh`
	return load(bg)
}

func handler(w http.ResponseWriter, r *http.Request) {
	load(context.Background()) // want `ctxpass/handler`
}

func local(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	load(ctx)
	load(context.Background()) // want `ctxpass/fresh`
}

func returned(ctx context.Context) context.Context {
	return context.WithValue(context.Background(), wrapped{}, 1) // want `ctxpass/fresh`
}

func variants(ctx context.Context, db *store.DB) {
	db.Query("q", 1, 2)              // want `ctxpass/variant`
	db.Flush()                       // want `ctxpass/variant`
	db.Copy("a", "b")                // want `ctxpass/variant`
	store.Open("x")                  // want `ctxpass/variant`
	exec.Command("ls", "-l").Run()   // want `ctxpass/variant`
	http.NewRequest("GET", "/", nil) // want `ctxpass/variant`
	db.                              // the
						With("a").
						Query( // want `ctxpass/variant`
			"q", // first
		)
}

func carrier(w http.ResponseWriter, r *http.Request, db *store.DB) {
	db.Ping() // want `ctxpass/variant`
}

func inner(db *store.DB) func(ctx context.Context) {
	return func(ctx context.Context) { db.Ping() } // want `ctxpass/variant`
}

// No fix.

// The comment would be lost.
func comment(ctx context.Context) error {
	return load(context.Background( /* for now */ )) // want `ctxpass/fresh`
}

// It would assign ctx to itself.
func assigned(ctx context.Context) error {
	ctx = context.Background() // want `ctxpass/fresh`
	return load(ctx)
}

// Which one?
func several(ctx, otherCtx context.Context, db *store.DB) error {
	db.Ping()                         // want `ctxpass/variant`
	return load(context.Background()) // want `ctxpass/fresh`
}

// The deferred call may come after the end of ctx.
func both(ctx context.Context) error {
	bg := context.Background() // want `ctxpass/fresh`
	defer load(bg)
	return load(bg)
}

// A variable of another type could not be assigned to.
func concrete(ctx wrapped) error {
	c := context.Background() // want `ctxpass/fresh`
	c = context.WithValue(c, wrapped{}, 1)
	return load(c)
}

func concreteArgument(ctx wrapped) error {
	return load(context.Background()) // want `ctxpass/fresh`
}

func hidden(ctx context.Context, db *store.DB) error {
	{
		ctx := 1
		db.Query("q", ctx)                // want `ctxpass/variant`
		return load(context.Background()) // want `ctxpass/fresh`
	}
}

func functionValues(ctx context.Context, db *store.DB) {
	query := db.Query
	query("q")                 // want `ctxpass/variant`
	(*store.DB).Query(db, "q") // want `ctxpass/variant`
	background := context.Background
	load(background()) // want `ctxpass/fresh`
}

func pair() (string, string) { return "", "" }

func spread(ctx context.Context, db *store.DB) {
	db.Copy(pair())     // want `ctxpass/variant`
	http.Get("/")       // want `ctxpass/variant`
	store.Map(1, id)    // want `ctxpass/variant`
	db.Query(ctx2(ctx)) // want `ctxpass/variant`
}

func id(v int) int { return v }

func ctx2(ctx context.Context) string { return "" }

// What is asked of the context is no use of it.
func askedToo(ctx context.Context) error {
	bg := context.Background() // want `ctxpass/fresh`
	if bg.Err() != nil {
		return nil
	}
	return load(bg)
}

func fromCarrier(w http.ResponseWriter, r *http.Request) {
	bg := context.Background() // want `ctxpass/handler`
	load(bg)
}

func find(ctx context.Context) (int, error) { return 0, load(ctx) }

func blankError(ctx context.Context) int {
	n, _ := find(context.Background()) // want `ctxpass/fresh`
	return n
}

func fetch(key string) error { return nil }

func fetchContext(ctx context.Context, key string) error { return load(ctx) }

func fetches(ctx context.Context) error {
	return fetch("a") // want `ctxpass/variant`
}

// No fix: the name means something else there.
func fetchesBeside(ctx context.Context) error {
	fetchContext := 1
	println(fetchContext)
	return fetch("a") // want `ctxpass/variant`
}
