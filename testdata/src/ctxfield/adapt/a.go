// Package adapt has structs with methods that another package asks for.
package adapt

import (
	"context"
	"fmt"
	"io"
	"io/fs"

	"ctxfield/adapt/stream"
)

type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// from: google/osv-scalibr#395
type walker struct {
	ctx context.Context
	n   int
}

func (w *walker) visit(path string, d fs.DirEntry, err error) error {
	w.n++
	return w.check()
}

func (w *walker) check() error { return w.ctx.Err() }

func walk(ctx context.Context, fsys fs.FS) error {
	w := &walker{ctx: ctx}
	return fs.WalkDir(fsys, ".", w.visit)
}

// from: argo-workflows, an authorizing server stream
type authorized struct {
	stream.Server
	ctx context.Context
}

func (a *authorized) Context() context.Context { return a.ctx }

// A context of one's own.
type valued struct {
	context.Context
	user string
}

func (v valued) Value(key any) any {
	if key == "user" {
		return v.user
	}
	return v.Context.Value(key)
}

// It is used as an interface that is not exported.
type hidden struct{ ctx context.Context }

func (h hidden) Flush() error { return h.ctx.Err() }

var _ = stream.Open(hidden{})

// The method could take the context.
type service struct {
	ctx context.Context // want `the struct service`
}

func (s *service) Serve(ctx context.Context) error { return s.ctx.Err() }

var _ stream.Service = (*service)(nil)

// The method does not use the context.
type named struct {
	ctx context.Context // want `the struct named`
}

func (n named) String() string { return "named" }
func (n named) get() error     { return n.ctx.Err() }

var _ fmt.Stringer = named{}

// Nobody elsewhere asks for the method.
type own struct {
	ctx context.Context // want `the struct own`
}

type flusher interface{ flush() error }

func (o own) flush() error { return o.ctx.Err() }

var _ flusher = own{}
