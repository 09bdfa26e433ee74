// Package sketches has a case for each row of a table of small examples of
// who owns a cancel function.
package sketches

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"testing"
	"time"
)

func work(context.Context) error { return nil }

var bad bool

func b1(ctx context.Context) error {
	ctx, _ = context.WithTimeout(ctx, time.Second) // want "ctxcancel/discarded"
	return work(ctx)
}

func b2(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	if bad {
		return errors.New("bad")
	}
	defer cancel()
	return work(ctx)
}

func b3(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/discarded"
	_ = cancel
	return work(ctx)
}

type s4 struct{ cancel context.CancelFunc }

func b4(ctx context.Context) *s4 {
	s := new(s4)
	ctx, cancel := context.WithCancel(ctx)
	s.cancel = cancel // want "ctxcancel/stored"
	go work(ctx)
	return s
}

type s5 struct{ cancel context.CancelFunc }

func b5(ctx context.Context) *s5 {
	s := new(s5)
	ctx, cancel := context.WithCancel(ctx)
	s.cancel = cancel
	go work(ctx)
	return s
}

func (s *s5) Close() { s.cancel() }

type S6 struct{ Cancel context.CancelFunc }

func b6(ctx context.Context, s *S6) {
	ctx, cancel := context.WithCancel(ctx)
	s.Cancel = cancel
	go work(ctx)
}

func b7(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, cancel
}

func b8(ctx context.Context) error {
	ctx, _ = b7(ctx) // want "ctxcancel/discarded"
	return work(ctx)
}

type tx9 struct {
	cancel context.CancelFunc
	open   bool
}

func begin(ctx context.Context) *tx9 {
	ctx, cancel := context.WithCancel(ctx)
	t := &tx9{cancel: cancel, open: true}
	return t
}

func (t *tx9) rollback() { t.cancel() }

func b9(ctx context.Context) {
	begin(ctx) // want "begin.*ctxcancel/discarded"
}

func b10(ctx context.Context) {
	tx := begin(ctx)
	finish(tx)
}

func finish(tx *tx9) { tx.rollback() }

func b11(ctx context.Context) {
	for {
		c, cancel := context.WithTimeout(ctx, time.Second)
		work(c)
		defer cancel() // want "ctxcancel/loop"
	}
}

func b12(ctx context.Context) {
	for {
		func() {
			c, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			work(c)
		}()
	}
}

func b13(ctx context.Context) {
	for {
		c, cancel := context.WithTimeout(ctx, time.Second) // want "ctxcancel/loop"
		if err := work(c); err != nil {
			continue
		}
		cancel()
	}
}

func b14(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/overwritten"
	ctx, cancel = context.WithTimeout(ctx, time.Second)
	defer cancel()
	return work(ctx)
}

func b15(ctx context.Context) error {
	c, cancel := context.WithCancel(ctx)
	defer cancel()
	work(c)
	c, cancel = context.WithTimeout(ctx, time.Second) // want "ctxcancel/(lostpath|discarded)"
	return work(c)
}

// The first one's deferred cancel ends the second too: strict.
func b15child(ctx context.Context) error {
	c, cancel := context.WithCancel(ctx)
	defer cancel()
	c, cancel = context.WithTimeout(c, time.Second)
	return work(c)
}

func b16(ctx context.Context, d time.Duration) error {
	cancel := func() {}
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	defer cancel()
	return work(ctx)
}

func b17(ctx context.Context, d time.Duration) error {
	if d > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, d)
		defer cancel()
	}
	return work(ctx)
}

func b18(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		work(ctx)
	}()
}

func b19(ctx context.Context, t *testing.T, m map[string]context.CancelFunc) (cleanups []func()) {
	c1, cancel1 := context.WithCancel(ctx)
	t.Cleanup(cancel1)
	c2, cancel2 := context.WithCancel(c1)
	context.AfterFunc(ctx, cancel2)
	c3, cancel3 := context.WithCancel(c2)
	time.AfterFunc(time.Second, cancel3)
	c4, cancel4 := context.WithCancel(c3)
	cleanups = append(cleanups, cancel4)
	c5, cancel5 := context.WithCancel(c4)
	m["k"] = cancel5
	work(c5)
	return cleanups
}

func compares(f func()) bool { return f == nil }

var kept func()

func stores(f func()) { kept = f }

type taker interface{ take(func()) }

func b20(ctx context.Context, x taker) {
	c1, cancel1 := context.WithCancel(ctx) // want `"cancel1".*ctxcancel/lostpath`
	compares(cancel1)
	c2, cancel2 := context.WithCancel(c1)
	stores(cancel2)
	c3, cancel3 := context.WithCancel(c2)
	x.take(cancel3)
	work(c3)
}

func Stop() { kept() }

func b21(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/uncalled"
	f := func() { cancel() }
	_ = f
	work(ctx)
}

// Its like in a function main of package main is silent: package mainsketch.
func b22(ctx context.Context) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt) // want `"stop".*ctxcancel/discarded`
	_ = stop
	work(ctx)
}

func b23(ctx context.Context, in chan int) int {
	child, cancel := context.WithCancel(ctx)
	select {
	case <-child.Done():
		return 0
	case v := <-in:
		cancel()
		return v
	}
}

// Cancelled too early is a matter of ctxdead.
func b24(ctx context.Context) (*http.Request, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return http.NewRequestWithContext(ctx, "GET", "/", nil)
}

func b25(r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	go work(ctx)
}

func b26(ctx context.Context) {
	_, cancel := context.WithTimeout(ctx, time.Second)
	cancel()
}

func mk(ctx context.Context) (context.Context, context.CancelFunc, error) {
	if bad {
		return nil, nil, errors.New("bad")
	}
	ctx, cancel := context.WithCancel(ctx)
	return ctx, cancel, nil
}

func b27(ctx context.Context) error {
	ctx, cancel, err := mk(ctx)
	if err != nil {
		return err
	}
	defer cancel()
	return work(ctx)
}

func b28(ctx context.Context, n int) {
	c, cancel := context.WithCancel(ctx)
	switch err := work(c); {
	case n == 1:
		log.Fatal(err)
	case n == 2:
		os.Exit(1)
	case n == 3:
		panic(err)
	}
	cancel()
}

type j29 struct{ cancel context.CancelFunc }

func b29(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	job := &j29{cancel: cancel}
	go func(j *j29) {
		defer j.cancel()
		work(ctx)
	}(job)
}

var cancel30 context.CancelFunc

func init() {
	var ctx context.Context
	ctx, cancel30 = context.WithCancel(context.Background())
	go work(ctx)
	sig := make(chan os.Signal, 1)
	signal.Notify(sig, os.Interrupt)
	go func() {
		<-sig
		cancel30()
	}()
}

var never30 context.CancelFunc

func init() {
	var ctx context.Context
	ctx, never30 = context.WithCancel(context.Background()) // want `"never30".*ctxcancel/stored`
	go work(ctx)
}
