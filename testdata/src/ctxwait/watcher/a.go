// Package watcher has goroutines that wait for what outlives their call.
package watcher

import (
	"context"
	"net"
	"net/http"
	"sync"
)

func serve(net.Conn) error { return nil }
func step()                {}

func param(ctx context.Context, conn net.Conn) error {
	go func() { // want `this goroutine waits for the end of "ctx", which outlives param, so each call may leave one behind: use stop := context.AfterFunc and call stop when the work is done, or let the goroutine select on a done channel too \(ctxwait/watcher\)`
		<-ctx.Done()
		conn.Close()
	}()
	return serve(conn)
}

func value(ctx context.Context, conn net.Conn) error {
	ctx = context.WithValue(ctx, key{}, 1)
	go func() { // want `waits for the end of "ctx"`
		select {
		case <-ctx.Done():
			conn.Close()
		}
	}()
	return serve(conn)
}

type key struct{}

func stop(quit <-chan struct{}) {
	for {
		ctx, cancel := context.WithCancel(context.Background())
		go func() { // want `this goroutine waits for the end of "quit", which outlives stop, so each call may leave one behind: let it select on a channel too that is closed when the work is done`
			<-quit
			cancel()
		}()
		elect(ctx)
		select {
		case <-quit:
			return
		default:
			cancel()
		}
	}
}

func elect(context.Context) {}

// A method that does nothing else.
type installer struct{ mu sync.Mutex }

func (i *installer) handle(ctx context.Context, out chan<- error) {
	go func() { // want `waits for the end of "ctx", which outlives handle`
		<-ctx.Done()
		i.report(out, ctx.Err())
	}()
}

func (i *installer) report(out chan<- error, err error) {
	i.mu.Lock()
	out <- err
	i.mu.Unlock()
}

// A function with a name.
func closeOnDone(ctx context.Context, conn net.Conn) {
	<-ctx.Done()
	conn.Close()
}

func named(ctx context.Context, conn net.Conn) error {
	go closeOnDone(ctx, conn) // want `waits for the end of`
	return serve(conn)
}

// The context of the server, for each connection.
type server struct {
	ctx  context.Context
	quit chan struct{}
	ln   net.Listener
}

func newServer(ctx context.Context, ln net.Listener) *server {
	return &server{ctx: ctx, quit: make(chan struct{}), ln: ln}
}

func (s *server) handleConn(conn net.Conn) {
	go func() { // want `waits for the end of "s.ctx", which outlives handleConn`
		<-s.ctx.Done()
		conn.Close()
	}()
	serve(conn)
}

func (s *server) handleQuit(conn net.Conn) {
	go func() { // want `waits for the end of "s.quit"`
		<-s.quit
		conn.Close()
	}()
	serve(conn)
}

func (s *server) Close() { close(s.quit) }

// One for the server's own life.
func (s *server) Start() {
	go func() {
		<-s.ctx.Done()
		s.ln.Close()
	}()
	go func() {
		<-s.quit
		s.ln.Close()
	}()
}

// Released when the call's work ends.
func withDone(ctx context.Context, conn net.Conn) error {
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-ctx.Done():
			conn.Close()
		case <-done:
		}
	}()
	return serve(conn)
}

func derived(ctx context.Context, conn net.Conn) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		<-ctx.Done()
		conn.Close()
	}()
	return serve(conn)
}

func derivedArg(ctx context.Context, conn net.Conn) error {
	tctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go closeOnDone(tctx, conn)
	return serve(conn)
}

func afterFunc(ctx context.Context, conn net.Conn) error {
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	return serve(conn)
}

// A handler's own context ends with the call.
func handler(w http.ResponseWriter, r *http.Request) {
	go func() {
		<-r.Context().Done()
		step()
	}()
	step()
}

func handlerVariable(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	go func() {
		<-ctx.Done()
		step()
	}()
	step()
}

// Joined.
func joined(ctx context.Context, conn net.Conn) error {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		<-ctx.Done()
		conn.Close()
	}()
	err := serve(conn)
	<-closed
	return err
}

func joinedByDefer(ctx context.Context, conn net.Conn) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Add(1)
	go func() {
		defer wg.Done()
		<-ctx.Done()
		conn.Close()
	}()
	return serve(conn)
}

func waitsToo(ctx context.Context, conn net.Conn) {
	go func() {
		<-ctx.Done()
		conn.Close()
	}()
	step()
	<-ctx.Done()
}

func joinedOnce(ctx context.Context, conn net.Conn, ok bool) error {
	closed := make(chan struct{})
	go func() { // want `waits for the end of "ctx"`
		defer close(closed)
		<-ctx.Done()
		conn.Close()
	}()
	if !ok {
		return nil
	}
	err := serve(conn)
	<-closed
	return err
}

// Workers.
func worker(ctx context.Context, in <-chan int) {
	go func() {
		for {
			select {
			case <-in:
				step()
			case <-ctx.Done():
				return
			}
		}
	}()
}

func waitsForWork(ctx context.Context, in <-chan int) {
	go func() {
		<-in // want `this receive from "in" may wait for ever`
		<-ctx.Done()
		step()
	}()
}
