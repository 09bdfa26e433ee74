package goroutine

import "context"

// moby/buildkit: what is loaded lazily is loaded when the function has returned.
type lazy struct {
	done chan struct{}
	err  error
}

func loadLazily(load func() error) *lazy {
	l := &lazy{done: make(chan struct{})}
	go func() {
		defer close(l.done)
		l.err = load()
	}()
	return l
}

func handsOver(ctx context.Context) *lazy {
	return loadLazily(func() error {
		return load(context.Background()) // want `context.Background\(\) is passed to load in a goroutine although ctx is in scope: context.WithoutCancel\(ctx\) keeps its values`
	})
}

func withDeadline(ctx context.Context, work func() error) error {
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// As long as nothing goes wrong the caller waits for it.
func bounded(ctx context.Context) error {
	return withDeadline(ctx, func() error {
		return load(context.Background()) // want `context.Background\(\) is passed to load although ctx is in scope: pass ctx`
	})
}
