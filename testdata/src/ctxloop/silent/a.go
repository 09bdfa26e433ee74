// Package silent has loops that need no context to end.
package silent

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func handle(...any)                       {}
func get(ctx context.Context, i int) int  { return i }
func do(ctx context.Context, i int) error { return ctx.Err() }

// Buffered channels that have room.

func sameBound(ctx context.Context, n int) {
	c := make(chan int, n)
	for i := 0; i < n; i++ {
		c <- i
	}
	close(c)
	for v := range c {
		handle(v)
	}
}

func length(ctx context.Context, xs []string, m map[string]int) {
	c := make(chan string, len(xs))
	for _, x := range xs {
		c <- x
	}
	d := make(chan int, len(m))
	for _, v := range m {
		d <- v
	}
	handle(c, d)
}

func handedOver(ctx context.Context, n int) <-chan int {
	c := make(chan int, n)
	for i := range n {
		c <- i
	}
	return c
}

func one(ctx context.Context, xs []int) {
	for _, x := range xs {
		c := make(chan int, 1)
		c <- x
		handle(x)
	}
}

func goroutines(ctx context.Context, xs []int) {
	errs := make(chan error, len(xs))
	for i := range xs {
		go func() { errs <- do(ctx, i) }()
	}
	for range xs {
		handle(<-errs)
	}
}

func fills(ctx context.Context, n int) {
	tokens := make(chan struct{}, n)
	for range n {
		tokens <- struct{}{}
	}
	use := func() {
		select {
		case <-tokens:
			handle()
			tokens <- struct{}{}
		case <-ctx.Done():
		}
	}
	go use()
	use()
}

func putBack(ctx context.Context, errs []error) {
	c := make(chan error, 3)
	for _, err := range errs {
		select {
		case old := <-c:
			c <- old
		default:
			handle(err)
		}
	}
}

type request struct {
	id    int
	reply chan int
}

// Each request has a channel of its own, with a buffer.
func answer(ctx context.Context, rs []request) {
	for _, r := range rs {
		r.reply <- r.id
	}
}

func ask(ctx context.Context, rs chan<- request) {
	r := request{1, make(chan int, 1)}
	select {
	case rs <- r:
	case <-ctx.Done():
	}
}

// Channels that their producer closes on every path.

func produced(ctx context.Context, in <-chan int) {
	out := make(chan int)
	go func() {
		defer close(out)
		for {
			select {
			case v := <-in:
				out <- get(ctx, v)
			case <-ctx.Done():
				return
			}
		}
	}()
	for v := range out {
		handle(v)
	}
}

func producedPlainly(ctx context.Context, n int) {
	out := make(chan int)
	go func() {
		if n == 0 {
			close(out)
			return
		}
		out <- n
		close(out)
	}()
	for {
		v, ok := <-out
		if !ok {
			return
		}
		handle(v)
	}
}

func producedLater(ctx context.Context, n int) {
	var wg sync.WaitGroup
	out := make(chan int)
	for i := range n {
		wg.Go(func() {
			select {
			case out <- get(ctx, i):
			case <-ctx.Done():
			}
		})
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	for v := range out {
		handle(v)
	}
}

func generator(n int) <-chan int {
	out := make(chan int)
	go generate(out, n)
	return out
}

func generate(out chan<- int, n int) {
	defer close(out)
	for i := range n {
		out <- i
	}
}

func consumes(ctx context.Context) {
	for v := range generator(10) {
		handle(v)
	}
}

func closedBefore(ctx context.Context, xs []int) {
	c := make(chan int, len(xs))
	for _, x := range xs {
		c <- x
	}
	close(c)
	for v := range c {
		handle(v)
	}
}

// The function around the goroutine closes it: behind an early return it is
// not made yet.
func parallel(ctx context.Context, n int) {
	if n == 0 {
		return
	}
	todo := make(chan int, n)
	for i := range n {
		todo <- i
	}
	close(todo)
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range todo {
				handle(i)
			}
		}()
	}
	wg.Wait()
}

// It is joined: the ticker only reports.
func progress(ctx context.Context, tick *time.Ticker) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = do(ctx, 1)
	}()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			handle("still working")
		}
	}
}

// Consumers that receive until the channel is closed.

func drained(ctx context.Context, xs []int) {
	jobs := make(chan int)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for j := range jobs {
				_ = do(ctx, j)
			}
		})
	}
	for _, x := range xs {
		jobs <- x
	}
	close(jobs)
	wg.Wait()
}

func drainedByParent(ctx context.Context, xs []int) (sum int) {
	out := make(chan int)
	g, ctx := errgroup.WithContext(ctx)
	for _, x := range xs {
		g.Go(func() error {
			for i := range x {
				out <- get(ctx, i)
			}
			return nil
		})
	}
	go func() {
		_ = g.Wait()
		close(out)
	}()
	for v := range out {
		sum += v
	}
	return sum
}

// Joins.

func cancels(ctx context.Context, n int) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	for range n {
		go func() {
			<-ctx.Done()
			ended <- struct{}{}
		}()
	}
	cancel()
	for range n {
		<-ended
	}
}

func stops(ctx context.Context, n int) {
	stop := make(chan struct{})
	ended := make(chan bool)
	for range n {
		go func() {
			<-stop
			ended <- true
		}()
	}
	close(stop)
	for range n {
		<-ended
	}
}

func afterDone(ctx context.Context, results <-chan int, n int) {
	<-ctx.Done()
	for range n {
		<-results
	}
}

func afterDoneCase(ctx context.Context, in, results <-chan int, n int) {
	for {
		select {
		case <-in:
		case <-ctx.Done():
			for range n {
				<-results
			}
			return
		}
	}
}

func afterErr(ctx context.Context, out chan<- error, n int) {
	for {
		if err := ctx.Err(); err != nil {
			for range n {
				out <- err
			}
			return
		}
		_ = do(ctx, n)
	}
}

func behindLoop(ctx context.Context, in <-chan int, rest []int, out chan<- int) {
	for ctx.Err() == nil {
		select {
		case <-in:
		case <-ctx.Done():
		}
	}
	for _, r := range rest {
		out <- r
	}
}

func callback(ctx context.Context, out chan<- int) {
	stop := context.AfterFunc(ctx, func() {
		for i := range 10 {
			out <- i
		}
	})
	defer stop()
}

func waits(ctx context.Context, wgs []*sync.WaitGroup, conds []*sync.Cond) {
	for i, wg := range wgs {
		wg.Wait()
		for i > 0 {
			conds[i].Wait()
		}
	}
}

// Whatever runs in a defer.

func defers(ctx context.Context, out chan<- int, xs []int) {
	defer func() {
		for _, x := range xs {
			out <- x
		}
	}()
	defer flush(ctx, out, xs)
	_ = do(ctx, 1)
}

func flush(ctx context.Context, out chan<- int, xs []int) {
	for _, x := range xs {
		out <- x
	}
}

// Drains.

func timers(ctx context.Context, in <-chan int) {
	t := time.NewTimer(time.Minute)
	defer t.Stop()
	for {
		select {
		case <-in:
			if !t.Stop() {
				<-t.C
			}
			t.Reset(time.Minute)
		case <-t.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

func held(ctx context.Context, ch chan int) {
	for len(ch) > 0 {
		<-ch
	}
	for range 100 {
		if len(ch) != 0 {
			<-ch
		}
	}
}

// Semaphores.

func semaphore(ctx context.Context, xs []int) {
	sem := make(chan struct{}, 8)
	var wg sync.WaitGroup
	for _, x := range xs {
		sem <- struct{}{}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { <-sem }()
			_ = do(ctx, x)
		}()
	}
	wg.Wait()
}

type pool struct{ tokens chan struct{} }

func newPool(n int) *pool { return &pool{make(chan struct{}, n)} }

func (p *pool) acquire() { p.tokens <- struct{}{} }
func (p *pool) release() { <-p.tokens }

func (p *pool) all(ctx context.Context, xs []int) {
	for _, x := range xs {
		p.acquire()
		go func() {
			defer p.release()
			_ = do(ctx, x)
		}()
	}
}

// Selects that do not wait.

func asks(ctx context.Context, out chan<- int, n int) {
	for i := range n {
		select {
		case out <- i:
		default:
		}
	}
}

// Goroutines of the function itself that have the context and always send.

func gathers(ctx context.Context, n int) (sum int) {
	results := make(chan int)
	for i := range n {
		go func() { results <- get(ctx, i) }()
	}
	for range n {
		sum += <-results
	}
	return sum
}

func gathersEither(ctx context.Context, n int) (sum int, err error) {
	results, errs := make(chan int), make(chan error, n)
	for i := range n {
		go func() {
			if err := do(ctx, i); err != nil {
				errs <- err
				return
			}
			results <- i
		}()
	}
	for range n {
		select {
		case v := <-results:
			sum += v
		case err = <-errs:
		}
	}
	return sum, err
}

func gathersDone(ctx context.Context, n int) {
	done := make(chan bool)
	for i := range n {
		go worker(ctx, i, done)
	}
	for range n {
		<-done
	}
}

// ethereum/go-ethereum: who gives up closes quit, and gathers no more.
func gathersUntilError(ctx context.Context, n int) (sum int, err error) {
	type result struct {
		value int
		err   error
	}
	results, quit := make(chan result), make(chan struct{})
	for i := range n {
		go func() {
			err := do(ctx, i)
			if err != nil {
				select {
				case results <- result{err: err}:
				case <-quit:
				}
				return
			}
			select {
			case results <- result{value: i}:
			case <-quit:
			}
		}()
	}
	for range n {
		r := <-results
		if r.err != nil {
			close(quit)
			return sum, r.err
		}
		sum += r.value
	}
	return sum, nil
}

func worker(ctx context.Context, i int, done chan<- bool) {
	defer func() { done <- true }()
	_ = do(ctx, i)
}

// At most three rounds.

func few(ctx context.Context, out chan<- int) {
	for i := 0; i < 3; i++ {
		out <- i
	}
	for range 2 {
		out <- 1
	}
	for _, v := range [3]int{1, 2, 3} {
		out <- v
	}
}

// Channels that end with the context.

type client interface {
	Watch(ctx context.Context) <-chan int
	Open(ctx context.Context) (stream, error)
}

type stream struct{ C <-chan int }

func (s stream) Events() <-chan int { return s.C }

func ticker(ctx context.Context) <-chan time.Time { return nil }

func watches(ctx context.Context, c client) error {
	for v := range c.Watch(ctx) {
		handle(v)
	}
	for range ticker(ctx) {
		handle()
	}
	s, err := c.Open(ctx)
	if err != nil {
		return err
	}
	for v := range s.C {
		handle(v)
	}
	for {
		v, ok := <-s.Events()
		if !ok {
			return nil
		}
		handle(v)
	}
}

func closedByGoroutine(ctx context.Context, in <-chan int) {
	stop := make(chan bool)
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

func closedByAfterFunc(ctx context.Context, in <-chan int) {
	stop := make(chan struct{})
	context.AfterFunc(ctx, func() { close(stop) })
	for {
		select {
		case <-stop:
			return
		case v := <-in:
			handle(v)
		}
	}
}

// From the reading of grpc-go: the owner of the channel is closed.

type queue interface {
	Items() <-chan int
	Close()
}

func owner(ctx context.Context, q queue) {
	context.AfterFunc(ctx, q.Close)
	for v := range q.Items() {
		handle(v)
	}
}

func ownerLiteral(ctx context.Context, q queue) {
	go func() {
		<-ctx.Done()
		q.Close()
	}()
	for v := range q.Items() {
		handle(v)
	}
}

func maybeNil(ctx context.Context, in <-chan int) {
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

func ancestor(ctx context.Context, in <-chan int) {
	child, cancel := context.WithCancel(ctx)
	defer cancel()
	go func(ctx context.Context) {
		for {
			select {
			case <-child.Done():
				return
			case v := <-in:
				handle(v)
			}
		}
	}(child)
}

func parent(parent context.Context, in <-chan int) {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	for {
		select {
		case <-parent.Done():
			return
		case v := <-in:
			handle(v, ctx)
		}
	}
}

func until(done <-chan struct{}, in <-chan int, ctx context.Context) {
	for {
		select {
		case <-done:
			return
		case v := <-in:
			handle(v, ctx)
		}
	}
}

func callsUntil(ctx context.Context, in <-chan int) { until(ctx.Done(), in, ctx) }

// A callee that has the context in a literal may end by it.
func retry(f func() error) error { return f() }

func paced(ctx context.Context, tokens chan struct{}, xs []int) error {
	for _, x := range xs {
		if err := retry(func() error { return do(ctx, x) }); err != nil {
			return err
		}
	}
	return nil
}
