// Package typednil makes contexts of nil pointers.
package typednil

import (
	"context"
	"reflect"
	"time"
)

type myCtx struct {
	context.Context
	user string
}

func (c *myCtx) User() string { return c.user }

type alias = context.Context

// Assertions about types are no values.
var (
	_ context.Context = (*myCtx)(nil)
	_ alias           = (*myCtx)(nil)
	_                 = context.Context((*myCtx)(nil)) // go-fuse
)

var global context.Context = (*myCtx)(nil) // want `the pointer "\(\*myCtx\)\(nil\)" is nil where it becomes a context: that is not nil then, but its methods panic; make one or use a plain nil \(ctxnil/typednil\)`

func run(ctx context.Context)     {}
func all(ctxs ...context.Context) {}
func guarded(ctx context.Context) {
	if ctx == nil {
		return
	}
	run(ctx)
}

func declared(k, v any) {
	var c *myCtx
	context.WithValue(c, k, v)  // want `the pointer "c" is nil where it becomes a context`
	run(c)                      // want `the pointer "c" is nil`
	all(c)                      // want `the pointer "c" is nil`
	guarded(c)                  // want `the pointer "c" is nil`
	run((*myCtx)(nil))          // want `is nil where`
	run(context.Context(c))     // want `the pointer "c" is nil`
	var ctx context.Context = c // want `the pointer "c" is nil`
	run(ctx)
	ctx = c                                   // want `the pointer "c" is nil`
	_ = []context.Context{c}                  // want `the pointer "c" is nil`
	_ = map[string]context.Context{"a": c}    // want `the pointer "c" is nil`
	_ = struct{ ctx context.Context }{c}      // want `the pointer "c" is nil`
	_ = struct{ ctx context.Context }{ctx: c} // want `the pointer "c" is nil`
	ch := make(chan context.Context, 1)
	ch <- c // want `the pointer "c" is nil`
}

func returned() context.Context {
	var c *myCtx
	return c // want `the pointer "c" is nil`
}

func returnedFromLiteral() func() alias {
	return func() alias {
		return (*myCtx)(nil) // want `is nil where`
	}
}

func none() *myCtx { return nil }

func fromCall() {
	run(none()) // want `the pointer "none\(\)" is nil`
}

type holder struct {
	never *myCtx
	some  *myCtx
}

func newHolder() *holder { return &holder{some: &myCtx{Context: context.Background()}} }

func (h *holder) run() {
	run(h.never) // want `the pointer "h.never" is nil`
	run(h.some)
}

func tested(c *myCtx) {
	if c == nil {
		run(c) // want `the pointer "c" is nil`
		return
	}
	run(c)
}

func replaced(c *myCtx) {
	if c == nil {
		c = &myCtx{Context: context.Background()}
	}
	run(c)
}

func someTimes(ok bool) {
	var c *myCtx
	if ok {
		c = new(myCtx)
	}
	run(c) // strict
}

// Not contexts, or not nil.
func silent(c *myCtx) {
	_ = reflect.TypeOf((*myCtx)(nil))
	_ = (*myCtx)(nil)
	_ = context.Context(none())
	var ctx context.Context
	if ctx == (*myCtx)(nil) {
		return
	}
	run(c)
	run(&myCtx{})
	var _ context.Context = (*myCtx)(nil)
}

// nop's methods do not need it.
type nop struct{}

func (*nop) Deadline() (t time.Time, ok bool) { return }
func (*nop) Done() <-chan struct{}            { return nil }
func (n *nop) Err() error                     { return nil }
func (n *nop) Value(key any) any {
	if n == nil {
		return nil
	}
	return n
}

// deref's do.
type deref struct{ done chan struct{} }

func (*deref) Deadline() (t time.Time, ok bool) { return }
func (d *deref) Done() <-chan struct{}          { return d.done }
func (*deref) Err() error                       { return nil }
func (*deref) Value(key any) any                { return nil }

func worksOnNil() {
	var n *nop
	run(n)
	var d *deref
	run(d) // want `the pointer "d" is nil`
}
