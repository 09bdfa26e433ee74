package somepaths

import (
	"context"
	"errors"
)

func do(ctx context.Context) error { return ctx.Err() }
func tol(ctx context.Context) {
	if ctx != nil {
		ctx.Err()
	}
}
func bg() context.Context { return context.Background() }

func ifOnly(b bool) {
	var ctx context.Context
	if b {
		ctx = bg()
	}
	do(ctx) // want `"ctx".*ctxnil/maybe`
}

func ifChecked(b bool) {
	var ctx context.Context
	if b {
		ctx = bg()
	}
	if ctx == nil {
		ctx = bg()
	}
	do(ctx)
}

func ifTolerant(b bool) {
	var ctx context.Context
	if b {
		ctx = bg()
	}
	tol(ctx)
	if ctx != nil {
		do(ctx)
	}
	if ctx == nil {
		return
	}
	do(ctx)
}

func sw(n int) {
	var ctx context.Context
	switch n {
	case 1:
		ctx = bg()
	case 2:
		ctx = context.TODO()
	}
	do(ctx) // want "ctxnil/maybe"
}

func swDefault(n int) {
	var ctx context.Context
	switch n {
	case 1:
		ctx = bg()
	default:
		panic(n)
	}
	do(ctx)
}

func loop(xs []int) {
	var ctx context.Context
	for range xs {
		ctx = bg()
	}
	do(ctx) // want "ctxnil/maybe"
}

func sometimes(b bool) (context.Context, error) {
	if b {
		return nil, errors.New("x")
	}
	return bg(), nil
}

func sometimes1(b bool) context.Context {
	if b {
		return nil
	}
	return bg()
}

func results(b bool) {
	c := sometimes1(b)
	do(c) // want "ctxnil/maybe"
	if d := sometimes1(b); d != nil {
		do(d)
	}
	e, _ := sometimes(b)
	do(e) // want "ctxnil/maybe"
	f, err := sometimes(b)
	if err != nil {
		return
	}
	do(f)
	g, err := sometimes(b)
	do(g) // want "ctxnil/maybe"
	if err == nil {
		do(g)
	}
	do(sometimes1(b)) // want "ctxnil/maybe"
}

func agreeing(b bool) {
	var ctx context.Context
	if b {
		ctx = bg()
	}
	if !b {
		return
	}
	do(ctx)
}

func onlyOnce(b bool) {
	var ctx context.Context
	if b {
		ctx = bg()
	}
	do(ctx) // want "ctxnil/maybe"
	do(ctx)
}

func param(ctx context.Context) { do(ctx) }
