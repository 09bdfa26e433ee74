// Package dep has functions that block, walk and iterate.
package dep

import (
	"context"
	"iter"
	"time"
)

func Put(out chan<- int, v int) { out <- v }

func Twice(out chan<- int, v int) { Put(out, v) }

func Thrice(out chan<- int, v int) { Twice(out, v) }

func Nap() { time.Sleep(time.Second) }

func PutContext(ctx context.Context, out chan<- int, v int) error {
	select {
	case out <- v:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func Over(ctx context.Context) bool { return ctx.Err() != nil }

// Log has no result: it cannot end a loop.
func Log(ctx context.Context, s string) {}

type Node struct {
	Value int
	Kids  []*Node
}

func (n *Node) Walk(visit func(*Node) error) error {
	if err := visit(n); err != nil {
		return err
	}
	for _, kid := range n.Kids {
		if err := kid.Walk(visit); err != nil {
			return err
		}
	}
	return nil
}

func Each(xs []int, f func(int)) {
	for _, x := range xs {
		f(x)
	}
}

func Once(f func()) { f() }

// Keep may call f whenever it likes.
func Keep(f func(int)) { kept = append(kept, f) }

var kept []func(int)

type Queue struct{ C chan int }

// All blocks between two items.
func (q *Queue) All() iter.Seq[int] {
	return func(yield func(int) bool) {
		for {
			if !yield(<-q.C) {
				return
			}
		}
	}
}

func (q *Queue) Items(yield func(int) bool) {
	for {
		if !yield(<-q.C) {
			return
		}
	}
}

func (q *Queue) AllContext(ctx context.Context) iter.Seq[int] {
	return func(yield func(int) bool) {
		for {
			select {
			case v := <-q.C:
				if !yield(v) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}
}

// Polled asks between two items.
func Polled(ctx context.Context, n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if ctx.Err() != nil || !yield(i) {
				return
			}
		}
	}
}

func Count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}
