package alone

import "context"

func use(...any) {}

func single(requestCtx context.Context) { use(requestCtx) } // want "ctxparam/name"
func ok(ctx context.Context)            { use(ctx) }
func two(ctx, reqCtx context.Context)   { use(ctx, reqCtx) }
func lit(ctx context.Context) {
	func(inner context.Context) { use(inner) }(ctx) // want "ctxparam/name"
	func(innerCtx context.Context) { use(innerCtx) }(ctx)
}
func litAlone() {
	func(innerCtx context.Context) { use(innerCtx) }(nil) // want "ctxparam/name"
}
