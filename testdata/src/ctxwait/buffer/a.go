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

// No fix: each of these may be meant for after the receive.
func thenStores(ctx context.Context, total *int) int {
	c := make(chan int)
	go func() {
		c <- compute() // want `made at line`
		*total = 1
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func thenMaps(ctx context.Context, all map[string]int) int {
	c := make(chan int)
	go func() {
		c <- compute() // want `made at line`
		all["sent"] = 1
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func thenDeletes(ctx context.Context, all map[string]int) int {
	c := make(chan int)
	go func() {
		c <- compute() // want `made at line`
		delete(all, "sent")
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func thenCalls(ctx context.Context, mu *sync.Mutex) int {
	c := make(chan int)
	go func() {
		c <- compute() // want `made at line`
		mu.Unlock()
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func thenStarts(ctx context.Context, next func()) int {
	c := make(chan int)
	go func() {
		c <- compute() // want `made at line`
		go next()
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func thenDefers(ctx context.Context, next func()) int {
	c := make(chan int)
	go func() {
		c <- compute() // want `made at line`
		defer next()
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func thenReceives(ctx context.Context, next <-chan int) int {
	c := make(chan int)
	go func() {
		c <- compute() // want `made at line`
		<-next
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func thenSelects(ctx context.Context, next <-chan int, stop <-chan int) int {
	c := make(chan int)
	go func() {
		c <- compute() // want `made at line`
		select {
		case <-next:
		case <-stop:
		}
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func thenPerhaps(ctx context.Context, ok bool, total *int) int {
	c := make(chan int)
	go func() {
		c <- compute() // want `made at line`
		if ok {
			*total = 1
		}
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

// No fix: what follows stands elsewhere.
func byFunction(ctx context.Context, total *int) int {
	c := make(chan int)
	go func() {
		deliver(c)
		*total = 1
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func deliver(c chan<- int) {
	c <- compute() // want `made at line`
}

// No fix: each of them sends a value.
func twice(ctx context.Context) int {
	c := make(chan int)
	go once(c)
	go once(c)
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func once(c chan<- int) {
	c <- compute() // want `made at line`
}

// No fix: with room, the one would always win.
func either(ctx context.Context) int {
	c, d := make(chan int), make(chan int)
	go func() {
		select { // want `made at line`
		case c <- 1:
		case d <- 2:
		}
	}()
	select {
	case n := <-c:
		return n
	case n := <-d:
		return n
	case <-ctx.Done():
		return 0
	}
}

// Each has room for its value.
func oneOfTwo(ctx context.Context, ok bool) int {
	c, d := make(chan int), make(chan int)
	go func() {
		if ok {
			c <- 1 // want `make the channel with capacity 1`
		} else {
			d <- 2 // want `make the channel with capacity 1`
		}
	}()
	select {
	case n := <-c:
		return n
	case n := <-d:
		return n
	case <-ctx.Done():
		return 0
	}
}

// No fix for the first, behind which the other may be meant for later.
func oneAndOther(ctx context.Context) int {
	c, d := make(chan int), make(chan int)
	go func() {
		c <- 1 // want `make the channel with capacity 1`
		d <- 2
	}()
	select {
	case n := <-c:
		return n + <-d
	case <-ctx.Done():
		return 0
	}
}

// No fix: the variable would be left without use.
func sized(ctx context.Context) int {
	size := 0
	c := make(chan int, size)
	go func() {
		c <- compute() // want `made at line`
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}
