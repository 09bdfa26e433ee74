// Package strict has what is reported at level strict only.
package strict

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"time"
)

func handle(...any)                         {}
func poll()                                 {}
func next(ctx context.Context) (int, error) { return 0, ctx.Err() }

func known(ctx context.Context, in <-chan int) error {
	select {
	case <-in:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Partial: it waits here until the context ends, and there for ever.

func caseBody(ctx context.Context, in <-chan int, out chan<- int) {
	for {
		select {
		case v := <-in:
			out <- v // want `the loop looks at ctx at line 32, but sends on out \(a parameter\) here, which the end of ctx does not end: send in a select with a case <-ctx.Done\(\) \(ctxloop/partial\)`
		case <-ctx.Done():
			return
		}
	}
}

func beforeSelect(ctx context.Context, tick *time.Ticker, out chan<- int) {
	for {
		out <- 1 // want `partial`
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

func callee(ctx context.Context, out chan<- int) error {
	for {
		v, err := next(ctx)
		if err != nil {
			return err
		}
		out <- v // want `nodone`
	}
}

func calleeWaits(ctx context.Context, in <-chan int, out chan<- int) error {
	for {
		if err := known(ctx, in); err != nil {
			return err
		}
		out <- 1 // want `partial`
	}
}

func unknownCallee(ctx context.Context, s interface {
	Fetch(context.Context) (int, error)
}, out chan<- int) error {
	for {
		v, err := s.Fetch(ctx)
		if err != nil {
			return err
		}
		out <- v // want `partial`
	}
}

func twoSelects(ctx context.Context, a, b, c <-chan int) {
	for {
		select {
		case <-a:
		case <-ctx.Done():
			return
		}
		select { // want `partial`
		case <-b:
		case <-c:
		}
	}
}

// It looks, but seldom.

func seldom(ctx context.Context) {
	for ctx.Err() == nil {
		time.Sleep(10 * time.Minute) // want `the loop looks at ctx at line 97, but sleeps in time.Sleep for 10m0s between looks`
		poll()
	}
}

func seldomTick(ctx context.Context) {
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	for range tick.C { // want `partial`
		if ctx.Err() != nil {
			return
		}
	}
}

const pause = time.Hour

func seldomAfter(ctx context.Context) error {
	for {
		if _, err := next(ctx); err != nil {
			return err
		}
		<-time.After(pause) // want `partial`
	}
}

func often(ctx context.Context, d time.Duration) {
	for ctx.Err() == nil {
		time.Sleep(9 * time.Second)
		time.Sleep(d)
		poll()
	}
}

// Otherstop.

type server struct {
	quit   chan struct{}
	in     chan int
	closed bool
	ended  atomic.Bool
	state  int
}

const stopped = 3

func newServer() *server { return &server{quit: make(chan struct{}), in: make(chan int)} }

func (s *server) Close() {
	close(s.quit)
	s.closed = true
	s.ended.Store(true)
	s.state = stopped
}

func (s *server) isClosed() bool { return s.closed }

func (s *server) run(ctx context.Context) {
	for {
		select { // want `the loop waits in a select without a case for the context and stops on s.quit .*, but not on the end of ctx \(line 155\): add a case <-ctx.Done\(\) \(ctxloop/otherstop\)`
		case v := <-s.in:
			handle(v)
		case <-s.quit:
			return
		}
	}
}

func (s *server) tick(ctx context.Context, d time.Duration) {
	t := time.NewTicker(d)
	defer t.Stop()
	for {
		select { // want `otherstop`
		case <-t.C:
			poll()
		case <-s.quit:
			return
		}
	}
}

func (s *server) polled(ctx context.Context) {
	for {
		select {
		case <-s.quit:
			return
		default:
		}
		time.Sleep(time.Second) // want `otherstop`
	}
}

func (s *server) flag(ctx context.Context) {
	for !s.closed {
		handle(<-s.in) // want `otherstop`
	}
}

func (s *server) getter(ctx context.Context) {
	for {
		if s.isClosed() {
			return
		}
		handle(<-s.in) // want `otherstop`
	}
}

func (s *server) atomic(ctx context.Context) {
	for !s.ended.Load() {
		time.Sleep(time.Second) // want `otherstop`
	}
}

func (s *server) constant(ctx context.Context) {
	for s.state != stopped {
		select { // want `otherstop`
		case v := <-s.in:
			handle(v)
		case s.in <- 1:
		}
	}
}

func parameter(ctx context.Context, in <-chan int, stop <-chan struct{}) {
	for {
		select { // want `stops on stop \(a parameter\), but not on the end of ctx.*otherstop`
		case v := <-in:
			handle(v)
		case <-stop:
			return
		}
	}
}

func signals(ctx context.Context, in <-chan int) {
	sig := make(chan os.Signal, 1)
	signal.Notify(sig, os.Interrupt)
	for {
		select { // want `otherstop`
		case v := <-in:
			handle(v)
		case <-sig:
			return
		}
	}
}

func local(ctx context.Context, in <-chan int, f func(func())) {
	quit := make(chan struct{})
	f(func() { close(quit) })
	for {
		select { // want `otherstop`
		case v := <-in:
			handle(v)
		case <-quit:
			return
		}
	}
}

// The context of somebody else is a stop channel.
type holder struct{ ctx context.Context }

func (h *holder) run(ctx context.Context, in <-chan int) {
	for {
		select { // want `otherstop`
		case v := <-in:
			handle(v)
		case <-h.ctx.Done():
			return
		}
	}
}

// The condition is data of the loop, and no flag.
func data(ctx context.Context, todo map[string]int, in <-chan string) {
	left := true
	for left {
		delete(todo, <-in) // want `nodone`
		left = len(todo) > 0
	}
}

// Doubtful: somebody unseen may close the channel.

func Consume(ctx context.Context, in <-chan int) {
	for v := range in { // want `the loop ranges over in \(a parameter\), which the end of ctx .*nodone`
		handle(v)
	}
}

func consume(ctx context.Context, in <-chan int) {
	for {
		v, ok := <-in // want `nodone`
		if !ok {
			return
		}
		handle(v)
	}
}

func literal(ctx context.Context, in <-chan int) {
	go func() {
		for v := range in { // want `nodone`
			handle(v, ctx)
		}
	}()
}

func sometimes(ctx context.Context, n int) {
	in := make(chan int)
	go func() {
		if n == 0 {
			return
		}
		in <- n
		close(in)
	}()
	for v := range in { // want `nodone`
		handle(v)
	}
}

func elsewhere(ctx context.Context, w interface{ Events() <-chan int }) {
	for v := range w.Events() { // want `nodone`
		handle(v)
	}
}

// The context is only in a field.

type worker struct {
	ctx  context.Context
	in   chan int
	once chan int
}

func newWorker(ctx context.Context) *worker {
	return &worker{ctx: ctx, in: make(chan int), once: make(chan int)}
}

func (w *worker) loop() {
	for {
		select { // want `which the end of w.ctx \(line 330\) does not end: add a case <-w.ctx.Done\(\) \(ctxloop/nodone\)`
		case v := <-w.in:
			handle(v)
		case v := <-w.once:
			handle(v)
		}
	}
}

func (w *worker) sends(vs []int) {
	for _, v := range vs {
		w.in <- v // want `nodone`
	}
}

func (w *worker) stuck() {
	for {
		select {
		case <-w.ctx.Done(): // want `stuck`
			break
		case v := <-w.in:
			handle(v)
		}
	}
}

func (w *worker) literal(vs []int) {
	go func() {
		for _, v := range vs {
			w.in <- v // want `nodone`
		}
	}()
}

func (w *worker) fine() {
	for {
		select {
		case v := <-w.in:
			handle(v)
		case <-w.ctx.Done():
			return
		}
	}
}

// What closes the receiver may run because the context is over.
func (w *worker) Close() {
	for v := range 10 {
		w.in <- v
	}
}

// From go-redis' semaphores: nobody else has the channel until it is full.
type semaphore struct{ tokens chan struct{} }

func newSemaphore(n int32) *semaphore {
	tokens := make(chan struct{}, n)
	for i := int32(0); i < n; i++ {
		tokens <- struct{}{}
	}
	return &semaphore{tokens: tokens}
}

func (s *semaphore) release() { s.tokens <- struct{}{} }

func overfull(ctx context.Context, n int) *semaphore {
	tokens := make(chan struct{}, n)
	s := &semaphore{tokens: tokens}
	for range n {
		tokens <- struct{}{} // want `sends on tokens`
	}
	return s
}

func semaphores(ctx context.Context, sizes []int32) (all []*semaphore) {
	for _, n := range sizes {
		all = append(all, newSemaphore(n))
		if ctx.Err() != nil {
			break
		}
	}
	return all
}

// From promtool: what is begun must be closed, and closing waits for a
// goroutine to end.
type log struct{ stop chan chan struct{} }

func openLog() *log {
	l := &log{stop: make(chan chan struct{})}
	go func() { close(<-l.stop) }()
	return l
}

func (l *log) Close() error {
	done := make(chan struct{})
	l.stop <- done
	<-done
	return nil
}

func (l *log) rotate() {
	done := make(chan struct{})
	l.stop <- done
	<-done
}

func logs(ctx context.Context, n int) error {
	for range n {
		l := openLog()
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := l.Close(); err != nil {
			return err
		}
	}
	for range n {
		openLog().rotate() // want `calls rotate, which sends on "l.stop"`
	}
	return nil
}
