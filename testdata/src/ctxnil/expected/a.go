// Package expected has functions that fail on a nil context.
package expected

import (
	"context"
	"errors"
)

var ErrNil = errors.New("nil context")

func Do(ctx context.Context, key string) (int, error) {
	if ctx == nil {
		return 0, ErrNil
	}
	return len(key), ctx.Err()
}

func Must(ctx context.Context) {
	if ctx == nil {
		panic("nil context")
	}
	<-ctx.Done()
}

// Orderly goes on without a context.
func Orderly(ctx context.Context) error {
	if ctx == nil {
		return nil
	}
	return ctx.Err()
}

// Outside of tests nothing is expected.
func production() {
	defer func() { recover() }()
	Must(nil)              // want `nil is passed to Must`
	_, err := Do(nil, "k") // want `nil is passed to Do`
	if err == nil {
		panic("no error")
	}
}
