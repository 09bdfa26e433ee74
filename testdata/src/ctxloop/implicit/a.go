// Package implicit has loops that are not written as loops, and waits that
// are in what loops call.
package implicit

import (
	"context"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"ctxloop/implicit/dep"
)

func handle(...any)                {}
func do(ctx context.Context) error { return ctx.Err() }

// Helpers that block and are called in a loop.

func helper(ctx context.Context, out chan<- int) {
	for i := range 10 {
		put(out, i) // want `the loop calls put, which sends on "out", which the end of ctx \(line 24\) does not end: pass ctx to put and select on its Done there \(ctxloop/nodone\)`
	}
}

func put(out chan<- int, v int) { out <- v }

func helperElsewhere(ctx context.Context, out chan<- int) {
	for i := range 10 {
		dep.Put(out, i) // want `the loop calls Put, which sends on "out"`
		dep.Log(ctx, "put")
	}
}

func helperTwice(ctx context.Context, out chan<- int) {
	for i := range 10 {
		dep.Twice(out, i) // want `the loop calls Twice`
	}
}

// Further down nobody looks: that is strict.
func helperThrice(ctx context.Context, out chan<- int) {
	for i := range 10 {
		dep.Thrice(out, i)
	}
}

func helperSleeps(ctx context.Context) {
	for {
		dep.Nap() // want `the loop calls Nap, which sleeps and never looks at ctx .*sleep`
	}
}

func helperContext(ctx context.Context, out chan<- int) error {
	for i := range 10 {
		if err := dep.PutContext(ctx, out, i); err != nil {
			return err
		}
	}
	return nil
}

func helperRoom(ctx context.Context) chan int {
	out := make(chan int, 10)
	for i := range 10 {
		dep.Put(out, i)
	}
	return out
}

func helperNoRoom(ctx context.Context) chan int {
	out := make(chan int, 9)
	for i := range 10 {
		dep.Put(out, i) // want `the loop calls Put`
	}
	return out
}

type putter interface{ put(int) }

type field struct{ out chan int }

func (f *field) put(v int) { f.out <- v }

func newPutter() putter { return &field{make(chan int)} }

// All implementations are here, and they block.
func resolved(ctx context.Context, p putter) {
	for i := range 10 {
		p.put(i) // want `the loop calls put, which sends on "f.out"`
	}
}

type Putter interface{ Put(int) }

// Anybody may implement this one.
func unresolved(ctx context.Context, p Putter) {
	for i := range 10 {
		p.Put(i)
	}
}

func variable(ctx context.Context, out chan<- int) {
	f := put
	for i := range 10 {
		f(out, i) // want `nodone`
	}
}

func methodValue(ctx context.Context, q *field) {
	f := q.put
	for i := range 10 {
		f(i) // want `nodone`
	}
}

func inline(ctx context.Context, out chan<- int) {
	for i := range 10 {
		func() {
			out <- i // want `the loop sends on out`
		}()
	}
}

func local(ctx context.Context, out chan<- int) {
	add := func(v int) {
		out <- v // want `the loop sends on out`
	}
	for i := range 10 {
		add(i)
	}
}

// Started or deferred, it keeps nobody from going on.
func started(ctx context.Context, out chan<- int) {
	for i := range 10 {
		go put(out, i)
		defer put(out, i)
	}
}

// Callbacks that are called for each item.

func walk(ctx context.Context, root *dep.Node, out chan<- int) error {
	return root.Walk(func(n *dep.Node) error {
		out <- n.Value // want `the loop sends on out`
		return nil
	})
}

func each(ctx context.Context, xs []int, out chan<- int) {
	dep.Each(xs, func(x int) {
		out <- x // want `the loop sends on out`
	})
}

func eachNamed(ctx context.Context, xs []int, out chan<- int) {
	visit := func(x int) {
		time.Sleep(time.Second) // want `sleep`
	}
	dep.Each(xs, visit)
}

func files(ctx context.Context, dir string, names chan<- string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		names <- path // want `the loop sends on names`
		return nil
	})
}

func syncMap(ctx context.Context, m *sync.Map, out chan<- any) {
	m.Range(func(k, v any) bool {
		out <- v // want `the loop sends on out`
		return true
	})
}

func eachLoop(ctx context.Context, xss [][]int, out chan<- int) {
	for _, xs := range xss {
		dep.Each(xs, func(x int) {
			out <- x // want `the loop sends on out`
		})
	}
}

func walkContext(ctx context.Context, root *dep.Node, out chan<- int) error {
	return root.Walk(func(n *dep.Node) error {
		select {
		case out <- n.Value:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
}

func walkSleeps(ctx context.Context, root *dep.Node) error {
	return root.Walk(func(n *dep.Node) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		time.Sleep(time.Second)
		return nil
	})
}

// Called once, or nobody knows when.

func once(ctx context.Context, out chan<- int) {
	dep.Once(func() { out <- 1 })
}

func kept(ctx context.Context, out chan<- int) {
	dep.Keep(func(x int) { out <- x })
}

func sorted(ctx context.Context, xs []int, out chan<- int) {
	slices.SortFunc(xs, func(a, b int) int {
		out <- a
		return a - b
	})
}

// Goroutines of a group.

func group(ctx context.Context, names []string, out chan<- string) error {
	jobs := make(chan string)
	g, ctx := errgroup.WithContext(ctx)
	left := len(names)
	g.Go(func() error {
		for name := range jobs { // want `the loop ranges over jobs \(made at line \d+\), which the end of ctx`
			if left--; left == 0 {
				close(jobs)
				return nil
			}
			handle(name)
		}
		return nil
	})
	for _, name := range names {
		g.Go(func() error {
			select {
			case jobs <- name:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}
	return g.Wait()
}

func waitGroup(ctx context.Context, out chan<- int) {
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			out <- 1 // want `the loop sends on out`
		}
	})
	wg.Wait()
}

// Iterators.

func bodySends(ctx context.Context, n int, out chan<- int) {
	for i := range dep.Count(n) {
		out <- i // want `the loop sends on out`
	}
}

func bodyPolled(ctx context.Context, n int, out chan<- int) {
	for i := range dep.Polled(ctx, n) {
		out <- i // want `the loop sends on out`
	}
}

func iteratorBlocks(ctx context.Context, q *dep.Queue) {
	for v := range q.All() { // want `the loop ranges over All, which receives from "q.C", which the end of ctx \(line \d+\) does not end: pass ctx to All and select on its Done there \(ctxloop/nodone\)`
		handle(v)
	}
}

func iteratorMethod(ctx context.Context, q *dep.Queue) {
	for v := range q.Items { // want `the loop ranges over Items, which receives from "q.C"`
		handle(v)
	}
}

func iteratorContext(ctx context.Context, q *dep.Queue) {
	for v := range q.AllContext(ctx) {
		handle(v)
	}
}

func iteratorHere(ctx context.Context, in <-chan int) {
	var items iter.Seq[int] = func(yield func(int) bool) {
		for yield(<-in) { // want `the loop receives from in`
		}
	}
	for v := range items {
		handle(v)
	}
}

func bodyLeaves(ctx context.Context, n int, out chan<- int) error {
	for i := range dep.Count(n) {
		select {
		case out <- i:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func bodyRoom(ctx context.Context) error {
	for range dep.Count(100) {
		ch := make(chan int, 1)
		ch <- 1
		if err := do(ctx); err != nil {
			return err
		}
	}
	return nil
}
