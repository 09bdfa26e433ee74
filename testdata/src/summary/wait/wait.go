// Package wait tells how its functions wait.
package wait

import (
	"context"
	"iter"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"summary/waitdep"
)

// How a function blocks.

func nothing(a, b int) int { // want `nothing: blocks\(none\)`
	return a + b
}

func sends(out chan<- int) { // want `sends: blocks\(unbounded: sends on "out"\) chan\(0 sends=always\)`
	out <- 1
}

func receives(in <-chan int) int { // want `receives: blocks\(unbounded: receives from "in"\) chan\(0 receives=always\)`
	return <-in
}

// Somebody unseen may close it.
func ranges(in <-chan int) (sum int) { // want `ranges: chan\(0 receives=always\)`
	for v := range in {
		sum += v
	}
	return sum
}

func selects(a, b <-chan int) { // want `selects: blocks\(unbounded: waits in a select without a case for the context\) chan\(0 receives=sometimes\) chan\(1 receives=sometimes\)`
	select {
	case <-a:
	case <-b:
	}
}

func asks(a, b chan int) { // want `asks: blocks\(none\) chan\(0 receives=sometimes guarded\) chan\(1 sends=sometimes guarded\)`
	select {
	case <-a:
	case b <- 1:
	default:
	}
}

func sleeps() { // want `sleeps: blocks\(bounded: sleeps\)`
	time.Sleep(time.Second)
}

func after(in <-chan int) { // want `after: blocks\(bounded: waits in a select without a case for the context\) chan\(0 receives=sometimes\)`
	select {
	case <-in:
	case <-time.After(time.Second):
	}
}

func stops(in <-chan int, quit <-chan struct{}) { // want `stops: chan\(0 receives=sometimes\) chan\(1 receives=sometimes\)`
	select {
	case <-in:
	case <-quit:
	}
}

func joins(wg *sync.WaitGroup, g *errgroup.Group) error { // want `joins: blocks\(none\)`
	wg.Wait()
	return g.Wait()
}

// What a goroutine waits for, its starter does not.
func starts(out chan<- int) { // want `starts: blocks\(none\) chan\(0 sends=sometimes\)`
	go func() { out <- 1 }()
}

func defers(out chan<- int) { // want `defers: blocks\(none\) chan\(0 sends=always\)`
	defer func() { out <- 1 }()
}

func room() int { // want `room: blocks\(none\)`
	ch := make(chan int, 1)
	ch <- 1
	return len(ch)
}

func roomInRange(n int) int { // want `roomInRange: blocks\(none\)`
	ch := make(chan int, n)
	for i := range n {
		ch <- i
	}
	return len(ch)
}

// Sends that exclude each other.
func roomForEither(ok bool) int { // want `roomForEither: blocks\(none\)`
	ch := make(chan int, 1)
	if ok {
		ch <- 1
		return len(ch)
	}
	ch <- 2
	return len(ch)
}

func roomForLast(n int) int { // want `roomForLast: blocks\(none\)`
	ch := make(chan int, n+1)
	for i := 0; i < n; i++ {
		ch <- i
	}
	ch <- n
	return len(ch)
}

func noRoomForBoth(ok bool) int { // want `noRoomForBoth: blocks\(unbounded: sends on "ch"\)`
	ch := make(chan int, 1)
	if ok {
		ch <- 1
	}
	ch <- 2
	return len(ch)
}

// Calls.

func calls(out chan<- int) { // want `calls: blocks\(unbounded: sends on "out"\) chan\(0 sends=always\)`
	sends(out)
}

func callsOther(out chan<- int) { // want `callsOther: blocks\(unbounded: sends on "out"\) chan\(0 sends=always\)`
	waitdep.Bare(out, 1)
	waitdep.Nap()
}

func callsNap() { // want `callsNap: blocks\(bounded: sleeps\)`
	waitdep.Nap()
}

// The channel that the callee sends on has room here.
func callsWithRoom() { // want `callsWithRoom: blocks\(none\)`
	ch := make(chan int, 1)
	sends(ch)
}

func one(out chan<- int)   { two(out) }   // want `one: chan\(0 sends=always\)`
func two(out chan<- int)   { three(out) } // want `two: blocks\(unbounded: sends on "out"\) chan\(0 sends=always\)`
func three(out chan<- int) { four(out) }  // want `three: blocks\(unbounded: sends on "out"\) chan\(0 sends=always\)`
func four(out chan<- int)  { sends(out) } // want `four: blocks\(unbounded: sends on "out"\) chan\(0 sends=always\)`

type queue struct{ in chan int }

func (q *queue) put(v int) { // want `put: blocks\(unbounded: sends on "q.in"\)`
	q.in <- v
}

// Contexts.

func waits(ctx context.Context, in <-chan int) error { // want `waits: blocks\(untilctx\) waits\(0 tells\) chan\(1 receives=sometimes guarded\)`
	select {
	case <-in:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func swallows(ctx context.Context) error { // want `swallows: blocks\(untilctx\) waits\(0\)`
	<-ctx.Done()
	return nil
}

func child(ctx context.Context) error { // want `child: blocks\(untilctx\) waits\(0 tells\)`
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	<-ctx.Done()
	return ctx.Err()
}

func carrier(r *http.Request) bool { // want `carrier: polls\(0 tells\)`
	return r.Context().Err() != nil
}

func ignores(ctx context.Context, n int) int { // want `ignores: blocks\(none\) ignores\(0\)`
	return n
}

func logs(ctx context.Context) { // want `logs: ignores\(0\)`
	slog.InfoContext(ctx, "here")
}

func forwards(ctx context.Context, r *http.Request) error { // want `forwards: forwards\(0 tells\) ignores\(1\)`
	_, err := http.DefaultClient.Do(r.WithContext(ctx))
	return err
}

func passes(ctx context.Context, out chan<- int) error { // want `passes: blocks\(untilctx\) waits\(0 tells\) chan\(1 sends=sometimes guarded\)`
	return waitdep.Guarded(ctx, out, 1)
}

func detached(ctx context.Context) { // want `detached: blocks\(unbounded: receives from a channel\) ignores\(0\)`
	<-context.WithoutCancel(ctx).Done()
}

// Functions.

func once(f func()) { // want `once: calls\(0\)`
	f()
}

func each(xs []int, f func(int)) { // want `each: callseach\(1\)`
	for _, x := range xs {
		f(x)
	}
}

func through(xs []int, f func(int)) { // want `through: callseach\(1\)`
	each(xs, f)
}

func walks(n *waitdep.Node, f func(*waitdep.Node)) { // want `walks: callseach\(1\)`
	waitdep.Walk(n, f)
}

func begins(f func()) { // want `begins: blocks\(none\)`
	go f()
}

// Iterators.

func items(in <-chan int) iter.Seq[int] { // want `items: blocks\(none\) iterator\(unbounded\) chan\(0 receives=sometimes\)`
	return func(yield func(int) bool) {
		for yield(<-in) {
		}
	}
}

func steps(n int) iter.Seq[int] { // want `steps: blocks\(none\)`
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// Generic functions and recursion.

func generic[T any](out chan<- T, v T) { // want `generic: blocks\(unbounded: sends on "out"\) chan\(0 sends=always\)`
	out <- v
}

func instance(out chan<- string) { // want `instance: blocks\(unbounded: sends on "out"\) chan\(0 sends=always\)`
	generic(out, "")
}

func down(out chan<- int, n int) { // want `down: blocks\(unbounded: sends on "out"\) chan\(0 sends=sometimes\)`
	if n > 0 {
		out <- n
		down(out, n-1)
	}
}
