// Package dep has functions that others call in loops.
package dep

import (
	"context"
	"errors"
	"iter"
	"time"
)

type Queue struct{ ch chan int }

func New() *Queue { return &Queue{ch: make(chan int)} }

func (q *Queue) Push(v int)    { q.ch <- v }
func (q *Queue) Pop() int      { return <-q.ch }
func (q *Queue) C() <-chan int { return q.ch }
func (q *Queue) Close()        { close(q.ch) }
func (q *Queue) Try(v int) bool {
	select {
	case q.ch <- v:
		return true
	default:
		return false
	}
}

func (q *Queue) PushContext(ctx context.Context, v int) error {
	select {
	case q.ch <- v:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func Send[T any](ch chan<- T, v T) { ch <- v }

func Pause(d time.Duration) { time.Sleep(d) }

func Stopped(ctx context.Context) bool { return ctx.Err() != nil }

func Poll(ctx context.Context) error { return ctx.Err() }

func Each(items []int, f func(int)) {
	for _, it := range items {
		f(it)
	}
}

func Visit(items []int, f func(int) error) error {
	for _, it := range items {
		if err := f(it); err != nil {
			return err
		}
	}
	return nil
}

// All yields what comes from ch, for ever.
func All(ch <-chan int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for {
			if !yield(<-ch) {
				return
			}
		}
	}
}

// AllContext ends with ctx.
func AllContext(ctx context.Context, ch <-chan int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for {
			select {
			case v := <-ch:
				if !yield(v) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}
}

// Polled only asks.
func Polled(ctx context.Context, xs []int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, x := range xs {
			if ctx.Err() != nil {
				return
			}
			if !yield(x) {
				return
			}
		}
	}
}

// Watch gives a channel that ends with ctx.
func Watch(ctx context.Context, key string) <-chan string {
	ch := make(chan string)
	go func() {
		defer close(ch)
		for {
			select {
			case ch <- key:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ch
}

func Log(ctx context.Context, msg string, args ...any) {}

func CloseWith(ctx context.Context, ch chan struct{}) {
	go func() {
		<-ctx.Done()
		close(ch)
	}()
}

func Step(ctx context.Context) error {
	select {
	case <-time.After(time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func Compute(x int) (int, error) {
	if x < 0 {
		return 0, errors.New("negative")
	}
	return x * x, nil
}

// WaitDone waits for the end of ctx.
func WaitDone(ctx context.Context) { <-ctx.Done() }

// Report sends one result.
func Report(ch chan<- error, err error) { ch <- err }
