package silent

import (
	"context"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"ctxloop/shapes/dep"

	"golang.org/x/sync/errgroup"
)

func use(...any) {}

func z01(ctx context.Context, q *dep.Queue) {
	context.AfterFunc(ctx, q.Close)
	for v := range q.C() {
		use(v)
	}
}

func z01b(ctx context.Context, in <-chan int) {
	stop := make(chan struct{})
	context.AfterFunc(ctx, func() { close(stop) })
	for {
		select {
		case <-stop:
			return
		case v := <-in:
			use(v)
		}
	}
}
func z01c(ctx context.Context, in <-chan int) {
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
			use(v)
		}
	}
}
func z01d(ctx context.Context, in <-chan int) {
	stop := make(chan struct{})
	dep.CloseWith(ctx, stop)
	for {
		select {
		case <-stop:
			return
		case v := <-in:
			use(v)
		}
	}
}

func z02(ctx context.Context, xs []int) {
	ch := make(chan int, len(xs))
	for _, x := range xs {
		ch <- x
	}
	close(ch)
	for v := range ch {
		use(v)
	}
}
func z02b(ctx context.Context, n int) {
	c := make(chan int, n-1)
	for i := 0; i < n; i++ {
		c <- i // want `\(ctxloop/nodone\)`
	}
	close(c)
}
func z02c(ctx context.Context, n int) {
	c := make(chan int, n)
	for i := range n {
		go func() { c <- i }()
	}
	for range n {
		use(<-c) // want `\(ctxloop/nodone\)`
	}
}
func z02d(ctx context.Context) {
	var chans []chan int
	for range 5 {
		c := make(chan int, 1)
		c <- 1
		chans = append(chans, c)
	}
	use(chans)
}

func z03(ctx context.Context, xs []int) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for _, x := range xs {
			select {
			case ch <- x:
			case <-ctx.Done():
				return
			}
		}
	}()
	for v := range ch {
		use(v)
	}
}

func z04(ctx context.Context, cancel context.CancelFunc, done <-chan struct{}) {
	cancel()
	<-done
}
func z04b(ctx context.Context, dones []chan struct{}) {
	<-ctx.Done()
	for _, d := range dones {
		<-d
	}
}
func z04c(ctx context.Context, wgs []*sync.WaitGroup) {
	for _, wg := range wgs {
		wg.Wait()
	}
}

func z05(ctx context.Context, ch chan int) {
	defer func() {
		for range ch {
		}
	}()
	for {
		select {
		case v := <-ch:
			use(v)
		case <-ctx.Done():
			return
		}
	}
}

func z06(ctx context.Context, d time.Duration, in <-chan int) {
	t := time.NewTimer(d)
	for {
		select {
		case <-ctx.Done():
			return
		case <-in:
			if !t.Stop() {
				<-t.C
			}
			t.Reset(d)
		case <-t.C:
			t.Reset(d)
		}
	}
}

func z07(ctx context.Context, xs []int, do func(context.Context, int)) {
	sem := make(chan struct{}, 8)
	var wg sync.WaitGroup
	for _, x := range xs {
		sem <- struct{}{}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { <-sem }()
			do(ctx, x)
		}()
	}
	wg.Wait()
}
func z07b(ctx context.Context, xs []int, do func(int) error) error {
	sem := make(chan bool, runtime.NumCPU())
	var g errgroup.Group
	for _, x := range xs {
		sem <- true
		g.Go(func() error {
			defer func() { <-sem }()
			return do(x)
		})
	}
	return g.Wait()
}

// released without defer
func z07c(ctx context.Context, xs []int, do func(int) error) {
	sem := make(chan bool, 3)
	for _, x := range xs {
		sem <- true // want `\(ctxloop/nodone\)`
		go func() {
			if do(x) != nil {
				return
			}
			<-sem
		}()
	}
}

func z08(ctx context.Context, in <-chan int, out chan<- int) {
	for range 100 {
		select {
		case v := <-in:
			use(v)
		default:
		}
		select {
		case out <- 1:
		default:
			runtime.Gosched()
		}
	}
}
func z09(ctx context.Context, ch chan int) {
	for len(ch) > 0 {
		<-ch
	}
}

func z10(ctx context.Context, xs []int, do func(context.Context, int) int) (sum int) {
	ch := make(chan int)
	for _, x := range xs {
		go func() { ch <- do(ctx, x) }()
	}
	for range xs {
		sum += <-ch
	}
	return sum
}

// not given ctx
func z10b(ctx context.Context, xs []int, do func(int) int) (sum int) {
	ch := make(chan int)
	for _, x := range xs {
		go func() { ch <- do(x) }()
	}
	for range xs {
		sum += <-ch // want `\(ctxloop/nodone\)`
	}
	return sum
}

// not on every path
func z10c(ctx context.Context, xs []int, do func(context.Context, int) int) (sum int) {
	ch := make(chan int)
	for _, x := range xs {
		go func() {
			if n := do(ctx, x); n > 0 {
				ch <- n
			}
		}()
	}
	for range xs {
		sum += <-ch // want `\(ctxloop/nodone\)`
	}
	return sum
}

func z11(_ context.Context, ch <-chan int) {
	for range ch {
	}
	for {
		<-ch
	}
}

func z12(t *testing.T, ch chan int) {
	for {
		<-ch
	}
}

type pool interface{ Submit(func()) }

// handed to unknown code, never mentions the context
func z13(ctx context.Context, p pool, ch chan int) {
	p.Submit(func() {
		for {
			use(<-ch)
		}
	})
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {})
}
func z13b(ctx context.Context, ch chan int) func() {
	return func() {
		for {
			use(<-ch)
		}
	}
}

func z14(ctx context.Context, in <-chan int) {
	for done := false; !done; {
		select {
		case <-ctx.Done():
			done = true
		case v := <-in:
			use(v)
		}
	}
}

func z15(ctx context.Context, in <-chan int) {
	child, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		select {
		case <-child.Done():
			return
		case v := <-in:
			use(v)
		}
	}
}
func z15b(parent context.Context, in <-chan int) {
	ctx, cancel := context.WithTimeout(parent, time.Minute)
	defer cancel()
	use(ctx)
	for {
		select {
		case <-parent.Done():
			return
		case v := <-in:
			use(v)
		}
	}
}
func z16(ctx context.Context, in <-chan int) {
	var stop <-chan struct{}
	if ctx != nil {
		stop = ctx.Done()
	}
	for {
		select {
		case <-stop:
			return
		case v := <-in:
			use(v)
		}
	}
}

// a cond that is woken when the context ends
type gate struct {
	mu   sync.Mutex
	cond *sync.Cond
	open bool
}

func (g *gate) wait(ctx context.Context) {
	stop := context.AfterFunc(ctx, func() {
		g.mu.Lock()
		g.open = true
		g.cond.Broadcast()
		g.mu.Unlock()
	})
	defer stop()
	g.mu.Lock()
	defer g.mu.Unlock()
	for !g.open {
		g.cond.Wait()
	}
}

type sub struct{ C <-chan int }
type broker interface {
	Subscribe(ctx context.Context) *sub
}

func z17(ctx context.Context, b broker) {
	s := b.Subscribe(ctx)
	for v := range s.C {
		use(v)
	}
	for {
		v, ok := <-s.C
		if !ok {
			return
		}
		use(v)
	}
}

// recv with helper
func recv(ctx context.Context, in <-chan int) (int, error) {
	select {
	case v := <-in:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}
func z18(ctx context.Context, in <-chan int) error {
	for {
		v, err := recv(ctx, in)
		if err != nil {
			return err
		}
		use(v)
	}
}

// a bool tells
func next(ctx context.Context, in <-chan int) (v int, ok bool) {
	select {
	case v = <-in:
		return v, true
	case <-ctx.Done():
		return 0, false
	}
}
func z18b(ctx context.Context, in <-chan int) {
	for {
		v, ok := next(ctx, in)
		if !ok {
			return
		}
		use(v)
	}
}

// fan-in: wg closes
func z19(ctx context.Context, ins []<-chan int, merge func(context.Context, <-chan int, chan<- int)) {
	out := make(chan int)
	var wg sync.WaitGroup
	for _, in := range ins {
		wg.Go(func() { merge(ctx, in, out) })
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	for v := range out {
		use(v)
	}
}

// the timeout ends the loop
func z20(ctx context.Context, stopped chan struct{}) {
	timeout := time.After(time.Minute)
	for {
		select { // want `\(ctxloop/nodone\)`
		case <-timeout:
			return
		case <-stopped:
		}
	}
}
