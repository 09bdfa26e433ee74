// Package stuck has Done cases that do not leave their loop.
package stuck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"time"
)

func handle(...any)      {}
func next() (int, error) { return 0, nil }
func connect() error     { return nil }

func breaks(ctx context.Context, a, b <-chan int) {
	for {
		select {
		case v := <-a:
			handle(v)
		case w := <-b:
			handle(w)
		case <-ctx.Done(): // want `the case <-ctx.Done\(\) does not leave the loop of line 18, as break leaves only the select: return, or break with the loop's label \(ctxloop/stuck\)`
			break
		}
	}
}

func continues(ctx context.Context, in <-chan int) {
	for {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done(): // want `the case <-ctx.Done\(\) does not leave the loop of line 31: return from it \(ctxloop/stuck\)`
			log.Println("over")
			continue
		}
	}
}

func logs(ctx context.Context, in <-chan int) {
	for {
		select {
		case v, ok := <-in:
			if !ok {
				return
			}
			handle(v)
		case <-ctx.Done(): // want `stuck`
			fmt.Println(ctx.Err())
		}
	}
}

func empty(ctx context.Context, in <-chan int, errs <-chan error) error {
	for {
		select {
		case v := <-in:
			handle(v)
		case err := <-errs:
			return err
		case <-ctx.Done(): // want `stuck`
		}
	}
}

// It stops the ticker, but nothing that would end the loop.
func stopsTicker(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	for {
		select {
		case <-ctx.Done(): // want `stuck`
			ticker.Stop()
			break
		case <-ticker.C:
			handle()
		}
	}
}

// The loop may end by success, or when somebody says so, but not by the case.
func retries(ctx context.Context, ended <-chan error) {
	for {
		if err := connect(); err == nil {
			return
		}
		select {
		case <-ended:
			return
		default:
		}
		select {
		case <-ctx.Done(): // want `stuck`
			break
		case <-time.After(time.Second):
		}
	}
}

func polls(ctx context.Context) {
	for {
		select {
		case <-ctx.Done(): // want `stuck`
			break
		default:
			if _, err := next(); err == io.EOF {
				return
			}
		}
	}
}

func bare(ctx context.Context) {
	for {
		<-ctx.Done() // want `the receive <-ctx.Done\(\) does not leave the loop of line 115: return behind it`
		fmt.Println("over")
	}
}

// A break for something, whatever else is done before.
func breaksAfter(ctx context.Context, in <-chan int, c io.Closer, errs <-chan error) {
	for {
		select {
		case <-in:
		case <-errs:
			return
		case <-ctx.Done(): // want `stuck`
			c.Close()
			break
		}
	}
}

// Only the inner of two endless loops is left.
func inner(ctx context.Context, in <-chan int) {
	for {
		handle("again")
	events:
		for {
			select {
			case <-ctx.Done(): // want `stuck`
				break events
			case v := <-in:
				handle(v)
			}
		}
	}
}

func derived(ctx context.Context, in <-chan int) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	done := ctx.Done()
	for {
		select {
		case <-done: // want `the case <-done does not leave the loop`
			fmt.Println("late")
		case v := <-in:
			handle(v)
		}
	}
}

func ranged(ctx context.Context, in <-chan int) {
	for v := range in {
		select {
		case <-ctx.Done(): // want `stuck`
		default:
			handle(v)
		}
	}
}

func stateful(ctx context.Context, a, b <-chan int) {
	for {
		select {
		case _, ok := <-a:
			if !ok {
				a = nil
			}
		case _, ok := <-b:
			if !ok {
				b = nil
			}
		case <-ctx.Done(): // want `stuck`
		}
		if a == nil && b == nil {
			return
		}
	}
}

// Fine: each of these leaves.

func returns(ctx context.Context, in <-chan int) error {
	for {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func labelled(ctx context.Context, in <-chan int) {
loop:
	for {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done():
			break loop
		}
	}
	handle("end")
}

func jumps(ctx context.Context, in <-chan int) {
	for {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done():
			goto end
		}
	}
end:
	handle("end")
}

func asksLater(ctx context.Context, in <-chan int) {
	for ctx.Err() == nil {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done():
		}
	}
}

func asksBehind(ctx context.Context, in <-chan int) error {
	for {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done():
			fmt.Println("over")
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

func sets(ctx context.Context, in <-chan int) {
	for running := true; running; {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done():
			running = false
		}
	}
}

func remembers(ctx context.Context, in <-chan int) error {
	var err error
	for err == nil {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done():
			err = errors.New("stopped")
		}
	}
	return err
}

type conn struct {
	stopping bool
	done     <-chan struct{}
}

func (c *conn) isStopping() bool { return c.stopping }

func (c *conn) field(ctx context.Context, in <-chan int) {
	for {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done():
			c.stopping = true
		}
		if c.isStopping() {
			return
		}
	}
}

// Closing the connection ends the reader, whose error leaves.
func closes(ctx context.Context, c io.Closer, errs <-chan error) error {
	for {
		select {
		case <-ctx.Done():
			c.Close()
		case err := <-errs:
			return err
		}
	}
}

// A nil channel is not seen again: what is left is dealt with.
func drains(ctx context.Context, in <-chan int) {
	done := ctx.Done()
	draining := false
	for {
		select {
		case v := <-in:
			handle(v, draining)
		case <-done:
			done = nil
			draining = true
		}
	}
}

func (c *conn) drains(ctx context.Context, in <-chan int) {
	c.done = ctx.Done()
	for {
		select {
		case v := <-in:
			handle(v)
		case <-c.done:
			c.done = nil
		}
	}
}

// The loop ends anyway.

func bounded(ctx context.Context, xs []int, out chan<- int) {
	for _, x := range xs {
		select {
		case out <- x:
		case <-ctx.Done():
		}
	}
	for range 5 {
		select {
		case out <- 1:
		case <-ctx.Done():
			log.Println("over")
		}
	}
}

// Each round has a time limit of its own; that it is over ends the round.
func rounds(ctx context.Context, in <-chan int) error {
	for {
		round, cancel := context.WithTimeout(ctx, time.Second)
		select {
		case v := <-in:
			handle(v)
		case <-round.Done():
			fmt.Println("idle")
		}
		cancel()
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

func exits(ctx context.Context, in <-chan int) {
	for {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done():
			log.Fatal("over")
		}
	}
}

func panics(ctx context.Context, in <-chan int) {
	for {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done():
			panic(ctx.Err())
		}
	}
}
