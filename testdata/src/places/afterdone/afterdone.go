// Package afterdone marks places where a context is over.
package afterdone

import (
	"context"
	"errors"
	"net/http"
	"os"
)

func here() {}

func received(ctx context.Context) {
	here()
	<-ctx.Done()
	here() // want "on every path"
}

func selected(ctx context.Context, in <-chan int) {
	select {
	case <-ctx.Done():
		here() // want "on every path"
		return
	case <-in:
		here()
	}
	here()
}

func joined(ctx context.Context, in <-chan int) {
	select {
	case <-ctx.Done():
	case <-in:
	}
	here() // want "on some path"
}

func polled(r *http.Request) {
	select {
	case <-r.Context().Done():
		here() // want "on every path"
	default:
		here()
	}
}

func asked(ctx context.Context) {
	if ctx.Err() != nil {
		here() // want "on every path"
		return
	}
	here()
	if err := ctx.Err(); err == nil {
		here()
	} else {
		here() // want "on every path"
	}
}

func cause(ctx context.Context, failed bool) {
	if failed || context.Cause(ctx) != nil {
		here() // want "on some path"
		return
	}
	if !failed && context.Cause(ctx) != nil {
		here() // want "on every path"
	}
}

func sentinels(ctx context.Context) {
	switch ctx.Err() {
	case context.Canceled:
		here() // want "on every path"
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		here() // want "on every path"
		return
	}
	here() // want "on some path"
}

func condition(ctx context.Context) {
	for ctx.Err() == nil {
		here()
	}
	here() // want "on every path"
}

func labelled(ctx context.Context, in <-chan int) {
loop:
	for {
		select {
		case <-ctx.Done():
			break loop
		case v := <-in:
			if v == 0 {
				break loop
			}
			here()
		}
	}
	here() // want "on some path"
}

// What a round of a loop that goes on learned about its own context says
// nothing about the next one.
func rounds(ctx context.Context, in <-chan int) {
	for v := range in {
		child, cancel := context.WithCancel(ctx)
		here()
		select {
		case <-child.Done():
		case in := <-in:
			v += in
		}
		cancel()
	}
}

func variable(ctx context.Context, in <-chan int) {
	var stop <-chan struct{}
	if ctx != nil {
		stop = ctx.Done()
	}
	go func() {
		<-stop
		here() // want "on every path"
	}()
	select {
	case <-stop:
		here() // want "on every path"
	case <-in:
	}
}

func other(ctx context.Context, stop, in <-chan struct{}) {
	<-stop
	here()
	if ctx != nil {
		stop = in
	}
	<-stop
	here()
}

func callback(ctx context.Context) {
	context.AfterFunc(ctx, func() {
		here() // want "on every path"
	})
	context.AfterFunc(ctx, func() {
		here() // want "on every path"
		_ = ctx
	})
	both := func() { here() }
	context.AfterFunc(ctx, both)
	both()
}

type session struct{ context.Context }

func embedded(s *session) {
	<-s.Done()
	here() // want "on every path"
}

func generic[C context.Context](ctx C) {
	<-ctx.Done()
	here() // want "on every path"
}

func forever(ctx context.Context) {
	defer here()
	for range 3 {
		<-ctx.Done()
	}
	here() // want "on some path"
}

func signalled(ctx context.Context, sigs chan os.Signal) {
	<-sigs
	here() // want "on some path"
}

type server struct {
	quit chan struct{}
	in   chan int
}

func newServer() *server { return &server{make(chan struct{}), make(chan int)} }

func (s *server) close() { close(s.quit) }

func (s *server) run() {
	for {
		select {
		case <-s.quit:
			here() // want "on some path"
			return
		case <-s.in:
			here()
		}
	}
}

func (s *server) join(done chan int) {
	<-s.quit // no loop: somebody waits for something
	here()
	for {
		select {
		case <-done:
			here()
			return
		case <-s.in:
		}
	}
}

func until(f func(), stop <-chan struct{}) {}

func handedDone(ctx context.Context, stop <-chan struct{}) {
	until(here, stop)
	here()
	until(here, ctx.Done())
	here() // want "on some path"
}
