package fix

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Which contexts are alive says what is passed: the only one, or none.

func later(func()) {}

type mark struct{}

func perhapsNil(n int) {
	var c context.Context
	if n > 0 {
		c = context.Background()
	}
	run(nil) // want `nil is passed`
	run(c)
}

func comparedBackwards(ctx context.Context) {
	run(nil) // want `nil is passed`
	if nil == ctx {
		return
	}
}

func comparedWithOther(ctx context.Context) {
	run(nil) // want `nil is passed`
	println(ctx == context.Background())
}

func nilLater(ctx context.Context) {
	run(nil) // want `nil is passed`
	ctx = nil
	println(ctx)
}

func chained(ctx context.Context) {
	a, cancel := context.WithCancel(ctx)
	b := context.WithValue(a, mark{}, 1)
	c := context.WithValue(b, mark{}, 2)
	cancel()
	run(nil) // want `nil is passed`
	println(c)
}

func beside(ctx context.Context) {
	a, cancel := context.WithCancel(ctx)
	b, c := ctx, a
	cancel()
	run(nil) // want `nil is passed`
	println(b, c)
}

func withValue(ctx context.Context, u *mark) {
	if u == nil {
		return
	}
	c := context.WithValue(ctx, mark{}, u)
	run(nil) // want `nil is passed`
	println(c)
}

func inDefer(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	defer func() {
		cancel()
		run(nil) // want `nil is passed`
	}()
	println(c)
}

func deferredBefore(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	defer cancel()
	defer func() {
		run(nil) // want `nil is passed`
	}()
	println(c)
}

func deferredBehind(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	defer func() {
		run(nil) // want `nil is passed`
	}()
	defer cancel()
	println(c)
}

func deferredInside(ctx context.Context) {
	defer func() {
		c, cancel := context.WithCancel(ctx)
		defer cancel()
		run(nil) // want `nil is passed`
		println(c)
	}()
}

func inRounds(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	for try := 0; try < 3; try++ {
		run(nil) // want `nil is passed`
		cancel()
	}
	println(c)
}

func behindRounds(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	for range 3 {
		run(nil) // want `nil is passed`
	}
	cancel()
	println(c)
}

func inEachRound(ctx context.Context) {
	for range 3 {
		c, cancel := context.WithCancel(ctx)
		run(nil) // want `nil is passed`
		cancel()
		println(c)
	}
}

func leaving(ctx context.Context, n int, other chan int) {
	c, cancel := context.WithCancel(ctx)
	for {
		run(nil) // want `nil is passed`
		switch n {
		case 1:
			cancel()
			return
		}
		select {
		case <-other:
			cancel()
			return
		case <-c.Done():
		}
	}
}

func goingOn(ctx context.Context, n int) {
	c, cancel := context.WithCancel(ctx)
	for {
		run(nil) // want `nil is passed`
		if n > 1 {
			cancel()
			if n > 2 {
				continue
			}
			return
		}
		println(c)
	}
}

func leavingLiteral(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	for range 3 {
		run(nil) // want `nil is passed`
		func() {
			cancel()
			return
		}()
	}
	println(c)
}

func literal(ctx context.Context) {
	f := func() {
		c, cancel := context.WithCancel(ctx)
		run(nil) // want `nil is passed`
		cancel()
		println(c)
	}
	f()
}

func literalLater(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	later(func() {
		run(nil) // want `nil is passed`
	})
	cancel()
	println(c)
}

func waitedGroup(ctx context.Context) {
	g, c := errgroup.WithContext(ctx)
	_ = g.Wait()
	run(nil) // want `nil is passed`
	println(c)
}

// In a function that a variable of the package is.
var variable = func(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	cancel()
	run(nil) // want `nil is passed`
	println(c)
}
