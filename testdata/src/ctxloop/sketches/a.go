// Package sketches has one loop for each shape in which loops wait: by whom
// the wait is ended, and by whom it is not. The numbers are those of the
// collection of small shapes that the checks were designed with: A for loops and
// waits, D for values. Not all have the verdict that they were thought to get.
package sketches

import (
	"context"
	"log"
	"net"
	"sync"
	"time"
)

func handle(...any)           {}
func poll()                   {}
func try() bool               { return false }
func next() int               { return 0 }
func do(context.Context, int) {}

// get is elsewhere.
var get = func(ctx context.Context) error { return ctx.Err() }

// A1.
func sends(ctx context.Context, xs []int, out chan<- int) {
	for _, v := range xs {
		out <- v // want `the loop sends on out \(a parameter\), which the end of ctx \(line 25\) does not end: send in a select with a case <-ctx.Done\(\) \(ctxloop/nodone\)`
	}
}

// A2.
func sleeps(ctx context.Context, d time.Duration) {
	for {
		time.Sleep(d) // want `the loop sleeps in time.Sleep and never looks at ctx \(line 32\): wait in a select with a timer and a case <-ctx.Done\(\) \(ctxloop/sleep\)`
		poll()
	}
}

// A3.
func receives(ctx context.Context, in <-chan int) {
	for {
		v := <-in // want `receives from in .*\(ctxloop/nodone\)`
		handle(v)
	}
}

// A4.
func selects(ctx context.Context, a, b <-chan int) {
	for {
		select { // want `waits in a select .*\(ctxloop/nodone\)`
		case v := <-a:
			handle(v)
		case w := <-b:
			handle(w)
		}
	}
}

// A5.
func ticks(ctx context.Context, tick *time.Ticker) {
	for {
		select {
		case <-tick.C: // want `waits for tick.C .*\(ctxloop/sleep\)`
			poll()
		}
	}
}

// A6.
func selectsDone(ctx context.Context, a, b <-chan int) error {
	for {
		select {
		case v := <-a:
			handle(v)
		case w := <-b:
			handle(w)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// A7.
func breaks(ctx context.Context, a, b <-chan int) {
	for {
		select {
		case v := <-a:
			handle(v)
		case w := <-b:
			handle(w)
		case <-ctx.Done(): // want `break leaves only the select.*\(ctxloop/stuck\)`
			break
		}
	}
}

// A8.
func continues(ctx context.Context, a, b <-chan int) {
	for {
		select {
		case v := <-a:
			handle(v)
		case w := <-b:
			handle(w)
		case <-ctx.Done(): // want `does not leave the loop of line 99.*\(ctxloop/stuck\)`
			log.Print("over")
			continue
		}
	}
}

// A9.
func setsNil(ctx context.Context, a <-chan int) {
	done := ctx.Done()
	draining := false
	for {
		select {
		case v, ok := <-a:
			if !ok && draining {
				return
			}
			handle(v)
		case <-done:
			done = nil
			draining = true
		}
	}
}

// A10.
func asks(ctx context.Context) {
	for ctx.Err() == nil {
		time.Sleep(100 * time.Millisecond)
		poll()
	}
}

// A12.
func passes(ctx context.Context) error {
	for {
		if err := get(ctx); err != nil {
			return err
		}
	}
}

// A13.
func ignores(ctx context.Context) {
	for { // want `the endless loop passes ctx \(line 148\) to get at line 150 .*\(ctxloop/spin\)`
		_ = get(ctx)
	}
}

// A14.
func logs(ctx context.Context) {
	for { // want `the endless loop passes ctx .*\(ctxloop/spin\)`
		if err := get(ctx); err != nil {
			log.Print(err)
			continue
		}
	}
}

// A16.
func closedByProducer(ctx context.Context) {
	in := make(chan int)
	go func() {
		defer close(in)
		for i := 0; ; i++ {
			select {
			case in <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	for v := range in {
		handle(v)
	}
}

type queue struct{ items chan int }

func newQueue() *queue         { return &queue{items: make(chan int)} }
func (q *queue) Close()        { close(q.items) }
func (q *queue) C() <-chan int { return q.items }

// A18.
func closedAfterDone(ctx context.Context, q *queue) {
	context.AfterFunc(ctx, q.Close)
	for x := range q.C() {
		handle(x)
	}
}

// A19.
func stoppedAfterDone(ctx context.Context, in <-chan int) {
	stop := make(chan struct{})
	go func() {
		<-ctx.Done()
		close(stop)
	}()
	for {
		select {
		case <-stop:
			return
		case v := <-in:
			handle(v)
		}
	}
}

// A21.
func perhapsDone(ctx context.Context, in <-chan int) {
	var stop <-chan struct{}
	if ctx != nil {
		stop = ctx.Done()
	}
	for {
		select {
		case <-stop:
			return
		case v := <-in:
			handle(v)
		}
	}
}

// A22.
func hasRoom(ctx context.Context, n int) {
	c := make(chan int, n)
	for i := 0; i < n; i++ {
		c <- i
	}
	close(c)
}

// A23.
func lacksRoom(ctx context.Context, n int) {
	c := make(chan int, n-1)
	for i := 0; i < n; i++ {
		c <- i // want `sends on c \(made at line 240\).*\(ctxloop/nodone\)`
	}
	close(c)
}

// A24.
func semaphore(ctx context.Context, xs []int) {
	sem := make(chan struct{}, 8)
	for _, x := range xs {
		sem <- struct{}{}
		go func() {
			defer func() { <-sem }()
			do(ctx, x)
		}()
	}
}

// A34.
func joins(ctx context.Context, in <-chan int, conn net.Conn, readDone <-chan struct{}) {
	for {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done():
			conn.Close()
			<-readDone
			return
		}
	}
}

// A37.
func drainsTimer(ctx context.Context, t *time.Timer, in <-chan int) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-in:
			if !t.Stop() {
				<-t.C
			}
			t.Reset(time.Second)
		case <-t.C:
			t.Reset(time.Second)
		}
	}
}

// A38.
func condWoken(ctx context.Context, mu *sync.Mutex) {
	cond := sync.NewCond(mu)
	ready := false
	go func() {
		<-ctx.Done()
		mu.Lock()
		ready = true
		cond.Broadcast()
		mu.Unlock()
	}()
	mu.Lock()
	for !ready {
		cond.Wait()
	}
	mu.Unlock()
}

// A39. Waiting for a condition is a join: it says nothing of who meets it.
func cond(ctx context.Context, c *sync.Cond, ready func() bool) {
	for !ready() {
		c.Wait()
	}
}

// A46.
func optsOut(_ context.Context, in <-chan int) {
	for v := range in {
		handle(v)
	}
}

// A47. Few rounds are long when they sleep.
func threeTries(ctx context.Context) {
	for i := 0; i < 3; i++ {
		if try() {
			return
		}
		time.Sleep(time.Second) // want `sleeps in time.Sleep .*\(ctxloop/sleep\)`
	}
}

// A48.
func asksThenSends(ctx context.Context, out chan<- int) {
	for {
		select {
		case <-ctx.Done():
			return
		default:
			out <- next() // want `sends on out .*\(ctxloop/nodone\)`
		}
	}
}

// A50. Input and output are no waits here, ended by a Close or not.
func readsUntilClosed(ctx context.Context, conn net.Conn) error {
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	buf := make([]byte, 1024)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return err
		}
		handle(buf[:n])
	}
}

func readsOn(ctx context.Context, conn net.Conn) error {
	buf := make([]byte, 1024)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return err
		}
		handle(buf[:n])
	}
}

// A41, A43. Nobody has a context where it sends, so nothing is said: not even
// where the only receiver stops with one.
type service struct {
	ch, buffered chan int
	mu           sync.Mutex
	closed       bool
}

func newService() *service { return &service{ch: make(chan int), buffered: make(chan int, 8)} }

func (s *service) Submit(v int) { s.ch <- v }
func (s *service) Put(v int)    { s.buffered <- v }

// A42.
func (s *service) SubmitOpen(v int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.ch <- v
}

func (s *service) loop(ctx context.Context) {
	for {
		select {
		case v := <-s.ch:
			handle(v)
		case v := <-s.buffered:
			handle(v)
		case <-ctx.Done():
			return
		}
	}
}

func start(ctx context.Context) *service {
	s := newService()
	go s.loop(ctx)
	return s
}
