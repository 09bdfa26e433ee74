package trace

import "context"

// TraceKey is untyped, and so the same as any other "trace".
const TraceKey = "trace"

type Trace struct{ op string }

func GetOrCreate(ctx context.Context, op string) (context.Context, *Trace) {
	t, ok := ctx.Value("trace").(*Trace) // want `the key "trace" of Value is a string`
	if !ok || t == nil {
		t = &Trace{op}
		ctx = context.WithValue(ctx, "trace", t) // want `the key "trace" of context.WithValue is a string`
	}
	return ctx, t
}

func (t *Trace) Step(string) {}
