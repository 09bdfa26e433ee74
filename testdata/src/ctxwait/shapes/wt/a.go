package wt

import (
	"context"
	"io"
	"net"
	"net/http"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"
)

func work(ctx context.Context) error { return elsewhere(ctx) }

var elsewhere = func(ctx context.Context) error { return nil }

type server struct {
	ctx  context.Context
	stop chan struct{}
	wg   sync.WaitGroup
}

func newServer(ctx context.Context) *server {
	return &server{ctx: ctx, stop: make(chan struct{})}
}
func (s *server) Close() { close(s.stop) }

func (s *server) handleDone(conn net.Conn) error {
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-s.ctx.Done():
		case <-s.stop:
		case <-done:
		}
		conn.Close()
	}()
	_, err := io.Copy(io.Discard, conn)
	return err
}

func runJoined(ctx context.Context, cmd *exec.Cmd) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		<-ctx.Done()
		cmd.Process.Kill()
	})
	err := cmd.Wait()
	cancel()
	wg.Wait()
	return err
}

func (s *server) Start(l net.Listener) { // for the object's life
	go func() {
		<-s.ctx.Done()
		s.Close()
	}()
}

func request(w http.ResponseWriter, r *http.Request, c io.Closer) {
	go func() {
		<-r.Context().Done()
		c.Close()
	}()
}

func timeoutCtx(ctx context.Context, c net.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	go func() {
		<-ctx.Done()
		c.SetDeadline(time.Unix(1, 0))
	}()
	_, err := c.Read(nil)
	return err
}

func afterFunc(ctx context.Context, c net.Conn) error {
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	_, err := c.Read(nil)
	return err
}

// ---- sleeps

func retryOnce(ctx context.Context) error {
	if err := work(ctx); err == nil {
		return nil
	}
	time.Sleep(2 * time.Second) // want `\(ctxwait/sleep\)`
	return work(ctx)
}

func grpcHandler(req any, st grpc.ServerStream) error {
	time.Sleep(time.Second) // want `\(ctxwait/sleep\)`
	return nil
}

func cobraRun(cmd *cobra.Command, args []string) {
	time.Sleep(2 * time.Second) // want `\(ctxwait/sleep\)`
}

func closure(ctx context.Context) func() {
	return func() {
		time.Sleep(time.Minute)
		_ = 1
	}
}

func closureCtx() func(context.Context) {
	return func(ctx context.Context) {
		time.Sleep(time.Minute) // want `\(ctxwait/sleep\)`
	}
}

func helperT(t *testing.T, ctx context.Context) {
	time.Sleep(2 * time.Second) // want `\(ctxwait/sleep\)`
}

func onlyT(t *testing.T) {
	time.Sleep(2 * time.Second)
}

func timerSelect(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func tickOnce(ctx context.Context) {
	t := time.NewTicker(time.Minute)
	defer t.Stop()
	<-t.C // want `\(ctxwait/sleep\)`
}

func detached(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	time.Sleep(time.Minute) // want `\(ctxwait/sleep\)`
	work(ctx)
}

func afterErr(ctx context.Context) error {
	err := work(ctx)
	if ctx.Err() != nil {
		time.Sleep(2 * time.Second)
		return ctx.Err()
	}
	return err
}

func zero(ctx context.Context) {
	time.Sleep(0)
}

func constVar(ctx context.Context) {
	const settle = 1500 * time.Millisecond
	var pause = 3 * time.Second
	time.Sleep(settle) // want `\(ctxwait/sleep\)`
	time.Sleep(pause)  // want `\(ctxwait/sleep\)`
}

var interval = 200 * time.Millisecond

func pkgVar(ctx context.Context) {
	time.Sleep(interval) // want `\(ctxwait/sleep\)`
}

func shutdown(ctx context.Context, done <-chan struct{}) {
	select {
	case <-ctx.Done():
	case <-done:
	}
	time.Sleep(time.Second) // it may follow the end
}

func deferred(ctx context.Context) {
	defer func() {
		time.Sleep(time.Second)
	}()
	work(ctx)
}

func reply(ctx context.Context, reqs chan<- chan int) int {
	c := make(chan int)
	select {
	case reqs <- c:
	case <-ctx.Done():
		return 0
	}
	return <-c
}

func fire(ctx context.Context, events chan<- string) {
	if err := work(ctx); err != nil {
		events <- err.Error()
		return
	}
	events <- "ok"
}
