package early

import (
	"context"
	"errors"
)

// grafana/agent 0f90c407: a constructor keeps a context, and what was started
// with it, and cancels that context on its way out.

type discovery struct{ apply func([]string) error }

func newDiscovery(ctx context.Context) *discovery {
	return &discovery{apply: func([]string) error { return ctx.Err() }}
}

type processor struct {
	next     func(string) error
	manager  *discovery
	stop     context.CancelFunc
	lifetime context.Context
}

func newProcessor(next func(string) error, configs []string) (*processor, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	manager := newDiscovery(ctx)
	if err := manager.apply(configs); err != nil {
		return nil, err
	}
	if next == nil {
		cancel()
		return nil, errors.New("no consumer")
	}
	return &processor{ // want `\(ctxdead/early\)`
		next:     next,
		manager:  manager,
		stop:     cancel,
		lifetime: ctx,
	}, nil
}

func newProcessorFixed(next func(string) error, configs []string) (*processor, error) {
	ctx, cancel := context.WithCancel(context.Background())
	manager := newDiscovery(ctx)
	if err := manager.apply(configs); err != nil {
		cancel()
		return nil, err
	}
	if next == nil {
		cancel()
		return nil, errors.New("no consumer")
	}
	return &processor{
		next:     next,
		manager:  manager,
		stop:     cancel,
		lifetime: ctx,
	}, nil
}
