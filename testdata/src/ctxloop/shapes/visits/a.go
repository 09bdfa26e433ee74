package visits

import (
	"context"
	"ctxloop/shapes/dep"
	"slices"
)

type pump struct{ q chan int }

func (p *pump) put(e int) { p.q <- e }
func (p *pump) try(e int) {
	select {
	case p.q <- e:
	default:
	}
}
func (p *pump) putErr(e int) error { p.q <- e; return nil }

func each(es []int, f func(int)) {
	for _, e := range es {
		f(e)
	}
}
func once(e int, f func(int)) { f(e) }
func eachCtx(ctx context.Context, es []int, f func(int)) error {
	for _, e := range es {
		if err := remote(ctx); err != nil {
			return err
		}
		f(e)
	}
	return nil
}

func (p *pump) all(ctx context.Context, es []int) error {
	each(es, p.put) // want `\(ctxloop/nodone\)`
	each(es, p.try)
	once(1, p.put)
	put := p.put
	dep.Each(es, put) // want `\(ctxloop/nodone\)`
	if err := eachCtx(ctx, es, p.put); err != nil {
		return err
	}
	slices.ContainsFunc(es, func(int) bool { return true })
	return dep.Visit(es, p.putErr) // want `\(ctxloop/nodone\)`
}

// remote is elsewhere.
var remote = func(ctx context.Context) error { return ctx.Err() }
