// Package watched has literals that were given away before the variable that
// they call has a cancel function.
package watched

import (
	"context"
	"errors"
	"net/http"
	"sync"
)

type source struct {
	list  func() error
	watch func() error
}

func (s *source) run(ctx context.Context) error {
	if err := s.list(); err != nil {
		return err
	}
	return s.watch()
}

type runner interface{ run(context.Context) error }

type unsupported struct{ runner }

func without(r runner) runner { return unsupported{r} }

// From a test of client-go's reflector: the source ends its own watch.
func twice(ctx context.Context) error {
	var cancel func(error)
	s := without(&source{
		list: func() error { return nil },
		watch: func() error {
			cancel(errors.New("done"))
			return nil
		},
	})
	var child context.Context
	child, cancel = context.WithCancelCause(ctx)
	if err := s.run(child); err != nil {
		return err
	}
	child, cancel = context.WithCancelCause(ctx)
	return s.run(child)
}

func rounds(ctx context.Context) {
	var cancel context.CancelFunc
	s := &source{watch: func() error { cancel(); return nil }}
	for range 3 {
		var child context.Context
		child, cancel = context.WithCancel(ctx)
		_ = s.run(child)
	}
}

func sometimes(ctx context.Context, mux *http.ServeMux, stoppable bool) {
	var cancel context.CancelFunc
	if stoppable {
		mux.HandleFunc("/stop", func(http.ResponseWriter, *http.Request) { cancel() })
	}
	ctx, cancel = context.WithCancel(ctx)
	serve(ctx, mux)
}

func started(ctx context.Context, stop <-chan struct{}, ready *sync.WaitGroup) {
	var cancel context.CancelFunc
	ready.Add(1)
	go func() {
		<-stop
		ready.Wait()
		cancel()
	}()
	ctx, cancel = context.WithCancel(ctx)
	ready.Done()
	serve(ctx, nil)
}

func nested(ctx context.Context, mux *http.ServeMux) {
	var cancel context.CancelFunc
	mux.HandleFunc("/stop", func(http.ResponseWriter, *http.Request) {
		go func() { cancel() }()
	})
	ctx, cancel = context.WithCancel(ctx)
	serve(ctx, mux)
}

// Nobody has these literals, or they do nothing with the cancel function.

func mine(ctx context.Context, failed bool) {
	var cancel context.CancelFunc
	stop := func() { cancel() }
	ctx, cancel = context.WithCancel(ctx) // want `not called on every path`
	serve(ctx, nil)
	if failed {
		stop()
	}
}

func asks(ctx context.Context, mux *http.ServeMux) {
	var cancel context.CancelFunc
	mux.HandleFunc("/running", func(w http.ResponseWriter, _ *http.Request) {
		if cancel == nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	ctx, cancel = context.WithCancel(ctx) // want `not called on every path`
	serve(ctx, mux)
}

func later(ctx context.Context, mux *http.ServeMux, stoppable bool) {
	var cancel context.CancelFunc
	ctx, cancel = context.WithCancel(ctx) // want `not called on every path`
	serve(ctx, mux)
	if stoppable {
		mux.HandleFunc("/stop", func(http.ResponseWriter, *http.Request) { cancel() })
	}
}

func another(ctx context.Context, mux *http.ServeMux, failed bool) {
	var stop context.CancelFunc
	mux.HandleFunc("/stop", func(http.ResponseWriter, *http.Request) { stop() })
	first, cancel := context.WithCancel(ctx) // want `not called on every path`
	second, stop := context.WithCancel(ctx)
	serve(first, mux)
	serve(second, mux)
	if failed {
		cancel()
	}
}

func serve(context.Context, *http.ServeMux) {}
