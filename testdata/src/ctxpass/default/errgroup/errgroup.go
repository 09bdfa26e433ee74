// Package errgroup has groups whose tasks do not stop together.
package errgroup

import (
	"context"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
)

func load(ctx context.Context) error { return ctx.Err() }

type key struct{}

func outer(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return load(gctx) })
	g.Go(func() error {
		return load(ctx) // want `load is passed the outer context in a task of an errgroup: pass gctx, which ends when another task fails \(ctxpass/errgroup\)`
	})
	return g.Wait()
}

func tries(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.TryGo(func() error { return load(ctx) }) // want `pass gctx`
	load(gctx)
	return g.Wait()
}

// Each offender, but not what is derived from it again.
func derived(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		tctx, cancel := context.WithTimeout(ctx, time.Second) // want `WithTimeout is passed the outer context`
		defer cancel()
		if err := load(tctx); err != nil {
			return err
		}
		return load(ctx) // want `load is passed the outer context`
	})
	g.Go(func() error { return load(gctx) })
	return g.Wait()
}

// Derived outside, of the outer one.
func derivedOutside(ctx context.Context) error {
	vctx := context.WithValue(ctx, key{}, 1)
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return load(gctx) })
	g.Go(func() error { return load(vctx) }) // want `ctxpass/errgroup`
	return g.Wait()
}

func loop(ctx context.Context, ids []int) error {
	g, gctx := errgroup.WithContext(ctx)
	for range ids {
		g.Go(func() error {
			return load(ctx) // want `ctxpass/errgroup`
		})
	}
	load(gctx)
	return g.Wait()
}

func inLiteral(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		run := func() error { return load(ctx) } // want `ctxpass/errgroup`
		return run()
	})
	load(gctx)
	return g.Wait()
}

func variable(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	task := func() error { return load(ctx) } // want `ctxpass/errgroup`
	g.Go(task)
	load(gctx)
	return g.Wait()
}

func captured(ctx context.Context, each func(func())) error {
	g, gctx := errgroup.WithContext(ctx)
	each(func() {
		g.Go(func() error { return load(ctx) }) // want `ctxpass/errgroup`
	})
	load(gctx)
	return g.Wait()
}

// thanos: (*BucketStore).Series.
func stream(srv grpc.ServerStream) error {
	g, gctx := errgroup.WithContext(srv.Context())
	g.Go(func() error { return load(srv.Context()) }) // want `ctxpass/errgroup`
	load(gctx)
	return g.Wait()
}

func request(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return load(ctx) }) // want `ctxpass/errgroup`
	load(gctx)
	g.Wait()
}

func inMain() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return load(ctx) }) // want `ctxpass/errgroup`
	load(gctx)
	return g.Wait()
}

// thanos' fetcher: the feeder waits although the worker has failed.
func feeds(ctx context.Context, ids chan<- int) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		for i := range 10 {
			select {
			case <-ctx.Done(): // want `the outer context is waited for in a task of an errgroup: pass gctx, which ends when another task fails`
				return ctx.Err()
			case ids <- i:
			}
		}
		return nil
	})
	g.Go(func() error { <-gctx.Done(); return nil })
	return g.Wait()
}

// Nothing shuts down when serving fails, and Wait never returns.
func shutsDown(ctx context.Context, srv *http.Server) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { <-ctx.Done(); return srv.Close() }) // want `the outer context is waited for`
	g.Go(func() error { return load(gctx) })
	g.Go(srv.ListenAndServe)
	return g.Wait()
}

// Thrown away: the tasks are not reported again (docker/compose#13480).

func thrownAway(ctx context.Context) error {
	g, _ := errgroup.WithContext(ctx) // want `the context of errgroup.WithContext is thrown away, so a task that fails does not stop the others: pass it to the tasks, or use new\(errgroup.Group\) if they take none \(ctxpass/errgroup\)`
	g.Go(func() error { return load(ctx) })
	return g.Wait()
}

func thrownAwayLater(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx) // want `thrown away`
	_ = gctx
	g.Go(func() error { return load(ctx) })
	return g.Wait()
}

// A fresh one is the greater fault.

func fresh(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return load(context.Background()) }) // want `ctxpass/fresh`
	load(gctx)
	return g.Wait()
}

func freshRoot(ctx context.Context) error {
	g, _ := errgroup.WithContext(context.TODO()) // want `ctxpass/fresh`
	g.Go(func() error { return load(ctx) })
	return g.Wait()
}

// Silent.

func right(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		return load(ctx)
	})
	g.Go(func() error { return load(context.WithValue(ctx, key{}, 1)) })
	return g.Wait()
}

// It asks whether the caller gave up, or another task failed.
func asks(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := load(gctx); err != nil && ctx.Err() == nil {
			return err
		}
		return context.Cause(ctx)
	})
	return g.Wait()
}

// So does this, without waiting.
func polls(ctx context.Context, ids chan<- int) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		for i := range 10 {
			select {
			case <-ctx.Done():
				return ctx.Err()
			default:
			}
			select {
			case <-gctx.Done():
				return gctx.Err()
			case ids <- i:
			}
		}
		return nil
	})
	return g.Wait()
}

// The end of either ends the wait.
func either(ctx context.Context, ids chan<- int) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		tctx, cancel := context.WithTimeout(gctx, time.Second)
		defer cancel()
		select {
		case <-ctx.Done():
		case <-tctx.Done():
		case ids <- 1:
		}
		return nil
	})
	return g.Wait()
}

func detached(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return load(gctx) })
	g.Go(func() error { return load(context.WithoutCancel(ctx)) })
	g.Go(func() error {
		defer load(ctx)
		<-gctx.Done()
		return load(ctx)
	})
	return g.Wait()
}

func other(ctx, parentCtx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return load(parentCtx) })
	load(gctx)
	return g.Wait()
}

func outside(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return load(gctx) })
	if err := load(ctx); err != nil {
		return err
	}
	return g.Wait()
}

func zero(ctx context.Context) error {
	var g errgroup.Group
	g.Go(func() error { return load(ctx) })
	return g.Wait()
}

// rclone counts errors with the context of the caller, for its values alone.

type statsKey struct{}

func countError(ctx context.Context, err error) error {
	ctx.Value(statsKey{})
	return err
}

func counts(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := load(gctx); err != nil {
			return countError(ctx, err)
		}
		return nil
	})
	return g.Wait()
}
