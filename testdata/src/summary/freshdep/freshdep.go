// Package freshdep has functions that make contexts of nothing, for others.
package freshdep

import "context"

func Query(ctx context.Context) error { return ctx.Err() }

func Load() error { // want `Load: fresh\(Load→context.Background\)`
	return Query(context.Background())
}

func Short() (context.Context, context.CancelFunc) { // want `Short: makesfresh`
	return context.WithTimeout(context.Background(), 1)
}

func With(ctx context.Context) error {
	return Query(context.Background()) // it takes a context: ctxpass/fresh
}

//ctxlint:ignore ctxpass/chain the journal must be written whatever happens
func Journal() error {
	return Query(context.Background())
}
