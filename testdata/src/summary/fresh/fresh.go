// Package fresh has functions that make contexts of nothing.
package fresh

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"summary/freshdep"
)

func query(ctx context.Context) error { return ctx.Err() }

func direct() { // want `direct: fresh\(direct→context.Background\)`
	query(context.Background())
}

func todo() error { // want `todo: fresh\(todo→context.TODO\)`
	ctx := context.TODO()
	return query(ctx)
}

func derived() error { // want `derived: fresh\(derived→context.Background\)`
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	ctx = context.WithValue(ctx, key{}, 1)
	return query(ctx)
}

type key struct{}

func value() error { // want `value: fresh\(value→context.Background\)`
	background := context.Background
	return query(background())
}

func inLiteral() error { // want `inLiteral: fresh\(inLiteral→context.Background\)`
	return retry(func() error { return query(context.Background()) })
}

func retry(f func() error) error { return f() }

func captured() error { // want `captured: fresh\(captured→context.Background\)`
	ctx := context.Background()
	return retry(func() error { return query(ctx) })
}

func inStruct() error { // want `inStruct: fresh\(inStruct→context.Background\)`
	return run(options{ctx: context.Background()})
}

type options struct{ ctx context.Context }

func run(o options) error { return query(o.ctx) }

func request() (*http.Request, error) { // want `request: fresh\(request→context.Background\)`
	return http.NewRequestWithContext(context.Background(), "GET", "/", nil)
}

func hop1()      { hop2() }   // want `hop1: fresh\(hop1→hop2→direct→context.Background\)`
func hop2()      { direct() } // want `hop2: fresh\(hop2→direct→context.Background\)`
func hop0()      { hop1() }   // want `hop0: fresh\(hop0→hop1→hop2→direct→context.Background\)`
func hopTooFar() { hop0() }

func across() error { // want `across: fresh\(across→Load→context.Background\)`
	return freshdep.Load()
}

func acrossMade() error { // want `acrossMade: fresh\(acrossMade→Short\)`
	ctx, cancel := freshdep.Short()
	defer cancel()
	return query(ctx)
}

func recursive(n int) { // want `recursive: fresh\(recursive→context.Background\)`
	if n > 0 {
		recursive(n - 1)
	}
	query(context.Background())
}

type method struct{}

func (method) get() { // want `get: fresh\(get→context.Background\)`
	query(context.Background())
}

func generic[T any](v T) T { // want `generic: fresh\(generic→context.Background\)`
	query(context.Background())
	return v
}

func callsGeneric() { generic(1) } // want `callsGeneric: fresh\(callsGeneric→generic→context.Background\)`

type getter interface{ get() }

func dynamic(g getter) { // want `dynamic: fresh\(dynamic→get→context.Background\)`
	g.get() // nobody else can implement it
}

// Without a chain.

func takes(ctx context.Context) { query(context.Background()) }

func takesRequest(r *http.Request) { query(context.Background()) }

func blank(_ context.Context) { query(context.Background()) }

func helper(t *testing.T) { query(context.Background()) }

func waits() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	<-ctx.Done()
}

func compares(f func() context.Context) bool { return f() == context.Background() }

func logs() { slog.InfoContext(context.Background(), "started") }

func Debugf(format string, args ...any) { query(context.Background()) }

func callsLogger() { Debugf("started") }

// rclone keeps its configuration in contexts.
func config(ctx context.Context) any { return ctx.Value(key{}) }

func option(ctx context.Context) bool { return config(ctx) != nil }

func readsConfig() any { return config(context.Background()) }

func readsMore(ctx context.Context) error {
	config(ctx)
	return query(ctx)
}

func callsReadsMore() { readsMore(context.Background()) } // want `callsReadsMore: fresh`

// pgx closes a connection that is of no use any more.
func die(srv *http.Server) { srv.Shutdown(context.Background()) }

func deferred() { defer query(context.Background()) }

func deferredLiteral() {
	defer func() { query(context.Background()) }()
}

func goes() { go query(context.Background()) }

func goesLiteral() {
	go func() { query(context.Background()) }()
}

func later() { time.AfterFunc(time.Second, func() { query(context.Background()) }) }

func once(o *sync.Once) {
	o.Do(func() { query(context.Background()) })
}

func returned() func() error {
	return func() error { return query(context.Background()) }
}

// An interceptor has its context when it runs.
func interceptor() func(context.Context) error {
	return func(ctx context.Context) error { return query(context.Background()) }
}

func (method) Close() { query(context.Background()) }

func stopAll() { query(context.Background()) }

func nonstop() { query(context.Background()) } // want `nonstop: fresh`

func fallback(o options) error {
	if o.ctx == nil {
		o.ctx = context.Background()
	}
	ctx := o.ctx
	if ctx == nil {
		return query(context.Background())
	}
	return query(cmp.Or(ctx, context.Background()))
}

func chosen(o options, detach bool) error {
	ctx := o.ctx
	if detach {
		ctx = context.Background()
	}
	return query(ctx)
}

func makes() context.Context { // want `makes: makesfresh`
	return context.WithValue(context.Background(), key{}, 1)
}

func afterDone(o options) error {
	<-o.ctx.Done()
	return query(context.Background())
}

// The logs of a program are one matter, a chain through them another.
func ended() error {
	//ctxlint:ignore ctxpass/chain nobody waits for it
	return query(context.Background())
}

func callsEnded() error { return ended() }

func callsJournal() error { return freshdep.Journal() }

// A lifecycle: the contexts end when the object is closed.

type service struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newService() *service {
	s := new(service)
	s.ctx, s.cancel = context.WithCancel(context.Background())
	query(s.ctx)
	return s
}

func startService() *service {
	ctx, cancel := context.WithCancel(context.Background())
	query(ctx)
	return &service{ctx: ctx, cancel: cancel}
}

func start() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	query(ctx)
	return func() { cancel() }
}

func bridged(o options) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	defer context.AfterFunc(o.ctx, cancel)()
	return query(ctx)
}

func (s *service) Shutdown() { s.cancel() }
