package more

import (
	"context"
	"sync"
	"time"
)

type pump struct {
	q chan int
}

func (p *pump) put(e int) { p.q <- e }

func (p *pump) PutAll(ctx context.Context, es []int) {
	put := p.put
	for _, e := range es {
		put(e) // want `\(ctxloop/nodone\)`
	}
}

func expr(ctx context.Context, p *pump, es []int) {
	for _, e := range es {
		(*pump).put(p, e) // want `\(ctxloop/nodone\)`
	}
}

func each(es []int, f func(int)) {
	for _, e := range es {
		f(e)
	}
}

// a method value as the callback
func (p *pump) callback(ctx context.Context, es []int) {
	each(es, p.put) // want `\(ctxloop/nodone\)`
}

func literal(ctx context.Context, p *pump, es []int) {
	send := func(e int) { p.q <- e } // want `\(ctxloop/nodone\)`
	for _, e := range es {
		send(e)
	}
}

type visitor interface{ visit(int) }

type sender struct{ ch chan int }

func (s sender) visit(v int) { s.ch <- v }

func visitAll(ctx context.Context, v visitor, xs []int) {
	for _, x := range xs {
		v.visit(x) // want `\(ctxloop/nodone\)`
	}
}

type set[T comparable] map[T]struct{}

func (s set[T]) each(f func(T) bool) {
	for k := range s {
		if !f(k) {
			return
		}
	}
}

func setLoop(ctx context.Context, s set[string], out chan<- string) {
	s.each(func(k string) bool {
		out <- k // want `\(ctxloop/nodone\)`
		return true
	})
	for k := range s.each {
		out <- k // want `\(ctxloop/nodone\)`
	}
}

func syncMap(ctx context.Context, m *sync.Map, out chan<- any) {
	m.Range(func(k, v any) bool {
		out <- v // want `\(ctxloop/nodone\)`
		return true
	})
}

// nested closure two levels
func twoLevels(ctx context.Context, in <-chan int, f func(int)) {
	go func() {
		run := func() {
			for {
				f(<-in) // want `\(ctxloop/nodone\)`
			}
		}
		run()
	}()
}

// context in struct passed by pointer
type req struct {
	ctx context.Context
	ch  chan int
}

func param(r *req) { // no context in scope: a field of a parameter
	for {
		<-r.ch
	}
}

// own type with Context()
type call struct{ ctx context.Context }

func (c *call) Context() context.Context { return c.ctx }

func carrier(c *call, in <-chan int) {
	for {
		<-in // want `\(ctxloop/nodone\)`
	}
}

func carrierFine(c *call, in <-chan int) {
	for {
		select {
		case <-in:
		case <-c.Context().Done():
			return
		}
	}
}

// Named results, if-else poll
func timeoutSelect(ctx context.Context, in <-chan int) (err error) {
	for i := 0; i < 100; i++ {
		select { // want `\(ctxloop/nodone\)`
		case <-in:
		case <-time.After(time.Second):
			return context.DeadlineExceeded
		}
	}
	return
}

// while loop on len
func queue(ctx context.Context, work []int, done chan<- int) {
	for len(work) > 0 {
		w := work[0]
		work = work[1:]
		done <- w // want `\(ctxloop/nodone\)`
	}
}

// send of a nil-able channel picked in loop
func picked(ctx context.Context, buf []int, out chan<- int, in <-chan int) {
	for {
		var c chan<- int
		var first int
		if len(buf) > 0 {
			c, first = out, buf[0]
		}
		select { // want `\(ctxloop/nodone\)`
		case c <- first:
			buf = buf[1:]
		case v := <-in:
			buf = append(buf, v)
		}
	}
}

func pickedFine(ctx context.Context, buf []int, out chan<- int, in <-chan int) {
	for {
		var c chan<- int
		var first int
		if len(buf) > 0 {
			c, first = out, buf[0]
		}
		select {
		case c <- first:
			buf = buf[1:]
		case v := <-in:
			buf = append(buf, v)
		case <-ctx.Done():
			return
		}
	}
}

// ctx poll in the loop condition with &&
func cond(ctx context.Context, in <-chan int) {
	for i := 0; i < 1000 && ctx.Err() == nil; i++ {
		<-in // want `\(ctxloop/nodone\)`
	}
}

// two receives with ack
type msg struct {
	v   int
	ack chan bool
}

func acks(ctx context.Context, ms []msg) {
	for _, m := range ms {
		m.ack <- true // want `\(ctxloop/nodone\)`
	}
}

// done flag by atomic in AfterFunc
func byFlag(ctx context.Context, in <-chan int) {
	var mu sync.Mutex
	over := false
	stop := context.AfterFunc(ctx, func() {
		mu.Lock()
		over = true
		mu.Unlock()
	})
	defer stop()
	for {
		mu.Lock()
		o := over
		mu.Unlock()
		if o {
			return
		}
		<-in // want `\(ctxloop/nodone\)`
	}
}

func byFlagSleep(ctx context.Context) {
	var mu sync.Mutex
	over := false
	stop := context.AfterFunc(ctx, func() {
		mu.Lock()
		over = true
		mu.Unlock()
	})
	defer stop()
	for {
		mu.Lock()
		o := over
		mu.Unlock()
		if o {
			return
		}
		time.Sleep(time.Second)
	}
}

// goroutine per item that sends: no loop of its own
func fanOut(ctx context.Context, xs []int, out chan<- int) {
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Add(1)
		go func(x int) {
			defer wg.Done()
			out <- x
		}(x)
	}
	wg.Wait()
}

// exported field
type Open struct{ C chan int }

// closes after loop
func produceClose(ctx context.Context, n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := 0; i < n; i++ {
			out <- i // want `\(ctxloop/nodone\)`
		}
	}()
	return out
}

func rate(ctx context.Context, reqs []string, do func(string)) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for _, r := range reqs {
		select {
		case <-t.C:
			do(r)
		case <-ctx.Done():
			return
		}
	}
}

func mixed(ctx context.Context, in <-chan int, d time.Duration) {
	for v := range in {
		time.Sleep(d) // want `\(ctxloop/sleep\)`
		_ = v
	}
}

func retryWithCtx(ctx context.Context, op func(context.Context) error) (err error) {
	for n := 0; n < 10; n++ {
		opCtx, cancel := context.WithTimeout(ctx, time.Second)
		err = op(opCtx)
		cancel()
		if err == nil {
			return nil
		}
		time.Sleep(time.Second << n) // want `\(ctxloop/sleep\)`
	}
	return err
}

func newCall(ctx context.Context) *call { return &call{ctx} }
