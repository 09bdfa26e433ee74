// Package realbugsstrict has the shapes of more bugs that were fixed in public
// projects, those that are reported with more doubt.
package realbugsstrict

import (
	"context"
	"time"
)

// docker/compose 7f668bd: the dry run of a progress writer, of which nothing here
// makes use.

type DryRunKey struct{}

type writer struct{ dry bool }

func newWriter(dry bool) *writer { return &writer{dry} }

func runWithLog(ctx context.Context) *writer {
	dryRun, ok := ctx.Value(DryRunKey{}).(bool) // want `the bool dryRun comes from a context and is handed on as an argument of newWriter`
	if !ok {
		dryRun = false
	}
	return newWriter(dryRun)
}

func fixedRunWithLog(ctx context.Context, dryRun bool) *writer { return newWriter(dryRun) }

// docker/compose 4840258: options of the command line.

type cliOptionsKey struct{}

type CommonOptions struct{ Debug bool }

func WithCliOptions(ctx context.Context, options CommonOptions) context.Context {
	return context.WithValue(ctx, cliOptionsKey{}, options) // want `puts options, options of type CommonOptions, into the context`
}

func CliOptions(ctx context.Context) CommonOptions {
	o, _ := ctx.Value(cliOptionsKey{}).(CommonOptions)
	return o
}

// thanos 75880c8: options of a query, behind an interface without room.

type ctxKey int

const optCtxKey ctxKey = 0

type opts struct {
	deduplicate        bool
	partialErrReporter func(error)
}

func ContextWithOpts(ctx context.Context, o *opts) context.Context {
	return context.WithValue(ctx, optCtxKey, o) // want `puts o, options of type \*opts, into the context`
}

func optsFromContext(ctx context.Context) *opts {
	o, ok := ctx.Value(optCtxKey).(*opts)
	if !ok {
		return &opts{}
	}
	return o
}

func query(ctx context.Context, series []string) []string {
	if optsFromContext(ctx).deduplicate { // want `the condition optsFromContext\(ctx\).deduplicate`
		series = series[:1]
	}
	return series
}

// ipfs/kubo 94e7f79: the time to live under a key that the reader did not
// have.

type requestContextKey string

func publish(ctx context.Context, ttl *time.Duration) context.Context {
	if ttl != nil {
		ctx = context.WithValue(ctx, requestContextKey("ipns-publish-ttl"), *ttl) // want `puts \*ttl, a duration, into the context`
	}
	return ctx
}

// docker/compose c901edd: state that is shared by way of the context, set in
// one place and found in another.

type containersKey struct{}

type state interface{ add(string) }

type containers struct{ names []string }

func (c *containers) add(name string) { c.names = append(c.names, name) }

func create(ctx context.Context, names []string) {
	var s state = &containers{names}
	ctx = context.WithValue(ctx, containersKey{}, s) // want `puts s into the context under the key containersKey\{\} for contextState alone`
	ensure(ctx)
}

func ensure(ctx context.Context) {
	if s := contextState(ctx); s != nil {
		s.add("new")
	}
}

func contextState(ctx context.Context) state {
	s, _ := ctx.Value(containersKey{}).(state)
	return s
}

func fixedCreate(ctx context.Context, names []string) { fixedEnsure(ctx, &containers{names}) }

func fixedEnsure(ctx context.Context, s state) { s.add("new") }
