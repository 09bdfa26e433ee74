package wait

import "context"

// What a function is given may run in a goroutine that it starts.

type lazy struct {
	done chan struct{}
	err  error
}

// moby/buildkit: newLazyCacheManager.
func newLazy(load func() error) *lazy { // want `newLazy: blocks\(none\) spawns\(0\)`
	l := &lazy{done: make(chan struct{})}
	go func() {
		defer close(l.done)
		l.err = load()
	}()
	return l
}

func goes(n int, f func()) { go f() } // want `goes: .*spawns\(1\)`

func goesOn(f func()) { goes(1, f) } // want `goesOn: .*spawns\(0\)`

func goesInner(f func()) { // want `goesInner: .*spawns\(0\)`
	go func() {
		func() { f() }()
	}()
}

// One that is called at once is known to run then.
func both(f func()) { // want `both: .*calls\(0\)`
	f()
	go f()
}

func waitsFor(f func() error) error { // want `waitsFor: blocks\(unbounded: receives from "ch"\)$`
	ch := make(chan error)
	go func() { ch <- f() }()
	return <-ch
}

// It waits most of the time.
func givesUp(ctx context.Context, f func() error) error { // want `givesUp: blocks\(untilctx\) waits\(0 tells\)$`
	ch := make(chan error, 1)
	go func() { ch <- f() }()
	select {
	case err := <-ch:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
