package chain

import "context"

// hugo fills an index when it is first asked.

type index struct{ fill func() }

func newIndex(fill func()) *index { return &index{fill: fill} }

func newMap() *index {
	return newIndex(func() { walk(context.Background()) })
}

func walk(ctx context.Context) error { return ctx.Err() }

func makesMap(ctx context.Context) *index { return newMap() }

func filled(fill func()) *index {
	fill()
	return newIndex(fill)
}

func newFilled() *index {
	return filled(func() { walk(context.Background()) })
}

func makesFilled(ctx context.Context) *index { return newFilled() } // want `ctxpass/chain`

// go-redis tells hooks of its connections; rclone keeps the statistics of all
// transfers, with a context of their own.

var onTrack func(ctx context.Context, n int)

func track() {
	if f := onTrack; f != nil {
		f(context.Background(), 1)
	}
}

func tracks(ctx context.Context) { track() }

var onCheck func(ctx context.Context) error

func check() error { return onCheck(context.Background()) }

func checks(ctx context.Context) error { return check() } // want `ctxpass/chain`

type totals struct{ ctx context.Context }

func newTotals(ctx context.Context) *totals { return &totals{ctx} }

func global() *totals { return newTotals(context.Background()) }

func sums(ctx context.Context) *totals { return global() }
