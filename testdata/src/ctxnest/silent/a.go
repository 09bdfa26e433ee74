// Package silent assigns contexts in loops without letting them grow.
package silent

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"ctxnest/loop/dep"
)

type key struct{}

func run(ctx context.Context, args ...any) {}

func ok(n int) bool { return n > 0 }

// Not nested: Crocmagnon/fatcontext#43 and what its tests miss.
func invariant(ctx context.Context, r *http.Request, base context.Context, n int) {
	for range n {
		ctx = context.Background()
		run(ctx)
		ctx = r.Context()
		run(ctx)
		ctx = dep.With(base, n)
		run(ctx)
		ctx, _ = context.WithTimeout(base, time.Second)
		run(ctx)
		ctx = nil
	}
}

func reset(ctx, base context.Context, n int) {
	for range n {
		ctx = base
		if n > 1 {
			ctx = context.WithValue(ctx, key{}, 1)
		}
		run(ctx)
	}
}

func resetBehind(ctx, base context.Context, n int) {
	for range n {
		ctx = context.WithValue(ctx, key{}, 1)
		run(ctx)
		ctx = base
	}
}

func declaredInside(ctx context.Context, n int) {
	for range n {
		ctx := context.WithValue(ctx, key{}, 1)
		ctx = context.WithValue(ctx, key{}, 2)
		run(ctx)
	}
}

// The last round.
func jumps(ctx context.Context, n int) {
	for {
		if n > 1 {
			ctx = context.WithValue(ctx, key{}, 1)
			break
		}
		if n > 2 {
			ctx = context.WithValue(ctx, key{}, 1)
			return
		}
		if n > 3 {
			ctx = context.WithValue(ctx, key{}, 1)
			goto out
		}
		if n > 4 {
			ctx = context.WithValue(ctx, key{}, 1)
			panic(ctx)
		}
	}
out:
	run(ctx)
}

func outer(ctx context.Context, n int) {
outer:
	for {
		for range n {
			if ok(n) {
				ctx = context.WithValue(ctx, key{}, 1)
				break outer
			}
		}
	}
	run(ctx)
}

// Once the flag is set, no round follows: pullprogress.go of buildkit.
func lastByFlag(ctx context.Context, done chan struct{}) {
	final := false
	for !final {
		select {
		case <-done:
			final = true
			ctx = context.WithoutCancel(ctx)
		case <-time.After(time.Second):
		}
		run(ctx)
	}
}

func onceByFlag(ctx context.Context, n int) {
	wrapped := false
	for range n {
		if !wrapped {
			ctx = context.WithValue(ctx, key{}, 1)
			wrapped = true
		}
		run(ctx)
	}
}

// What is returned is what was given if nothing has to be added, or is made
// of nothing.
func wrappers(ctx context.Context, n int) {
	for range n {
		ctx = dep.Ensure(ctx)
		ctx = dep.Same(ctx)
		run(ctx)
	}
	for range n {
		ctx = dep.Fresh(ctx)
		run(ctx)
	}
}

func unknown(ctx context.Context, f func(context.Context) context.Context, n int) {
	for range n {
		ctx = f(ctx)
		run(ctx)
	}
}

type server struct{ ctx context.Context }

// A struct that each round has of its own: fatcontext#8.
func structs(all []server, s server, n int) {
	for _, s := range all {
		s.ctx = context.WithValue(s.ctx, key{}, 1)
		run(s.ctx)
	}
	for range n {
		s := s
		s.ctx = context.WithValue(s.ctx, key{}, 1)
		run(s.ctx)
		var t server
		t.ctx = context.WithValue(t.ctx, key{}, 1)
		s = server{}
		s.ctx = context.WithValue(s.ctx, key{}, 1)
	}
	for i := range all {
		all[i].ctx = context.WithValue(all[i].ctx, key{}, 1)
	}
}

func resetStruct(s, empty server, n int) {
	for range n {
		s = empty
		s.ctx = context.WithValue(s.ctx, key{}, 1)
		run(s.ctx)
	}
}

func maps(m map[string]context.Context, ctxs []context.Context, k string) {
	for i := range ctxs {
		ctxs[i] = context.WithValue(ctxs[i], key{}, 1)
		m[k] = context.WithValue(m[k], key{}, 1)
	}
}

// Something else may reset it.
func resetByCall(base context.Context, n int) {
	ctx := base
	reset := func() { ctx = base }
	for range n {
		ctx = context.WithValue(ctx, key{}, 1)
		run(ctx)
		reset()
	}
}

var global = context.Background()

func resetGlobal() { global = context.Background() }

func growGlobal() {
	for {
		resetGlobal()
		global = context.WithValue(global, key{}, 1)
	}
}

// No loop.
func straight(ctx context.Context, once *sync.Once) context.Context {
	ctx = context.WithValue(ctx, key{}, 1)
	ctx = context.WithValue(ctx, key{}, 2)
	once.Do(func() { ctx = context.WithValue(ctx, key{}, 3) })
	func() { ctx = context.WithValue(ctx, key{}, 4) }()
	defer func() { ctx = context.WithValue(ctx, key{}, 5) }()
	return ctx
}

// A literal is opinion, and those of defer and Cleanup are none: fatcontext#94,
// fatcontext#101, and moby's test set-ups.
func literals(t *testing.T, ctx context.Context, handle func(func())) {
	handle(func() { ctx = context.WithValue(ctx, key{}, 1) })
	t.Cleanup(func() {
		var cancel func()
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
	})
	for range 3 {
		defer func() { ctx = context.WithValue(ctx, key{}, 1) }()
	}
}

// Through a pointer it is opinion too: fatcontext#34.
func pointers(s *server) {
	for {
		s.ctx = context.WithValue(s.ctx, key{}, 1)
	}
}

var middleware = func(s *server) {
	ctx := context.WithValue(s.ctx, key{}, 1)
	s.ctx = ctx
}
