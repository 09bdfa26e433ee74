package dep

import (
	"context"
	"time"
)

type dryKey struct{}
type limitKey struct{}
type modeKey struct{}
type userKey struct{}

func WithDry(ctx context.Context, dry bool) context.Context {
	return context.WithValue(ctx, dryKey{}, dry) // want "ctxvalue/option"
}

func Dry(ctx context.Context) bool {
	dry, _ := ctx.Value(dryKey{}).(bool)
	return dry
}

func Limit(ctx context.Context) int {
	if n, ok := ctx.Value(limitKey{}).(int); ok {
		return n
	}
	return 10
}

func Timeout(ctx context.Context) time.Duration {
	d, _ := ctx.Value(limitKey{}).(time.Duration)
	return d
}

func Mode(ctx context.Context) string {
	s, _ := ctx.Value(modeKey{}).(string)
	return s
}

type User struct {
	Name  string
	Admin bool
	Max   int
}

func UserOf(ctx context.Context) (*User, bool) {
	u, ok := ctx.Value(userKey{}).(*User)
	return u, ok
}

type Svc struct{}

func (Svc) Ready(ctx context.Context) bool { return ctx.Err() == nil }
func (Svc) Count(ctx context.Context) int  { return 3 }
