// Package literal passes the literal nil as a context.
package literal

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"os/exec"
)

type (
	alias   = context.Context
	derived interface{ context.Context }
	own     interface {
		context.Context
		User() string
	}
)

func one(ctx context.Context)                                 {}
func second(name string, ctx context.Context)                 {}
func two(a, b context.Context)                                {}
func variadic(name string, all ...context.Context)            {}
func withAlias(c alias)                                       {}
func withDerived(c derived)                                   {}
func withOwn(c own)                                           {}
func generic[T any](ctx context.Context, v T)                 {}
func constrained[C context.Context](c C)                      {}
func value[T any](v T)                                        {}
func blank(_ context.Context)                                 {}
func handler(h http.HandlerFunc, f func(ctx context.Context)) {}

type store struct {
	get func(ctx context.Context, key string) string
}

func (s *store) Get(ctx context.Context, key string) string { return s.get(ctx, key) }

type getter interface {
	Get(ctx context.Context, key string) string
}

type box[T any] struct{ v T }

func (b *box[T]) Set(v T)                      { b.v = v }
func (b *box[T]) Run(ctx context.Context, v T) { b.v = v }

func calls(s *store, g getter, f func(context.Context), fs []func(context.Context)) {
	one(nil)                                 // want `nil is passed to one as its context: pass a context, context.TODO\(\) if there is none yet \(ctxnil/literal\)`
	one((nil))                               // want `nil is passed to one`
	(one)(nil)                               // want `nil is passed to one`
	one(context.Context(nil))                // want `nil is passed to one`
	one(alias((nil)))                        // want `nil is passed to one`
	one(derived(nil))                        // want `nil is passed to one`
	second("x", nil)                         // want `nil is passed to second`
	two(nil, nil)                            // want `nil is passed to two` `nil is passed to two`
	variadic("x", nil)                       // want `nil is passed to variadic`
	variadic("x", context.Background(), nil) // want `nil is passed to variadic`
	variadic("x", nil...)                    // no contexts at all
	variadic("x")
	withAlias(nil)                    // want `nil is passed to withAlias`
	withDerived(nil)                  // want `nil is passed to withDerived`
	withOwn(nil)                      // want `nil is passed to withOwn`
	generic(nil, 1)                   // want `nil is passed to generic`
	generic[string](nil, "")          // want `nil is passed to generic`
	constrained[context.Context](nil) // want `nil is passed to constrained`
	blank(nil)                        // want `nil is passed to blank`

	f(nil)                            // want `nil is passed to f `
	fs[0](nil)                        // want `nil is passed to the function `
	func(ctx context.Context) {}(nil) // want `nil is passed to the function literal`
	s.get(nil, "k")                   // want `nil is passed to s.get`
	s.Get(nil, "k")                   // want `nil is passed to s.Get`
	g.Get(nil, "k")                   // want `nil is passed to g.Get`
	get := s.Get
	get(nil, "k")                  // want `nil is passed to get`
	(*store).Get(s, nil, "k")      // want `nil is passed to \(\*store\).Get|nil is passed to Get`
	getter.Get(g, nil, "k")        // want `nil is passed to getter.Get`
	go one(nil)                    // want `nil is passed to one`
	defer one(nil)                 // want `nil is passed to one`
	new(box[int]).Run(nil, 1)      // want `nil is passed to Run`
	context.WithCancel(nil)        // want `nil is passed to context.WithCancel`
	context.WithValue(nil, s, s)   // want `nil is passed to context.WithValue`
	exec.CommandContext(nil, "ls") // want `nil is passed to exec.CommandContext`
}

func method() {
	context.Context(nil).Done() // want `the method Done is called on a nil context: call it on one that exists`
}

func request(r *http.Request) {
	http.NewRequestWithContext(nil, "GET", "/", nil) // want `nil is passed to http.NewRequestWithContext as its context: pass r.Context\(\)`
	r.WithContext(nil)                               // want `nil is passed to r.WithContext`
}

func inScope(ctx context.Context) {
	one(nil) // want `nil is passed to one as its context: pass ctx \(`
	func() {
		one(nil) // want `: pass ctx \(`
	}()
}

func twoInScope(ctx context.Context, r *http.Request) {
	one(nil) // want `: pass a context, `
}

var initial = func() int {
	one(nil) // want `nil is passed to one`
	return 0
}()

var direct = len((&store{}).Get(nil, "k")) // want `nil is passed to Get`

// None of these passes a context.
func silent(ctx context.Context) {
	_ = http.HandlerFunc(nil) // a conversion: jsonrpc2_v2 of x/tools
	_ = context.Context(nil)
	handler(nil, nil)
	(*store).Get(nil, ctx, "k") // the receiver is nil: dominikh/go-tools#1719
	method := (*store).Get
	_ = method
	value[context.Context](nil) // any value, to the callee
	new(box[context.Context]).Set(nil)
	_ = append([]context.Context{}, nil)
	_ = struct{ ctx context.Context }{ctx: nil}
	_ = cmp.Or(nil, ctx)
	_ = cmp.Or[context.Context](nil, ctx)
	if ctx == nil {
		ctx = context.Background()
	}
	one(ctx)
}

// log/slog goes on without a context.
func logging(l *slog.Logger) {
	slog.InfoContext(nil, "hello")
	l.Log(nil, slog.LevelInfo, "hello")
}

type clearing struct{ ctx context.Context }

// Set may clear the context, which is tested before it is used.
func (c *clearing) Set(ctx context.Context) { c.ctx = ctx }

func (c *clearing) run() {
	if c.ctx != nil {
		one(c.ctx)
	}
}

type keeping struct{ ctx context.Context }

func (k *keeping) Set(ctx context.Context) { k.ctx = ctx }

func (k *keeping) run() { one(k.ctx) }

func stored(c *clearing, k *keeping) {
	c.Set(nil)
	k.Set(nil) // want `nil is passed to k.Set`
}
