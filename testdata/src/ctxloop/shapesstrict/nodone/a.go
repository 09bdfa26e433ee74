package nodone

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
)

type event struct {
	id   int
	body string
}

type pump struct {
	out    chan<- event
	in     chan event
	ready  chan struct{}
	events chan event
}

func use(...any) {}

type Ctx = context.Context

type Scope interface {
	context.Context
	User() string
}

var jobs = make(chan string)

// outer waits, inner observes
func Outer(ctx context.Context, start <-chan event, in <-chan int) {
	for {
		<-start // want `\(ctxloop/partial\)`
		for i := 0; i < 10; i++ {
			select {
			case <-ctx.Done():
				return
			case v := <-in:
				use(v)
			}
		}
	}
}

type sub struct{ ch chan event }

type hub struct {
	mu   sync.Mutex
	subs map[int]*sub
	list []*sub
	quit chan struct{}
	stop atomic.Bool
	in   chan event
	flag bool
}

func (h *hub) Loop(ctx context.Context) {
	for {
		select { // want `\(ctxloop/otherstop\)`
		case <-h.quit:
			return
		case e := <-h.in:
			use(e)
		}
	}
}
func (h *hub) Stop() { close(h.quit) }

func Signals(ctx context.Context, in <-chan int) {
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, os.Interrupt)
	for {
		select { // want `\(ctxloop/otherstop\)`
		case <-sigs:
			return
		case v := <-in:
			use(v)
		}
	}
}

func (h *hub) Flagged(ctx context.Context) {
	for !h.stop.Load() {
		e := <-h.in // want `\(ctxloop/otherstop\)`
		use(e)
	}
}
func (h *hub) Halt() { h.stop.Store(true) }

// stop channel that nobody closes
type lonely struct {
	quit chan struct{}
	in   chan int
}

// range over a field that the package closes
type closing struct{ in chan int }

func (c *closing) Close() { close(c.in) }

// a parameter
func RangeParam(ctx context.Context, in <-chan int) {
	for v := range in { // want `\(ctxloop/nodone\)`
		use(v)
	}
}

func OkParam(ctx context.Context, in <-chan int) {
	for {
		v, ok := <-in // want `\(ctxloop/nodone\)`
		if !ok {
			return
		}
		use(v)
	}
}
