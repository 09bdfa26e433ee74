package missing

import "context"

// From package context: what is asked for by the address of a variable is the
// context itself.
var (
	selfKey  int
	otherKey int
)

type itself struct{ context.Context }

func (o *itself) Value(key any) any {
	if key == &selfKey {
		return o
	}
	return o.Context.Value(key)
}

func ownOf(ctx context.Context) (*itself, bool) {
	o, ok := ctx.Value(&selfKey).(*itself)
	return o, ok
}

func otherOf(ctx context.Context) any {
	return ctx.Value(&otherKey) // want `nothing ever puts a value under the key &otherKey`
}
