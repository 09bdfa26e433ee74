// Package nildep has functions about whose contexts other packages know.
package nildep

import (
	"context"
	"errors"
)

func Tolerates(ctx context.Context) { // want `Tolerates: niltolerated\(0\)`
	if ctx == nil {
		ctx = context.Background()
	}
	<-ctx.Done()
}

func Needs(ctx context.Context) error { return ctx.Err() } // want `Needs: nilpanics\(0\)`

func None() context.Context { return nil } // want `None: nil\(0\)`

func Find(ok bool) (context.Context, error) { // want `Find: maynil\(0~1\)`
	if !ok {
		return nil, errors.New("none")
	}
	return context.Background(), nil
}
