package fix

import (
	"context"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

// The round before has ended the context.
func earlierRound(ctx context.Context, names []string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	for range names {
		if err := save(context.Background()); err != nil { // want `ctxpass/fresh`
			return err
		}
		_ = save(ctx)
		cancel()
	}
	return nil
}

// Each round has a context of its own.
func ownRound(parent context.Context, names []string) {
	for range names {
		ctx, cancel := context.WithTimeout(parent, time.Second)
		if err := save(ctx); err == nil {
			_ = save(context.Background()) // want `ctxpass/fresh`
		}
		cancel()
	}
}

func inBranch(ctx context.Context, early bool) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if early {
		cancel()
	}
	if err := save(ctx); early {
		return err
	}
	return save(context.Background()) // want `ctxpass/fresh`
}

// The literal may run when the context is over.
func later(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	again := func() error {
		return save(context.Background()) // want `ctxpass/fresh`
	}
	err := save(ctx)
	cancel()
	if err != nil {
		return again()
	}
	return nil
}

// This one runs before.
func atOnce(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	err := func() error {
		_ = save(ctx)
		return save(context.Background()) // want `ctxpass/fresh`
	}()
	cancel()
	return err
}

// A literal has ended the context when it returns.
func endsInside(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	func() {
		defer cancel()
		_ = save(ctx)
	}()
	return save(context.Background()) // want `ctxpass/fresh`
}

// The parent is over, and so is what was derived from it.
func parentEnded(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	err := save(ctx)
	named := context.WithValue(ctx, key{}, 1)
	_ = save(named)
	cancel()
	{
		ctx := named
		if err == nil && ctx != nil {
			err = save(context.Background()) // want `ctxpass/fresh`
		}
	}
	return err
}

type key struct{}

func declared(w http.ResponseWriter, r *http.Request) {
	var ctx, cancel = context.WithTimeout(r.Context(), time.Second)
	_ = save(ctx)
	cancel()
	{
		r := r.WithContext(ctx)
		_ = save(context.Background()) // want `ctxpass/fresh`
		_ = r
	}
}

// It is nil unless somebody wants it.
func undecided(r *http.Request, wanted bool) error {
	var ctx context.Context
	if wanted {
		ctx = r.Context()
		_ = save(ctx)
	}
	return save(context.Background()) // want `ctxpass/fresh`
}

func jumping(ctx context.Context, n int) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
again:
	_ = save(context.Background()) // want `ctxpass/fresh`
	_ = save(ctx)
	cancel()
	if n--; n > 0 {
		goto again
	}
}

// Who waits in a defer does so at the end.
func waitsInDefer(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	defer func() { _ = g.Wait() }()
	g.Go(func() error { return save(ctx) })
	return save(context.Background()) // want `ctxpass/fresh`
}

// It may be nil.
func compared(ctx context.Context) error {
	if ctx == nil {
		println("no context")
	}
	return save(context.Background()) // want `ctxpass/fresh`
}

// There is no round behind the one that ends the context.
func lastRound(ctx context.Context, names []string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	for _, name := range names {
		if name == "" {
			err := save(context.Background()) // want `ctxpass/fresh`
			cancel()
			return err
		}
		_ = save(ctx)
	}
	return nil
}

// The context of the group is the one to use.
func group(ctx context.Context) error {
	g, _ := errgroup.WithContext(context.Background()) // want `ctxpass/fresh`
	g.Go(func() error { return save(ctx) })
	return g.Wait()
}
