package flow

import "context"

func ask(func() error) {}

// To take a method value of a nil interface panics, as a call does.

func methodValue() {
	var ctx context.Context
	f := ctx.Err // want `the method value ctx.Err is taken of the context "ctx", which is nil here: it is declared at line 10 and nothing is assigned to it \(ctxnil/flow\)`
	ask(f)
	ctx.Done() // not reached
}

func methodArgument(ctx context.Context) {
	if ctx == nil {
		ask(ctx.Err) // want `the method value ctx.Err is taken of the context "ctx", which is nil here: the test at line 17 says so`
	}
}

func methodLiteral() {
	ask(context.Context(nil).Err) // want `the method value Err is taken of a nil context`
}

func methodFine(ctx context.Context) {
	ask(ctx.Err)
	var other context.Context
	if other == nil {
		other = ctx
	}
	ask((other).Err)
	_ = context.Context.Err // a method expression has no receiver
}
