package wt

import (
	"context"
	"io"
	"net"
	"net/http"
	"os/exec"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func work(ctx context.Context) error { return elsewhere(ctx) }

var elsewhere = func(ctx context.Context) error { return nil }

type server struct {
	ctx  context.Context
	stop chan struct{}
	wg   sync.WaitGroup
}

func (s *server) Close() { close(s.stop) }

func (s *server) handle(conn net.Conn) error {
	go func() { // want `\(ctxwait/watcher\)`
		<-s.ctx.Done()
		conn.Close()
	}()
	_, err := io.Copy(io.Discard, conn)
	return err
}

func (s *server) handleStop(conn net.Conn) error {
	go func() { // want `\(ctxwait/watcher\)`
		select {
		case <-s.ctx.Done():
		case <-s.stop:
		}
		conn.Close()
	}()
	_, err := io.Copy(io.Discard, conn)
	return err
}

func run(ctx context.Context, cmd *exec.Cmd) error {
	go func() { // want `\(ctxwait/watcher\)`
		<-ctx.Done()
		cmd.Process.Kill()
	}()
	return cmd.Wait()
}

func inGroup(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		time.Sleep(time.Minute) // want `\(ctxwait/sleep\)`
		return work(ctx)
	})
	return g.Wait()
}

func short(ctx context.Context) {
	time.Sleep(10 * time.Millisecond)   // want `\(ctxwait/sleep\)`
	<-time.After(10 * time.Millisecond) // want `\(ctxwait/sleep\)`
}

var interval = 200 * time.Millisecond

// ---- bare

func selectTwo(ctx context.Context, a <-chan int, b chan<- int) {
	select { // want `\(ctxwait/bare\)`
	case v := <-a:
		_ = v
	case b <- 1:
	}
}

func future(ctx context.Context) int {
	c := make(chan int, 1)
	go func() { c <- 1 }()
	return <-c // want `\(ctxwait/bare\)`
}

func ignored(ctx context.Context, events chan<- string, ready <-chan struct{}) {
	<-ready        // silent: perhaps a stop channel
	events <- "ok" // want `\(ctxwait/bare\)`
}

func handler(w http.ResponseWriter, r *http.Request, jobs chan<- string) {
	jobs <- r.URL.Path // want `\(ctxwait/bare\)`
}
