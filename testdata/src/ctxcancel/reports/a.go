// Package reports has a case for each report of users about lost cancel
// functions, false alarms and misses.
package reports

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"sync"
	"testing"
	"time"
)

func work(context.Context) error { return nil }

// A1: golang/go#16230.
func a1(ctx context.Context) (c context.Context, cancel func(), err error) {
	c, cancel = context.WithCancel(ctx)
	if ctx.Err() != nil {
		err = errors.New("done")
	}
	return
}

// A2: golang/go#31856.
var cancelA2 context.CancelFunc

func a2(ctx context.Context) {
	var cancel context.CancelFunc
	start := func() {
		var c context.Context
		c, cancel = context.WithCancel(ctx)
		go work(c)
	}
	start()
	defer func() { cancel() }()
	_, cancelA2 = context.WithCancel(ctx)
}

func StopA2() { cancelA2() }

// A4: golang/go#25720.
func a4(ctx context.Context, in chan int) {
	c, cancel := context.WithTimeout(ctx, time.Second)
	defer func() { cancel() }()
	for range in {
		cancel()
		c, cancel = context.WithTimeout(ctx, time.Second)
		work(c)
	}
}

// A5: golang/go#58850.
func a5(ctx context.Context) error {
	var cancel context.CancelFunc
	defer func() {
		if cancel != nil {
			cancel()
		}
	}()
	var c context.Context
	c, cancel = context.WithTimeout(ctx, time.Second)
	return work(c)
}

// A6: securego/gosec#1584.
func a6(ctx context.Context) func() {
	stop, _ := a6inner(ctx)
	return stop
}

func a6inner(ctx context.Context) (func(), error) {
	c, cancel := context.WithCancel(ctx)
	go work(c)
	return func() { cancel() }, nil
}

// A7: gosec#1590.
func a7(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	go func() { cancel() }()
	work(c)
}

// A8: gosec#1591.
type a8s struct{ Cancel context.CancelFunc }

func a8(ctx context.Context) a8s {
	c, cancel := context.WithCancel(ctx)
	go work(c)
	return a8s{Cancel: cancel}
}

// A9: gosec#1595.
type a9s struct {
	name   string
	cancel func()
}

func a9(ctx context.Context) {
	s := &a9s{name: "x"}
	c, cancel := context.WithCancel(ctx)
	s.cancel = cancel
	defer func() {
		if s.cancel != nil {
			s.cancel()
		}
	}()
	work(c)
}

// A10: gosec#1601.
var a10cancel context.CancelFunc

func init() {
	var c context.Context
	c, a10cancel = context.WithCancel(context.Background())
	go work(c)
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, os.Interrupt)
	go func() {
		<-ch
		a10cancel()
	}()
}

// A11: gosec#1637.
type activeJob struct{ cancel context.CancelFunc }

var jobs = map[string]*activeJob{}

func a11(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	job := &activeJob{cancel: cancel}
	jobs["x"] = job
	go func(job *activeJob) {
		defer job.cancel()
		work(c)
	}(job)
}

// A12: gosec#1668.
func a12(ctx context.Context, xs []int) {
	var defers []func()
	defer func() {
		for _, fn := range defers {
			fn()
		}
	}()
	byName := map[int]context.CancelFunc{}
	defer func() {
		for _, fn := range byName {
			fn()
		}
	}()
	for i := range xs {
		c, cancel := context.WithCancel(ctx)
		defers = append(defers, cancel)
		d, stop := context.WithCancel(c)
		byName[i] = stop
		go work(d)
	}
}

// A13: goyek/goyek#572.
type a13s struct {
	ctx       context.Context
	ctxCancel context.CancelFunc
}

func a13(ctx context.Context) *a13s {
	res := &a13s{}
	res.ctx, res.ctxCancel = context.WithCancel(ctx)
	return res
}

func (s *a13s) cleanup() { s.ctxCancel() }

// A14: keep-core#3875.
func a14(ctx context.Context, quit chan struct{}) (context.Context, context.CancelFunc) {
	c, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-quit:
			cancel()
		case <-c.Done():
		}
	}()
	return c, cancel
}

// A15: gosec#1626.
func a15(ctx context.Context, d time.Duration) *a13s {
	var cancel context.CancelFunc
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	} else {
		ctx, cancel = context.WithCancel(ctx)
	}
	return &a13s{ctx: ctx, ctxCancel: cancel}
}

// A16, A17: go-spancheck#12, #24.
func a17(ctx context.Context) (err error) {
	c, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			log.Print(err)
		}
		cancel()
	}()
	return work(c)
}

// A18: go-spancheck#25.
func a18(ctx context.Context, n int) error {
	if n > 0 {
		c, cancel := context.WithCancel(ctx)
		work(c)
		cancel()
	}
	if n > 1 {
		return nil
	}
	return errors.New("x")
}

// A19: go-spancheck#33.
func a19(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Second)
}

// A20: fabric-smart-client#1778.
type closer struct{ cancel context.CancelFunc }

func (c *closer) Close() error { c.cancel(); return nil }

func a20(ctx context.Context) *closer {
	c, cancel := context.WithCancel(ctx)
	go work(c)
	return &closer{cancel}
}

func a20conn(ctx context.Context) (net.Conn, error) {
	_, cancel := context.WithCancel(ctx)
	return &conn{stop: cancel}, nil
}

type conn struct {
	net.Conn
	stop context.CancelFunc
}

func (c *conn) Close() error { c.stop(); return c.Conn.Close() }

// A21: paho.golang#118.
func a21(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	if err := work(c); err != nil {
		log.Fatal(err)
	}
	cancel()
}

func a21t(t *testing.T) {
	c, cancel := context.WithCancel(context.Background())
	if err := work(c); err != nil {
		t.Fatal(err)
	}
	if work(c) != nil {
		t.FailNow()
	}
	if work(c) != nil {
		t.Skip("x")
	}
	cancel()
}

func a21tb(tb testing.TB) {
	c, cancel := context.WithCancel(context.Background())
	if err := work(c); err != nil {
		tb.Fatalf("%v", err)
	}
	cancel()
}

// B13: golang/go#41149: the result is dropped altogether.
func b13(ctx context.Context) {
	context.WithTimeout(ctx, time.Second) // want "ctxcancel/discarded"
}

// B17: golang/go#70185.
func b17(ctx context.Context) error {
	c, cancel := context.WithCancelCause(ctx) // want "ctxcancel/lostpath"
	if err := work(c); err != nil {
		return err
	}
	cancel(nil)
	return nil
}

// B18: gokeenapi#38.
func b18(ctx context.Context) error {
	ctx, _ = signal.NotifyContext(ctx, os.Interrupt) // want "ctxcancel/discarded"
	return work(ctx)
}

// B19: vault#5816.
func b19(ctx context.Context) (err error) {
	for range 3 {
		ctx, _ = context.WithTimeout(ctx, time.Second) // want "ctxcancel/discarded"
		if err = work(ctx); err == nil {
			return nil
		}
	}
	return err
}

// B20: cyprob#269.
func b20(ctx context.Context, xs []int) {
	var cancel context.CancelFunc
	var c context.Context
	for range xs {
		if cancel != nil {
			cancel()
		}
		c, cancel = context.WithCancel(ctx) // want "ctxcancel/lostpath"
		work(c)
	}
}

// B21: gossamer#2247.
func b21(ctx context.Context, xs []int) {
	for range xs {
		c, cancel := context.WithCancel(ctx)
		defer cancel() // want "ctxcancel/loop"
		work(c)
	}
}

// B23: go-spancheck#31.
func b23(ctx context.Context) (err error) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	err = work(c)
	return err
}

// Its like with a lock and a wrapped error.
func b23wrapped(ctx context.Context, mu *sync.Mutex) (err error) {
	mu.Lock()
	defer mu.Unlock()
	c, stop := context.WithCancel(ctx) // want `"stop".*ctxcancel/lostpath`
	defer func() {
		if err != nil {
			stop()
			err = fmt.Errorf("b23: %w", err)
		}
	}()
	if err := work(c); err != nil {
		return err
	}
	return nil
}
