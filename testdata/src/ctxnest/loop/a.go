// Package loop lets contexts grow in loops.
package loop

import (
	"context"
	"iter"
	"os"
	"os/signal"
	"time"

	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc/metadata"

	"ctxnest/loop/dep"
)

type (
	key   struct{}
	alias = context.Context
)

func run(ctx context.Context, args ...any) {}

func counted(ctx context.Context, n int) {
	for i := 0; i < n; i++ {
		ctx = context.WithValue(ctx, key{}, i) // want `the context "ctx" grows in every round of the loop at line 25: context.WithValue wraps the one of the time before; declare a new variable with := \(ctxnest/loop\)`
		run(ctx)
	}
}

func integers(ctx context.Context) {
	for i := range 10 {
		ctx = context.WithValue(ctx, key{}, i) // want `the context "ctx" grows`
		run(ctx)
	}
}

func endless(ctx context.Context, jobs chan int) {
	var cancel context.CancelFunc
	for job := range jobs {
		ctx, cancel = context.WithTimeout(ctx, time.Second) // want `the context "ctx" grows in every round of the loop at line 40: context.WithTimeout`
		run(ctx, job)
		cancel()
	}
}

// What a channel delivers has no end.
func channel(ctx context.Context, pairs chan [2]string) {
	for p := range pairs {
		ctx = metadata.AppendToOutgoingContext(ctx, p[0], p[1]) // want `metadata.AppendToOutgoingContext wraps`
	}
}

func independent(ctx context.Context, jobs []int) {
	for _, job := range jobs {
		ctx = context.WithValue(ctx, key{}, "x") // want `the context "ctx" grows`
		run(ctx, job)
	}
}

func forms(c alias, ok bool, v any) {
	var stop func()
	for {
		_, c = errgroup.WithContext(c)               // want `the context "c" grows .*errgroup.WithContext`
		c, _ = signal.NotifyContext(c, os.Interrupt) // want `the context "c" grows .*signal.NotifyContext`
		(c) = context.WithoutCancel(c)               // want `the context "c" grows`
		c, stop = context.WithCancel(c)              // want `the context "c" grows`
		stop()
	}
}

func branches(ctx context.Context, v any, n int, in chan int) {
	for {
		if n > 0 {
			run(ctx)
		} else {
			ctx = context.WithValue(ctx, key{}, 1) // want `the context "ctx" grows`
		}
		switch v := v.(type) {
		case int:
			ctx = context.WithValue(ctx, key{}, v) // want `the context "ctx" grows`
		}
		switch {
		case n > 1:
			ctx = context.WithValue(ctx, key{}, 2) // want `the context "ctx" grows`
			continue
		}
		select {
		case i := <-in:
			ctx = context.WithValue(ctx, key{}, i) // want `the context "ctx" grows`
		default:
		}
		if ctx = context.WithValue(ctx, key{}, 3); n > 2 { // want `the context "ctx" grows`
			break
		}
	label:
		ctx = context.WithValue(ctx, key{}, 4) // want `the context "ctx" grows`
		if n++; n > 3 {
			goto label
		}
	}
}

func post(ctx context.Context) {
	for ; ; ctx = context.WithValue(ctx, key{}, 4) { // want `the context "ctx" grows`
		run(ctx)
	}
}

func two(a, b context.Context) {
	for range 5 {
		a = context.WithValue(a, key{}, 1) // want `the context "a" grows`
		b = context.WithValue(b, key{}, 1) // want `the context "b" grows`
		run(a)
		run(b)
	}
}

// Only the outer loop makes it grow, or only the inner one.
func nested(ctx context.Context, pairs map[string]string) {
	for {
		for k, v := range pairs {
			ctx = metadata.AppendToOutgoingContext(ctx, k, v) // want `the context "ctx" grows in every round of the loop at line 121: .*; give each round of that loop a variable of its own`
		}
		run(ctx)
	}
}

func inner(base context.Context) {
	for {
		ctx := base
		for range 3 {
			ctx = context.WithValue(ctx, key{}, 1) // want `the context "ctx" grows in every round of the loop at line 132`
		}
		run(ctx)
	}
}

func next(ctx context.Context) {
	for {
		next := context.WithValue(ctx, key{}, 1)
		run(next)
		ctx = next // want `the context "ctx" grows .*context.WithValue wraps`
	}
}

func chosen(ctx context.Context, ok bool) {
	for {
		c := ctx
		if ok {
			c = context.WithValue(ctx, key{}, 1)
		}
		run(c)
		ctx = c // want `the context "ctx" grows`
	}
}

func gotos(ctx context.Context, n int) {
	var cancel func()
again:
	ctx, cancel = context.WithTimeout(ctx, time.Second) // want `the context "ctx" grows in every round of the loop: context.WithTimeout`
	run(ctx)
	cancel()
	if n--; n > 0 {
		goto again
	}
}

func redeclared(ctx context.Context, n int) {
again:
	ctx, cancel := context.WithTimeout(ctx, time.Second) // want `the context "ctx" grows`
	run(ctx)
	cancel()
	if n--; n > 0 {
		goto again
	}
}

func wrappers(ctx context.Context, n int) {
	var err error
	for range n {
		ctx = dep.With(ctx, 1)  // want `the context "ctx" grows .*dep.With wraps`
		ctx, _ = dep.Start(ctx) // want `the context "ctx" grows .*dep.Start wraps`
		ctx = local(ctx)        // want `the context "ctx" grows .*: local wraps`
		ctx, err = dep.Try(ctx) // want `the context "ctx" grows .*dep.Try wraps`
		wrap := context.WithCancelCause
		ctx, _ = wrap(ctx) // want `the context "ctx" grows`
		if err != nil {
			return
		}
	}
}

func local(ctx context.Context) context.Context { return dep.With(ctx, "local") }

// A literal that captures the variable.
func captured(ctx context.Context) {
	defer func() { run(ctx) }()
	for range 5 {
		ctx = context.WithValue(ctx, key{}, 1) // want `the context "ctx" grows`
		go func() { run(ctx) }()
	}
}

func insideLiteral() func(ctx context.Context) {
	var outer context.Context = context.Background()
	return func(ctx context.Context) {
		for {
			ctx = context.WithValue(ctx, key{}, 1)     // want `the context "ctx" grows`
			outer = context.WithValue(outer, key{}, 1) // want `the context "outer" grows`
		}
	}
}

type request struct {
	ctx  context.Context
	deep struct{ ctx context.Context }
}

func fields(r request) {
	var local request
	for {
		r.ctx = context.WithValue(r.ctx, key{}, 1)           // want `the context "r.ctx" grows .*keep it in a variable of its own`
		r.deep.ctx = context.WithValue(r.deep.ctx, key{}, 1) // want `the context "r.deep.ctx" grows`
		local.ctx = context.WithValue(local.ctx, key{}, 1)   // want `the context "local.ctx" grows`
		ctx := r.ctx
		r.ctx = context.WithValue(ctx, key{}, 1) // want `the context "r.ctx" grows`
	}
}

var global = context.Background()

func globals() {
	for {
		global = context.WithValue(global, key{}, 1) // want `the context "global" grows`
	}
}

func overFunction(ctx context.Context, seq iter.Seq[int]) {
	for range seq {
		ctx = context.WithValue(ctx, key{}, 1) // want `the context "ctx" grows in every round of the loop at line 240`
		run(ctx)
	}
}

func generic[T any](ctx context.Context, n int, v T) {
	for range n {
		ctx = context.WithValue(ctx, key{}, v) // want `the context "ctx" grows`
	}
}

// The variable inside is another one.
func shadowed(ctx context.Context, n int) {
	for range n {
		ctx = context.WithValue(ctx, key{}, 1) // want `the context "ctx" grows`
		ctx, cancel := context.WithCancel(ctx)
		ctx = context.WithValue(ctx, key{}, 2)
		run(ctx)
		cancel()
	}
}

type job struct {
	id      int
	slow    bool
	timeout time.Duration
}

// No fold: nothing is built.
func jobs(ctx context.Context, jobs []job) {
	var cancel func()
	for _, j := range jobs {
		ctx = context.WithValue(ctx, key{}, j.id) // want `the context "ctx" grows`
		run(ctx, j)
	}
	for _, j := range jobs {
		if j.slow {
			ctx = context.WithValue(ctx, key{}, true) // want `the context "ctx" grows`
		}
		run(ctx, j)
	}
	for _, j := range jobs {
		ctx, cancel = context.WithTimeout(ctx, j.timeout) // want `the context "ctx" grows`
	}
	cancel()
}

func sequence(ctx context.Context, seq iter.Seq[job]) {
	var cancel func()
	for j := range seq {
		ctx = context.WithValue(ctx, key{}, j.id) // want `the context "ctx" grows`
		run(ctx, j)
	}
	for j := range seq {
		ctx, cancel = context.WithTimeout(ctx, j.timeout) // want `the context "ctx" grows`
		cancel()
	}
}
