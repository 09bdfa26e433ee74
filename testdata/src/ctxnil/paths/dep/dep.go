package dep

import (
	"context"
	"errors"
)

func Nil() context.Context { return nil }

func Nil2() (context.Context, error) { return nil, errors.New("x") }

func Sometimes(b bool) context.Context {
	if b {
		return nil
	}
	return context.Background()
}

func Err(b bool) (context.Context, error) {
	if b {
		return nil, errors.New("x")
	}
	return context.Background(), nil
}

func Via() context.Context { return Nil() }

func Do(ctx context.Context) error { return ctx.Err() }
func Tolerant(ctx context.Context) {
	if ctx == nil {
		return
	}
	ctx.Err()
}

var Global context.Context
