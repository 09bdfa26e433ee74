package first

import (
	"context"
	"time"
)

func f(int)        {}
func poll()        {}
func handle(int)   {}
func step(context.Context) error

func a1(ctx context.Context, xs []int, out chan<- int) {
	for _, v := range xs {
		out <- v // want `the loop sends on out \(a parameter\), which the end of ctx \(line 13\) does not end: send in a select with a case <-ctx.Done\(\)`
	}
}

func a2(ctx context.Context, d time.Duration) {
	for {
		time.Sleep(d) // want "sleeps in time.Sleep and never looks at ctx"
		poll()
	}
}

func a3(ctx context.Context, in <-chan int) {
	for {
		v := <-in // want "receives from in"
		handle(v)
	}
}

func a4(ctx context.Context, a, b <-chan int) {
	for {
		select { // want "nodone"
		case v := <-a:
			f(v)
		case w := <-b:
			f(w)
		}
	}
}

func a6(ctx context.Context, a, b <-chan int) error {
	for {
		select {
		case v := <-a:
			f(v)
		case w := <-b:
			f(w)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func a7(ctx context.Context, a, b <-chan int) error {
	for {
		select {
		case v := <-a:
			f(v)
		case w := <-b:
			f(w)
		case <-ctx.Done(): // want "stuck"
			break
		}
	}
}
func a10(ctx context.Context) {
	for ctx.Err() == nil {
		time.Sleep(100 * time.Millisecond)
		_ = step(ctx)
	}
}
func a12(ctx context.Context) error {
	for {
		if err := step(ctx); err != nil {
			return err
		}
	}
}
func a13(ctx context.Context) error {
	for { // want "spin"
		_ = step(ctx)
	}
}
