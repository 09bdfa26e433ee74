// Package buffer has channels that need room for one value.
package buffer

import (
	"context"
	"sync"
)

type answers chan int

func compute() int { return 1 }

func plain(ctx context.Context) int {
	c := make(chan int)
	go func() {
		c <- compute() // want `make the channel with capacity 1`
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func written(ctx context.Context) int {
	var c chan int = make(chan int /* one answer */, 0) // unbuffered
	go func() {
		defer close(c)
		c <- compute() // want `make the channel with capacity 1`
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func namedType(ctx context.Context) int {
	c := make(answers)
	go answer(c)
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func answer(c answers) {
	c <- compute() // want `make the channel with capacity 1`
	close(c)
}

func twoMade(ctx context.Context) int {
	c, quit := make(chan int), make(chan struct{})
	go func() {
		c <- compute() // want `make the channel with capacity 1`
	}()
	defer close(quit)
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

// No fix: there are two sends.
func twoSends(ctx context.Context, ok bool) int {
	c := make(chan int)
	go func() {
		if ok {
			c <- compute() // want `make the channel with capacity 1`
		} else {
			c <- 0 // want `make the channel with capacity 1`
		}
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

// No fix: there may be more than one value.
func loop(ctx context.Context) int {
	c := make(chan int)
	go func() {
		for range 2 {
			c <- compute() // want `send in a select with a case for ctx.Done\(\), or make the channel with room`
		}
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func manyGoroutines(ctx context.Context) int {
	c := make(chan int)
	for range 2 {
		go func() {
			c <- compute() // want `send in a select with a case for ctx.Done\(\)`
		}()
	}
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

// No fix: what follows the send relies on the receive.
func handover(ctx context.Context, mu *sync.Mutex, total *int) {
	c := make(chan int)
	go func() {
		c <- compute() // want `make the channel with capacity 1`
		mu.Lock()
		*total++
		mu.Unlock()
	}()
	select {
	case <-c:
	case <-ctx.Done():
	}
}

func thenAnother(ctx context.Context, next chan<- bool) {
	c := make(chan int)
	go func() {
		c <- compute() // want `make the channel with capacity 1`
		next <- true
	}()
	select {
	case <-c:
	case <-ctx.Done():
	}
}

func madeHere(ctx context.Context) int {
	c := make(chan int)
	go elsewhere(c)
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}
