package loop

import (
	"context"
	"time"
)

func continued(ctx context.Context, jobs []func(context.Context) error) {
	for _, job := range jobs {
		c, cancel := context.WithTimeout(ctx, time.Second) // want `the cancel function "cancel" of context.WithTimeout is not called before the next round of the loop`
		if job(c) != nil {
			continue
		}
		cancel()
	}
}

func endless(ctx context.Context, step func(context.Context) error) {
	for {
		c, cancel := context.WithTimeout(ctx, time.Second) // want `ctxcancel/loop`
		if step(c) != nil {
			continue
		}
		cancel()
	}
}

func outer(ctx context.Context, step func(context.Context) bool) {
	var cancel context.CancelFunc
	var c context.Context
	for {
		c, cancel = context.WithTimeout(ctx, time.Second) // want `ctxcancel/loop`
		if step(c) {
			break
		}
	}
	cancel()
}

func deferred(ctx context.Context, jobs []func(context.Context)) {
	for _, job := range jobs {
		c, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel() // want `the cancel function "cancel" of context.WithTimeout is deferred in a loop, so it is not called before deferred returns`
		job(c)
	}
}

func deferredLiteral(ctx context.Context, n int) {
	for i := 0; i < n; i++ {
		c, cancel := context.WithCancel(ctx)
		defer func() { cancel() }() // want `ctxcancel/loop`
		work(c)
	}
}

func gotoLoop(ctx context.Context, n int) {
again:
	c, cancel := context.WithCancel(ctx) // want `ctxcancel/loop`
	work(c)
	n--
	if n > 0 {
		goto again
	}
	cancel()
}

func rangeFunc(ctx context.Context, seq func(func(int) bool)) {
	for i := range seq {
		c, cancel := context.WithTimeout(ctx, time.Duration(i))
		defer cancel() // want `ctxcancel/loop`
		work(c)
	}
}

func rangeFuncLost(ctx context.Context, seq func(func(int) bool)) {
	for i := range seq {
		c, cancel := context.WithTimeout(ctx, time.Duration(i)) // want `ctxcancel/loop`
		if i > 3 {
			continue
		}
		work(c)
		cancel()
	}
}

// The rest is fine.

func returnsRightAfter(ctx context.Context, addrs []string) error {
	for _, addr := range addrs {
		if addr == "" {
			continue
		}
		c, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		return work(c)
	}
	return nil
}

func breaksRightAfter(ctx context.Context, addrs []string) {
	for range addrs {
		c, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		work(c)
		break
	}
}

func ownFunction(ctx context.Context, jobs []func(context.Context)) {
	for _, job := range jobs {
		func() {
			c, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			job(c)
		}()
	}
}

// golang/go#25720: the deferred literal has the variable, each round releases.
func rearm(ctx context.Context, n int) {
	c, cancel := context.WithTimeout(ctx, time.Second)
	defer func() { cancel() }()
	for range n {
		work(c)
		cancel()
		c, cancel = context.WithTimeout(ctx, time.Second)
	}
}

// The previous one is cancelled before the next is made.
func cancelPrevious(ctx context.Context, in <-chan int) {
	var cancel context.CancelFunc
	for range in {
		if cancel != nil {
			cancel()
		}
		var c context.Context
		c, cancel = context.WithCancel(ctx)
		go work(c)
	}
	if cancel != nil {
		cancel()
	}
}

func collected(ctx context.Context, n int) {
	var cancels []context.CancelFunc
	for range n {
		c, cancel := context.WithCancel(ctx)
		cancels = append(cancels, cancel)
		work(c)
	}
	for _, cancel := range cancels {
		cancel()
	}
}

func bothWays(ctx context.Context, step func(context.Context) error) {
	for {
		c, cancel := context.WithTimeout(ctx, time.Second)
		if step(c) != nil {
			cancel()
			continue
		}
		cancel()
	}
}

func work(context.Context) error { return nil }
