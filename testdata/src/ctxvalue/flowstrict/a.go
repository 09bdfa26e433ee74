package flowstrict

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
)

type (
	optsKey struct{}
	userKey struct{}
	dryKey  struct{}
)

// Fields: of options, with doubt; of anything else, never.

type options struct {
	DryRun  bool
	Retries int
	Name    string
}

type switches struct{ a, b bool }

type user struct{ Admin bool }

type queryOpts struct{ dedup bool }

func optionsOf(ctx context.Context) *queryOpts {
	o, ok := ctx.Value(optsKey{}).(*queryOpts)
	if !ok {
		return &queryOpts{}
	}
	return o
}

func dedup(ctx context.Context) bool { return optionsOf(ctx).dedup }

func fields(ctx context.Context) {
	o, _ := ctx.Value(optsKey{}).(options)
	if o.DryRun { // want `the condition o.DryRun comes from a context \(line 41\) and decides what runs`
		work()
	}
	for i := 0; i < o.Retries; i++ { // want `the loop bound i < o.Retries`
		work()
	}
	if p := ctx.Value(optsKey{}).(*switches); p.a { // want `the condition p.a`
		work()
	}
	if optionsOf(ctx).dedup { // want `the condition optionsOf\(ctx\).dedup`
		work()
	}
	if dedup(ctx) { // want `the condition dedup\(ctx\)`
		work()
	}
	if o.Name == "" {
		work()
	}
	if u, _ := ctx.Value(userKey{}).(*user); u != nil && u.Admin {
		work()
	}
}

// A bool that is handed on (docker/compose: the dry run of a progress writer).

type writer struct{ dry bool }

func newWriter(dry bool) *writer { return &writer{dry} }

func handedOn(ctx context.Context) *writer {
	dryRun, ok := ctx.Value(dryKey{}).(bool) // want `the bool dryRun comes from a context and is handed on as an argument of newWriter`
	if !ok {
		dryRun = false
	}
	return newWriter(dryRun)
}

func kept(ctx context.Context) *writer {
	dry, _ := ctx.Value(dryKey{}).(bool) // want `the bool dry comes from a context and is handed on as the field dry`
	return &writer{dry: dry}
}

func decided(ctx context.Context) *writer {
	dry, _ := ctx.Value(dryKey{}).(bool)
	if dry { // want `the condition dry`
		return nil
	}
	return newWriter(dry)
}

func printed(ctx context.Context) string {
	dry, _ := ctx.Value(dryKey{}).(bool)
	slog.Info("dry", slog.Bool("dry", dry))
	return fmt.Sprint(dry) + strconv.FormatBool(dry)
}

func copied(ctx, to context.Context) context.Context {
	dry, _ := ctx.Value(dryKey{}).(bool)
	return context.WithValue(to, dryKey{}, dry) // want `context.WithValue puts dry, a bool, into the context under the key dryKey\{\}`
}

func work() {}
