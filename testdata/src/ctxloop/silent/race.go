package silent

import (
	"context"
	"time"
)

// net.Dialer races two dialers, each of which has the context and sends what
// it got, or hears that the race is over.

type dialed struct {
	n       int
	err     error
	primary bool
}

func race(ctx context.Context, dial func(context.Context, bool) (int, error)) (int, error) {
	returned := make(chan struct{})
	defer close(returned)
	results := make(chan dialed)
	start := func(ctx context.Context, primary bool) {
		n, err := dial(ctx, primary)
		select {
		case results <- dialed{n, err, primary}:
		case <-returned:
		}
	}
	go start(ctx, true)
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	failed := 0
	for {
		select {
		case <-timer.C:
			go start(ctx, false)
		case res := <-results:
			if res.err == nil {
				return res.n, nil
			}
			if failed++; failed == 2 {
				return 0, res.err
			}
		}
	}
}

func raceUntil(ctx context.Context, dial func(context.Context, bool) (int, error), quit chan struct{}) (int, error) {
	results := make(chan dialed)
	start := func(ctx context.Context, primary bool) {
		n, err := dial(ctx, primary)
		select {
		case results <- dialed{n, err, primary}:
		case <-quit: // nobody knows when
		}
	}
	go start(ctx, true)
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	for {
		select { // want `ctxloop/nodone`
		case <-timer.C:
			go start(ctx, false)
		case res := <-results:
			if res.err == nil {
				return res.n, nil
			}
		}
	}
}
