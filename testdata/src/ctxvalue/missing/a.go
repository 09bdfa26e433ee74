package missing

import (
	"context"
	"fmt"
)

type (
	neverKey  struct{}
	stringKey struct{}
	setKey    struct{}
	compared  struct{}
	escaping  struct{}
	printed   struct{}
	Exported  struct{}
	published struct{}
	wrapped   struct{}
	inTest    struct{}
	generic   struct{}
)

type numbered int

const (
	first numbered = iota
	second
	third
	Fourth
)

var (
	pointer    = new(int)
	unset      = new(int)
	escaped    = new(int)
	ExportedP  = new(int)
	unsetNamed = numberedPtr{new(int)}
)

type numberedPtr struct{ p *int }

func never(ctx context.Context) {
	_ = ctx.Value(neverKey{})          // want `nothing ever puts a value under the key neverKey\{\} into a context, so this finds none: delete the lookup, or put the value there \(ctxvalue/missing\)`
	_, _ = ctx.Value(neverKey{}).(int) // want `nothing ever puts a value under the key neverKey\{\}`
	_ = ctx.Value(unset)               // want `nothing ever puts a value under the key unset`
	_ = ctx.Value(inTest{})            // want `nothing ever puts a value under the key inTest\{\}`
}

// Only the constants of a type that can be had outside may be set elsewhere;
// this one is published by its sibling.
func constants(ctx context.Context) {
	_ = ctx.Value(first)
	_ = ctx.Value(second)
}

type hidden int

const (
	one hidden = iota
	two
	three
)

func hiddenConstants(ctx context.Context, n int) {
	_ = context.WithValue(ctx, one, 1)
	_ = ctx.Value(one)
	_ = ctx.Value(two) // want `nothing ever puts a value under the key two`
}

// Set, each in its way.

func set(ctx context.Context) {
	ctx = context.WithValue(ctx, setKey{}, 1)
	_ = ctx.Value(setKey{})
	ctx = context.WithValue(ctx, pointer, 1)
	_ = ctx.Value(pointer)
	ctx = put(ctx, wrapped{}, 1)
	_ = ctx.Value(wrapped{})
	ctx = putAny(ctx, generic{}, 1)
	_ = ctx.Value(generic{})
}

func put(ctx context.Context, k, v any) context.Context { return context.WithValue(ctx, k, v) }

func putAny[K any](ctx context.Context, k K, v int) context.Context {
	return context.WithValue(ctx, k, v)
}

// Known outside, or used for something else.

var keep any

func elsewhere(ctx context.Context) {
	_ = ctx.Value(Exported{})
	_ = ctx.Value(ExportedP)
	_ = ctx.Value(published{})
	keep = escaping{}
	_ = ctx.Value(escaping{})
	keep = escaped
	_ = ctx.Value(escaped)
	fmt.Println(printed{})
	_ = ctx.Value(printed{})
	_ = ctx.Value(compared{})
	_ = ctx.Value(numberedPtr{nil})
}

func Publish() published { return published{} }

type own struct{ context.Context }

func (o own) Value(key any) any {
	if key == (compared{}) {
		return 1
	}
	return o.Context.Value(key)
}

// Asserted to another type.

type shape interface{ area() int }

type square int

func (square) area() int { return 1 }

type (
	textKey   struct{}
	shapeKey  struct{}
	eitherKey struct{}
	anyKey    struct{}
	switchKey struct{}
)

func types(ctx context.Context, v any) {
	ctx = context.WithValue(ctx, textKey{}, "text")
	_, _ = ctx.Value(textKey{}).(string)
	_, _ = ctx.Value(textKey{}).(int)          // want `what is put under the key textKey\{\} is of type string, never int, so this finds none`
	_, _ = ctx.Value(textKey{}).([]byte)       // want `is of type string, never \[\]byte`
	_, _ = ctx.Value(textKey{}).(shape)        // want `is of type string, never shape`
	_, _ = ctx.Value(textKey{}).(fmt.Stringer) // want `is of type string, never fmt.Stringer`
	ctx = context.WithValue(ctx, shapeKey{}, square(1))
	_, _ = ctx.Value(shapeKey{}).(shape)
	_, _ = ctx.Value(shapeKey{}).(*square) // want `is of type square, never \*square`
	ctx = context.WithValue(ctx, eitherKey{}, 1)
	ctx = context.WithValue(ctx, eitherKey{}, "1")
	_, _ = ctx.Value(eitherKey{}).(string)
	ctx = context.WithValue(ctx, anyKey{}, v)
	_, _ = ctx.Value(anyKey{}).(int)
	ctx = context.WithValue(ctx, switchKey{}, 1)
	switch ctx.Value(switchKey{}).(type) {
	case string:
	case int:
	}
	switch ctx.Value(switchKey{}).(type) { // want `is of type int, never string`
	case string:
	}
	raw := ctx.Value(switchKey{})
	_, _ = raw.(string)
	fmt.Println(raw)
}
