// Package field has structs that keep contexts.
package field

import (
	"context"
	"net/http"
	"sync/atomic"

	xcontext "golang.org/x/net/context"
)

type client struct {
	ctx context.Context // want `the struct client keeps a context in its field "ctx": pass it to each method that needs it as the first parameter \(ctxfield/field\)`
	n   int
}

type alias = context.Context

type defined context.Context

type embedding interface {
	context.Context
	User() string
}

type list []context.Context

type getter func() context.Context

type provider interface{ Context() context.Context }

type box[T any] struct{ v T }

type fn[T any] func() T

type kinds struct {
	a, b context.Context  // want `"a"` `"b"`
	c    alias            // want `"c"`
	d    defined          // want `"d"`
	e    embedding        // want `"e"`
	f    xcontext.Context // want `"f"`
	g    interface {      // want `"g"`
		context.Context
	}

	ptr    *context.Context                // want `keeps contexts in its field "ptr"`
	slice  []context.Context               // want `"slice"`
	array  [2]context.Context              // want `"array"`
	keys   map[context.Context]int         // want `"keys"`
	values map[string][]*context.Context   // want `"values"`
	ch     chan context.Context            // want `"ch"`
	named  list                            // want `"named"`
	atomic atomic.Pointer[context.Context] // want `"atomic"`
	boxed  box[context.Context]            // want `"boxed"`
}

type embeds struct {
	context.Context // want `the struct embeds keeps a context in its field "Context"`
}

type embedsAlias struct {
	alias // want `"alias"`
}

// One finding, at the field that is a context.
type outer struct {
	client
	inner *client
	all   []client
	deep  struct {
		ctx context.Context // want `the struct outer keeps a context in its field "ctx"`
	}
}

type param[C context.Context] struct {
	ctx C // want `"ctx"`
}

type none[T any] struct {
	value   T
	get     func() context.Context
	take    func(context.Context)
	named   getter
	generic fn[context.Context]
	from    provider
	request *http.Request
	cancel  context.CancelFunc
	boxed   box[string]
	self    *none[T]
}

var global struct {
	ctx context.Context // want `a struct without a name keeps a context`
}

func local() {
	type args struct {
		ctx context.Context // want `the struct args`
	}
	_ = struct {
		ctx context.Context // want `a struct without a name`
	}{}
}
