// Package fix declares new variables where that changes nothing else.
package fix

import (
	"context"
	"errors"
	"time"
)

type key struct{}

func run(ctx context.Context) error { return ctx.Err() }

func wrap(ctx context.Context) (context.Context, error) {
	return context.WithValue(ctx, key{}, 1), nil
}

func simple(ctx context.Context) {
	for range 5 {
		ctx = context.WithValue(ctx, key{}, 1) // want `grows`
		run(ctx)
	}
}

// Which of the two is meant by the second assignment, nobody knows.
func twice(ctx context.Context) {
	for range 5 {
		ctx = context.WithValue(ctx, key{}, 1) // want `grows`
		ctx = context.WithValue(ctx, key{}, 2) // want `grows`
		run(ctx)
	}
}

func withCancel(ctx context.Context) {
	var cancel context.CancelFunc
	for range 5 {
		run(ctx)                                            // the one outside
		ctx, cancel = context.WithTimeout(ctx, time.Second) // want `grows`
		run(ctx)
		cancel()
	}
}

func branch(ctx context.Context, ok bool) {
	for range 5 {
		if ok {
			ctx = context.WithValue(ctx, key{}, 1) // want `grows`
			run(ctx)
		}
	}
}

func condition(ctx context.Context, ok bool) {
	for range 5 {
		if ctx = context.WithValue(ctx, key{}, 1); ok { // want `grows`
			run(ctx)
		}
	}
}

func clause(ctx context.Context, ok bool) {
	for range 5 {
		switch {
		case ok:
			ctx = context.WithValue(ctx, key{}, 1) // want `grows`
			func() { run(ctx) }()
		}
	}
}

// Used behind the loop.
func behind(ctx context.Context) {
	for range 5 {
		ctx = context.WithValue(ctx, key{}, 1) // want `grows`
		run(ctx)
	}
	run(ctx)
}

// Used behind the block in the loop.
func behindBlock(ctx context.Context, ok bool) {
	for range 5 {
		if ok {
			ctx = context.WithValue(ctx, key{}, 1) // want `grows`
			run(ctx)
		}
		run(ctx)
	}
}

// A new variable would not be used.
func unused(ctx context.Context) {
	for range 5 {
		ctx = context.WithValue(ctx, key{}, 1) // want `grows`
	}
}

// The error is looked at behind the loop.
func errorBehind(ctx context.Context) error {
	var err error
	for range 5 {
		ctx, err = wrap(ctx) // want `grows`
		if err != nil {
			break
		}
		run(ctx)
	}
	return err
}

func errorInside(ctx context.Context) {
	var err error
	for range 5 {
		if ctx, err = wrap(ctx); err != nil { // want `grows`
			return
		}
	}
}

// The literal sees the variable outside.
func literal(ctx context.Context) {
	defer func() { run(ctx) }()
	for range 5 {
		ctx = context.WithValue(ctx, key{}, 1) // want `grows`
		run(ctx)
	}
}

func result() (ctx context.Context) {
	ctx = context.Background()
	for range 5 {
		ctx = context.WithValue(ctx, key{}, 1) // want `grows`
		run(ctx)
	}
	return
}

func post(ctx context.Context) {
	for ; ; ctx = context.WithValue(ctx, key{}, 1) { // want `grows`
		run(ctx)
	}
}

func jump(ctx context.Context, n int) {
again:
	ctx = context.WithValue(ctx, key{}, 1) // want `grows`
	run(ctx)
	if n--; n > 0 {
		goto again
	}
}

func declaredTwice(ctx context.Context) {
	for range 5 {
		ctx = context.WithValue(ctx, key{}, 1) // want `grows`
		run(ctx)
		ctx, cancel := context.WithCancel(ctx)
		run(ctx)
		cancel()
	}
}

type own interface{ context.Context }

func wrapOwn(ctx own) context.Context { return context.WithValue(ctx, key{}, 1) }

func otherType(ctx context.Context) {
	for range 5 {
		ctx = wrapOwn(ctx) // want `grows`
		run(ctx)
	}
}

type server struct{ ctx context.Context }

func field(s server) {
	for range 5 {
		s.ctx = context.WithValue(s.ctx, key{}, 1) // want `grows`
		run(s.ctx)
	}
}

var global = context.Background()

func package1() {
	for range 5 {
		global = context.WithValue(global, key{}, 1) // want `grows`
		run(global)
	}
}

// The comment would be lost with the declaration.
func commented(ctx context.Context) {
	var cancel context.CancelFunc // of this round
	for range 5 {
		next, stop := context.WithCancel(ctx)
		ctx, cancel = next, stop // want `grows`
		run(ctx)
		cancel()
	}
}

func declaredWithOthers(ctx context.Context) {
	var cancel, other context.CancelFunc
	for range 5 {
		ctx, cancel = context.WithCancel(ctx) // want `grows`
		run(ctx)
		cancel()
	}
	_ = other
}

type failure struct{}

func (*failure) Error() string { return "" }

func try(ctx context.Context) (context.Context, *failure) {
	return context.WithValue(ctx, key{}, 1), nil
}

// The pointer becomes an error by the assignment.
func otherError(ctx context.Context) {
	var err error
	for range 5 {
		ctx, err = try(ctx) // want `grows`
		if err == nil {
			run(ctx)
		}
	}
}

// A goto may not jump over a declaration.
func jumpOver(ctx context.Context, ok bool) {
	for range 5 {
		if ok {
			goto next
		}
		ctx = context.WithValue(ctx, key{}, 1) // want `grows`
		run(ctx)
	next:
		println()
	}
}

// The same in literals outside of functions.
var (
	simpleVar = func(ctx context.Context) {
		for range 5 {
			ctx = context.WithValue(ctx, key{}, 1) // want `grows`
			run(ctx)
		}
	}
	behindVar = func(ctx context.Context) {
		for range 5 {
			ctx = context.WithValue(ctx, key{}, 1) // want `grows`
			run(ctx)
		}
		run(ctx)
	}
)

var jumpOverVar = func(ctx context.Context, ok bool) {
	for range 5 {
		if ok {
			goto next
		}
		ctx = context.WithValue(ctx, key{}, 1) // want `grows`
		run(ctx)
	next:
		println()
	}
}

// A parameter need not be used.
func errorParameter(ctx context.Context, err error) {
	for range 5 {
		ctx, err = wrap(ctx) // want `grows`
		if err != nil {
			return
		}
		println(ctx)
	}
}

// In all that follow, the outer variable would be left without use.
func assignedBefore(ctx context.Context) {
	var err error
	err = errors.New("none")
	for range 5 {
		ctx, err = wrap(ctx) // want `grows`
		if err != nil {
			return
		}
		println(ctx)
	}
}

func declaredShort(ctx context.Context) {
	err := errors.New("none")
	for range 5 {
		ctx, err = wrap(ctx) // want `grows`
		if err != nil {
			return
		}
		println(ctx)
	}
}

func declaredInGroup(ctx context.Context) {
	var (
		err   error
		other int
	)
	for range 5 {
		ctx, err = wrap(ctx) // want `grows`
		if err != nil {
			return
		}
		println(ctx)
	}
	_ = other
}

func declaredAloneInGroup(ctx context.Context) {
	var (
		err error
	)
	for range 5 {
		ctx, err = wrap(ctx) // want `grows`
		if err != nil {
			return
		}
		println(ctx)
	}
}

func declaredWithValue(ctx context.Context) {
	var err error = run(ctx)
	for range 5 {
		ctx, err = wrap(ctx) // want `grows`
		if err != nil {
			return
		}
		println(ctx)
	}
}

func commentedAbove(ctx context.Context) {
	// Of the last round.
	var err error
	for range 5 {
		ctx, err = wrap(ctx) // want `grows`
		if err != nil {
			return
		}
		println(ctx)
	}
}

func commentedInside(ctx context.Context) {
	var err /* of the last round */ error
	for range 5 {
		ctx, err = wrap(ctx) // want `grows`
		if err != nil {
			return
		}
		println(ctx)
	}
}
