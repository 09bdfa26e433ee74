// Package fresh passes contexts made of nothing where one is in scope.
package fresh

import (
	"context"
	gocontext "context"
	"net/http"
	"os/signal"
	"syscall"
	"time"
)

func load(ctx context.Context) error              { return ctx.Err() }
func load2(id int, ctx context.Context) error     { return ctx.Err() }
func loadAll(ctxs ...context.Context) error       { return nil }
func loadAny(v ...any) error                      { return nil }
func retry(f func() error) error                  { return f() }
func each(f func(ctx context.Context) error)      { f(context.Background()) }
func newRequest(ctx context.Context) (any, error) { return nil, nil }

type key struct{}

type store struct {
	ctx    context.Context
	cancel context.CancelFunc
	load   func(context.Context) error
}

func (s *store) get(ctx context.Context, id int) error { return nil }

type getter interface {
	get(ctx context.Context, id int) error
}

func direct(ctx context.Context) error {
	return load(context.Background()) // want `context.Background\(\) is passed to load although ctx is in scope: pass ctx, or context.WithoutCancel\(ctx\) if the work must outlive it \(ctxpass/fresh\)`
}

func todo(ctx context.Context) error {
	return load(context.TODO()) // want `context.TODO\(\) is passed to load`
}

func otherName(parent context.Context) error {
	return load(context.TODO()) // want `although parent is in scope: pass parent`
}

func renamed(ctx gocontext.Context) error {
	return load(gocontext.Background()) // want `ctxpass/fresh`
}

func secondArgument(ctx context.Context) error {
	return load2(1, context.Background()) // want `ctxpass/fresh`
}

func variadic(ctx context.Context) {
	loadAll(context.Background())    // want `ctxpass/fresh`
	loadAny(1, context.Background()) // want `ctxpass/fresh`
}

func methodCall(ctx context.Context, s *store, g getter) {
	s.get(context.Background(), 1) // want `is passed to get although`
	g.get(context.Background(), 1) // want `is passed to get although`
	s.load(context.Background())   // want `is passed to s.load although`
	get := s.get
	get(context.Background(), 1)             // want `is passed to get although`
	(*store).get(s, context.Background(), 1) // want `ctxpass/fresh`
}

// Reported once, where it is made.
func derived(ctx context.Context, d time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), d) // want `context.Background\(\) is passed to load although ctx is in scope`
	defer cancel()
	ctx = context.WithValue(ctx, key{}, 1)
	if err := load(ctx); err != nil {
		return err
	}
	return load2(1, ctx)
}

func signals(ctx context.Context) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM) // want `ctxpass/fresh`
	defer stop()
	return load(ctx)
}

func variable(ctx context.Context) error {
	bg := context.Background() // want `ctxpass/fresh`
	return load(bg)
}

func overwritten(ctx context.Context) error {
	ctx = context.Background() // want `ctxpass/fresh`
	return load(ctx)
}

func overwrittenCaptured(ctx context.Context) error {
	ctx = context.Background() // want `ctxpass/fresh`
	return retry(func() error { return load(ctx) })
}

// jaeger's WithTenant dropped all that its caller's context carried.
func returned(ctx context.Context) context.Context {
	return context.WithValue(context.Background(), key{}, 1) // want `is passed to the caller although`
}

func returnedPair(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), time.Second) // want `ctxpass/fresh`
}

func functionValue(ctx context.Context) error {
	background := context.Background
	return load(background()) // want `ctxpass/fresh`
}

func inLiteral(ctx context.Context) error {
	return retry(func() error {
		return load(context.Background()) // want `ctxpass/fresh`
	})
}

func calledLiteral(ctx context.Context) error {
	err := func() error { return load(context.Background()) }() // want `ctxpass/fresh`
	if err != nil {
		return err
	}
	run := func() error { return load(context.TODO()) } // want `ctxpass/fresh`
	return run()
}

func literalOfItsOwn() {
	each(func(ctx context.Context) error {
		return load(context.Background()) // want `ctxpass/fresh`
	})
}

var global = func(ctx context.Context) error {
	return load(context.Background()) // want `ctxpass/fresh`
}

func iterated(ctx context.Context, ids func(func(int) bool)) {
	for id := range ids {
		load2(id, context.Background()) // want `ctxpass/fresh`
	}
}

func request(ctx context.Context) (*http.Request, error) {
	return http.NewRequestWithContext(context.Background(), "GET", "/", nil) // want `is passed to NewRequestWithContext although ctx`
}

func inOptions(ctx context.Context) error {
	return start(&options{Context: context.Background(), retries: 3}) // want `is passed to start although`
}

type options struct {
	Context context.Context
	retries int
}

func start(o *options) error { return load(o.Context) }

func typeParameter[C context.Context](ctx C) error {
	return load(context.Background()) // want `ctxpass/fresh`
}

type alias = context.Context

func aliased(ctx alias) error {
	return load(context.Background()) // want `ctxpass/fresh`
}

type ours interface {
	context.Context
	User() string
}

func embedded(ctx ours) error {
	return load(context.Background()) // want `ctxpass/fresh`
}

type wrapped struct{ context.Context }

func concrete(ctx wrapped) error {
	return load(context.Background()) // want `pass ctx`
}

func labelled(ctx context.Context, ids []int) error {
outer:
	for _, id := range ids {
		for {
			if err := load2(id, context.Background()); err != nil { // want `ctxpass/fresh`
				continue outer
			}
			break outer
		}
	}
	return nil
}

func selected(ctx context.Context, in <-chan int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case id := <-in:
		return load2(id, context.Background()) // want `ctxpass/fresh`
	}
}

func polled(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return load(context.Background()) // want `ctxpass/fresh`
}

// A nil test of something else is no fallback.
func otherNil(ctx context.Context, err error, p *int) error {
	if p == nil {
		return load(context.Background()) // want `ctxpass/fresh`
	}
	if err == nil {
		load(context.TODO()) // want `ctxpass/fresh`
	}
	return nil
}

func notNil(ctx context.Context) error {
	if ctx != nil {
		return load(context.Background()) // want `ctxpass/fresh`
	}
	return nil
}

func replaceServer(ctx context.Context, srv *http.Server) error {
	return srv.Shutdown(context.Background()) // want `ctxpass/fresh`
}

func nonstop(ctx context.Context) error {
	return load(context.Background()) // want `ctxpass/fresh`
}

func (s *store) Closed(ctx context.Context) error {
	return load(context.Background()) // want `ctxpass/fresh`
}

func cancelCalledHere(ctx context.Context) error {
	c, cancel := context.WithCancel(context.Background()) // want `ctxpass/fresh`
	defer func() { cancel() }()
	return load(c)
}

func several(ctx, parentCtx context.Context) error {
	return load(context.Background()) // want `although ctx is in scope`
}

func shadowedByOther(ctx context.Context) error {
	{
		ctx := 1
		return load2(ctx, context.Background()) // want `although ctx is in scope`
	}
}

// cockroach's stopper ran tasks that were given no context.
type stopper struct{}

func (*stopper) RunAsyncTask(ctx context.Context, name string, f func(context.Context)) error {
	return nil
}

func runs(ctx context.Context, s *stopper) error {
	return s.RunAsyncTask(context.Background(), "task", func(ctx context.Context) { load(ctx) }) // want `is passed to RunAsyncTask although ctx`
}
