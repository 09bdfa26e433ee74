package variant

import "context"

func parse(name string) error { return nil }

// A function with two siblings is the twin of both.
func parseContext(ctx context.Context, name string) error { return parse(name) }

func parseCtx(ctx context.Context, name string) error {
	return func() error { return parse(name) }()
}

func parseWithContext(ctx context.Context, name string) error {
	_ = parseOther(ctx, name)
	return parse(name)
}

func parseOther(ctx context.Context, name string) error {
	return parse(name) // want `variant.parse ignores ctx: call variant.parseContext`
}
