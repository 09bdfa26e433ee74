// Package xnet passes nil as the predecessor of context.Context.
package xnet

import (
	"golang.org/x/net/context"
)

func run(ctx context.Context) {}

func calls(ctx context.Context) {
	run(nil) // want `nil is passed to run as its context: pass ctx`
	var none context.Context
	context.WithCancel(none) // want `the context "none" passed to context.WithCancel is nil here`
}

func alone() {
	run(nil) // want `nil is passed to run`
}
