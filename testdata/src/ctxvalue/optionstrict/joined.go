package optionstrict

import (
	"context"
	"net/http"
)

// D9: one setter and one getter, joined by direct calls.

type depthKey struct{}

func start(ctx context.Context) {
	ctx = context.WithValue(ctx, depthKey{}, 3) // want `context.WithValue puts 3 into the context under the key depthKey\{\} for walk alone, which is called from here: make it a parameter`
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	middle(ctx)
}

func middle(ctx context.Context) { walk(ctx, "/") }

func walk(ctx context.Context, path string) {
	n, _ := ctx.Value(depthKey{}).(int)
	_ = path[n]
}

// With a setter and a getter of their own.

type pathKey struct{}

func withPath(ctx context.Context, path string) context.Context {
	return context.WithValue(ctx, pathKey{}, path) // want `for pathOf alone`
}

func pathOf(ctx context.Context) string {
	p, _ := ctx.Value(pathKey{}).(string)
	return p
}

func load(ctx context.Context) { open(withPath(ctx, "x")) }

func open(ctx context.Context) { _ = pathOf(ctx) }

// Not by calls: in one function.

type sizeKey struct{}

func alone(ctx context.Context) any {
	ctx = context.WithValue(ctx, sizeKey{}, 7)
	return ctx.Value(sizeKey{})
}

// Metadata of the request is what contexts are for.

type userKey struct{}

func authenticate(ctx context.Context, name string) {
	greet(context.WithValue(ctx, userKey{}, name))
}

func greet(ctx context.Context) { _ = ctx.Value(userKey{}).(string) }

// The context goes through code that cannot be seen.

type hopKey struct{}

func handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), hopKey{}, 1)))
	})
}

func hop(r *http.Request) any { return r.Context().Value(hopKey{}) }

// Two setters.

type twiceKey struct{}

func set1(ctx context.Context) { read(context.WithValue(ctx, twiceKey{}, 1)) }
func set2(ctx context.Context) { read(context.WithValue(ctx, twiceKey{}, 2)) }
func read(ctx context.Context) { _ = ctx.Value(twiceKey{}) }

// Two getters.

type sharedKey struct{}

func share(ctx context.Context) {
	ctx = context.WithValue(ctx, sharedKey{}, 1)
	share1(ctx)
	share2(ctx)
}
func share1(ctx context.Context) { _ = ctx.Value(sharedKey{}) }
func share2(ctx context.Context) { _ = ctx.Value(sharedKey{}) }

// Others can read and set it, too.

type OpenKey struct{}

func openSet(ctx context.Context) { openGet(context.WithValue(ctx, OpenKey{}, 1)) }
func openGet(ctx context.Context) { _ = ctx.Value(OpenKey{}) }

type getKey struct{}

func getSet(ctx context.Context) { useGet(context.WithValue(ctx, getKey{}, 1)) }

func useGet(ctx context.Context) { _ = GetIt(ctx) }

func GetIt(ctx context.Context) any { return ctx.Value(getKey{}) }

// The lookup asks another context.

type otherKey struct{}

func other(ctx, base context.Context) {
	ctx = context.WithValue(ctx, otherKey{}, 1)
	otherGet(base)
	_ = ctx
}

func otherGet(ctx context.Context) { _ = ctx.Value(otherKey{}) }
