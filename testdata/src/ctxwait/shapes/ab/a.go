package ab

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

func compute() (int, error) { return 1, nil }

func send(ch chan<- int, v int) { ch <- v } // want `\(ctxwait/abandoned\)`

func sameHelper(ctx context.Context) int {
	ch := make(chan int)
	go func() { send(ch, 1) }()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

type result struct {
	v   int
	err error
}

type svc struct {
	ctx  context.Context
	done chan struct{}
	mu   sync.Mutex
}

func (s *svc) ask(ctx context.Context, q string) (*result, error) {
	c := make(chan *result)
	go func() {
		v, err := compute()
		if err != nil {
			c <- &result{err: err} // want `\(ctxwait/abandoned\)`
			return
		}
		c <- &result{v: v} // want `\(ctxwait/abandoned\)`
	}()
	select {
	case r := <-c:
		return r, r.err
	case <-ctx.Done():
		return nil, fmt.Errorf("ask: %w", ctx.Err())
	}
}

// the service's context wins
func (s *svc) askField() int {
	c := make(chan int)
	go func() {
		v, _ := compute()
		c <- v // want `\(ctxwait/abandoned\)`
	}()
	select {
	case v := <-c:
		return v
	case <-s.ctx.Done():
		return 0
	}
}

func (s *svc) askStop() int {
	c := make(chan int)
	go func() {
		v, _ := compute()
		c <- v // want `\(ctxwait/abandoned\)`
	}()
	select {
	case <-s.done:
		return 0
	case v := <-c:
		return v
	}
}

func waitTimeout(wg *sync.WaitGroup, d time.Duration) bool {
	done := make(chan struct{})
	go func() {
		wg.Wait()
		done <- struct{}{} // want `\(ctxwait/abandoned\)`
	}()
	select {
	case <-done:
		return true
	case <-time.After(d):
		return false
	}
}

func waitTimeoutFine(wg *sync.WaitGroup, d time.Duration) bool {
	done := make(chan struct{})
	go func() {
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-time.After(d):
		return false
	}
}

func derived(parent context.Context) (int, error) {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	ch := make(chan int)
	go func() {
		v, _ := compute()
		ch <- v // want `\(ctxwait/abandoned\)`
	}()
	select {
	case v := <-ch:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func senderSelectsDone(parent context.Context) (int, error) {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	ch := make(chan int)
	go func() {
		v, _ := compute()
		select {
		case <-ctx.Done():
		case ch <- v:
		}
	}()
	select {
	case v := <-ch:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func firstOfHosts(ctx context.Context, hosts []string) (net.Conn, error) {
	type dial struct {
		c   net.Conn
		err error
	}
	ch := make(chan dial)
	for _, h := range hosts {
		go func(h string) {
			var d net.Dialer
			c, err := d.DialContext(ctx, "tcp", h)
			ch <- dial{c, err} // want `\(ctxwait/abandoned\)`
		}(h)
	}
	for range hosts {
		if d := <-ch; d.err == nil {
			return d.c, nil
		}
	}
	return nil, errors.New("none")
}

func bufferedHosts(ctx context.Context, hosts []string) (net.Conn, error) {
	ch := make(chan net.Conn, len(hosts))
	for _, h := range hosts {
		go func() {
			var d net.Dialer
			c, _ := d.DialContext(ctx, "tcp", h)
			ch <- c
		}()
	}
	for range hosts {
		if c := <-ch; c != nil {
			return c, nil
		}
	}
	return nil, errors.New("none")
}

func named(ctx context.Context, r io.Reader) (n int, err error) {
	type read struct {
		n   int
		err error
	}
	done := make(chan read)
	buf := make([]byte, 10)
	go func() {
		n, err := r.Read(buf)
		done <- read{n, err} // want `\(ctxwait/abandoned\)`
	}()
	select {
	case <-ctx.Done():
		err = ctx.Err()
	case rd := <-done:
		n, err = rd.n, rd.err
	}
	return
}

// loop around
func loop(ctx context.Context, xs []int) error {
	for range xs {
		ch := make(chan int)
		go func() {
			v, _ := compute()
			ch <- v // want `\(ctxwait/abandoned\)`
		}()
		select {
		case <-ch:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func loopContinue(xs []int) {
	for range xs {
		ch := make(chan int)
		go func() {
			v, _ := compute()
			ch <- v // want `\(ctxwait/abandoned\)`
		}()
		select {
		case <-ch:
		case <-time.After(time.Second):
			continue
		}
	}
}

func groupWaits(ctx context.Context) (int, error) {
	ch := make(chan int)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		v, err := compute()
		if err != nil {
			return err
		}
		select {
		case ch <- v:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	select {
	case v := <-ch:
		return v, g.Wait()
	case <-ctx.Done():
		return 0, g.Wait()
	}
}

func handler(w http.ResponseWriter, r *http.Request) {
	errc := make(chan error)
	go func() {
		_, err := compute()
		errc <- err // want `\(ctxwait/abandoned\)`
	}()
	select {
	case err := <-errc:
		fmt.Fprint(w, err)
	case <-time.After(time.Second):
		w.WriteHeader(504)
	}
}

func generic[T any](ctx context.Context, f func() (T, error)) (T, error) {
	type res struct {
		v   T
		err error
	}
	ch := make(chan res)
	go func() {
		v, err := f()
		ch <- res{v, err} // want `\(ctxwait/abandoned\)`
	}()
	select {
	case r := <-ch:
		return r.v, r.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

func deferDrain(ctx context.Context) int {
	ch := make(chan int)
	go func() {
		v, _ := compute()
		ch <- v
	}()
	defer func() {
		go func() {
			for range ch {
				return
			}
		}()
	}()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

func panics(ctx context.Context) int {
	ch := make(chan int)
	go func() {
		v, _ := compute()
		ch <- v
	}()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		panic("timeout")
	}
}

func TestFatal(t *testing.T) {
	ch := make(chan int)
	go func() {
		v, _ := compute()
		ch <- v
	}()
	select {
	case <-ch:
	case <-time.After(time.Second):
		t.Fatal("timeout")
	}
}

// producer with several values
func producer(ctx context.Context, stop func(int) bool) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := 0; i < 100; i++ {
			ch <- i // want `\(ctxwait/abandoned\)`
		}
	}()
	for v := range ch {
		if stop(v) {
			break
		}
	}
}

func producerAll(ctx context.Context) (sum int) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := 0; i < 100; i++ {
			ch <- i
		}
	}()
	for v := range ch {
		sum += v
	}
	return
}

func producerDone(ctx context.Context, stop func(int) bool) {
	ch := make(chan int)
	done := make(chan struct{})
	defer close(done)
	go func() {
		defer close(ch)
		for i := 0; i < 100; i++ {
			select {
			case ch <- i:
			case <-done:
				return
			}
		}
	}()
	for v := range ch {
		if stop(v) {
			break
		}
	}
}

func varDecl(ctx context.Context) (err error) {
	var errc = make(chan error)
	task := func() {
		_, err := compute()
		errc <- err // want `\(ctxwait/abandoned\)`
	}
	go task()
	select {
	case err = <-errc:
	case <-ctx.Done():
		err = ctx.Err()
	}
	return err
}

func twoCtx(a, b context.Context) int {
	ch := make(chan int)
	go func() {
		v, _ := compute()
		ch <- v // want `\(ctxwait/abandoned\)`
	}()
	for {
		select {
		case v := <-ch:
			return v
		case <-a.Done():
			return -1
		case <-b.Done():
			return -2
		}
	}
}

// received in a helper of this package
func recv(ctx context.Context, ch <-chan int) int {
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}
