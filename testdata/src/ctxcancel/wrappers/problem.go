package wrappers

import (
	"context"
	"time"
)

// From temporal's handlers of tasks: an error of a type of its own says that
// there is no cancel function.
type problem struct{ text string }

func (p *problem) Error() string { return p.text }

func forTask(ctx context.Context, text string) (context.Context, context.CancelFunc, *problem) {
	d, err := time.ParseDuration(text)
	if err != nil {
		return nil, nil, &problem{err.Error()}
	}
	ctx, cancel := context.WithTimeout(ctx, d)
	return ctx, cancel, nil
}

func task(ctx context.Context, text string) *problem {
	ctx, cancel, problem := forTask(ctx, text)
	if problem != nil {
		return problem
	}
	defer cancel()
	<-ctx.Done()
	return nil
}

// What is no error says nothing of the kind.
type note struct{ text string }

func withNote(ctx context.Context, text string) (context.Context, context.CancelFunc, *note) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, cancel, &note{text}
}

func noted(ctx context.Context, text string) *note {
	ctx, cancel, n := withNote(ctx, text) // want `ctxcancel/lostpath`
	if n != nil {
		return n
	}
	defer cancel()
	<-ctx.Done()
	return nil
}
