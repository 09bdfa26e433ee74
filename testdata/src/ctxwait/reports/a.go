// Package reports has waits that users of other linters have asked about.
package reports

import (
	"context"
	"net/http"
	"time"
)

func produce() int { return 1 }

// go-critic#457: a producer that was started without the context.
func producer(ctx context.Context) (int, error) {
	out := make(chan int)
	go func() {
		out <- produce() // want `when "ctx" is done first and producer returns.*\(ctxwait/abandoned\)`
	}()
	select {
	case v := <-out:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// contextcheck#29, go-critic#1477, clink#3.
func settles(ctx context.Context) {
	time.Sleep(3 * time.Second) // want `this sleep of 3s goes on when ctx is done.*\(ctxwait/sleep\)`
}

// go-critic#1474: the other way to write it.
func settlesAfter(ctx context.Context) {
	<-time.After(3 * time.Second) // want `this wait of 3s goes on when ctx is done.*\(ctxwait/sleep\)`
}

// nilaway#124: waiting for Done is no mistake.
func forDone(ctx context.Context) { <-ctx.Done() }

// goa#3929, contextcheck#2: shutdown behind the end takes its time.
func serve(ctx context.Context, srv *http.Server) error {
	errc := make(chan error, 1)
	go func() { errc <- srv.ListenAndServe() }()
	select {
	case err := <-errc:
		return err
	case <-ctx.Done():
	}
	time.Sleep(5 * time.Second) // let the load balancer notice
	return srv.Close()
}
