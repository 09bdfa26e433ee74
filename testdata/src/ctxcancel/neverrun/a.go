package neverrun

import (
	"context"
	"log"
	"sync"
	"testing"
	"time"
)

func use(context.Context)        {}
func work(context.Context) error { return nil }

func never(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want `"cancel".*ctxcancel/uncalled`
	f := func() { cancel() }
	_ = f
	use(ctx)
}

func neverBlank(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/uncalled"
	_ = func() { cancel() }
	use(ctx)
}

func neverDefer(ctx context.Context) {
	ctx, stop := context.WithCancel(ctx) // want `"stop".*ctxcancel/uncalled`
	var f = func() { defer stop() }
	if f != nil {
		use(ctx)
	}
}

func neverNested(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/uncalled"
	f := func() {
		g := func() { cancel() }
		g()
	}
	_ = f
	use(ctx)
}

func returned(ctx context.Context) func() {
	ctx, cancel := context.WithCancel(ctx)
	use(ctx)
	return func() { cancel() }
}

func goes(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	f := func() { cancel() }
	go f()
	use(ctx)
}

func cleanup(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(func() { cancel() })
	use(ctx)
}

func once(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	f := sync.OnceFunc(func() { cancel() })
	defer f()
	use(ctx)
}

func timer(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	time.AfterFunc(time.Second, func() { cancel() })
	use(ctx)
}

func partly(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/"
	f := func() { cancel() }
	if work(ctx) != nil {
		f()
	}
}

func namedFn(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	f := func() { cancel() }
	defer log.Println("bye")
	defer f()
	use(ctx)
}

type s struct{ onClose func() }

func stored(ctx context.Context, x *s) {
	ctx, cancel := context.WithCancel(ctx)
	x.onClose = func() { cancel() }
	use(ctx)
}

func passed(ctx context.Context, register func(func())) {
	ctx, cancel := context.WithCancel(ctx)
	register(func() { cancel() })
	use(ctx)
}

func ignoredLit(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/"
	ignore(func() { cancel() })
	use(ctx)
}

func ignore(f func()) {}

func recursive(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/uncalled"
	var f func(int)
	f = func(n int) {
		if n > 0 {
			f(n - 1)
		}
		cancel()
	}
	use(ctx)
}

func recursiveRuns(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	var f func(int)
	f = func(n int) {
		defer cancel()
		if n > 0 {
			f(n - 1)
		}
	}
	f(3)
	use(ctx)
}
