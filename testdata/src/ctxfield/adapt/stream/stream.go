// Package stream asks for methods.
package stream

import "context"

type Server interface {
	Context() context.Context
	Send(any) error
}

type Service interface {
	Serve(ctx context.Context) error
}

type flusher interface{ Flush() error }

func Open(f flusher) error { return f.Flush() }
