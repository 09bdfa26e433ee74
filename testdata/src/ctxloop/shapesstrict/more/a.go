package more

import (
	"context"
	"time"
)

type pump struct {
	q chan int
}

type visitor interface{ visit(int) }

type sender struct{ ch chan int }

func (s sender) visit(v int) { s.ch <- v }

type set[T comparable] map[T]struct{}

// context in struct passed by pointer
type req struct {
	ctx context.Context
	ch  chan int
}

func (r *req) loop() {
	for {
		<-r.ch // want `\(ctxloop/nodone\)`
	}
}

// own type with Context()
type call struct{ ctx context.Context }

func (c *call) Context() context.Context { return c.ctx }

// two receives with ack
type msg struct {
	v   int
	ack chan bool
}

func request(ctx context.Context, reqs chan<- msg, xs []int) {
	for _, x := range xs {
		m := msg{x, make(chan bool)}
		select {
		case reqs <- m:
		case <-ctx.Done():
			return
		}
		<-m.ack // want `\(ctxloop/partial\)`
	}
}

// the closing goroutine does not always close
func halfClosed(ctx context.Context, xs []int) {
	ch := make(chan int)
	go func() {
		for _, x := range xs {
			if x < 0 {
				return
			}
			ch <- x // received until closed
		}
		close(ch)
	}()
	for v := range ch { // want `\(ctxloop/nodone\)`
		_ = v
	}
}

// exported field
type Open struct{ C chan int }

func (o *Open) run(ctx context.Context) {
	for v := range o.C { // want `\(ctxloop/nodone\)`
		_ = v
	}
}

func selectBreakBare(ctx context.Context, in chan int) {
	for {
		select {
		case <-ctx.Done():
			return
		case v := <-in:
			if v == 0 {
				time.Sleep(time.Minute) // want `\(ctxloop/partial\)`
			}
		}
	}
}
