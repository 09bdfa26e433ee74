package wrappers

import (
	"context"
	"sync"

	"ctxcancel/wrappers/dep"
)

func news(ctx context.Context) {
	ctx, _ = dep.New(ctx) // want `the cancel function of dep.New is discarded`
	use(ctx)
}

func plain(ctx context.Context, b bool) {
	ctx, done := dep.Plain(ctx) // want `the cancel function "done" of dep.Plain is not called on every path out of plain`
	if b {
		return
	}
	use(ctx)
	done()
}

func lit(ctx context.Context, mu *sync.Mutex) {
	ctx, _ = dep.Lit(ctx, mu) // want `ctxcancel/discarded`
	use(ctx)
}

// What sync.OnceFunc makes of a cancel function releases the context, too.
func once(ctx context.Context, b bool) {
	ctx, done := dep.Once(ctx) // want `the cancel function "done" of dep.Once is not called on every path out of once`
	if b {
		return
	}
	use(ctx)
	done()
}

func onceLit(ctx context.Context) {
	ctx, _ = dep.OnceLit(ctx) // want `the cancel function of dep.OnceLit is discarded`
	use(ctx)
}

func onceUnrelated(ctx context.Context, b bool) {
	ctx, done := dep.OnceUnrelated(ctx)
	if b {
		return
	}
	use(ctx)
	done()
}

func ignored(ctx context.Context) {
	ctx, cancel := dep.New(ctx) // want `ctxcancel/lostpath`
	dep.Ignore(cancel, "")
	use(ctx)
}

func drops(ctx context.Context) {
	dep.Begin(ctx) // want `the result of dep.Begin is dropped`
}

// Fine.

func fails(ctx context.Context, ok bool) error {
	ctx, cancel, err := dep.Fails(ctx, ok)
	if err != nil {
		return err
	}
	defer cancel()
	use(ctx)
	return nil
}

func unrelated(ctx context.Context, mu *sync.Mutex, b bool) {
	ctx, unlock := dep.Unrelated(ctx, mu)
	if b {
		return
	}
	use(ctx)
	unlock()
}

func noop(ctx context.Context) {
	ctx, _ = dep.Noop(ctx)
	use(ctx)
}

func starts(ctx context.Context) {
	dep.Start(ctx)
}

func getter(s *dep.S, b bool) {
	cancel := s.Cancel()
	if b {
		cancel()
	}
}

func called(ctx context.Context) {
	ctx, cancel := dep.New(ctx)
	dep.Call(cancel)
	use(ctx)
}

func kept(ctx context.Context) {
	ctx, cancel := dep.New(ctx)
	dep.Keep(cancel)
	use(ctx)
}

func use(context.Context) {}
