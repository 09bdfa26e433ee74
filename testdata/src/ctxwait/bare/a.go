// Package bare has sends and receives that may wait for ever.
package bare

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

func work(ctx context.Context) error { return ctx.Err() }
func count(int)                  {}

func sends(ctx context.Context, out chan<- int) {
	out <- 1 // want `this send on "out" may wait for ever, also when ctx is done: put it into a select with a case for ctx.Done\(\) \(ctxwait/bare\)`
}

func receives(ctx context.Context, in <-chan int) int {
	return <-in // want `this receive from "in" may wait for ever, also when ctx is done`
}

func commaOk(ctx context.Context, in <-chan int) int {
	n, ok := <-in // want `this receive from "in"`
	if !ok {
		return 0
	}
	return n
}

func selects(ctx context.Context, a, b <-chan int) int {
	select { // want `this select may wait for ever, also when ctx is done: add a case for ctx.Done\(\)`
	case n := <-a:
		return n
	case n := <-b:
		return n
	}
}

func forEver(ctx context.Context) {
	select {} // want `this select waits for ever, also when ctx is done: receive from ctx.Done\(\) instead`
}

// Passing the context to a logger does not observe it.
func logs(ctx context.Context, out chan<- int) {
	slog.InfoContext(ctx, "sending")
	trace(ctx)
	out <- 1 // want `this send on "out"`
}

func trace(ctx context.Context) { slog.DebugContext(ctx, "here") }

// Looked at too late.
func loopBehind(ctx context.Context, out chan<- int, tick <-chan time.Time) {
	out <- 0 // want `this send on "out"`
	for {
		select {
		case <-tick:
			count(1)
		case <-ctx.Done():
			return
		}
	}
}

// Carriers.
type target struct{ entries chan string }

func (t *target) push(w http.ResponseWriter, r *http.Request) {
	t.entries <- r.URL.Path // want `this send on "t.entries" may wait for ever, also when r.Context\(\) is done: put it into a select with a case for r.Context\(\).Done\(\)`
	w.WriteHeader(http.StatusNoContent)
}

// The context has to do with other things.
func elsewhere(ctx context.Context) int {
	if err := work(ctx); err != nil {
		return 0
	}
	c := make(chan int)
	go func() { c <- compute() }()
	return <-c // want `this receive from "c"`
}

func compute() int { return 1 }

// Looked at before.
func asked(ctx context.Context, out chan<- int) {
	if ctx.Err() != nil {
		return
	}
	out <- 1
}

func selectedBefore(ctx context.Context, in <-chan int, out chan<- int) {
	select {
	case n := <-in:
		out <- n
	case <-ctx.Done():
	}
}

// Given to what may serve the other side.
func served(ctx context.Context, in <-chan int) int {
	go work(ctx)
	if err := work(ctx); err != nil {
		return 0
	}
	return <-in
}

type client struct{ replies chan int }

func (c *client) start(ctx context.Context) error { return work(ctx) }

func (c *client) call(ctx context.Context) int {
	if c.start(ctx) != nil {
		return 0
	}
	return <-c.replies
}

// A reply whose only sender was given the context.
func reply(ctx context.Context) error {
	c := make(chan error)
	go func() { c <- work(ctx) }()
	return <-c
}

func replyOfCall(ctx context.Context, ask func(context.Context) <-chan int) int {
	return <-ask(ctx)
}

// What abandoned knows to be received.
func received(ctx context.Context) int {
	c := make(chan int)
	go func() { c <- compute() }()
	go func() { c <- compute() }()
	a, b := <-c, <-c // want `this receive` `this receive`
	return a + b
}

// In defer, and joins.
func deferred(ctx context.Context, done chan struct{}) error {
	defer func() { <-done }()
	return work(ctx)
}

func joins(ctx context.Context, done <-chan struct{}) {
	ctx, cancel := context.WithCancel(ctx)
	go work(ctx)
	cancel()
	<-done
}

func waits(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Go(compute2)
	wg.Wait()
}

func compute2() {}

func closes(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		compute()
	}()
	<-done
}

func afterDone(ctx context.Context, done <-chan struct{}) {
	<-ctx.Done()
	<-done
}

// Bounded.
func bounded(ctx context.Context, in <-chan int) {
	select {
	case <-in:
	case <-time.After(time.Minute):
	}
}

func stops(ctx context.Context, in <-chan int, quit <-chan struct{}) {
	select {
	case <-in:
	case <-quit:
	}
}

func polls(ctx context.Context, in <-chan int) {
	select {
	case <-in:
	default:
	}
}

func room(ctx context.Context) {
	c := make(chan int, 1)
	c <- 1
	count(len(c))
}

func semaphore(ctx context.Context, sem chan struct{}) {
	sem <- struct{}{}
	defer func() { <-sem }()
	work(ctx)
}

// Loops are for ctxloop.
func loop(ctx context.Context, out chan<- int) {
	for i := range 10 {
		out <- i
	}
}

// No context, or one that is not wanted.
func none(out chan<- int)                     { out <- 1 }
func blank(_ context.Context, out chan<- int) { out <- 1 }
func fresh(out chan<- int)                    { ctx := context.Background(); _ = ctx; out <- 1 }
func unnamed(context.Context, chan<- int)     {}
func unknown(ctx context.Context, f func())   { f() }
func inField(k *keeper, out chan<- int)       { out <- 1 }
func (k *keeper) field(out chan<- int)        { out <- 1 }

type keeper struct{ ctx context.Context }

// In goroutines of the function.
func beside(ctx context.Context, out chan<- int) {
	go func() {
		out <- compute() // want `this send on "out" may wait for ever, also when ctx is done`
	}()
}
