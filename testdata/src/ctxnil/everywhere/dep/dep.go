package dep

import (
	"context"
	"errors"
)

func Do(ctx context.Context) error { return ctx.Err() }

// Tolerant goes on without a context.
func Tolerant(ctx context.Context) error {
	if ctx == nil {
		ctx = context.Background()
	}
	return ctx.Err()
}

func Passes(ctx context.Context) error { return Tolerant(ctx) }

func Panics(ctx context.Context) error {
	if ctx == nil {
		panic("nil context")
	}
	return ctx.Err()
}

func Errs(ctx context.Context) error {
	if ctx == nil {
		return errors.New("nil context")
	}
	return ctx.Err()
}

type Client struct{}

func (c *Client) Get(ctx context.Context, id string) error { return ctx.Err() }
func (c *Client) All(cs ...context.Context) error          { return nil }
func (c *Client) Opt(id string, ctx context.Context) error {
	if ctx != nil {
		return ctx.Err()
	}
	return nil
}

type Opts struct {
	// Context is optional.
	Context context.Context
}
