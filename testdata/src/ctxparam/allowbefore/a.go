// Package allowbefore has parameters that the settings allow before a context.
package allowbefore

import (
	"context"
	"database/sql"
)

type Logger struct{}

type Store[T any] interface{ Get(T) }

type Other struct{}

type local = Logger

func byName(l Logger, ctx context.Context)          {}
func byAlias(l local, ctx context.Context)          {}
func byPath(s Store[int], ctx context.Context)      {}
func byPathPtr(db *sql.DB, ctx context.Context)     {}
func basic(n int, ctx context.Context)              {}
func several(n int, l Logger, ctx context.Context)  {}
func pointer(l *Logger, ctx context.Context)        {} // want `"ctx" of pointer comes after "l"`
func value(db sql.DB, ctx context.Context)          {} // want `"ctx" of value`
func other(o Other, ctx context.Context)            {} // want `"ctx" of other comes after "o"`
func later(l Logger, o Other, ctx context.Context)  {} // want `"ctx" of later comes after "o"`
func before(o Other, l Logger, ctx context.Context) {} // want `"ctx" of before comes after "o"`
