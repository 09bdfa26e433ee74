package sleep

import (
	"context"
	"errors"
	"io"
	"log"
	"math/rand"
	"net/http"
	"os"
	"sync"
	"time"

	"ctxloop/shapes/dep"

	xcontext "golang.org/x/net/context"
	"golang.org/x/sync/errgroup"
)

func work()                        {}
func try() error                   { return nil }
func do(ctx context.Context) error { return dep.Step(ctx) }
func retryable(err error) bool     { return !errors.Is(err, io.EOF) }

func s01(ctx context.Context, d time.Duration) {
	for {
		time.Sleep(d) // want `\(ctxloop/sleep\)`
		work()
	}
}

func s02(ctx context.Context) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for range t.C { // want `\(ctxloop/sleep\)`
		work()
	}
}

func s02b(ctx context.Context) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		<-t.C // want `\(ctxloop/sleep\)`
		work()
	}
}

func s02c(ctx context.Context) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-t.C: // want `\(ctxloop/sleep\)`
			work()
		}
	}
}

func s02d(ctx context.Context, every time.Duration) {
	for now := range time.Tick(every) { // want `\(ctxloop/sleep\)`
		log.Print(now)
	}
}

func s04(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	for {
		<-t.C // want `\(ctxloop/sleep\)`
		work()
		t.Reset(d)
	}
}

type poller struct {
	tick *time.Ticker
	done bool
	mu   sync.Mutex
	clk  clock
}

type clock interface{ Sleep(time.Duration) }

func (p *poller) run(ctx context.Context) {
	for range p.tick.C { // want `\(ctxloop/sleep\)`
		work()
	}
}

func (p *poller) runSelect(ctx context.Context) {
	slow := time.NewTicker(time.Minute)
	defer slow.Stop()
	for {
		select { // want `\(ctxloop/sleep\)`
		case <-p.tick.C:
			work()
		case <-slow.C:
			work()
		}
	}
}

func (p *poller) clocked(ctx context.Context) {
	for {
		p.clk.Sleep(time.Second)
		work()
	}
}

func s05(ctx context.Context) error {
	var err error
	for i := 0; i < 5; i++ {
		if err = do(ctx); err == nil {
			return nil
		}
		time.Sleep(time.Duration(i) * time.Second) // want `\(ctxloop/sleep\)`
	}
	return err
}

func s06(ctx context.Context) {
	for i := 0; i < 3; i++ {
		if try() == nil {
			return
		}
		time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
	}
}

type backoff struct{ d time.Duration }

func (b *backoff) wait() {
	time.Sleep(b.d + time.Duration(rand.Int63n(int64(b.d))))
	b.d *= 2
}

func s07(ctx context.Context) error {
	b := &backoff{d: time.Second}
	for {
		if err := try(); err == nil {
			return nil
		}
		b.wait() // want `\(ctxloop/sleep\)`
	}
}

func s07b(ctx context.Context) {
	for {
		dep.Pause(time.Second) // want `\(ctxloop/sleep\)`
		work()
	}
}

func s08(ctx context.Context) {
	for ctx.Err() == nil {
		time.Sleep(100 * time.Millisecond)
		work()
	}
	for ctx.Err() == nil { // over already
		time.Sleep(10 * time.Second)
		work()
	}
}

func nineSeconds(ctx context.Context) {
	for ctx.Err() == nil {
		time.Sleep(9 * time.Second)
		work()
	}
}

func s08b(ctx context.Context, d time.Duration) {
	for {
		if dep.Stopped(ctx) {
			return
		}
		time.Sleep(d)
	}
}

func s09b(ctx context.Context) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for range t.C {
		select {
		case <-ctx.Done():
			return
		default:
		}
		work()
	}
}

func s11(ctx context.Context) error {
	for {
		if err := do(ctx); err != nil {
			return err
		}
		time.Sleep(time.Second)
	}
}

func s12(ctx context.Context, d time.Duration) {
	for {
		select {
		case <-time.After(d):
		case <-ctx.Done():
			return
		}
		work()
	}
}

func s14(ctx context.Context) error {
	for {
		err := do(ctx)
		if err == nil {
			return nil
		}
		if !retryable(err) {
			return err
		}
		time.Sleep(time.Second)
	}
}

// only a named error leaves
func s14b(ctx context.Context) error {
	for {
		err := do(ctx)
		if errors.Is(err, io.EOF) {
			return err
		}
		time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
	}
}

var handler = func(ctx context.Context) {
	for {
		time.Sleep(time.Minute) // want `\(ctxloop/sleep\)`
	}
}

func s17(w http.ResponseWriter, r *http.Request) {
	for {
		if _, err := os.Stat("/ready"); err == nil {
			return
		}
		time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
	}
}

func s18(ctx xcontext.Context) {
	for try() != nil {
		<-time.After(time.Second) // want `\(ctxloop/sleep\)`
	}
}

func s19(ctx context.Context) {
	for {
		select {
		case <-time.After(time.Second): // want `\(ctxloop/sleep\)`
			work()
		}
	}
}

func s20(ctx context.Context, g *errgroup.Group) {
	g.Go(func() error {
		for {
			if err := try(); err != nil {
				return err
			}
			time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
		}
	})
}

func s21[T any](ctx context.Context, f func() (T, error)) (T, error) {
	for {
		v, err := f()
		if err == nil {
			return v, nil
		}
		time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
	}
}

func s21b[T any](ctx context.Context, f func(context.Context) (T, error)) (T, error) {
	for {
		v, err := f(ctx)
		if err == nil {
			return v, nil
		}
		time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
	}
}

// The context is captured by what is called: benefit of the doubt.
func s22(ctx context.Context, run func(func() error) error) error {
	for {
		err := run(func() error { return do(ctx) })
		if err != nil {
			return err
		}
		time.Sleep(time.Second)
	}
}

func s23(ctx context.Context) {
	go func() {
		for {
			work()
			time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
		}
	}()
}

func s24(ctx context.Context, ready func() bool) {
	for !ready() {
		time.Sleep(10 * time.Millisecond) // want `\(ctxloop/sleep\)`
	}
}

func s25(ctx context.Context) {
	deadline := time.Now().Add(time.Minute)
	for time.Now().Before(deadline) {
		if try() == nil {
			break
		}
		time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
	}
}

func s26(ctx context.Context) {
loop:
	if try() != nil {
		time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
		goto loop
	}
}

func (p *poller) Stop() {
	p.mu.Lock()
	p.done = true
	p.mu.Unlock()
}

func s28(_ context.Context) {
	for {
		time.Sleep(time.Second)
	}
}

func noctx() {
	for {
		time.Sleep(time.Second)
	}
}

// A deadline says nothing of a cancellation.
func s29(ctx context.Context) {
	for {
		if d, ok := ctx.Deadline(); ok && time.Until(d) < 0 {
			return
		}
		time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
	}
}

// errgroup with a context
func s30(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		for range time.Tick(time.Second) { // want `\(ctxloop/sleep\)`
			if err := try(); err != nil {
				return err
			}
		}
		return nil
	})
	return g.Wait()
}

// rate limited loop
func s31(ctx context.Context, xs []string) {
	lim := time.NewTicker(time.Second / 10)
	defer lim.Stop()
	for _, x := range xs {
		<-lim.C // want `\(ctxloop/sleep\)`
		log.Print(x)
	}
}

// the loop's own defer
func s32(ctx context.Context) {
	defer func() {
		for range 100 {
			time.Sleep(time.Second)
		}
	}()
}

// after Done
func s33(ctx context.Context) {
	<-ctx.Done()
	for try() != nil {
		time.Sleep(time.Second)
	}
}
func s33b(ctx context.Context) {
	for ctx.Err() == nil {
		if do(ctx) != nil {
			return
		}
	}
	for try() != nil {
		time.Sleep(time.Second)
	}
}

// helper with a callback: poll(d, f)
func poll(d time.Duration, f func() bool) {
	for !f() {
		time.Sleep(d)
	}
}

func s34(ctx context.Context) {
	poll(time.Second, func() bool { return try() == nil }) // ctxwait
}
func s34b(ctx context.Context) {
	poll(time.Second, func() bool { return ctx.Err() != nil || try() == nil })
}

// interface that embeds
type reqCtx interface {
	context.Context
	ID() string
}

func s35(c reqCtx) {
	for {
		time.Sleep(2 * time.Second) // want `\(ctxloop/sleep\)`
		log.Print(c.ID())
	}
}

// Rounds that are counted at their end, as in a range over a number.
var remote = func(ctx context.Context) error { return ctx.Err() }

func countedA(ctx context.Context) (err error) {
	for i := range 5 {
		if err = remote(ctx); err == nil {
			return nil
		}
		time.Sleep(time.Duration(i) * time.Second) // want `\(ctxloop/sleep\)`
	}
	return err
}
func countedB(ctx context.Context) error {
	for i := range 5 {
		if err := remote(ctx); err == nil {
			return nil
		}
		time.Sleep(time.Duration(i) * time.Second) // want `\(ctxloop/sleep\)`
	}
	return nil
}
func countedC(ctx context.Context) error {
	for i := 0; i < 5; i++ {
		if err := remote(ctx); err == nil {
			return nil
		}
		time.Sleep(time.Duration(i) * time.Second) // want `\(ctxloop/sleep\)`
	}
	return nil
}
func countedD(ctx context.Context) (err error) {
	for i := 0; i < 5; i++ {
		if err = remote(ctx); err == nil {
			return nil
		}
		time.Sleep(time.Duration(i) * time.Second) // want `\(ctxloop/sleep\)`
	}
	return
}
func countedE(ctx context.Context) error {
	for range 5 {
		if err := remote(ctx); err == nil {
			return nil
		}
		time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
	}
	return nil
}
