// Package use calls the functions of another package with nil.
package use

import (
	"context"

	"ctxnil/facts/dep"
)

func literals(c *dep.Client) {
	dep.Tolerates(nil, 1)
	dep.HandsOn(1, nil)
	c.WithContext(nil)
	f := dep.HandsOn
	f(1, nil)
	m := c.WithContext
	m(nil)
	(*dep.Client).WithContext(c, nil)
	dep.Logs(nil)   // want `nil is passed to dep.Logs`
	dep.Panics(nil) // want `nil is passed to dep.Panics`
}

func results() {
	dep.Tolerates(dep.None(), 1)
	dep.Errs(nil)        // want `nil is passed to dep.Errs`
	dep.Logs(dep.None()) // want `the context "dep.None\(\)" passed to dep.Logs is nil here: None always returns nil`
}

// More callers hand on.
func again(ctx context.Context) { dep.HandsOn(2, ctx) }

func caller() {
	again(nil)
	var ctx context.Context
	again(ctx)
	ctx, _ = dep.Find(true)
	dep.Panics(ctx) // strict
}
