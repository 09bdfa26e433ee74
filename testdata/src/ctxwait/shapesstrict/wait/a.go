package wait

import (
	"context"
	"sync"
	"time"

	"ctxwait/shapesstrict/dep"

	"golang.org/x/sync/errgroup"
)

type result struct {
	n   int
	err error
}

func compute() (int, error) { return 1, nil }
func use(...any)            {}

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

func a11(ctx context.Context) error {
	vals, errs := make(chan int), make(chan error)
	go func() {
		n, err := compute()
		if err != nil {
			errs <- err
			return
		}
		vals <- n
	}()
	select { // want `\(ctxwait/bare\)`
	case <-vals:
		return nil
	case err := <-errs:
		return err
	}
}

func a16(ctx context.Context) <-chan int {
	ch := make(chan int)
	go func() { n, _ := compute(); ch <- n }() // want `\(ctxwait/bare\)`
	select {
	case <-ctx.Done():
		return nil
	default:
	}
	return ch
}

type holder struct{ ch chan int }

func a16b(ctx context.Context, h *holder) int {
	ch := make(chan int)
	h.ch = ch
	go func() { n, _ := compute(); ch <- n }() // want `\(ctxwait/bare\)`
	select {
	case n := <-ch:
		return n
	case <-ctx.Done():
		return 0
	}
}
func w02(ctx context.Context) {
	time.Sleep(500 * time.Millisecond) // want `\(ctxwait/sleep\)`
}
func w06(ctx context.Context) {
	go func() {
		time.Sleep(time.Minute) // want `\(ctxwait/sleep\)`
		use(1)
	}()
}
func w07(ctx context.Context) {
	dep.Pause(time.Minute) // want `\(ctxwait/sleep\)`
}
func (w *worker) w07b(ctx context.Context) {
	w.nap() // want `\(ctxwait/sleep\)`
}
func (w *worker) nap() { time.Sleep(w.d) } // want `\(ctxwait/sleep\)`
func w15(ctx context.Context) {
	time.Sleep(time.Second)             // want `\(ctxwait/sleep\)`
	time.Sleep(1000 * time.Millisecond) // want `\(ctxwait/sleep\)`
	time.Sleep(999 * time.Millisecond)  // want `\(ctxwait/sleep\)`
	const d = 3 * time.Second
	time.Sleep(d) // want `\(ctxwait/sleep\)`
}
func (w *worker) w17() {
	time.Sleep(time.Minute) // want `\(ctxwait/sleep\)`
}
func w26(ctx context.Context, wg *sync.WaitGroup) {
	wg.Go(func() {
		time.Sleep(time.Minute) // want `\(ctxwait/sleep\)`
	})
}
func w27(ctx context.Context, g *errgroup.Group) {
	g.Go(func() error {
		time.Sleep(time.Minute) // want `\(ctxwait/sleep\)`
		return nil
	})
}

// ---- bare

func b01(ctx context.Context, in <-chan int) int {
	return <-in // want `\(ctxwait/bare\)`
}
func b02(ctx context.Context, out chan<- int) {
	out <- 1 // want `\(ctxwait/bare\)`
}
func b03(ctx context.Context, a, b chan int) {
	select { // want `\(ctxwait/bare\)`
	case <-a:
	case <-b:
	}
}
func b05(ctx context.Context, in <-chan int) int {
	dep.Log(ctx, "waiting")
	return <-in // want `\(ctxwait/bare\)`
}
func (h *holder) b10(ctx context.Context) int {
	return <-h.ch // want `\(ctxwait/bare\)`
}
func b12(ctx context.Context) {
	select {} // want `\(ctxwait/bare\)`
}
func x03(ctx context.Context, c conn) error {
	go func() { // want `\(ctxwait/watcher\)`
		<-ctx.Done()
		c.Close()
	}()
	_, err := c.Read(nil)
	return err
}
func (w *worker) x07(c conn) error {
	go func() { // want `\(ctxwait/watcher\)`
		<-w.stop
		c.Close()
	}()
	_, err := c.Read(nil)
	return err
}
func (w *worker) Close() { close(w.stop) }
func watch(ctx context.Context, c conn) {
	<-ctx.Done()
	c.Close()
}
func x09(ctx context.Context, c conn) error {
	go watch(ctx, c) // want `\(ctxwait/watcher\)`
	_, err := c.Read(nil)
	return err
}
