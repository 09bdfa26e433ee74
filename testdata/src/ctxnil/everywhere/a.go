package everywhere

import (
	"context"
	. "context"
	"database/sql"
	"net/http"
	"os/exec"
	"time"

	"ctxnil/everywhere/dep"

	xctx "golang.org/x/net/context"
)

type Alias = context.Context

type Named interface{ context.Context }

type Own interface {
	Deadline() (time.Time, bool)
	Done() <-chan struct{}
	Err() error
	Value(key any) any
}

func alias(a Alias)               {}
func named(n Named)               {}
func own(o Own)                   {}
func dot(c Context)               {}
func old(c xctx.Context)          {}
func last(s string, c Alias)      {}
func many(cs ...context.Context)  {}
func gen[T context.Context](t T)  {}
func genAny[T any](t T)           {}
func ptr(p *context.Context)      {}
func anyArg(a any)                {}
func fun(f func(context.Context)) {}

func calls(db *sql.DB, c *dep.Client) {
	alias(nil)                      // want "ctxnil/literal"
	named(nil)                      // want "ctxnil/literal"
	own(nil)                        // want "ctxnil/literal"
	dot(nil)                        // want "ctxnil/literal"
	old(nil)                        // want "ctxnil/literal"
	last("x", nil)                  // want "ctxnil/literal"
	many(nil)                       // want "ctxnil/literal"
	many(context.Background(), nil) // want "ctxnil/literal"
	many(nil...)
	gen[context.Context](nil) // want "ctxnil/literal"
	genAny[context.Context](nil)
	ptr(nil)
	anyArg(nil)
	fun(nil)
	db.QueryContext(nil, "select")               // want "ctxnil/literal"
	exec.CommandContext(nil, "ls")               // want "ctxnil/literal"
	http.NewRequestWithContext(nil, "", "", nil) // want "ctxnil/literal"
	context.WithTimeout(nil, time.Second)        // want "ctxnil/literal"
	context.WithValue(nil, struct{}{}, 1)        // want "ctxnil/literal"
	WithoutCancel(nil)                           // want "ctxnil/literal"
	context.AfterFunc(nil, func() {})            // want "ctxnil/literal"
	c.Get(nil, "x")                              // want "ctxnil/literal"
	c.All(nil, nil)                              // want "ctxnil/literal" "ctxnil/literal"
	c.Opt("x", nil)
	dep.Do((nil)) // want "ctxnil/literal"
	dep.Tolerant(nil)
	dep.Passes(nil)
	dep.Panics(nil)              // want "ctxnil/literal"
	dep.Errs(nil)                // want "ctxnil/literal"
	dep.Do(context.Context(nil)) // want "ctxnil/literal"
	dep.Do(Alias(nil))           // want "ctxnil/literal"
	_ = dep.Opts{Context: nil}
	_ = http.HandlerFunc(nil)
	_ = (func(context.Context))(nil)
	type fn func(context.Context)
	_ = fn(nil)
}

func values(c *dep.Client) {
	f := dep.Do
	f(nil) // want "ctxnil/literal"
	g := c.Get
	g(nil, "x") // want "ctxnil/literal"
	h := (*dep.Client).Get
	h(c, nil, "x") // want "ctxnil/literal"
	(*dep.Client).Get(nil, context.Background(), "x")
	(*dep.Client).Get(c, nil, "x") // want "ctxnil/literal"
	(*dep.Client).Opt(nil, "x", nil)
	func(ctx context.Context) { <-ctx.Done() }(nil) // want "ctxnil/literal"
	func(ctx context.Context) {
		if ctx != nil {
			<-ctx.Done()
		}
	}(nil)
	Own.Err(nil)
	context.Context.Err(nil)
}

type doer interface {
	Do(ctx context.Context) error
}

func iface(d doer, f func(context.Context, int)) {
	d.Do(nil) // want "ctxnil/literal"
	doer.Do(nil, context.Background())
	doer.Do(d, nil) // want "ctxnil/literal"
	f(nil, 1)       // want "ctxnil/literal"
	go f(nil, 1)    // want "ctxnil/literal"
	defer f(nil, 1) // want "ctxnil/literal"
}

var pkg = dep.Do(nil) // want "ctxnil/literal"

func init() {
	dep.Do(nil) // want "ctxnil/literal"
}

type embedded struct{ *dep.Client }

func emb(e embedded, fs map[string]func(context.Context), arr []func(context.Context)) {
	e.Get(nil, "x") // want "ctxnil/literal"
	fs["a"](nil)    // want "ctxnil/literal"
	arr[0](nil)     // want "ctxnil/literal"
}

func ret() context.Context { return nil }

func assigned() {
	var c context.Context = nil
	if c == nil {
		c = context.TODO()
	}
	dep.Do(c)
}

func byPtr[T any, P interface {
	*T
	context.Context
}](p P) {
	dep.Do(p)
}

func typed() {
	var c *myCtx
	dep.Do(c)                             // want "ctxnil/typednil"
	context.WithValue(c, key{}, 1)        // want "ctxnil/typednil"
	var i context.Context = (*myCtx)(nil) // want "ctxnil/typednil"
	dep.Do(i)
	d := new(myCtx)
	dep.Do(d)
	var e *myCtx
	e = &myCtx{}
	dep.Do(e)
	var j context.Context
	j = c // want "ctxnil/typednil"
	_ = j
	if c == nil {
		c = d
	}
	dep.Do(c)
}

func typedRet(b bool) context.Context {
	var c *myCtx
	if b {
		c = &myCtx{}
		return c
	}
	return c // want "ctxnil/typednil"
}

func typedConv() {
	_ = context.Context((*myCtx)(nil))
	many((*myCtx)(nil)) // want "ctxnil/typednil"
}

// A type with methods that take a nil receiver.
func typedSafe() {
	var s *safe
	dep.Do(s) // want "ctxnil/typednil"
}

type safe struct{ context.Context }

func (s *safe) Err() error { return nil }

type myCtx struct{ context.Context }
type key struct{}

var _ context.Context = (*myCtx)(nil)
