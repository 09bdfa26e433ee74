// Package fix shows what is written instead of nil.
package fix

import (
	"context"
	"net/http"
)

type derived interface {
	context.Context
	User() string
}

type myCtx struct{ context.Context }

func run(ctx context.Context)     {}
func runDerived(ctx derived)      {}
func all(ctxs ...context.Context) {}

func none() {
	run(nil)                  // want `nil is passed`
	run(context.Context(nil)) // want `nil is passed`
	all(nil, (nil))           // want `nil is passed` `nil is passed`
	runDerived(nil)           // want `nil is passed`
	run((*myCtx)(nil))        // want `becomes a context`
}

func param(ctx context.Context) {
	run(nil) // want `nil is passed`
	go func() {
		run(context.Context(nil)) // want `nil is passed`
	}()
}

func carrier(r *http.Request) {
	run(nil) // want `nil is passed`
}

func several(a, b context.Context) {
	run(nil) // want `nil is passed`
}

func testedElsewhere(ctx context.Context) {
	if ctx == nil {
		run(nil) // want `nil is passed`
	}
	run(nil) // want `nil is passed`
}

func tested(ctx context.Context) {
	if ctx == nil {
		run(ctx) // want `is nil here`
		return
	}
	run(ctx)
}

func declared() {
	var ctx context.Context
	run(ctx) // want `is nil here`
	run(ctx) // want `is nil here`
}

func declaredBeside(ctx context.Context) {
	var c context.Context // why
	run(c)                // want `is nil here`
}

func assigned(ctx context.Context) {
	ctx = nil
	run(ctx) // want `is nil here`
}

func group() {
	var (
		n   int
		ctx context.Context
	)
	_ = n
	run(ctx) // want `is nil here`
}

type server struct{ ctx context.Context }

func (s *server) run() {
	run(s.ctx) // want `is nil here`
}

func local() {
	s := new(server)
	run(s.ctx) // want `is nil here`
}

var global context.Context

func package1() {
	run(global) // want `is nil here`
}

func method() {
	var ctx context.Context
	<-ctx.Done() // want `which is nil here`
}

func empty() context.Context { return nil }

func result() {
	run(empty()) // want `is nil here`
}

// The context that is over is none to pass.
func cancelled(parent context.Context) {
	ctx, cancel := context.WithCancel(parent)
	run(ctx)
	cancel()
	run(nil) // want `nil is passed`
}

func cancelledOnly() {
	ctx, cancel := context.WithCancel(context.Background())
	run(ctx)
	cancel()
	run(nil) // want `nil is passed`
}

func cancelledLater() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	run(nil) // want `nil is passed`
	run(ctx)
}

// A goroutine may outlive the request.
func startedRequest(r *http.Request) {
	go run(nil) // want `nil is passed`
	var ctx context.Context
	go func() {
		run(ctx) // want `is nil here`
	}()
}

func startedParam(ctx context.Context) {
	go run(nil) // want `nil is passed`
}

// Which one is the author's choice, which context.TODO would only put off.
func startedSeveral(a, b context.Context) {
	go run(nil) // want `nil is passed`
}

// containerd/containerd: the parameter wants a name.
func unnamed(_ context.Context, _ int) {
	run(nil) // want `nil is passed to run as its context: pass the function's own context, whose parameter has no name yet`
}

func unnamedAround() func(context.Context) {
	return func(context.Context) {
		func() {
			run(nil) // want `nil is passed`
		}()
	}
}

// No fix: the variable would be left without use.
func typedVariable() {
	var p *myCtx
	run(p) // want `becomes a context`
}

// No fix: it gets a value later.
func assignedLater() {
	var ctx context.Context
	run(ctx) // want `is nil here`
	ctx = context.Background()
	run(ctx)
}

// No fix: the variable would get another type.
func declaredDerived() {
	var d derived
	run(d) // want `is nil here`
}

// The context that is nil is none to choose from.
func startsOwn(ctx context.Context) {
	if ctx == nil {
		go run(ctx) // want `is nil here`
	}
}

func look() context.Context { return nil }

// The test still uses the variable.
func testedResult() {
	ctx := look()
	if ctx == nil {
		run(ctx) // want `is nil here`
	}
}

type lazy struct{ ctx context.Context }

// A parameter is there for other functions, too.
func outerParam(l *lazy) {
	func() {
		run(l.ctx) // want `is nil here`
	}()
}
