// Package store has functions with and without contexts.
package store

import "context"

type DB struct{}

type Row struct{}

func (db *DB) Query(q string, args ...any) (*Row, error)                             { return nil, nil }
func (db *DB) QueryContext(ctx context.Context, q string, args ...any) (*Row, error) { return nil, nil }

func (db *DB) Ping() error                       { return nil }
func (db *DB) PingCtx(ctx context.Context) error { return nil }

func (db *DB) Flush()                               {}
func (db *DB) FlushWithContext(ctx context.Context) {}

// The context may stand anywhere.
func (db *DB) Copy(dst, src string) error                             { return nil }
func (db *DB) CopyContext(dst, src string, ctx context.Context) error { return nil }

// Its results differ.
func (db *DB) Scan() error                                  { return nil }
func (db *DB) ScanContext(ctx context.Context) (int, error) { return 0, nil }

// So do its other parameters.
func (db *DB) Each(f func(*Row))                                                  {}
func (db *DB) EachContext(ctx context.Context, f func(context.Context, *Row))     {}
func (db *DB) Wait(timeout int) error                                             { return nil }
func (db *DB) WaitContext(ctx context.Context) error                              { return nil }
func (db *DB) Find(q string) (*Row, error)                                        { return nil, nil }
func (db *DB) FindContext(ctx context.Context, q string, limit int) (*Row, error) { return nil, nil }
func (db *DB) Sync() error                                                        { return nil }
func (db *DB) SyncContext(c *Row) error                                           { return nil }
func (db *DB) With(c string) *DB                                                  { return db }
func (db *DB) WithContext(ctx context.Context) *DB                                { return db }
func (db *DB) Run(stop <-chan struct{}) error                                     { return nil }
func (db *DB) RunContext(ctx context.Context, stop <-chan struct{}) error         { return nil }

func (db *DB) Debug(msg string, args ...any)                             {}
func (db *DB) DebugContext(ctx context.Context, msg string, args ...any) {}

func Open(name string) (*DB, error)                             { return nil, nil }
func OpenContext(ctx context.Context, name string) (*DB, error) { return nil, nil }

func Map[T, U any](v T, f func(T) U) U                             { return f(v) }
func MapContext[T, U any](ctx context.Context, v T, f func(T) U) U { return f(v) }

// It takes less than the other.
func Keys[T any](v T) []T                                    { return nil }
func KeysContext[T comparable](ctx context.Context, v T) []T { return nil }

type Cache[K comparable] struct{}

func (c *Cache[K]) Get(k K) (K, error)                             { return k, nil }
func (c *Cache[K]) GetContext(ctx context.Context, k K) (K, error) { return k, nil }

type Querier interface {
	Query(q string, args ...any) (*Row, error)
	QueryContext(ctx context.Context, q string, args ...any) (*Row, error)
}

// Only somebody in this package may call it.
func Lock() error                           { return nil }
func lockContext(ctx context.Context) error { return nil }
