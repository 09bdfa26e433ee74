// Package dep has functions about whose contexts other packages know.
package dep

import (
	"context"
	"errors"
)

func Tolerates(ctx context.Context, n int) {
	if ctx == nil {
		ctx = context.Background()
	}
	<-ctx.Done()
}

// HandsOn passes its context to Tolerates alone.
func HandsOn(n int, ctx context.Context) { Tolerates(ctx, n) }

func Logs(ctx context.Context) {
	if ctx == nil {
		println("nil context")
	}
	<-ctx.Done()
}

func Panics(ctx context.Context) {
	if ctx == nil {
		panic("nil context")
	}
}

func Errs(ctx context.Context) error {
	if ctx == nil {
		return errors.New("nil context")
	}
	return nil
}

func None() context.Context { return nil }

func Find(ok bool) (context.Context, error) {
	if !ok {
		return nil, errors.New("none")
	}
	return context.Background(), nil
}

type Client struct{ ctx context.Context }

func (c *Client) WithContext(ctx context.Context) *Client {
	if ctx == nil {
		return c
	}
	return &Client{ctx}
}
