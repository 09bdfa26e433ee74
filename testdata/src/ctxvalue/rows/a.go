package rows

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
)

type key string

const k key = "user"

type user struct{ ID int }

func d1(ctx context.Context, u *user) context.Context {
	return context.WithValue(ctx, "user", u) // want "ctxvalue/key"
}

func d2(ctx context.Context, u *user) context.Context { return context.WithValue(ctx, k, u) }

func d3(ctx context.Context) {
	context.WithValue(ctx, []byte("k"), 1)          // want "ctxvalue/key"
	context.WithValue(ctx, struct{ b []byte }{}, 1) // want "ctxvalue/key"
}

type dryKey struct{}

func d4(ctx context.Context) error {
	if dry, _ := ctx.Value(dryKey{}).(bool); dry { // want "ctxvalue/flow"
		return nil
	}
	return fmt.Errorf("x")
}

type userKey struct{}

func d5(ctx context.Context, log *slog.Logger) {
	if u, ok := ctx.Value(userKey{}).(*user); ok {
		log = log.With("user", u.ID)
	}
	log.Info("x")
}

type limKey struct{}

func d6(ctx context.Context, xs []int) []int {
	if lim := ctx.Value(limKey{}).(int); len(xs) > lim { // want "ctxvalue/flow"
		xs = xs[:lim]
	}
	return xs
}

type txKey struct{}

func d7(ctx context.Context, db *sql.DB) (tx *sql.Tx) {
	tx, _ = ctx.Value(txKey{}).(*sql.Tx)
	if tx == nil {
		tx, _ = db.BeginTx(ctx, nil)
	}
	return tx
}

type svc struct{ n int }
type res struct{ Ready bool }

func (s *svc) Get(ctx context.Context) res { return res{s.n > 1 && ctx.Err() == nil} }

func d8(ctx context.Context, s *svc) {
	v := s.Get(ctx)
	if v.Ready {
		fmt.Println()
	}
}
