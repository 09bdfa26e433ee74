// Package spin has endless loops that ignore that their context is over.
package spin

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log"
)

var errGone = errors.New("gone")

func step(ctx context.Context) error           { return ctx.Err() }
func next(ctx context.Context) (int, error)    { return 0, ctx.Err() }
func report(err error)                         {}
func retryable(err error) bool                 { return err == errGone }
func run(ctx context.Context)                  {}
func ignores(ctx context.Context, n int) error { return nil }

type source interface {
	Fetch(ctx context.Context) (string, error)
	Close() error
}

func drops(ctx context.Context) {
	for { // want `the endless loop passes ctx \(line 26\) to step at line 28 and goes on when that fails, so it spins from then on: return if ctx.Err\(\) != nil \(ctxloop/spin\)`
		_ = step(ctx)
	}
}

func discards(ctx context.Context, s source) {
	for { // want `spin`
		s.Fetch(ctx)
	}
}

func logsOnly(ctx context.Context) {
	for { // want `spin`
		if err := step(ctx); err != nil {
			log.Println(err)
			continue
		}
	}
}

func success(ctx context.Context, s source) string {
	for { // want `spin`
		v, err := s.Fetch(ctx)
		if err == nil {
			return v
		}
		report(err)
	}
}

func named(ctx context.Context, s source) error {
	for { // want `spin`
		v, err := s.Fetch(ctx)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			continue
		}
		log.Println(v)
	}
}

func namedIs(ctx context.Context) error {
	for { // want `spin`
		if err := step(ctx); errors.Is(err, errGone) {
			return err
		}
	}
}

func child(ctx context.Context) {
	for { // want `spin`
		c, cancel := context.WithCancel(ctx)
		if err := step(c); err != nil {
			log.Println(err)
		}
		cancel()
	}
}

func value(ctx context.Context) int {
	for { // want `spin`
		n, err := next(ctx)
		if err != nil {
			continue
		}
		if n > 10 {
			return n
		}
	}
}

func jumps(ctx context.Context) {
again:
	_ = step(ctx) // want `spin`
	goto again
}

func labelled(ctx context.Context) {
outer:
	for { // want `spin`
		for range 3 {
			if step(ctx) != nil {
				continue outer
			}
		}
	}
}

// Fine: each of these has a way out.

func returns(ctx context.Context) error {
	for {
		if err := step(ctx); err != nil {
			return err
		}
	}
}

func helper(ctx context.Context) error {
	for {
		if err := step(ctx); err != nil && !retryable(err) {
			return err
		}
	}
}

func contextError(ctx context.Context) {
	for {
		if err := step(ctx); errors.Is(err, context.Canceled) {
			return
		}
	}
}

func contextErrorEqual(ctx context.Context) {
	for {
		if err := step(ctx); err == context.DeadlineExceeded {
			return
		}
	}
}

func other(ctx context.Context) error {
	for {
		if err := step(ctx); err != errGone {
			return err
		}
	}
}

func asks(ctx context.Context) {
	for {
		_ = step(ctx)
		if ctx.Err() != nil {
			return
		}
	}
}

func condition(ctx context.Context) {
	for ctx.Err() == nil {
		_ = step(ctx)
	}
}

func counts(ctx context.Context) {
	for i := 0; i < 100; i++ {
		_ = step(ctx)
	}
}

func attempts(ctx context.Context) {
	n := 0
	for {
		_ = step(ctx)
		if n++; n > 5 {
			return
		}
	}
}

func items(ctx context.Context, ids []int) {
	for range ids {
		_ = step(ctx)
	}
}

func selects(ctx context.Context, in <-chan int) {
	for {
		select {
		case <-in:
			_ = step(ctx)
		case <-ctx.Done():
			return
		}
	}
}

func rows(ctx context.Context, rs *sql.Rows) {
	for rs.Next() {
		_ = step(ctx)
	}
}

// No error is ignored, for there is none.
func results(ctx context.Context) {
	for {
		run(ctx)
	}
}

func blind(ctx context.Context) {
	for {
		_ = ignores(ctx, 1)
	}
}

func typed(ctx context.Context) error {
	for {
		err := step(ctx)
		var path *errPath
		if errors.As(err, &path) {
			return err
		}
	}
}

type errPath struct{}

func (*errPath) Error() string { return "path" }

func closes(ctx context.Context, s source) error {
	for {
		if _, err := s.Fetch(ctx); err != nil {
			if err := s.Close(); err != nil {
				return err
			}
		}
	}
}
