// Package sketches has one loop for each shape in which loops wait: by whom
// the wait is ended, and by whom it is not.
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

func sends(ctx context.Context, xs []int, out chan<- int) {
	for _, v := range xs {
		out <- v // want `the loop sends on out \(a parameter\), which the end of ctx \(line 22\) does not end: send in a select with a case <-ctx.Done\(\) \(ctxloop/nodone\)`
	}
}

func sleeps(ctx context.Context, d time.Duration) {
	for {
		time.Sleep(d) // want `the loop sleeps in time.Sleep and never looks at ctx \(line 28\): wait in a select with a timer and a case <-ctx.Done\(\) \(ctxloop/sleep\)`
		poll()
	}
}

func receives(ctx context.Context, in <-chan int) {
	for {
		v := <-in // want `receives from in .*\(ctxloop/nodone\)`
		handle(v)
	}
}

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

func ticks(ctx context.Context, tick *time.Ticker) {
	for {
		select {
		case <-tick.C: // want `waits for tick.C .*\(ctxloop/sleep\)`
			poll()
		}
	}
}

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

func continues(ctx context.Context, a, b <-chan int) {
	for {
		select {
		case v := <-a:
			handle(v)
		case w := <-b:
			handle(w)
		case <-ctx.Done(): // want `does not leave the loop of line 89.*\(ctxloop/stuck\)`
			log.Print("over")
			continue
		}
	}
}

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

func asks(ctx context.Context) {
	for ctx.Err() == nil {
		time.Sleep(100 * time.Millisecond)
		poll()
	}
}

func passes(ctx context.Context) error {
	for {
		if err := get(ctx); err != nil {
			return err
		}
	}
}

func ignores(ctx context.Context) {
	for { // want `the endless loop passes ctx \(line 134\) to get at line 136 .*\(ctxloop/spin\)`
		_ = get(ctx)
	}
}

func logs(ctx context.Context) {
	for { // want `the endless loop passes ctx .*\(ctxloop/spin\)`
		if err := get(ctx); err != nil {
			log.Print(err)
			continue
		}
	}
}

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

func closedAfterDone(ctx context.Context, q *queue) {
	context.AfterFunc(ctx, q.Close)
	for x := range q.C() {
		handle(x)
	}
}

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

func hasRoom(ctx context.Context, n int) {
	c := make(chan int, n)
	for i := 0; i < n; i++ {
		c <- i
	}
	close(c)
}

func lacksRoom(ctx context.Context, n int) {
	c := make(chan int, n-1)
	for i := 0; i < n; i++ {
		c <- i // want `sends on c \(made at line 219\).*\(ctxloop/nodone\)`
	}
	close(c)
}

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

// Waiting for a condition is a join: it says nothing of who meets it.
func cond(ctx context.Context, c *sync.Cond, ready func() bool) {
	for !ready() {
		c.Wait()
	}
}

func optsOut(_ context.Context, in <-chan int) {
	for v := range in {
		handle(v)
	}
}

// Few rounds are long when they sleep.
func threeTries(ctx context.Context) {
	for i := 0; i < 3; i++ {
		if try() {
			return
		}
		time.Sleep(time.Second) // want `sleeps in time.Sleep .*\(ctxloop/sleep\)`
	}
}

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

// Input and output are no waits here, ended by a Close or not.
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

// Nobody here has a context where it sends.
type service struct{ ch, buffered chan int }

func newService() *service { return &service{make(chan int), make(chan int, 8)} }

func (s *service) Submit(v int) { s.ch <- v }
func (s *service) Put(v int)    { s.buffered <- v }

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
