// Package binddep starts what its importers give contexts to.
package binddep

import "context"

func Start(ctx context.Context) { // want `Start: binds\(0\)`
	go run(ctx)
}

func run(ctx context.Context) { <-ctx.Done() }
