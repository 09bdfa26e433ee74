package wait

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"sync"
	"time"

	"ctxwait/shapes/dep"

	"github.com/spf13/cobra"
	xcontext "golang.org/x/net/context"
	"golang.org/x/sync/errgroup"
)

type result struct {
	n   int
	err error
}

func compute() (int, error) { return 1, nil }
func use(...any)            {}

func a01(ctx context.Context) (int, error) {
	res := make(chan result)
	go func() {
		n, err := compute()
		res <- result{n, err} // want `\(ctxwait/abandoned\)`
	}()
	select {
	case r := <-res:
		return r.n, r.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func a02(ctx context.Context) error {
	errc := make(chan error)
	go func() { errc <- http.ListenAndServe(":0", nil) }() // want `\(ctxwait/abandoned\)`
	select {
	case err := <-errc:
		return err
	case <-ctx.Done():
		return nil
	}
}

type worker struct {
	d    time.Duration
	ctx  context.Context
	stop chan struct{}
	conn conn
}
type conn interface {
	Close() error
	Read([]byte) (int, error)
}

func (w *worker) compute(ch chan<- int) {
	n, _ := compute()
	ch <- n // want `\(ctxwait/abandoned\)`
}

func (w *worker) a03(ctx context.Context) int {
	ch := make(chan int)
	go w.compute(ch)
	select {
	case n := <-ch:
		return n
	case <-ctx.Done():
		return 0
	}
}

func a04(d time.Duration) (int, error) {
	ch := make(chan int)
	go func() {
		n, _ := compute()
		ch <- n // want `\(ctxwait/abandoned\)`
	}()
	select {
	case n := <-ch:
		return n, nil
	case <-time.After(d):
		return 0, errors.New("timeout")
	}
}

func a04b(d time.Duration) (int, error) {
	ch := make(chan int)
	t := time.NewTimer(d)
	defer t.Stop()
	go func() {
		defer log.Print("done")
		n, _ := compute()
		ch <- n // want `\(ctxwait/abandoned\)`
	}()
	select {
	case <-t.C:
		return 0, errors.New("timeout")
	case n := <-ch:
		return n, nil
	}
}

func a05(check func() error) (int, error) {
	ch := make(chan int)
	go func() {
		n, _ := compute()
		ch <- n // want `\(ctxwait/abandoned\)`
	}()
	if err := check(); err != nil {
		return 0, err
	}
	return <-ch, nil
}

func a06(urls []string) string {
	ch := make(chan string)
	for _, u := range urls {
		go func() { ch <- u }() // want `\(ctxwait/abandoned\)`
	}
	return <-ch
}

func a07() int {
	ch := make(chan int)
	go func() {
		ch <- 1
		ch <- 2 // want `\(ctxwait/abandoned\)`
	}()
	return <-ch
}

func a07b() int {
	ch := make(chan int)
	go func() { ch <- 1 }() // want `\(ctxwait/abandoned\)`
	go func() { ch <- 2 }() // want `\(ctxwait/abandoned\)`
	return <-ch
}

func a08(ctx context.Context, wg *sync.WaitGroup) int {
	ch := make(chan int)
	wg.Go(func() {
		n, _ := compute()
		ch <- n // want `\(ctxwait/abandoned\)`
	})
	select {
	case n := <-ch:
		return n
	case <-ctx.Done():
		return 0
	}
}

func a09(ctx context.Context) (int, error) {
	var g errgroup.Group
	ch := make(chan int)
	g.Go(func() error {
		n, err := compute()
		ch <- n // want `\(ctxwait/abandoned\)`
		return err
	})
	select {
	case n := <-ch:
		return n, g.Wait()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func a10(xs []int, bad func(int) bool) error {
	ch := make(chan int)
	go func() {
		for _, x := range xs {
			ch <- x // want `\(ctxwait/abandoned\)`
		}
		close(ch)
	}()
	for v := range ch {
		if bad(v) {
			return errors.New("bad")
		}
	}
	return nil
}

func a11b(ctx context.Context) error {
	vals, errs := make(chan int), make(chan error)
	go func() {
		n, err := compute()
		if err != nil {
			errs <- err // want `\(ctxwait/abandoned\)`
			return
		}
		vals <- n // want `\(ctxwait/abandoned\)`
	}()
	select {
	case <-vals:
		return nil
	case err := <-errs:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func a12(ctx context.Context) int {
	ch := make(chan int)
	go func() { n, _ := compute(); ch <- n }()
	select {
	case n := <-ch:
		return n
	case <-ctx.Done():
		log.Fatal("timeout")
	}
	return 0
}
func a12b() int {
	ch := make(chan int)
	go func() { n, _ := compute(); ch <- n }()
	select {
	case n := <-ch:
		return n
	case <-time.After(time.Second):
		os.Exit(1)
	}
	return 0
}

func a13(ctx context.Context) int {
	ch := make(chan int, 1)
	go func() { n, _ := compute(); ch <- n }()
	select {
	case n := <-ch:
		return n
	case <-ctx.Done():
		return 0
	}
}

func a14(ctx context.Context) int {
	ch := make(chan int)
	go func() {
		n, _ := compute()
		select {
		case ch <- n:
		case <-ctx.Done():
		}
	}()
	select {
	case n := <-ch:
		return n
	case <-ctx.Done():
		return 0
	}
}
func a14b(ctx context.Context) int {
	ch := make(chan int)
	go func() {
		n, _ := compute()
		select {
		case ch <- n:
		default:
		}
	}()
	select {
	case n := <-ch:
		return n
	case <-ctx.Done():
		return 0
	}
}

func a15(ctx context.Context) int {
	ch := make(chan int)
	defer func() {
		go func() { <-ch }()
	}()
	go func() { n, _ := compute(); ch <- n }()
	select {
	case n := <-ch:
		return n
	case <-ctx.Done():
		return 0
	}
}
func a15b(ctx context.Context) int {
	ch := make(chan int)
	go func() { defer close(ch); n, _ := compute(); ch <- n }()
	defer func() {
		for range ch {
		}
	}()
	select {
	case n := <-ch:
		return n
	case <-ctx.Done():
		return 0
	}
}
func a15c(ctx context.Context) int {
	ch := make(chan int)
	go func() { n, _ := compute(); ch <- n }()
	select {
	case n := <-ch:
		return n
	case <-ctx.Done():
		<-ch
		return 0
	}
}

type holder struct{ ch chan int }

// through a helper of another package
func a17(ctx context.Context) error {
	errc := make(chan error)
	go dep.Report(errc, errors.New("x"))
	select {
	case err := <-errc:
		return err
	case <-ctx.Done():
		return nil
	}
}

func a18(ctx context.Context, poll time.Duration) error {
	errc := make(chan error)
	go func() { _, err := compute(); errc <- err }() // want `\(ctxwait/abandoned\)`
	t := time.NewTicker(poll)
	defer t.Stop()
	for {
		select {
		case err := <-errc:
			return err
		case <-t.C:
			log.Print("still waiting")
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// n results, n receives
func a19(xs []int) (sum int) {
	ch := make(chan int)
	for _, x := range xs {
		go func() { ch <- x * x }()
	}
	for range xs {
		sum += <-ch
	}
	return sum
}

// n results, leaves on the first error
func a20(xs []int) error {
	ch := make(chan error)
	for range xs {
		go func() { _, err := compute(); ch <- err }() // want `\(ctxwait/abandoned\)`
	}
	for range xs {
		if err := <-ch; err != nil {
			return err
		}
	}
	return nil
}

func a21(ctx context.Context) (err error) {
	done := make(chan struct{})
	go func() {
		use(ctx)
		done <- struct{}{} // want `\(ctxwait/abandoned\)`
	}()
	select {
	case <-done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	return
}

func a21b(ctx context.Context) (err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		use(ctx)
	}()
	select {
	case <-done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	return
}

// deferred send
func a22(ctx context.Context) {
	done := make(chan bool)
	go func() {
		defer func() { done <- true }() // want `\(ctxwait/abandoned\)`
		use(1)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// time.AfterFunc is unknown
func a23(ctx context.Context) {
	ch := make(chan int)
	time.AfterFunc(time.Second, func() { ch <- 1 })
	select {
	case <-ch:
	case <-ctx.Done():
	}
}

func a24(w http.ResponseWriter, r *http.Request) {
	ch := make(chan string)
	go func() { ch <- slow() }() // want `\(ctxwait/abandoned\)`
	select {
	case s := <-ch:
		w.Write([]byte(s))
	case <-r.Context().Done():
		http.Error(w, "gone", 499)
	}
}
func slow() string { return "" }

func a25[T any](ctx context.Context, f func() T) (v T, err error) {
	ch := make(chan T)
	go func() { ch <- f() }() // want `\(ctxwait/abandoned\)`
	select {
	case v = <-ch:
		return v, nil
	case <-ctx.Done():
		return v, ctx.Err()
	}
}

// the sender is told
func a26(ctx context.Context) int {
	ch, quit := make(chan int), make(chan struct{})
	defer close(quit)
	go func() {
		select {
		case ch <- 1:
		case <-quit:
		}
	}()
	select {
	case n := <-ch:
		return n
	case <-ctx.Done():
		return 0
	}
}

// ---- sleep

func w01(ctx context.Context) {
	time.Sleep(2 * time.Second) // want `\(ctxwait/sleep\)`
}
func w03(ctx context.Context, d time.Duration) {
	time.Sleep(d) // want `\(ctxwait/sleep\)`
}
func w04(ctx context.Context, d time.Duration) {
	<-time.After(d) // want `\(ctxwait/sleep\)`
}
func w05(ctx context.Context) {
	t := time.NewTimer(time.Minute)
	<-t.C // want `\(ctxwait/sleep\)`
}
func w08(ctx context.Context) {
	<-ctx.Done()
	time.Sleep(5 * time.Second)
}
func w08b(ctx context.Context) {
	if ctx.Err() != nil {
		time.Sleep(5 * time.Second)
	}
}
func w08c(ctx context.Context) {
	if context.Cause(ctx) != nil {
		time.Sleep(5 * time.Second)
	}
}
func w08d(ctx context.Context) {
	for ctx.Err() == nil {
		use(1)
	}
	time.Sleep(5 * time.Second)
}
func w08e(ctx context.Context) {
	stop := context.AfterFunc(ctx, func() { time.Sleep(time.Minute) })
	defer stop()
}
func w08f(ctx context.Context, in <-chan int) {
	select {
	case <-ctx.Done():
		time.Sleep(time.Second)
		return
	case <-in:
	}
}
func w09(ctx context.Context) {
	defer time.Sleep(time.Second)
	defer func() { time.Sleep(2 * time.Second) }()
}
func w12(_ context.Context) { time.Sleep(time.Minute) }
func w12b()                 { time.Sleep(time.Minute) }
func w13(w http.ResponseWriter, r *http.Request) {
	time.Sleep(3 * time.Second) // want `\(ctxwait/sleep\)`
}
func w13b(cmd *cobra.Command, args []string) error {
	time.Sleep(3 * time.Second) // want `\(ctxwait/sleep\)`
	return nil
}
func w16(ctx context.Context, n int) {
	time.Sleep(time.Duration(n) * time.Millisecond) // want `\(ctxwait/sleep\)`
}
func w18() {
	ctx := context.Background()
	time.Sleep(time.Minute)
	use(ctx)
}
func w19(ctx context.Context) {
	select {
	case <-time.After(time.Minute): // want `\(ctxwait/sleep\)`
	}
}
func w20(ctx context.Context) {
	select {
	case <-time.After(time.Minute):
	case <-ctx.Done():
	}
}
func w21(ctx xcontext.Context) { time.Sleep(time.Minute) } // want `\(ctxwait/sleep\)`
func w22(ctx context.Context) {
	f := func() {
		time.Sleep(time.Minute) // want `\(ctxwait/sleep\)`
	}
	f()
}
func w23(ctx context.Context) {
	sleep := time.Sleep
	sleep(time.Minute) // want `\(ctxwait/sleep\)`
}
func w24(ctx context.Context, fast bool) {
	d := time.Minute
	if fast {
		d = time.Millisecond
	}
	time.Sleep(d) // want `\(ctxwait/sleep\)`
}
func w25(ctx context.Context) <-chan time.Time {
	return time.After(time.Minute)
}
func w28(ctx context.Context, t *time.Timer) {
	if !t.Stop() {
		<-t.C
	}
}
func b04(ctx context.Context, in <-chan int) int {
	if err := dep.Step(ctx); err != nil {
		return 0
	}
	return <-in
}
func b06(ctx context.Context, in <-chan int) {
	defer func() { <-in }()
}
func b06b(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		use(1)
	}()
	<-done
}
func b06c(ctx context.Context) error {
	reply := make(chan error)
	go func() { reply <- dep.Step(ctx) }()
	return <-reply
}
func b06d(ctx context.Context, done <-chan struct{}, cancel context.CancelFunc) {
	cancel()
	<-done
}
func b07(ctx context.Context) {
	ch := make(chan int, 1)
	ch <- 1
	use(<-ch)
}
func b08(ctx context.Context, in chan int) {
	if ctx.Err() != nil {
		return
	}
	<-in // silent: observed
}
func b09(ctx context.Context, in chan int) {
	select {
	case <-in:
	case <-ctx.Done():
	}
}
func b11(ctx context.Context, q *dep.Queue) {
	q.Push(1)
}

// ---- watcher

func (w *worker) x01(req string) error {
	go func() {
		<-w.ctx.Done()
		w.conn.Close()
	}()
	_, err := w.conn.Read(nil)
	return err
}
func (w *worker) x02(req string) error {
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-w.ctx.Done():
			w.conn.Close()
		case <-done:
		}
	}()
	_, err := w.conn.Read(nil)
	return err
}
func x04(w http.ResponseWriter, r *http.Request, c conn) {
	go func() {
		<-r.Context().Done()
		c.Close()
	}()
	c.Read(nil)
}
func x05(ctx context.Context, c conn) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		<-ctx.Done()
		c.Close()
	}()
	_, err := c.Read(nil)
	return err
}
func x06(ctx context.Context, c conn) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		<-ctx.Done()
		c.Close()
	}()
	_, err := c.Read(nil)
	wg.Wait()
	return err
}
func (w *worker) Close() { close(w.stop) }
func x08(ctx context.Context, c conn) error {
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	_, err := c.Read(nil)
	return err
}
func watch(ctx context.Context, c conn) {
	<-ctx.Done()
	c.Close()
}
