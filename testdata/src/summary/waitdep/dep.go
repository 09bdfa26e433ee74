// Package waitdep is asked about by package wait.
package waitdep

import (
	"context"
	"time"
)

func Bare(out chan<- int, v int) { // want `Bare: blocks\(unbounded: sends on "out"\) chan\(0 sends=always open\)`
	out <- v
}

func Guarded(ctx context.Context, out chan<- int, v int) error { // want `Guarded: blocks\(untilctx\) waits\(0 tells\) chan\(1 sends=sometimes guarded open\)`
	select {
	case out <- v:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func Nap() { // want `Nap: blocks\(bounded: sleeps\)`
	time.Sleep(time.Second)
}

func Fill(out chan<- int) { // want `Fill: blocks\(unbounded: sends on "out"\) chan\(0 sends=sometimes closes=always\)`
	defer close(out)
	for i := range 10 {
		out <- i
	}
}

func Over(ctx context.Context) bool { // want `Over: polls\(0 tells\)`
	return ctx.Err() != nil
}

type Node struct{ Kids []*Node }

func Walk(n *Node, visit func(*Node)) { // want `Walk: callseach\(1\)`
	visit(n)
	for _, kid := range n.Kids {
		Walk(kid, visit)
	}
}
