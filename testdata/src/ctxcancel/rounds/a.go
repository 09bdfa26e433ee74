package rounds

import (
	"context"
	"iter"
	"time"
)

func use(context.Context)        {}
func work(context.Context) error { return nil }
func stop() bool                 { return false }

func cont(ctx context.Context, xs []int) error {
	for _, x := range xs {
		c, cancel := context.WithTimeout(ctx, time.Second) // want `"cancel".*ctxcancel/loop`
		if x == 0 {
			continue
		}
		err := work(c)
		cancel()
		if err != nil {
			return err
		}
	}
	return nil
}

func endless(ctx context.Context) {
	for {
		c, cancel := context.WithTimeout(ctx, time.Second) // want "ctxcancel/loop"
		if work(c) != nil {
			continue
		}
		cancel()
	}
}

func leaves(ctx context.Context, xs []int) error {
	for range xs {
		c, cancel := context.WithTimeout(ctx, time.Second) // want "ctxcancel/lostpath"
		if err := work(c); err != nil {
			return err
		}
		cancel()
	}
	return nil
}

func breaks(ctx context.Context, xs []int) {
	for range xs {
		c, cancel := context.WithTimeout(ctx, time.Second) // want "ctxcancel/lostpath"
		if err := work(c); err != nil {
			break
		}
		cancel()
	}
}

func deferred(ctx context.Context, xs []int) {
	for range xs {
		c, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel() // want `"cancel".*deferred in a loop.*ctxcancel/loop`
		use(c)
	}
}

func deferredLit(ctx context.Context, xs []int) {
	for range xs {
		c, cancel := context.WithTimeout(ctx, time.Second)
		defer func() { cancel() }() // want "ctxcancel/loop"
		use(c)
	}
}

func deferredReturn(ctx context.Context, xs []int) error {
	for _, x := range xs {
		if x == 3 {
			c, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			return work(c)
		}
	}
	return nil
}

func deferredBreak(ctx context.Context, xs []int) error {
	for _, x := range xs {
		if x == 3 {
			c, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			use(c)
			break
		}
	}
	return nil
}

func deferredFunc(ctx context.Context, xs []int) {
	for range xs {
		func() {
			c, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			use(c)
		}()
	}
}

func deferredOuter(ctx context.Context) {
retry:
	c, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel() // want "ctxcancel/loop"
	if work(c) != nil {
		goto retry
	}
}

func gotoLoop(ctx context.Context) {
retry:
	c, cancel := context.WithTimeout(ctx, time.Second) // want "ctxcancel/loop"
	if work(c) != nil {
		goto retry
	}
	cancel()
}

func labelled(ctx context.Context, xs [][]int) {
outer:
	for _, x := range xs {
		c, cancel := context.WithTimeout(ctx, time.Second) // want "ctxcancel/loop"
		for _, y := range x {
			if y == 0 {
				continue outer
			}
			use(c)
		}
		cancel()
	}
}

func outerVar(ctx context.Context, xs []int) {
	var c context.Context
	var cancel context.CancelFunc
	for range xs {
		c, cancel = context.WithTimeout(ctx, time.Second) // want "ctxcancel/loop"
		use(c)
	}
	if cancel != nil {
		cancel()
	}
}

func previous(ctx context.Context, in chan int) {
	var c context.Context
	var cancel context.CancelFunc
	for range in {
		if cancel != nil {
			cancel()
		}
		c, cancel = context.WithTimeout(ctx, time.Second) // want "ctxcancel/lostpath"
		use(c)
	}
}

func previousDeferred(ctx context.Context, in chan int) {
	var c context.Context
	cancel := func() {}
	defer func() { cancel() }()
	for range in {
		cancel()
		c, cancel = context.WithTimeout(ctx, time.Second)
		use(c)
	}
}

func previousDeferredNil(ctx context.Context, in chan int) {
	var c context.Context
	var cancel context.CancelFunc
	defer func() {
		if cancel != nil {
			cancel()
		}
	}()
	for range in {
		if cancel != nil {
			cancel()
		}
		c, cancel = context.WithTimeout(ctx, time.Second)
		use(c)
	}
}

func rangeInt(ctx context.Context) {
	for range 10 {
		c, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel() // want "ctxcancel/loop"
		use(c)
	}
}

func rangeFunc(ctx context.Context, s iter.Seq[int]) {
	for range s {
		c, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel() // want "is deferred in a loop, so it is not called before rangeFunc returns .*ctxcancel/loop"
		use(c)
	}
}

func rangeFuncCont(ctx context.Context, s iter.Seq[int]) {
	for i := range s {
		c, cancel := context.WithTimeout(ctx, time.Second) // want "ctxcancel/loop"
		if i == 0 {
			continue
		}
		use(c)
		cancel()
	}
}

func sel(ctx context.Context, in chan int) {
	for {
		c, cancel := context.WithTimeout(ctx, time.Second) // want "ctxcancel/loop"
		select {
		case <-in:
			use(c)
		case <-c.Done():
			cancel()
			return
		}
	}
}

func selOwn(ctx context.Context, in chan int) {
	for {
		c, cancel := context.WithTimeout(ctx, time.Second)
		select {
		case <-in:
			cancel()
		case <-c.Done():
		}
	}
}

func collected(ctx context.Context, xs []int) {
	var cancels []context.CancelFunc
	for range xs {
		c, cancel := context.WithTimeout(ctx, time.Second)
		cancels = append(cancels, cancel)
		use(c)
	}
	for _, c := range cancels {
		c()
	}
}

func goes(ctx context.Context, xs []int) {
	for range xs {
		c, cancel := context.WithTimeout(ctx, time.Second)
		go func() {
			defer cancel()
			use(c)
		}()
	}
}

func child(ctx context.Context, xs []int) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for _, x := range xs {
		c, stop := context.WithTimeout(ctx, time.Second) // want `"stop".*ctxcancel/loop`
		if x == 0 {
			continue
		}
		use(c)
		stop()
	}
}

func childDefer(ctx context.Context, xs []int) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for range xs {
		c, stop := context.WithTimeout(ctx, time.Second)
		defer stop() // want "ctxcancel/loop"
		use(c)
	}
}

func deferInSwitch(ctx context.Context, xs []int) {
	for _, x := range xs {
		switch x {
		case 0:
			c, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel() // want "ctxcancel/loop"
			use(c)
		}
	}
}

func nested(ctx context.Context, xs [][]int) {
	for _, x := range xs {
		c, cancel := context.WithTimeout(ctx, time.Second)
		for range x {
			use(c)
		}
		cancel()
	}
}

func deferBehindLoop(ctx context.Context, n int) error {
	var c context.Context
	var cancel context.CancelFunc
	for i := 0; ; i++ {
		c, cancel = context.WithTimeout(ctx, time.Second) // want "ctxcancel/loop"
		if work(c) == nil {
			break
		}
	}
	defer cancel()
	return work(c)
}

type item struct{}

func (item) do(ctx context.Context) error { return nil }

func method(ctx context.Context, items map[string]item) (errs []error) {
	for _, it := range items {
		c, cancel := context.WithDeadline(ctx, time.Now().Add(time.Second))
		defer cancel() // want "ctxcancel/loop"
		errs = append(errs, it.do(c))
	}
	return errs
}
