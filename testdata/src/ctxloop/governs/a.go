// Package governs has functions that get their context in many ways.
package governs

import (
	"context"
	gocontext "context"
	"sync"
	"testing"
	"time"

	xcontext "golang.org/x/net/context"
)

func handle(...any) {}

// Parameters.

type Ctx = context.Context

type embedded interface {
	context.Context
	Name() string
}

type same interface {
	Deadline() (time.Time, bool)
	Done() <-chan struct{}
	Err() error
	Value(any) any
}

func alias(ctx Ctx, out chan<- int) {
	for {
		out <- 1 // want "which the end of ctx"
	}
}

func renamed(c gocontext.Context, out chan<- int) {
	for {
		out <- 1 // want "which the end of c "
	}
}

func embeds(ctx embedded, out chan<- int) {
	for {
		out <- 1 // want "nodone"
	}
}

func shaped(ctx same, out chan<- int) {
	for {
		out <- 1 // want "nodone"
	}
}

func old(ctx xcontext.Context, out chan<- int) {
	for {
		out <- 1 // want "nodone"
	}
}

func generic[C context.Context, T any](ctx C, xs []T, out chan<- T) {
	for _, x := range xs {
		out <- x // want "nodone"
	}
}

func last(out chan<- int, ctx context.Context) {
	for {
		out <- 1 // want "nodone"
	}
}

// It says that it has no use for one.
func blank(_ context.Context, in <-chan int) {
	for v := range in {
		handle(v)
	}
	for {
		handle(<-in)
	}
}

func unnamed(context.Context, <-chan int) {
	for {
		time.Sleep(time.Second)
	}
}

func none(in <-chan int) {
	for {
		handle(<-in)
	}
}

// Carriers.

type request struct{ ctx context.Context }

func (r *request) Context() context.Context { return r.ctx }

type stream interface {
	Context() context.Context
	Send(int) error
	Recv() (int, error)
}

func carrier(req *request, out chan<- int) {
	for {
		out <- 1 // want `which the end of req.Context\(\) \(line 108\) does not end: send in a select with a case <-req.Context\(\).Done\(\)`
	}
}

// Carriers without a name.
func unnamedCarrier(s interface{ Context() context.Context }, out chan<- int) {
	for {
		out <- 1 // want `which the end of s.Context\(\) \(line \d+\) does not end`
	}
}

func anyCarrier[S interface{ Context() context.Context }](s S, out chan<- int) {
	for {
		out <- 1 // want `which the end of s.Context\(\) \(line \d+\) does not end`
	}
}

func noCarrier(s interface{ Context() string }, out chan<- int) {
	for {
		out <- 1
	}
}

func ownContext(req *request, out chan<- int) {
	ctx := req.Context()
	for {
		select {
		case out <- 1:
		case <-ctx.Done():
			return
		}
	}
}

func streams(s stream, out chan<- int) error {
	for {
		v, err := s.Recv()
		if err != nil {
			return err
		}
		handle(v)
	}
}

func streamIgnores(s stream, out chan<- int) {
	for { // want `the endless loop goes on when Recv at line 156 fails because s.Context\(\) \(line 154\) is over, so it spins from then on: return if s.Context\(\).Err\(\) != nil`
		_, _ = s.Recv()
	}
}

func streamSleeps(s stream) error {
	for {
		time.Sleep(time.Second)
		if err := s.Send(1); err != nil {
			return err
		}
	}
}

// A test's context ends with the test.
func tests(t *testing.T, tb testing.TB, out chan<- int) {
	for {
		out <- 1
	}
}

// Literals.

func captured(ctx context.Context, out chan<- int) {
	f := func() {
		handle(ctx)
		for {
			out <- 1 // want "nodone"
		}
	}
	go f()
	keep(func() {
		_ = ctx
		for {
			out <- 1 // want "nodone"
		}
	})
}

func keep(f func()) { kept = append(kept, f) }

var kept []func()

// They never mention the context, but run as part of the function.
func parts(ctx context.Context, out chan<- int) {
	go func() {
		for {
			out <- 1 // want "nodone"
		}
	}()
	func() {
		for {
			out <- 1 // want "nodone"
		}
	}()
	var once sync.Once
	once.Do(func() {
		for {
			out <- 1 // want "nodone"
		}
	})
	named := func() {
		go func() {
			for {
				out <- 1 // want "nodone"
			}
		}()
	}
	named()
}

// These go to code that may run them whenever it likes.
func strangers(ctx context.Context, out chan<- int, run func(func())) (f func()) {
	keep(func() {
		for {
			out <- 1
		}
	})
	run(func() {
		for {
			out <- 1
		}
	})
	time.AfterFunc(time.Second, func() {
		for {
			out <- 1
		}
	})
	return func() {
		for {
			out <- 1
		}
	}
}

// A context made here governs the literals that capture it, if it can end.

func made(out chan<- int) context.CancelFunc {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		handle(ctx)
		for {
			out <- 1 // want "nodone"
		}
	}()
	return cancel
}

func endless(out chan<- int) {
	ctx := context.Background()
	go func() {
		handle(ctx)
		for {
			out <- 1
		}
	}()
}

func detached(ctx context.Context, out chan<- int) {
	free := context.WithoutCancel(ctx)
	keep(func() {
		handle(free)
		for {
			out <- 1
		}
	})
}

// A literal with a context of its own.
func own(ctx context.Context, out chan<- int, run func(func(context.Context))) {
	run(func(c context.Context) {
		for {
			select {
			case out <- 1:
			case <-c.Done():
				return
			}
		}
	})
	run(func(inner context.Context) {
		for {
			out <- 1 // want "which the end of inner"
		}
	})
	run(func(_ context.Context) {
		for {
			out <- 1
		}
	})
}

// Methods, and functions in variables.

type server struct{}

func (server) value(ctx context.Context, out chan<- int) {
	for {
		out <- 1 // want "nodone"
	}
}

var global = func(ctx context.Context, out chan<- int) {
	for {
		out <- 1 // want "nodone"
	}
}

func newRequest(ctx context.Context) *request { return &request{ctx} }
