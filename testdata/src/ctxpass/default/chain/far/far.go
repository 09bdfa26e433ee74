// Package far is at the end of chains.
package far

import "context"

func Ping(ctx context.Context) error { return ctx.Err() }

func List() error { return Ping(context.Background()) }
