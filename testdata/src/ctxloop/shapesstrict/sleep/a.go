package sleep

import (
	"context"
	"sync"
	"time"

	"ctxloop/shapesstrict/dep"
)

func work()                        {}
func do(ctx context.Context) error { return dep.Step(ctx) }

type poller struct {
	tick *time.Ticker
	done bool
	mu   sync.Mutex
	clk  clock
}

type clock interface{ Sleep(time.Duration) }

type backoff struct{ d time.Duration }

func tenSeconds(ctx context.Context) {
	for ctx.Err() == nil {
		time.Sleep(10 * time.Second) // want `\(ctxloop/partial\)`
		work()
	}
}

func s09(ctx context.Context) {
	t := time.NewTicker(30 * time.Second)
	defer t.Stop()
	for range t.C { // want `\(ctxloop/partial\)`
		if ctx.Err() != nil {
			return
		}
		work()
	}
}

func s11b(ctx context.Context) error {
	for {
		if err := do(ctx); err != nil {
			return err
		}
		time.Sleep(time.Minute) // want `\(ctxloop/partial\)`
	}
}

var handler = func(ctx context.Context) {
	for {
		time.Sleep(time.Minute) // want `\(ctxloop/sleep\)`
	}
}

func s27(ctx context.Context, stop chan struct{}) {
	t := time.NewTicker(time.Second)
	for {
		select { // want `\(ctxloop/otherstop\)`
		case <-t.C:
			work()
		case <-stop:
			return
		}
	}
}

func (p *poller) flagged(ctx context.Context) {
	for {
		p.mu.Lock()
		done := p.done
		p.mu.Unlock()
		if done {
			return
		}
		time.Sleep(time.Second) // want `\(ctxloop/otherstop\)`
	}
}

func (p *poller) Stop() {
	p.mu.Lock()
	p.done = true
	p.mu.Unlock()
}

// interface that embeds
type reqCtx interface {
	context.Context
	ID() string
}

// Rounds that are counted at their end, as in a range over a number.
var remote = func(ctx context.Context) error { return ctx.Err() }
