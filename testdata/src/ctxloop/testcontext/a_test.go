// Package testcontext has loops in tests.
package testcontext

import (
	"context"
	"testing"
	"time"
)

func use(context.Context) {}

var ready func() bool

// redis/go-redis: the context of a test ends when the test is over, which no
// loop of the test can wait for.
func TestPoll(t *testing.T) {
	ctx := t.Context()
	named := context.WithValue(ctx, key{}, 1)
	t.Run("poll", func(t *testing.T) {
		use(ctx)
		for !ready() {
			time.Sleep(time.Millisecond)
		}
	})
	results := make(chan int)
	go func() {
		for i := range 10 {
			use(named)
			results <- i
		}
	}()
	for range 10 {
		<-results
	}
}

type key struct{}

// One that is made of it may end before.
func TestOwn(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	t.Run("poll", func(t *testing.T) {
		use(ctx)
		for !ready() {
			time.Sleep(time.Millisecond) // want `ctxloop/sleep`
		}
	})
}

func TestParam(t *testing.T) {
	wait := func(ctx context.Context) {
		use(ctx)
		for !ready() {
			time.Sleep(time.Millisecond) // want `ctxloop/sleep`
		}
	}
	wait(t.Context())
}
