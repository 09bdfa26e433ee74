// Package fold builds contexts from the elements of collections.
package fold

import (
	"context"
	"iter"
	"maps"

	"google.golang.org/grpc/metadata"

	"ctxnest/loop/dep"
)

type key struct{ name string }

type pair struct{ k, v string }

func (p pair) put(ctx context.Context) context.Context { return context.WithValue(ctx, p.k, p.v) }

func run(ctx context.Context, args ...any) {}

// etcd, grpc and prometheus's route parameters.
func folds(ctx context.Context, md map[string]string, pairs []pair, opts []func(context.Context) context.Context) context.Context {
	for k, v := range md {
		ctx = metadata.AppendToOutgoingContext(ctx, k, v)
	}
	for k := range md {
		ctx = context.WithValue(ctx, key{k}, md[k])
	}
	for _, p := range pairs {
		ctx = context.WithValue(ctx, key{p.k}, p.v)
	}
	for i := range pairs {
		ctx = context.WithValue(ctx, key{pairs[i].k}, pairs[i].v)
	}
	for i := range len(pairs) {
		ctx = context.WithValue(ctx, key{pairs[i].k}, pairs[i].v)
	}
	for i := 0; i < len(pairs); i++ {
		p := pairs[i]
		ctx = context.WithValue(ctx, key{p.k}, p.v)
	}
	for _, p := range pairs {
		ctx = p.put(ctx)
		ctx = dep.With(ctx, p)
	}
	for _, opt := range opts {
		ctx = opt(ctx)
	}
	for k, v := range maps.All(md) {
		ctx = metadata.AppendToOutgoingContext(ctx, k, v)
	}
	for _, r := range "abc" {
		ctx = context.WithValue(ctx, key{}, r)
	}
	for i := range pairs {
		ctx = context.WithValue(ctx, key{}, i)
	}
	for _, p := range pairs {
		switch p.k {
		case "a":
			ctx = context.WithValue(ctx, key{"a"}, true)
		}
		if p.v == "b" {
			ctx = context.WithValue(ctx, key{"b"}, true)
		}
	}
	return ctx
}

// Used inside, each element's context is around that of those before.
func used(ctx context.Context, pairs []pair) {
	for _, p := range pairs {
		ctx = context.WithValue(ctx, key{p.k}, p.v) // want `the context "ctx" grows`
		run(ctx, p)
	}
}

func capturedAndUsed(ctx context.Context, pairs []pair) {
	for _, p := range pairs {
		ctx = context.WithValue(ctx, key{p.k}, p.v) // want `the context "ctx" grows`
		go func() { run(ctx, p) }()
	}
}

// The elements of one loop are no elements of the loop inside.
func inside(ctx context.Context, pairs []pair) {
	for _, p := range pairs {
		for {
			ctx = context.WithValue(ctx, key{p.k}, p.v) // want `the context "ctx" grows in every round of the loop at line 89`
		}
	}
}

func sequence(ctx context.Context, seq iter.Seq2[string, string]) {
	for k, v := range seq {
		if k == "" {
			break
		}
		ctx = metadata.AppendToOutgoingContext(ctx, k, v)
	}
	run(ctx)
}
