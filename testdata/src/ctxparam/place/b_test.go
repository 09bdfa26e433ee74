package place

import (
	"context"
	"testing"
)

type suite interface {
	testing.TB
	Name() string
}

type world struct{ testing.TB }

// Both orders are fine in helpers.
// from: golang/lint#422, mgechev/revive#605
func helperT(t *testing.T, ctx context.Context)                       {}
func helperB(b *testing.B, ctx context.Context)                       {}
func helperF(f *testing.F, ctx context.Context)                       {}
func helperTB(tb testing.TB, ctx context.Context)                     {}
func helperSecond(ctx context.Context, t *testing.T)                  {}
func helperSuite(s suite, ctx context.Context)                        {}
func helperWorld(w *world, ctx context.Context)                       {}
func helperParam[T testing.TB](t T, ctx context.Context)              {}
func helperUnion[T *testing.T | *testing.B](t T, ctx context.Context) {}
func helperLater(t *testing.T, n int, ctx context.Context)            {} // want `"ctx" of helperLater comes after "n"`
func helperBefore(n int, t *testing.T, ctx context.Context)           {} // want `"ctx" of helperBefore comes after "n"`
func helperMore(t *testing.T, ctx context.Context, n int)             {}

type testingT interface {
	Errorf(format string, args ...any)
	FailNow()
}

func helperInterface(t testingT, ctx context.Context) {}

type logger interface {
	Logf(format string, args ...any)
}

func notTesting(l logger, ctx context.Context) {} // want `of notTesting`

func TestX(t *testing.T) {
	t.Run("", func(t *testing.T) {})
	f := func(t *testing.T, ctx context.Context) {}
	f(t, context.Background())
}
