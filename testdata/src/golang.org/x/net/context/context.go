// Package context is a stub of golang.org/x/net/context.
package context

import (
	"context"
	"time"
)

type (
	Context    = context.Context
	CancelFunc = context.CancelFunc
)

func Background() Context { return context.Background() }
func TODO() Context       { return context.TODO() }

func WithCancel(parent Context) (Context, CancelFunc) { return context.WithCancel(parent) }
func WithTimeout(parent Context, d time.Duration) (Context, CancelFunc) {
	return context.WithTimeout(parent, d)
}
func WithDeadline(parent Context, t time.Time) (Context, CancelFunc) {
	return context.WithDeadline(parent, t)
}
func WithValue(parent Context, key, val any) Context { return context.WithValue(parent, key, val) }
