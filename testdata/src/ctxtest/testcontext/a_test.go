package testcontext

import (
	"context"
	"testing"
	"time"
)

func TestPlain(t *testing.T) {
	work(context.Background())                                            // want `context.Background does not end with the test: use t.Context\(\) \(ctxtest/testcontext\)`
	work(context.TODO())                                                  // want `context.TODO does not end with the test`
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // want `ctxtest/testcontext`
	defer cancel()
	work(ctx)
}

func TestNested(t *testing.T) {
	t.Run("sub", func(st *testing.T) {
		work(context.Background()) // want `use st.Context\(\)`
	})
	f := func() { work(context.Background()) } // want `use t.Context\(\)`
	f()
	defer func() { work(context.Background()) }() // want `ctxtest/testcontext`
}

func BenchmarkPlain(b *testing.B) {
	for b.Loop() {
		work(context.Background()) // want `use b.Context\(\)`
	}
}

func FuzzPlain(f *testing.F) {
	work(context.Background()) // want `use f.Context\(\)`
	f.Fuzz(func(t *testing.T, n int) {
		work(context.Background()) // want `use t.Context\(\)`
	})
}

func helper(tb testing.TB, n int) {
	work(context.Background()) // want `use tb.Context\(\)`
}

func generic[T testing.TB](tb T) {
	work(context.Background()) // want `use tb.Context\(\)`
}

// ldez/usetesting#4, #9: in Cleanup the test's context is over.
func TestCleanup(t *testing.T) {
	t.Cleanup(func() { work(context.Background()) })
	ctx := context.Background()
	t.Cleanup(func() { work(ctx) })
	c2, cancel := context.WithCancel(context.Background())
	t.Cleanup(func() { work(c2) })
	cancel()
	closeAll := func() { work(context.Background()) }
	t.Cleanup(closeAll)
	srv := serve(context.Background())
	t.Cleanup(func() { srv.close() })
}

// Only the cancel function is used there.
func TestCleanupCancel(t *testing.T) {
	c, cancel := context.WithCancel(context.Background()) // want `ctxtest/testcontext`
	t.Cleanup(cancel)
	work(c)
}

type server struct{ ctx context.Context }

func serve(ctx context.Context) *server { return &server{ctx} }
func (s *server) close()                {}

func TestMain(m *testing.M) {
	work(context.Background())
	m.Run()
}

func TestBlank(_ *testing.T) { work(context.Background()) }

func TestUnnamed(*testing.T) { work(context.Background()) }

func TestShadowed(t *testing.T) {
	for _, t := range []int{1} {
		_ = t
		work(context.Background())
	}
}

func noTest() { work(context.Background()) }

func contexts(more ...context.Context) {}

func TestSeveral(t *testing.T) {
	contexts(t.Context(), context.Background()) // want `ctxtest/testcontext`
	_ = any(context.Background())               // want `ctxtest/testcontext`
}

// What is made with it is used in Cleanup, by some steps.
func TestSteps(t *testing.T) {
	ctx := context.Background()
	srv := serve(ctx)
	t.Cleanup(srv.close)
	other := context.Background() // want `ctxtest/testcontext`
	err := work(other)
	t.Cleanup(func() { _ = err })
}

// A helper that runs in Cleanup.
func tearDown(t *testing.T) { deep(t) }
func deep(t *testing.T)     { work(context.Background()) }

func TestTearDown(t *testing.T) {
	t.Cleanup(func() { tearDown(t) })
}

type fixture struct{ ctx context.Context }

// No fix: what gets the context may live longer than the test.
func setUp(t *testing.T) *server {
	srv := serve(context.Background()) // want `ctxtest/testcontext`
	return srv
}

func newContext(t *testing.T) context.Context {
	return context.Background() // want `ctxtest/testcontext`
}

func TestLeaves(t *testing.T) {
	go work(context.Background())                // want `ctxtest/testcontext`
	go func() { work(context.Background()) }()   // want `ctxtest/testcontext`
	later(func() { work(context.Background()) }) // want `ctxtest/testcontext`
	f := func() { work(context.Background()) }   // want `ctxtest/testcontext`
	go f()
	ch := make(chan context.Context, 1)
	ch <- context.Background() // want `ctxtest/testcontext`
	fix := new(fixture)
	fix.ctx = context.Background() // want `ctxtest/testcontext`
}

func later(f func()) {}

// The value stays in the test.
func TestStays(t *testing.T) {
	err := func() error {
		return work(context.Background()) // want `ctxtest/testcontext`
	}()
	tests := []fixture{{context.Background()}} // want `ctxtest/testcontext`
	for _, tt := range tests {
		t.Run("", func(t *testing.T) {
			work(tt.ctx)
			_ = err
		})
	}
	var ctx context.Context = context.Background() // want `ctxtest/testcontext`
	work(ctx)
}

var (
	packageContext context.Context
	packageServer  *server
)

func pair(t *testing.T) (error, context.Context) {
	return nil, context.Background() // want `ctxtest/testcontext`
}

func TestStores(t *testing.T) {
	packageContext = context.Background() // want `ctxtest/testcontext`
	ctx := context.Background()           // want `ctxtest/testcontext`
	packageServer = serve(ctx)
	own := context.Background() // want `ctxtest/testcontext`
	packageServer.ctx = own
	var spec = context.Background() // want `ctxtest/testcontext`
	packageContext = spec
}

// In parentheses a literal is called, too.
func TestParentheses(t *testing.T) {
	(func() { work(context.Background()) })() // want `ctxtest/testcontext`
}

// The same steps to Cleanup as above, by declarations and generic functions.
func TestDeclared(t *testing.T) {
	var ctx = context.Background()
	var srv = serve(ctx)
	t.Cleanup(srv.close)
	var closeAll = func() { work(context.Background()) }
	t.Cleanup(closeAll)
}

var shared context.Context

func useShared() { work(shared) }

func TestShared(t *testing.T) {
	shared = context.Background()
	t.Cleanup(useShared)
}

func tearDownAny[T any](t *testing.T, v T) { work(context.Background()) }

func cleanUp[T any](t *testing.T, ctx context.Context, v T) {
	t.Cleanup(func() { work(ctx) })
}

func TestGeneric(t *testing.T) {
	cleanUp(t, context.Background(), 1)
	t.Cleanup(func() { tearDownAny(t, 1) })
}

// The methods of generic types, too.
type box[T any] struct{ v T }

func (b *box[T]) tearDown(t *testing.T) { work(context.Background()) }

func (b *box[T]) cleanUp(t *testing.T, ctx context.Context) {
	t.Cleanup(func() { work(ctx) })
}

func TestBox(t *testing.T) {
	b := new(box[int])
	b.cleanUp(t, context.Background())
	t.Cleanup(func() { b.tearDown(t) })
}

// A test that does more holds a context as others do, and runs its own Cleanup
// behind the test.
type suite struct {
	*testing.T
	ctx context.Context
}

func (s *suite) Cleanup(f func()) { s.T.Cleanup(f) }
func (s *suite) stop()            { work(s.ctx) }

func TestSuite(t *testing.T) {
	s := &suite{t, context.Background()}
	t.Cleanup(s.stop)
	s.Cleanup(func() { work(context.Background()) })
}

// Another Cleanup may run at any time.
type pool struct{ f func() }

func (p *pool) Cleanup(f func()) { p.f = f }

func TestPool(t *testing.T) {
	var p pool
	p.Cleanup(func() { work(context.Background()) }) // want `ctxtest/testcontext`
}

// What a function does that is handed over is not what is made of it.
func handle(f func()) *server { return new(server) }

func TestHandler(t *testing.T) {
	srv := handle(func() { work(context.Background()) }) // want `ctxtest/testcontext`
	t.Cleanup(srv.close)
}

// What is returned tells nothing of the context that it was made with.
func asked(t *testing.T) error {
	ctx := context.Background() // want `ctxtest/testcontext`
	return work(ctx)
}

func lookUp(ctx context.Context) string { return "" }

func named(t *testing.T) string {
	ctx := context.Background() // want `ctxtest/testcontext`
	name := lookUp(ctx)
	return name
}

// It is returned to the test.
func wrap(ctx context.Context) context.Context { return ctx }

func TestWrapped(t *testing.T) {
	ctx := context.Background() // want `ctxtest/testcontext`
	wrapped := wrap(ctx)
	work(wrapped)
	_ = ctx
}

func TestOnlyBlank(t *testing.T) {
	ctx := context.Background() // want `ctxtest/testcontext`
	_ = ctx
}
