// Package sleep has loops that let time pass without a look at their context.
package sleep

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

var errBusy = errors.New("busy")

func try() bool                                { return false }
func poll()                                    {}
func attempt() error                           { return errBusy }
func step(ctx context.Context) error           { return ctx.Err() }
func ready(ctx context.Context) (bool, error)  { return false, ctx.Err() }
func temporary(err error) bool                 { return err == errBusy }
func done(ctx context.Context) bool            { return ctx.Err() != nil }
func name(ctx context.Context) string          { return "" }
func ignores(ctx context.Context, n int) error { return errBusy }
func swallows(ctx context.Context) error       { <-ctx.Done(); return nil }

// Each way to let time pass.

func sleeps(ctx context.Context, d time.Duration) {
	for {
		time.Sleep(d) // want `the loop sleeps in time.Sleep and never looks at ctx \(line 28\): wait in a select with a timer and a case <-ctx.Done\(\) \(ctxloop/sleep\)`
		poll()
	}
}

func after(ctx context.Context) {
	for !try() {
		<-time.After(time.Second) // want `sleep`
	}
}

func ticks(ctx context.Context, ticker *time.Ticker) {
	for {
		<-ticker.C // want `the loop waits for ticker.C and never looks at ctx .*sleep`
		poll()
	}
}

func oneCase(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-tick.C: // want `sleep`
			poll()
		}
	}
}

func twoTimers(ctx context.Context, a, b *time.Timer) {
	for {
		select { // want `the loop waits for time to pass in a select and never looks at ctx`
		case <-a.C:
		case <-b.C:
		}
		poll()
	}
}

// Stop does not close the channel.
func rangesTicker(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	go func() {
		<-ctx.Done()
		fmt.Println("bye")
	}()
	for range ticker.C { // want `the loop ranges over ticker.C, which is never closed, and never looks at ctx`
		poll()
	}
}

func rangesTick(ctx context.Context) {
	for t := range time.Tick(time.Second) { // want `sleep`
		fmt.Println(t)
	}
}

// Counted loops that sleep count too.

func counted(ctx context.Context) error {
	for i := 0; i < 3; i++ {
		if try() {
			return nil
		}
		time.Sleep(time.Second) // want `sleep`
	}
	return errBusy
}

func backoff(ctx context.Context, f func() error) (err error) {
	for d := time.Millisecond; d < time.Minute; d *= 2 {
		if err = f(); err == nil {
			return nil
		}
		time.Sleep(d) // want `sleep`
	}
	return err
}

// Success is no way out once the context is over, and neither is an error
// that has nothing to do with it.

func untilSuccess(ctx context.Context) {
	for {
		if err := step(ctx); err == nil {
			return
		}
		time.Sleep(time.Second) // want `sleep`
	}
}

func untilSuccessNamed(ctx context.Context) (err error) {
	for err = errBusy; err != nil; err = step(ctx) {
		time.Sleep(time.Second) // want `sleep`
	}
	return nil
}

func untilBusy(ctx context.Context) error {
	for {
		if err := step(ctx); errors.Is(err, errBusy) {
			return err
		}
		time.Sleep(time.Second) // want `sleep`
	}
}

func logsErr(ctx context.Context) {
	for {
		if err := ctx.Err(); err != nil {
			slog.ErrorContext(ctx, "over", "err", err)
		}
		time.Sleep(time.Second) // want `sleep`
	}
}

// A callee that does nothing with the context cannot end the loop, nor one
// that does not say that the context was over.

func pointless(ctx context.Context) error {
	for {
		if err := ignores(ctx, 1); err != nil && !temporary(err) {
			return err
		}
		time.Sleep(time.Second) // want `sleep`
	}
}

func secret(ctx context.Context) error {
	for {
		if err := swallows(ctx); err != nil {
			return err
		}
		time.Sleep(time.Second) // want `sleep`
	}
}

func before(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for !try() {
		time.Sleep(time.Second) // want `sleep`
	}
	return nil
}

func values(ctx context.Context) {
	for {
		fmt.Println(name(ctx), ctx.Value("k"))
		time.Sleep(time.Second) // want `sleep`
	}
}

// Fine: a look at the context between sleeps is enough.

func condition(ctx context.Context) {
	for ctx.Err() == nil {
		time.Sleep(100 * time.Millisecond)
		_ = step(ctx)
	}
}

func helper(ctx context.Context) {
	for !done(ctx) {
		time.Sleep(time.Second)
	}
}

func pollDefault(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		default:
			poll()
			time.Sleep(time.Second)
		}
	}
}

func pollFirst(ctx context.Context, d time.Duration) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		default:
		}
		if err := attempt(); err == nil || !temporary(err) {
			return err
		}
		time.Sleep(d)
	}
}

func passes(ctx context.Context) error {
	for {
		ok, err := ready(ctx)
		if err != nil {
			return err
		}
		if ok {
			return nil
		}
		time.Sleep(time.Second)
	}
}

func passesHelper(ctx context.Context) error {
	for {
		err := step(ctx)
		if err == nil || !temporary(err) {
			return err
		}
		time.Sleep(time.Second)
	}
}

func passesWrapped(ctx context.Context) error {
	for {
		_, err := ready(ctx)
		if err != nil {
			err = fmt.Errorf("not ready: %w", err)
		}
		if err != nil {
			return err
		}
		time.Sleep(time.Second)
	}
}

func passesLoopVar(ctx context.Context) (err error) {
	for err == nil {
		time.Sleep(time.Second)
		err = step(ctx)
	}
	return err
}

func unknown(ctx context.Context, c interface{ Try(context.Context) error }) error {
	for i := 0; i < 10; i++ {
		if err := c.Try(ctx); errors.Is(err, context.Canceled) {
			return err
		}
		time.Sleep(time.Second)
	}
	return nil
}

func child(ctx context.Context) error {
	for {
		c, cancel := context.WithTimeout(ctx, time.Second)
		err := step(c)
		cancel()
		if err != nil {
			return err
		}
		time.Sleep(time.Second)
	}
}

func flag(ctx context.Context) {
	over := false
	go func() {
		<-ctx.Done()
		over = true
	}()
	for !over {
		time.Sleep(time.Second)
	}
}

func atomicFlag(ctx context.Context) {
	var over atomic.Bool
	stop := context.AfterFunc(ctx, func() { over.Store(true) })
	defer stop()
	for !over.Load() {
		time.Sleep(time.Second)
	}
}

func variable(ctx context.Context) {
	running := true
	for running {
		select {
		case <-ctx.Done():
			running = false
		default:
		}
		time.Sleep(time.Second)
	}
}

func guarded(ctx context.Context, ticker *time.Ticker) {
	for {
		select {
		case <-ticker.C:
			poll()
		case <-ctx.Done():
			return
		}
	}
}

func wakes(ctx context.Context, in <-chan int) {
	for ctx.Err() == nil {
		select {
		case <-in:
		case <-time.After(time.Second):
		}
	}
}
