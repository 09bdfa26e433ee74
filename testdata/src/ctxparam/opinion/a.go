package opinion

import "context"

type server struct{}

func single(stopCtx context.Context)                {} // want `the only context parameter of single is called "stopCtx": call it ctx`
func upper(Ctx context.Context)                     {} // want `"Ctx"`
func several(stopCtx, callCtx context.Context)      {}
func (ctx *server) taken(c context.Context)         {} // want `"c" of \(\*server\).taken`
func takenByAnother(c context.Context, ctx *server) {} // want `"c"`

func literals() {
	_ = func(callCtx context.Context) {} // want `the function literal in literals is called "callCtx"`
}

func nested(ctx context.Context) {
	_ = func(callCtx context.Context) {}
}

func declares(rootCtx context.Context) {
	ctx := context.WithoutCancel(rootCtx)
	_ = ctx
}

type runner interface {
	run(stopCtx context.Context) // want `runner.run`
}
