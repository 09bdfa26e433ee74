package fixname

import (
	"context"
	"time"
)

type server struct{ ctx, c context.Context }

func short(c context.Context, n int) { // want `"c" of short`
	if c.Err() != nil {
		return
	}
	go func() {
		<-c.Done()
	}()
	_ = server{ctx: c, c: c}
	use(c, // the context
		n) // the number
}

func hides(context context.Context) error { // want `hides the package context`
	return context.Err()
}

func (s *server) method(cx context.Context) { // want `"cx"`
	use(cx, 1)
	s.ctx = cx
	_ = s.ctx
}

// Comments beside the longer name stay formatted.
func aligned(c context.Context) { // want `"c" of aligned`
	use(c, 1)          // one
	use(c, 1000000000) // two
	_ = map[context.Context]int{
		c:   1,
		nil: 2,
	}
}

func (s *server) lines(
	c context.Context, // want `"c"`
	name string, // its name
) {
	use(c, len(name))
}

type getter interface {
	get(c context.Context)                          // want `"c" of getter.get`
	put(context context.Context, n int) (err error) // want `hides`
}

type handler func(c context.Context) error // want `"c" of type handler`

var literal = func(c context.Context) { use(c, 1) } // want `"c" of the function literal`

func generic[C context.Context](c C) { use(c, 1) } // want `"c" of generic`

func several(parentCtx, c context.Context) { // want `"c" of several`
	use(parentCtx, 1)
	use(c, 2)
}

func typeSwitch(c context.Context) { // want `"c" of typeSwitch`
	switch c := c.(type) {
	case interface{ Foo() }:
		c.Foo()
	}
}

func shadowed(c context.Context) { // want `"c" of shadowed`
	{
		c := context.WithoutCancel(c)
		_ = c
	}
	use(c, 1)
}

func label(c context.Context) { // want `"c" of label`
ctx:
	for {
		use(c, 1)
		break ctx
	}
}

type holder struct{}

func (holder) ctx() int { return 1 }

// hidden takes the context of a round.
func (h holder) hidden(context context.Context) error { // want `hides`
	return context.Err()
}

func (h holder) method(c context.Context) { // want `"c"`
	use(c, h.ctx())
}

func discards(_, c context.Context) { // want `"c" of discards`
	use(c, 1)
}

// The word my_c is another one.
func longer(c context.Context) { // want `"c" of longer`
	use(c, 1)
}

// No fix: ctx means something else in the function or around it.

func local(c context.Context) { // want `"c" of local`
	ctx := 1
	use(c, ctx)
}

func localType(c context.Context) { // want `"c" of localType`
	type ctx int
	use(c, int(ctx(1)))
}

func localConst(c context.Context) { // want `"c" of localConst`
	const ctx = 1
	use(c, ctx)
}

func typeSwitched(c context.Context, v any) { // want `"c" of typeSwitched`
	switch ctx := v.(type) {
	case int:
		use(c, ctx)
	}
}

func inner(c context.Context) { // want `"c" of inner`
	{
		ctx := time.Now()
		_ = ctx
	}
	use(c, 1)
}

func literals(c context.Context) { // want `"c" of literals`
	_ = func(ctx context.Context) { use(ctx, 1) }
	use(c, 1)
}

func around(ctx context.Context) {
	_ = func(c context.Context) { use(c, 1) } // want `"c" of the function literal in around`
	use(ctx, 1)
}

func both(a, b context.Context) { // want `"a" of both` `"b" of both`
	use(a, 1)
	use(b, 1)
}

func named(ctx int, c func(c context.Context)) {} // want `the type of "c"`

func use(ctx context.Context, n int) {}

func assembly(c context.Context) // want `"c" of assembly`

// No fix: the comment would speak of a name that is gone.

// A handler is told what happens.
type events interface {
	// cancelled is called when canceledCtx, the context that is watched, is over.
	cancelled(canceled context.Context) // want `"canceled"`

	// ended is called with the context ended that is over (jackc/pgx).
	ended(ended context.Context) // want `"ended"`
}

// described does it with c.
func described(c context.Context) { // want `"c" of described`
	use(c, 1)
}

// Here c2 is used.
func numbered(c2 context.Context) { // want `"c2" of numbered`
	use(c2, 1)
}

func explained(c context.Context) { // want `"c" of explained`
	use(c, 1)
	// Now c is over.
	use(c, 2)
}

// The context is used (c.f. others).
func abbreviated(c context.Context) { // want `"c" of abbreviated`
	use(c, 1)
}
