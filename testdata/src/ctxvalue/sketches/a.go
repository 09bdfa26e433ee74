// Package sketches has one value in a context for each shape of use. The
// numbers are those of the collection of small shapes that the checks were
// designed with.
package sketches

import (
	"context"
	"database/sql"
	"fmt"
	"log"
)

type (
	dryKey  struct{}
	userKey struct{}
	limKey  struct{}
	txKey   struct{}
	key     string
)

const userName key = "user"

type user struct{ ID string }

// D1.
func stringKey(ctx context.Context, u *user) context.Context {
	return context.WithValue(ctx, "user", u) // want `\(ctxvalue/key\)`
}

// D2.
func namedKey(ctx context.Context, u *user) context.Context {
	return context.WithValue(ctx, userName, u)
}

// D3.
func sliceKey(ctx context.Context, u *user) context.Context {
	return context.WithValue(ctx, []byte("k"), u) // want `\(ctxvalue/key\)`
}

// D4.
func dry(ctx context.Context) error {
	if dry, _ := ctx.Value(dryKey{}).(bool); dry { // want `\(ctxvalue/flow\)`
		return nil
	}
	return work(ctx)
}

// D5.
func logs(ctx context.Context) {
	prefix := ""
	if u, ok := ctx.Value(userKey{}).(*user); ok {
		prefix = u.ID
	}
	log.Print(prefix)
}

// D6.
func limits(ctx context.Context, xs []int) []int {
	if lim := ctx.Value(limKey{}).(int); len(xs) > lim { // want `\(ctxvalue/flow\)`
		xs = xs[:lim]
	}
	return xs
}

// D7.
func inTx(ctx context.Context, begin func() *sql.Tx) *sql.Tx {
	tx, _ := ctx.Value(txKey{}).(*sql.Tx)
	if tx == nil {
		tx = begin()
	}
	return tx
}

type status struct{ Ready bool }

type service interface{ Get(context.Context) status }

// D8. What a call returns that merely takes the context is no value of it.
func ready(ctx context.Context, svc service) bool {
	v := svc.Get(ctx)
	if v.Ready {
		return true
	}
	return false
}

// D11. No rule is about that: to print a context uses none of its values.
func prints(ctx context.Context) string { return fmt.Sprintf("%v", ctx) }

func work(ctx context.Context) error { return ctx.Err() }
