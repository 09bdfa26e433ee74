package field

import "context"

type stream struct{ ctx context.Context }

type clientStream struct{ stream }

func open(ctx context.Context) *clientStream { return &clientStream{stream{ctx}} }

func last() *clientStream { return new(clientStream) }

// From grpc's client transport: the stream has the parameter.
func madeWithIt(ctx context.Context) error {
	s := open(ctx)
	return load(s.ctx)
}

func capturedToo(ctx context.Context) error {
	s := open(ctx)
	return retry(func() error { return load(s.stream.ctx) })
}

func openValue(ctx context.Context) stream { return stream{ctx} }

func lastValue() stream { return stream{} }

func valueMadeWithIt(ctx context.Context) error {
	s := openValue(ctx)
	return load(s.ctx)
}

func valueMadeWithout(ctx context.Context) error {
	s := lastValue()
	return load(s.ctx) // want `ctxpass/field`
}

func madeWithout(ctx context.Context) error {
	s := last()
	return load(s.ctx) // want `ctxpass/field`
}

// From grpc's client transport: another parameter is what the field has.
func second(dialCtx, ctx context.Context) (*stream, error) {
	ctx, cancel := context.WithCancel(ctx)
	s := &stream{ctx: ctx}
	if err := load(s.ctx); err != nil {
		cancel()
		return nil, err
	}
	s.ctx = context.WithValue(s.ctx, s, cancel)
	return s, load(dialCtx)
}

// From rclone's vfs: what is made outlives the call, and has a context of its
// own.
func mount(ctx context.Context, old *store) (*store, error) {
	ctx, cancel := context.WithCancel(background()) // want `the context of field.background is passed`
	s := &store{
		ctx:    ctx,
		cancel: cancel,
	}
	if err := load(s.ctx); err != nil {
		return nil, err
	}
	return s, load(old.ctx) // want `the context old.ctx is passed to load`
}
