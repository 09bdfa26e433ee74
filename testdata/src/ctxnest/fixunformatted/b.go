package fixunformatted

import "context"

func fixed(ctx context.Context) {
	println("before");
	var err error
	for range 5 {
		ctx, err = wrap(ctx) // want `grows`
		if err != nil {
			return
		}
		println(ctx)
	}
}
