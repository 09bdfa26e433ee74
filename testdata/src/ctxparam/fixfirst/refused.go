package fixfirst

import (
	"context"
	"os"
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

func argument(n int, ctx context.Context) {} // want `of argument`

func argumentBeside(n int, ctx context.Context) {} // want `of argumentBeside`

func takes(...any) {}

func init() {
	takes(argument)
	takes(argumentBeside, 1)
}

func assembled(n int, ctx context.Context) // want `of assembled`

//export handed
func handed(n int, ctx context.Context) {} // want `of handed`

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

func changedBeside(n int, ctx context.Context) {} // want `of changedBeside`

func callsChangedBeside() {
	n, list := 0, []int{1, 2}
	changedBeside(n, func() context.Context { n++; return fresh() }())
	for i := range list {
		changedBeside(i, func() context.Context {
			for i = range list {
				println(i)
			}
			return fresh()
		}())
	}
}

func changedByRange(n int, ctx context.Context) {} // want `of changedByRange`

func callsChangedByRange(list []int) {
	n := 0
	changedByRange(n, func() context.Context {
		for n = range list {
			println(n)
		}
		return fresh()
	}())
}

func changedByValue(n int, ctx context.Context) {} // want `of changedByValue`

func callsChangedByValue(list []int) {
	n := 0
	changedByValue(n, func() context.Context {
		for _, n = range list {
			println(n)
		}
		return fresh()
	}())
}

func changedElement[T ~[1]int](n T, ctx context.Context) {} // want `of changedElement`

func callsChangedElement[T ~[1]int](t T) {
	changedElement(t, func() context.Context { t[0]++; return fresh() }())
}

type counter struct{ n int }

func (c *counter) open() context.Context { c.n++; return fresh() }

func changedStruct(c counter, ctx context.Context) {} // want `of changedStruct`

func callsChangedStruct() {
	var c counter
	changedStruct(c, c.open())
}

type counters [1]int

func (c *counters) open() context.Context { c[0]++; return fresh() }

func changedArray(c counters, ctx context.Context) {} // want `of changedArray`

func callsChangedArray() {
	var c counters
	changedArray(c, c.open())
}

var global int

func changedGlobal(n int, ctx context.Context) {} // want `of changedGlobal`

func callsChangedGlobal() { changedGlobal(global, fresh()) }

func changedElsewhere(args []string, ctx context.Context) {} // want `of changedElsewhere`

func callsChangedElsewhere() { changedElsewhere(os.Args, fresh()) }

func changedPointer(n int, ctx context.Context) {} // want `of changedPointer`

func callsChangedPointer(p *context.Context) { changedPointer(next(), *p) }

// Nor, which of two comes first: a panic or a call, or this panic or that.

func divides(n int, ctx context.Context) {} // want `of divides`

func callsDivides(n int) { divides(1/n, fresh()) }

func asserts(n int, ctx context.Context) {} // want `of asserts`

func callsAsserts(v any) { asserts(next(), v.(context.Context)) }

func panics(n int, ctx context.Context) {} // want `of panics`

func callsPanics(n int, v any) { panics(1/n, v.(context.Context)) }

func panicsOrNil(n int, ctx context.Context) {} // want `of panicsOrNil`

func callsPanicsOrNil(n int, s *server) { panicsOrNil(1/n, s.ctx) }

func panicsOrNilPointer(n int, ctx context.Context) {} // want `of panicsOrNilPointer`

func callsPanicsOrNilPointer(n int, p *context.Context) { panicsOrNilPointer(1/n, *p) }

func nilOrPanics(n int, ctx context.Context) {} // want `of nilOrPanics`

func callsNilOrPanics(s *server, v any) { nilOrPanics(len(s.name), v.(context.Context)) }

func converts(n [1]int, ctx context.Context) {} // want `of converts`

func callsConverts(list []int, v any) { converts([1]int(list), v.(context.Context)) }

func slices(list []int, ctx context.Context) {} // want `of slices`

func callsSlices(list []int, v any) { slices(list[1:], v.(context.Context)) }

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

func callsCommentedDeclaration(ctx context.Context) { commented(1, ctx) }

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
