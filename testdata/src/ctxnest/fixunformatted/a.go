// Package fixunformatted has more than one statement on a line.
package fixunformatted

import "context"

type key struct{}

func wrap(ctx context.Context) (context.Context, error) {
	return context.WithValue(ctx, key{}, 1), nil
}

func before(ctx context.Context) {
	println("before"); var err error
	for range 5 {
		ctx, err = wrap(ctx) // want `grows`
		if err != nil {
			return
		}
		println(ctx)
	}
}

func behind(ctx context.Context) {
	var err error; println("behind")
	for range 5 {
		ctx, err = wrap(ctx) // want `grows`
		if err != nil {
			return
		}
		println(ctx)
	}
}

func all(ctx context.Context) { var err error; for range 5 { ctx, err = wrap(ctx); println(ctx, err) } } // want `grows`
