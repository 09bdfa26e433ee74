package fixfirst

import (
	"context"
	_ "unsafe"
)

// No fix: others may call it.

func Exported(n int, ctx context.Context) {} // want `of Exported`

type iface interface {
	known(n int, ctx context.Context) // want `iface.known`
}

func (s *server) known(n int, ctx context.Context) {} // want `known`

func elsewhere(n int, ctx context.Context) {} // want `of elsewhere`

func value(n int, ctx context.Context) {} // want `of value`

var _ any = value

//go:linkname linked other.linked
func linked(n int, ctx context.Context) {} // want `of linked`

// No fix: the order of evaluation could be seen.

func ordered(n int, ctx context.Context) {} // want `of ordered`

func callsOrdered() {
	ordered(next(), fresh())
}

func reads(n int, ctx context.Context) {} // want `of reads`

func callsReads(s *server) {
	reads(next(), s.ctx)
}

func changed(n int, ctx context.Context) {} // want `of changed`

func callsChanged(ctx context.Context) {
	changed(func() int { ctx = nil; return 1 }(), ctx)
}

func receives(n int, ctx context.Context) {} // want `of receives`

func callsReceives(ch chan int, ctxs []context.Context) {
	receives(<-ch, ctxs[0])
}

func spread(n int, ctx context.Context) {} // want `of spread`

func callsSpread() {
	spread(pair())
}

func (s *server) asExpression(n int, ctx context.Context) {} // want `asExpression`

func callsExpression(s *server) {
	(*server).asExpression(s, 1, s.ctx)
}

// No fix: a comment would lose its place.

func commented(n int /* the number */, ctx context.Context) {} // want `of commented`

func commentedCall(n int, ctx context.Context) {} // want `of commentedCall`

func callsCommented(ctx context.Context) {
	commentedCall(
		1, // one
		ctx,
	)
}

// No fix: what is left would be a finding about the name.

func both(n int, c context.Context) { // want `of both`
	ctx := 1
	_, _ = c, ctx
}

func next() int                    { return 1 }
func fresh() context.Context       { return nil }
func pair() (int, context.Context) { return 1, nil }
