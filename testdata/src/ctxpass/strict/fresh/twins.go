package fresh

import "context"

// From database/sql: Exec of a transaction is ExecContext without a context,
// which looks at that of the transaction itself.
type tx struct{ ctx context.Context }

func (t *tx) Exec(query string, args ...any) error {
	return t.ExecContext(context.Background(), query, args...)
}

func (t *tx) ExecContext(ctx context.Context, query string, args ...any) error {
	if err := t.ctx.Err(); err != nil {
		return err
	}
	return load(ctx)
}

func (t *tx) Commit() error {
	return t.ExecContext(context.Background(), "commit") // want `context.Background\(\) is passed to ExecContext although the receiver has t.ctx`
}

// Another type's method is no sibling, nor is one that takes something else.
type conn struct{ tx *tx }

func (c *conn) QueryContext(ctx context.Context, query string) error { return load(ctx) }

type rows struct {
	ctx  context.Context
	conn *conn
}

func (r *rows) Query(query string) error {
	return r.conn.QueryContext(context.Background(), query) // want `although the receiver has r.ctx`
}

func (r *rows) Next() error {
	return r.NextContext(context.Background(), 1) // want `although the receiver has r.ctx`
}

func (r *rows) NextContext(ctx context.Context, n int) error { return load(ctx) }

// From package net: a context with the values of one and the life of another.
type onlyValues struct {
	context.Context
	values context.Context
}

func (c *onlyValues) Value(key any) any { return c.values.Value(key) }

func withValuesOf(ctx context.Context) context.Context {
	return &onlyValues{Context: context.Background(), values: ctx}
}

func withoutValuesOf(ctx context.Context) context.Context {
	return &onlyValues{Context: context.Background()} // want `context.Background\(\) is kept although ctx is in scope`
}
