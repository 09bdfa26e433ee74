// Package settings has carriers and detaching functions that only its user
// knows.
package settings

import "context"

func load(ctx context.Context) error { return ctx.Err() }

// A Job carries a context in its own way.
type Job struct{ base context.Context }

func (j *Job) Base() context.Context { return j.base }

type pool struct{}

func (p *pool) Submit(f func()) {}
func (p *pool) Run(f func())    {}

func run(j *Job) error {
	return load(context.Background()) // want `context.Background\(\) is passed to load although the context of j is in scope: pass the context of j`
}

// jaeger's bulk indexer: to honour the context would cancel writes under way.
func enqueue(ctx context.Context, v any) {}

func add(ctx context.Context, p *pool) {
	enqueue(context.Background(), 1)
	p.Submit(func() { load(context.Background()) })
	p.Run(func() { load(context.Background()) }) // want `ctxpass/fresh`
}

// dingo: a boundary that is meant.
func background() error { return load(context.Background()) }

func boundary(ctx context.Context) error { return background() }
