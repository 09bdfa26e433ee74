package names

import (
	"context"
	"time"
)

func use(...any) {}

func c(c context.Context)          { use(c) }       // want `"c".*ctxparam/name`
func pkg(context context.Context)  { use(context) } // want `"context".*hides the package.*ctxparam/name`
func cx(cx context.Context)        { use(cx) }      // want "ctxparam/name"
func Context1(Ctx context.Context) { use(Ctx) }     // opinion
func ok(ctx context.Context)       { use(ctx) }
func blank(_ context.Context)      {}
func unnamed(context.Context)      {}

func two(ctx, parentCtx context.Context)    { use(ctx, parentCtx) }
func twoParent(ctx, parent context.Context) { use(ctx, parent) }
func twoBad(ctx, other context.Context)     { use(ctx, other) } // want `"other".*ctxparam/name`
func twoBad2(a, b context.Context)          { use(a, b) }       // want `"a".*ctxparam/name` `"b".*ctxparam/name`
func twoBad3(ctx1, ctx2 context.Context)    { use(ctx1, ctx2) } // want `"ctx1".*ctxparam/name` `"ctx2".*ctxparam/name`
func twoOK(fooCtx, barCtx context.Context)  { use(fooCtx, barCtx) }

func parent(parent context.Context) {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	use(ctx)
}

func parentAny(base context.Context) {
	ctx := context.WithValue(base, 1, 2)
	use(ctx)
}

func parentNot(parent context.Context) { // want "ctxparam/name"
	use(parent)
}

func parentOther(parent context.Context) { // want "ctxparam/name"
	ctx := context.Background()
	use(ctx, parent)
}

func parentNested(parent context.Context) {
	func() {
		ctx, cancel := context.WithCancel(parent)
		defer cancel()
		use(ctx)
	}()
}

func single(requestCtx context.Context) { use(requestCtx) } // opinion

type iface interface {
	A(c context.Context) // want "ctxparam/name"
	B(ctx context.Context)
	C(context.Context)
}

type impl struct{}

func (impl) A(c context.Context) { use(c) } // want "ctxparam/name"

type fn func(c context.Context) // want "ctxparam/name"

func lits(ctx context.Context) {
	f := func(c context.Context) { use(c) } // want "ctxparam/name"
	f(ctx)
	g := func(innerCtx context.Context) { use(innerCtx) }
	g(ctx)
	h := func(c context.Context, n int) { // want "ctxparam/name"
		use(c)
	}
	h(ctx, 1)
	go func(ctx context.Context) { use(ctx) }(ctx)
}

func litsNoCtx() {
	f := func(c context.Context) { use(c) } // want "ctxparam/name"
	f(nil)
}

func gen[C context.Context](c C) { use(c) } // want "ctxparam/name"

func variadic(ctxs ...context.Context) { use(ctxs) }

type s struct{}

func (s *s) run(context context.Context, id int) error { return context.Err() } // want "hides the package.*ctxparam/name"

func bothFaults(id int, c context.Context) { use(c) } // want "ctxparam/first"

func carrierNamed(stream interface{ Context() context.Context }) { use(stream) }

func derive(parent context.Context) context.Context {
	return context.WithValue(parent, 1, 2)
}

func deriveC(c context.Context) context.Context { // want "ctxparam/name"
	return context.WithValue(c, 1, 2)
}
