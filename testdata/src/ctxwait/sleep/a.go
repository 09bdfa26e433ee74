// Package sleep has sleeps that go on when the context is done.
package sleep

import (
	"context"
	"net/http"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

const pause = 2 * time.Second

func work(context.Context) error { return nil }
func step()                      {}

func constant(ctx context.Context) error {
	time.Sleep(3 * time.Second) // want `this sleep of 3s goes on when ctx is done: wait in a select with cases for ctx.Done\(\) and time.After \(ctxwait/sleep\)`
	return work(ctx)
}

func exactlyOneSecond(ctx context.Context) {
	time.Sleep(time.Second) // want `this sleep of 1s`
}

func short(ctx context.Context) {
	time.Sleep(100 * time.Millisecond) // strict
}

func named(c context.Context) {
	time.Sleep(pause) // want `this sleep of 2s goes on when c is done`
}

func variable(ctx context.Context, d time.Duration) {
	time.Sleep(d) // want `this sleep goes on when ctx is done`
}

func computed(ctx context.Context, n int) {
	time.Sleep(time.Duration(n) * time.Millisecond) // want `this sleep goes on`
}

func after(ctx context.Context) {
	<-time.After(5 * time.Second) // want `this wait of 5s goes on when ctx is done: wait in a select with a case for ctx.Done\(\) too`
}

func timer(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	<-t.C // want `this wait goes on when ctx is done`
}

func lonely(ctx context.Context) {
	select {
	case <-time.After(time.Minute): // want `this wait of 1m0s goes on when ctx is done`
	}
}

func timerOfAnother(ctx context.Context, t *time.Timer) {
	<-t.C // want `this wait goes on when ctx is done`
}

// Carriers.
func handle(w http.ResponseWriter, req *http.Request) {
	time.Sleep(time.Second) // want `this sleep of 1s goes on when req.Context\(\) is done: wait in a select with cases for req.Context\(\).Done\(\)`
	w.WriteHeader(http.StatusOK)
}

// A derived context.
func derived(r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
	defer cancel()
	time.Sleep(time.Second) // want `this sleep of 1s goes on`
	work(ctx)
}

// In a literal that the function calls.
func inline(ctx context.Context) {
	rest := func() {
		time.Sleep(time.Second) // want `this sleep of 1s goes on when ctx is done`
	}
	rest()
	rest()
}

// In a function that is started with its own context.
func start(ctx context.Context) { go worker(ctx) }

func worker(ctx context.Context) {
	time.Sleep(time.Second) // want `this sleep of 1s goes on when ctx is done`
	work(ctx)
}

type poller struct{ every time.Duration }

func (p *poller) once(ctx context.Context) {
	time.Sleep(p.every) // want `this sleep goes on when ctx is done`
}

func generic[C context.Context](ctx C) {
	time.Sleep(time.Hour) // want `this sleep of 1h0m0s goes on when ctx is done`
}

// Sleeping although the context was asked before.
func askedBefore(ctx context.Context) {
	if ctx.Err() != nil {
		return
	}
	time.Sleep(time.Second) // want `this sleep of 1s goes on when ctx is done`
}

// Without a context in scope.
func none(d time.Duration) { time.Sleep(d) }

func blank(_ context.Context, d time.Duration) { time.Sleep(d) }

func fresh(d time.Duration) {
	ctx := context.Background()
	time.Sleep(d)
	work(ctx)
}

type keeper struct{ ctx context.Context }

func (k *keeper) inField() { time.Sleep(time.Second) } // strict

func inTest(t *testing.T) { time.Sleep(time.Second) }

// In a select with the context.
func selects(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// A select with something else waits for that.
func selectsOther(ctx context.Context, c chan int) int {
	select {
	case n := <-c:
		return n
	case <-time.After(time.Minute):
		return 0
	}
}

// The sleep of a loop is for ctxloop.
func loop(ctx context.Context) {
	for work(ctx) != nil {
		time.Sleep(time.Second)
	}
}

func loopInLiteral(ctx context.Context) {
	rest := func() { time.Sleep(time.Second) }
	for work(ctx) != nil {
		rest()
	}
}

func each(items []int, f func(int)) {
	for _, it := range items {
		f(it)
	}
}

func callback(ctx context.Context, items []int) {
	each(items, func(int) { time.Sleep(time.Second) })
}

// The last round of a loop is none.
func beforeReturn(ctx context.Context, items []int) {
	for _, it := range items {
		if it < 0 {
			time.Sleep(time.Second) // want `this sleep of 1s`
			return
		}
		step()
	}
}

// After Done.
func afterDone(ctx context.Context, grace time.Duration) {
	<-ctx.Done()
	time.Sleep(grace)
}

func afterErr(ctx context.Context) {
	if ctx.Err() != nil {
		time.Sleep(time.Second)
		return
	}
	work(ctx)
}

func inDoneCase(ctx context.Context, c chan int) {
	select {
	case <-c:
	case <-ctx.Done():
		time.Sleep(time.Second)
	}
}

func behindRunLoop(ctx context.Context, c chan int) {
loop:
	for {
		select {
		case <-c:
			step()
		case <-ctx.Done():
			break loop
		}
	}
	time.Sleep(5 * time.Second) // let others drain
}

func afterFunc(ctx context.Context) func() bool {
	return context.AfterFunc(ctx, func() { time.Sleep(time.Second) })
}

// In defer.
func deferred(ctx context.Context) error {
	defer time.Sleep(time.Second)
	defer func() { time.Sleep(time.Second) }()
	return work(ctx)
}

// Draining a timer.
func drains(ctx context.Context, t *time.Timer) {
	if !t.Stop() {
		<-t.C
	}
	work(ctx)
}

// In a goroutine: strict.
func beside(ctx context.Context) {
	go func() {
		time.Sleep(time.Second)
		work(ctx)
	}()
}

func group(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		time.Sleep(time.Second)
		return work(ctx)
	})
	return g.Wait()
}

// Through a callee: strict.
func nap() { time.Sleep(time.Second) }

func through(ctx context.Context) {
	nap()
	work(ctx)
}

// Handed to unknown code: it may run at any time, without the context.
func handed(ctx context.Context) {
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { time.Sleep(time.Second) })
	time.AfterFunc(time.Second, func() { time.Sleep(time.Second) })
	work(ctx)
}

func yields(ctx context.Context) {
	time.Sleep(0)
}
