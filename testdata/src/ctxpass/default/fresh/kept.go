package fresh

import (
	"context"
	"sync"
	"time"
)

// prometheus makes informers, which list with the context when they run and
// end with a Done channel.

type informer struct{ list func() error }

func newInformer(ctx context.Context) *informer {
	return &informer{list: func() error { return fetch(ctx) }}
}

func (i *informer) run(stop <-chan struct{}) { <-stop }

func fetch(ctx context.Context) error { return ctx.Err() }

func inform(ctx context.Context) {
	i := newInformer(context.Background()) // strict
	go i.run(ctx.Done())
}

func newListed(ctx context.Context) *informer {
	fetch(ctx)
	return newInformer(ctx)
}

func informListed(ctx context.Context) {
	i := newListed(context.Background()) // want `context.Background\(\) is passed to newListed although ctx is in scope`
	go i.run(ctx.Done())
}

// rclone cleans up by literals that a registry keeps, and renews tokens by one
// that a timer has.

var atExit []func()

func register(f func()) { atExit = append(atExit, f) }

func cleansUp(ctx context.Context) {
	register(func() { fetch(context.Background()) })
}

func onError(err *error, f func()) func() {
	var once sync.Once
	onlyOnce := func() { once.Do(f) }
	register(onlyOnce)
	return func() {
		if *err != nil {
			onlyOnce()
		}
	}
}

func cleansUpOnError(ctx context.Context) (err error) {
	defer onError(&err, func() { fetch(context.Background()) })()
	return fetch(ctx)
}

func callsNow(f func()) { f() }

func runsNow(ctx context.Context) {
	callsNow(func() { fetch(context.Background()) }) // want `ctxpass/fresh`
}

func bounded(ctx context.Context) error {
	c, cancel := context.WithTimeout(context.Background(), time.Second) // want `a context derived from context.Background\(\) is passed to fetch although ctx is in scope: derive it from ctx, or from context.WithoutCancel\(ctx\) if the work must outlive it \(ctxpass/fresh\)`
	defer cancel()
	return fetch(c)
}
