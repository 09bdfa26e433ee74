package bare

import (
	"context"
	tracing "runtime/trace"
	"sync/atomic"
	"time"
)

// loki 7527487f: those who answer only take the trace from the context.

type tracker struct {
	failed, pending atomic.Int32

	done chan struct{}
	err  chan error
}

func (t *tracker) push(ctx context.Context, peer string) {
	if err := send(ctx, peer); err != nil {
		if t.failed.Add(1) == 1 {
			t.err <- err // want `bare`
		}
		return
	}
	if t.pending.Add(-1) == 0 {
		t.done <- struct{}{} // want `bare`
	}
}

var send func(ctx context.Context, peer string) error

func pushAll(ctx context.Context, peers []string) error {
	t := tracker{done: make(chan struct{}), err: make(chan error)}
	for _, peer := range peers {
		go func() {
			own, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			defer tracing.StartRegion(ctx, "push").End()
			t.push(own, peer)
		}()
	}
	select { // want `bare`
	case err := <-t.err:
		return err
	case <-t.done:
		return nil
	}
}

func pushAllFixed(ctx context.Context, peers []string) error {
	t := tracker{done: make(chan struct{}), err: make(chan error)}
	for _, peer := range peers {
		go func() {
			own, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			defer tracing.StartRegion(ctx, "push").End()
			t.push(own, peer)
		}()
	}
	select {
	case err := <-t.err:
		return err
	case <-t.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Those who answer are given the context.
func pushBound(ctx context.Context, peers []string) error {
	t := tracker{done: make(chan struct{}), err: make(chan error)}
	for _, peer := range peers {
		go func() {
			defer tracing.StartRegion(ctx, "push").End()
			t.push(ctx, peer)
		}()
	}
	select {
	case err := <-t.err:
		return err
	case <-t.done:
		return nil
	}
}
