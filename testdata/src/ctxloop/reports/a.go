// Package reports has loops that users of other linters have asked about.
package reports

import (
	"context"
	"errors"
	"math/rand"
	"time"
)

func work() error                    { return nil }
func call(ctx context.Context) error { return remote(ctx) }
func update(ctx context.Context)     {}
func hash(b byte) byte               { return b*31 + 7 }

// remote is elsewhere.
var remote = func(ctx context.Context) error { return ctx.Err() }

// go-critic#1477, contextcheck#29, ssv#2354, go-mysql-server#797: a retry that
// sleeps through the end of its context.
func retries(ctx context.Context) (err error) {
	for i := range 5 {
		if err = call(ctx); err == nil {
			return nil
		}
		time.Sleep(time.Duration(i) * time.Second) // want `sleeps in time.Sleep and never looks at ctx .*\(ctxloop/sleep\)`
	}
	return err
}

// go-critic#1474 asks for time.Sleep in place of this; it is judged alike.
func retriesAfter(ctx context.Context) error {
	for {
		if err := work(); err == nil {
			return nil
		}
		<-time.After(time.Second) // want `waits for .*\(ctxloop/sleep\)`
	}
}

// Rican7/retry#5, clink#3, corso#2882: with jitter, by a helper.
type backoff struct{ base time.Duration }

func (b backoff) pause() { time.Sleep(b.base + time.Duration(rand.Int63n(int64(b.base)))) }

func (b backoff) do(ctx context.Context, f func() error) error {
	for {
		if err := f(); err == nil {
			return nil
		}
		b.pause() // want `calls pause, which sleeps and never looks at ctx .*\(ctxloop/sleep\)`
	}
}

// go-retry#10, #11: to look before the call and in the wait is right.
func looksTwice(ctx context.Context) error {
	t := time.NewTimer(time.Second)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		default:
		}
		if err := work(); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-t.C:
			t.Reset(time.Second)
		}
	}
}

// minio-go#1260, cortex#2081: a listing whose consumer has gone.
func list(ctx context.Context, names []string) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		for _, name := range names {
			out <- name // want `sends on out .*\(ctxloop/nodone\)`
		}
	}()
	return out
}

// rshell#79, m3#259, hypershift#8567: loops that only compute are not judged,
// as to look costs something there (golang/go#72040).
func computes(ctx context.Context, data []byte) (sum byte) {
	for _, b := range data {
		sum ^= hash(b)
	}
	return sum
}

// go-tools#661: a select with a default is another way to write ctx.Err().
func polls(ctx context.Context, data [][]byte) error {
	for range data {
		select {
		case <-ctx.Done():
			return ctx.Err()
		default:
		}
		if err := work(); err != nil {
			return err
		}
	}
	return nil
}

// nilaway#124: Background().Done() is nil, and yet Done is what to wait for.
func waitsForDone(ctx context.Context, in <-chan int) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-in:
		}
	}
}

// buildkit, pullprogress: the last round runs after the end.
func lastRound(ctx context.Context, finished <-chan struct{}) {
	t := time.NewTicker(150 * time.Millisecond)
	defer t.Stop()
	done := false
	for !done {
		select {
		case <-t.C:
		case <-finished:
			done = true
		case <-ctx.Done():
			done = true
			ctx = context.WithoutCancel(ctx)
		}
		update(ctx)
	}
}

// go-tools#155: what the group brought about is not looked for in the loop.
func group(ctx context.Context, next func() (int, error)) error {
	for ctx.Err() == nil {
		if _, err := next(); errors.Is(err, context.Canceled) {
			return err
		}
	}
	return ctx.Err()
}
