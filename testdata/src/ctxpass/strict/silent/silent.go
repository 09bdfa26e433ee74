// Package silent makes contexts of nothing for good reasons.
package silent

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"os"
	"runtime"
	"sync"
	"time"
)

func load(ctx context.Context) error  { return ctx.Err() }
func retry(f func() error) error      { return f() }
func serve(ctx context.Context) error { return ctx.Err() }

type key struct{}

// No context in scope.

func noContext() error { return load(context.Background()) }

func blankName(w http.ResponseWriter, _ *http.Request) { load(context.Background()) }

var global = func() error { return load(context.Background()) }

// In main, the context starts here.
func main() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	load(ctx)
	load(context.Background())
}

// After Done was received, or Err was not nil (contextcheck#2).

func graceful(ctx context.Context, srv *http.Server) error {
	go srv.ListenAndServe()
	<-ctx.Done()
	c, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return srv.Shutdown(c)
}

func selected(ctx context.Context, in <-chan int) error {
	select {
	case <-ctx.Done():
		return load(context.Background())
	case <-in:
	}
	return nil
}

func asked(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return errors.Join(err, load(context.Background()))
	}
	if context.Cause(ctx) != nil {
		return load(context.Background())
	}
	for ctx.Err() == nil {
		serve(ctx)
	}
	return load(context.Background())
}

func callback(ctx context.Context) {
	context.AfterFunc(ctx, func() { load(context.Background()) })
	stop := context.AfterFunc(ctx, func() {
		c, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		load(c)
	})
	defer stop()
}

// A goroutine that waits for the end (goadesign/goa#3929).
func watcher(ctx context.Context, srv *http.Server) {
	go func() {
		<-ctx.Done()
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		_ = srv.Shutdown(ctx)
	}()
}

// Code behind the run loop (opentelemetry-collector: otelcol/collector.go).
func runLoop(ctx context.Context, errs <-chan error, sigs chan os.Signal) error {
loop:
	for {
		select {
		case err := <-errs:
			if err != nil {
				break loop
			}
		case <-sigs:
			break loop
		case <-ctx.Done():
			break loop
		}
	}
	return load(context.Background())
}

// client-go's leader elector gives up the lease when it stops.
func runUntil(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	until(func() {}, ctx.Done())
	load(context.Background())
}

func until(f func(), stop <-chan struct{}) {}

func runElsewhere(ctx context.Context, srv *http.Server) error {
	if err := serve(ctx); err != nil {
		return err
	}
	return srv.Shutdown(context.Background())
}

func runGroup(ctx context.Context, wg *sync.WaitGroup, srv *http.Server) error {
	wg.Wait()
	return srv.Shutdown(context.Background())
}

// In defer (contextcheck#3; jaeger and syncthing close things so).

func deferred(ctx context.Context, srv *http.Server) {
	defer load(context.Background())
	defer func() { load(context.Background()) }()
	defer func() {
		c, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		srv.Shutdown(c)
	}()
	cleanup := func() { load(context.Background()) }
	defer cleanup()
	c := context.Background()
	defer func() { retry(func() error { return load(c) }) }()
}

func deferredRequest(w http.ResponseWriter, r *http.Request) {
	defer func() {
		load(r.Context())
		load(context.Background())
	}()
}

func finalizer(ctx context.Context, p *int) {
	runtime.SetFinalizer(p, func(*int) { load(context.Background()) })
}

// In functions that close something.

type service struct {
	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

func (s *service) Close(ctx context.Context) error    { return load(context.Background()) }
func (s *service) Stop(ctx context.Context)           { load(context.Background()) }
func (s *service) Shutdown(ctx context.Context) error { return load(context.Background()) }
func (s *service) closeAll(ctx context.Context) {
	retry(func() error { return load(context.Background()) })
}
func (s *service) GracefulStop(ctx context.Context) { load(context.Background()) }

// WithoutCancel keeps the values.
func withoutCancel(ctx context.Context) error {
	return load(context.WithoutCancel(ctx))
}

// The nil fallback.

func fallback(ctx context.Context) error {
	if ctx == nil {
		ctx = context.Background()
	}
	return load(ctx)
}

func fallbackCall(ctx context.Context, r *http.Request) error {
	if ctx == nil {
		return load(context.TODO())
	}
	if r == nil || r.Context() == nil {
		load(context.TODO())
	}
	return load(ctx)
}

func fallbackElse(ctx context.Context) error {
	if ctx != nil {
		return load(ctx)
	} else {
		return load(context.Background())
	}
}

func fallbackOr(ctx context.Context) error {
	return load(cmp.Or(ctx, context.Background()))
}

type options struct {
	Context context.Context
	Base    func() context.Context
}

func fallbackOption(ctx context.Context, o *options) error {
	if o == nil || o.Context == nil {
		load(context.Background())
	}
	if o.Base == nil {
		o.Base = context.Background
		load(context.Background())
	}
	return load(ctx)
}

// A second context that lives as long as the object (contextcheck#2; jaeger's
// health checker; go-ethereum).

func newService(ctx context.Context) *service {
	s := &service{}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	go s.run(s.ctx)
	return s
}

func newServiceLocal(ctx context.Context) *service {
	c, cancel := context.WithCancel(context.Background())
	s := &service{ctx: c, cancel: cancel}
	s.wg.Add(1)
	load(c)
	return s
}

func newServiceStop(ctx context.Context) (stop func()) {
	c, cancel := context.WithCancel(context.Background())
	load(c)
	return func() { cancel() }
}

func newServiceCancel(ctx context.Context) context.CancelFunc {
	c, cancel := context.WithCancel(context.Background())
	load(c)
	return cancel
}

func registered(ctx context.Context, register func(func())) {
	c, cancel := context.WithCancel(context.Background())
	register(cancel)
	load(c)
}

// Bridged by hand: it ends with ctx, and keeps none of its values.
func bridged(ctx context.Context) error {
	c, cancel := context.WithCancel(context.Background())
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	return load(c)
}

func bridgedByGoroutine(ctx context.Context) error {
	c, cancel := context.WithCancel(context.Background())
	go func() {
		<-ctx.Done()
		cancel()
	}()
	return load(c)
}

// caddy's configurations have a context type of their own.

type appContext struct{ context.Context }

func newAppContext(ctx appContext) (appContext, context.CancelCauseFunc) { return ctx, nil }

func provision(ctx context.Context, app *struct{ cancel context.CancelCauseFunc }) error {
	c, cancel := newAppContext(appContext{Context: context.Background()})
	app.cancel = cancel
	return load(c)
}

func (s *service) run(ctx context.Context) { <-ctx.Done() }

// Two contexts are handed over: the caller knows what it does.
func merged(ctx context.Context) context.Context {
	return merge(ctx, context.Background())
}

func merge(a, b context.Context) context.Context { return b }

// Interceptors and middleware have a context when they run
// (opentelemetry-collector: config/configgrpc).

func interceptor(ctx context.Context) func(context.Context, any) error {
	return func(ctx context.Context, req any) error { return load(ctx) }
}

func later(ctx context.Context) func() error {
	return func() error { return load(context.Background()) }
}

func stored(ctx context.Context, srv *http.Server) {
	srv.RegisterOnShutdown(func() { load(context.Background()) })
	srv.ConnState = nil
	hooks = append(hooks, func() { load(context.Background()) })
}

var hooks []func()

// Looking at a context is not passing it on.
func compared(ctx context.Context) bool {
	_ = context.Background().Err()
	return ctx == context.Background() || context.TODO() == ctx
}

func unused(ctx context.Context) {
	c, cancel := context.WithCancel(context.Background())
	defer cancel()
	_ = c
}
