// Package signature asks for signatures.
package signature

import "context"

type Handler func(n int, ctx context.Context)

type Alias = func(n int, ctx context.Context)

type Handlers map[string]func(n int, ctx context.Context)

type Hooks struct {
	Before func(n int, ctx context.Context)
	Any    any
}

type Hooked[T any] struct {
	On func(t T, ctx context.Context)
}

type Store interface {
	Get(key string, ctx context.Context) string
}

type Both interface {
	Store
	Closer
}

type Closer interface {
	Close(hard bool, ctx context.Context) error
}

type Generic[K comparable] interface {
	Load(key K, ctx context.Context) K
}

type hidden interface {
	Hide(n int, ctx context.Context)
}

type Client struct{}

func (*Client) Ping(host string, ctx context.Context) {}
func (*Client) Pong(host string, ctx context.Context) {}

var Hook func(n int, ctx context.Context)

var Table []func(n int, ctx context.Context)

func Register(f func(n int, ctx context.Context))        {}
func RegisterAll(fs ...func(n int, ctx context.Context)) {}
func RegisterHandler(h Handler)                          {}
func RegisterAny(f any)                                  {}
func RegisterHidden(h hidden)                            {}
func RegisterInline(i interface {
	In(n int, ctx context.Context)
})                                                             {}
func Map[T, R any](ts []T, f func(t T, ctx context.Context) R) {}
func Must[T any](t T) T                                        { return t }
func Func[F ~func(n int, ctx context.Context)](f F)            {}
func Bound[T interface {
	Bind(n int, ctx context.Context)
}](t T)                                           {}
func Chan() chan func(n int, ctx context.Context) { return nil }
func Get() func(func(n int, ctx context.Context)) { return nil }
func Do(n int, ctx context.Context)               {}
func Named(c context.Context)                     {}
