package asked

import (
	"context"
	"net"
	"net/http"
	"reflect"
	"sort"
	"sync"

	"ctxparam/asked/dep"
)

func use(...any) {}

type impl struct{}

func (impl) Do(id string, c context.Context) error { return nil }

var _ dep.Doer = impl{}

type implPtr struct{}

func (*implPtr) Do(id string, c context.Context) error { return nil }

type notImpl struct{}

func (notImpl) Do(id int, c context.Context) error { return nil } // want "ctxparam/first"

type runner struct{}

func (runner) Run(c context.Context) {}

func lits(o dep.Opts) {
	dep.Register(func(n int, c context.Context) {})
	o.Hook = func(n int, c context.Context) {}
	dep.Hook = func(n int, c context.Context) {}
	_ = dep.Opts{Hook: func(n int, c context.Context) {}}
	var f dep.Func = func(id string, c context.Context) error { return nil }
	use(f)
	_ = dep.Func(func(id string, c context.Context) error { return nil })
	dep.Each(func(s string, c context.Context) {})
	g := func(n int, c context.Context) {}
	dep.Register(g)
	h := func(n int, c context.Context) {} // want "ctxparam/first"
	dep.Register(h)
	h(1, nil)
	fs := []dep.Func{func(id string, c context.Context) error { return nil }}
	m := map[string]dep.Func{"x": func(id string, c context.Context) error { return nil }}
	use(fs, m)
	ch := make(chan dep.Func, 1)
	ch <- func(id string, c context.Context) error { return nil }
}

func passed(n int, c context.Context) {}

func method(id string, c context.Context) error { return nil }

func uses() {
	dep.Register(passed)
	var f dep.Func = method
	use(f)
}

func returned() dep.Func {
	return func(id string, c context.Context) error { return nil }
}

// Own named type: the type is judged.
type own func(id string, ctx context.Context) // want "ctxparam/first"

func takesOwn(f own) {}

func ownUses() {
	takesOwn(func(id string, ctx context.Context) {})
	takesOwn(named)
	x := func(id string, ctx context.Context) {}
	takesOwn(x)
}

func named(id string, ctx context.Context) {}

// Own interface: both are judged.
type ownIface interface {
	M(id string, ctx context.Context) // want "ctxparam/first"
}

type ownImpl struct{}

func (ownImpl) M(id string, ctx context.Context) {} // want "ctxparam/first"

var _ ownIface = ownImpl{}

var srv = http.Server{
	ConnContext: func(c context.Context, conn net.Conn) context.Context { return c },
	BaseContext: func(net.Listener) context.Context { return nil },
}

var dialer = net.Dialer{
	Control: nil,
}

var tr = &http.Transport{
	DialContext: func(c context.Context, network, addr string) (net.Conn, error) { return nil, nil },
}

func sorted(xs []func(int, context.Context)) { // want "ctxparam/first"
	sort.Slice(xs, func(i, j int) bool { return false })
	_ = reflect.ValueOf(xs)
	sync.OnceFunc(func() {})
}

// Embedded other package's interface.
type wide interface {
	dep.Doer
	More(id string, ctx context.Context) // want "ctxparam/first"
}

type wideImpl struct{ dep.Doer }

func (wideImpl) Do(id string, c context.Context) error { return nil }
func (wideImpl) More(id string, ctx context.Context)   {} // want "ctxparam/first"
