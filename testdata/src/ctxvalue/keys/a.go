package keys

import (
	"context"
	. "context"

	xctx "golang.org/x/net/context"

	"ctxvalue/keys/dep"
)

type named string
type alias = string
type aliasStruct = struct{}
type keyStruct struct{}
type slice []byte
type withSlice struct{ b []byte }
type withIface struct{ v any }
type nonEmpty = struct{ name string }
type ptr *int

const untyped = "k"

var (
	strVar       = "user"
	anyVar   any = "user"
	ptrKey       = &keyStruct2{"x"}
	zeroPtr1     = &keyStruct{}
	zeroPtr2     = new(keyStruct)
	intPtr       = new(int)
	namedVar     = named("x")
)

type keyStruct2 struct{ name string }

var soleZero = &struct3{}

type struct3 struct{}

func sets(ctx context.Context) {
	context.WithValue(ctx, "user", 1)           // want "ctxvalue/key"
	context.WithValue(ctx, untyped, 1)          // want "ctxvalue/key"
	context.WithValue(ctx, strVar, 1)           // want "ctxvalue/key"
	context.WithValue(ctx, 1, 1)                // want "ctxvalue/key"
	context.WithValue(ctx, 1.5, 1)              // want "ctxvalue/key"
	context.WithValue(ctx, 'x', 1)              // want "ctxvalue/key"
	context.WithValue(ctx, true, 1)             // want "ctxvalue/key"
	context.WithValue(ctx, alias("x"), 1)       // want "ctxvalue/key"
	context.WithValue(ctx, aliasStruct{}, 1)    // want "ctxvalue/key"
	context.WithValue(ctx, struct{}{}, 1)       // want "ctxvalue/key"
	context.WithValue(ctx, &struct{}{}, 1)      // want "ctxvalue/key"
	context.WithValue(ctx, &keyStruct{}, 1)     // want "ctxvalue/key"
	context.WithValue(ctx, new(int), 1)         // want "ctxvalue/key"
	context.WithValue(ctx, new(keyStruct2), 1)  // want "ctxvalue/key"
	context.WithValue(ctx, []byte("x"), 1)      // want "ctxvalue/key"
	context.WithValue(ctx, slice("x"), 1)       // want "ctxvalue/key"
	context.WithValue(ctx, map[string]int{}, 1) // want "ctxvalue/key"
	context.WithValue(ctx, func() {}, 1)        // want "ctxvalue/key"
	context.WithValue(ctx, withSlice{}, 1)      // want "ctxvalue/key"
	context.WithValue(ctx, make(chan int), 1)   // want "ctxvalue/key"
	context.WithValue(ctx, nil, 1)              // want "ctxvalue/key"
	context.WithValue(ctx, any("user"), 1)      // want "ctxvalue/key"
	WithValue(ctx, "dot", 1)                    // want "ctxvalue/key"
	xctx.WithValue(ctx, "old", 1)               // want "ctxvalue/key"
	context.WithValue(ctx, dep.UserKey, 1)      // want "ctxvalue/key"
	context.WithValue(ctx, anyVar, 1)           // want "ctxvalue/key"
	context.WithValue(ctx, [2]string{}, 1)
	k := "local"
	context.WithValue(ctx, k, 1) // want "ctxvalue/key"
	p := &keyStruct2{}
	context.WithValue(ctx, p, 1) // want "ctxvalue/key"

	context.WithValue(ctx, named("x"), 1)
	context.WithValue(ctx, namedVar, 1)
	context.WithValue(ctx, keyStruct{}, 1)
	context.WithValue(ctx, nonEmpty{"x"}, 1)
	context.WithValue(ctx, struct{ name string }{"x"}, 1)
	context.WithValue(ctx, ptrKey, 1)
	context.WithValue(ctx, intPtr, 1)
	context.WithValue(ctx, dep.TypedKey, 1)
	context.WithValue(ctx, soleZero, 1)
	context.WithValue(ctx, &namedVar, 1)
	type localKey struct{}
	context.WithValue(ctx, localKey{}, 1)
	context.WithValue(ctx, withIface{}, 1)

	context.WithValue(ctx, zeroPtr1, 1) // want "ctxvalue/key"
	context.WithValue(ctx, zeroPtr2, 1) // want "ctxvalue/key"
}

func gets(ctx context.Context, c any) {
	ctx.Value("user")        // want "ctxvalue/key"
	ctx.Value(untyped)       // want "ctxvalue/key"
	ctx.Value(struct{}{})    // want "ctxvalue/key"
	ctx.Value(&keyStruct2{}) // want "ctxvalue/key"
	ctx.Value(nil)           // want "ctxvalue/key"
	ctx.Value([]int{})       // want "ctxvalue/key"
	ctx.Value(named("x"))
	ctx.Value(keyStruct{})
	ctx.Value(ptrKey)
	v := ctx.Value
	v("x") // want "ctxvalue/key"
	ctx.Value(c)
}

func wrapped(ctx context.Context) {
	dep.Set(ctx, "user", 1) // want "ctxvalue/key"
	dep.Set(ctx, named("x"), 1)
	dep.Get(ctx, "user") // want "ctxvalue/key"
	dep.Get(ctx, named("x"))
	dep.GetAs[int](ctx, "user") // want "ctxvalue/key"
	dep.SetStr(ctx, "user", 1)
	dep.SetKey(ctx, "user", 1)
	local(ctx, 1, 2)             // want "ctxvalue/key"
	local(ctx, &keyStruct2{}, 2) // want "ctxvalue/key"
	w := wrap{ctx}
	w.set("x", 1) // want "ctxvalue/key"
	f := context.WithValue
	f(ctx, "x", 1) // want "ctxvalue/key"
}

func local(ctx context.Context, k, v any) context.Context { return local2(ctx, k, v) }
func local2(ctx context.Context, k, v any) context.Context {
	return context.WithValue(ctx, k, v)
}

type wrap struct{ ctx context.Context }

func (w *wrap) set(k, v any) { w.ctx = context.WithValue(w.ctx, k, v) }

func each(ctx context.Context, m map[string]any) context.Context {
	for k, v := range m {
		ctx = context.WithValue(ctx, k, v) // want "ctxvalue/key"
	}
	return ctx
}

func gen[K comparable](ctx context.Context, k K) context.Context {
	return context.WithValue(ctx, k, 1)
}

type genKey[T any] struct{}

func genSet[T any](ctx context.Context, v T) context.Context {
	return context.WithValue(ctx, genKey[T]{}, v)
}

func chained(ctx context.Context) context.Context {
	return context.WithValue(context.WithValue(ctx, "a", 1), "b", 2) // want "ctxvalue/key" "ctxvalue/key"
}

type own struct{ context.Context }

func (o own) Value(key any) any {
	if key == "x" {
		return 1
	}
	return o.Context.Value(key)
}

type notCtx struct{}

func (notCtx) Value(k any) any { return k }

func notContext(n notCtx) { n.Value("x") }
