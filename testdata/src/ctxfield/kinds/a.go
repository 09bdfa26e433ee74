package kinds

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"sync/atomic"

	xctx "golang.org/x/net/context"
)

type Alias = context.Context
type Named interface{ context.Context }

type plain struct {
	ctx context.Context // want `"ctx".*ctxfield/field`
	n   int
}

type alias struct {
	c Alias // want "ctxfield/field"
}

type named struct {
	c Named // want "ctxfield/field"
}

type old struct {
	c xctx.Context // want "ctxfield/field"
}

type embedded struct {
	context.Context // want "ctxfield/field"
	n               int
}

type ptr struct {
	p *context.Context // want "ctxfield/field"
}

type slice struct {
	cs []context.Context // want "ctxfield/field"
}

type array struct {
	cs [2]context.Context // want "ctxfield/field"
}

type maps struct {
	m map[string]context.Context // want "ctxfield/field"
}

type mapKey struct {
	m map[context.Context]int // want "ctxfield/field"
}

type channel struct {
	ch chan context.Context // want "ctxfield/field"
}

type recvChan struct {
	ch <-chan context.Context // want "ctxfield/field"
}

type two struct {
	a, b context.Context // want `"a".*ctxfield/field` `"b".*ctxfield/field`
}

type inner struct {
	in struct {
		ctx context.Context // want "ctxfield/field"
	}
}

type outer struct {
	p plain
	q *plain
	r []plain
}

type emb struct{ plain }

type generic[T any] struct {
	v   T
	ctx context.Context // want "ctxfield/field"
}

type genericCtx[C context.Context] struct {
	c C // want "ctxfield/field"
}

type usesGeneric struct {
	p atomic.Pointer[context.Context] // want "ctxfield/field"
}

var anon struct {
	anonCtx context.Context // want "ctxfield/field"
}

func local() {
	type l struct {
		ctx context.Context // want "ctxfield/field"
	}
	_ = l{}
	v := struct{ localCtx context.Context }{} // want "ctxfield/field"
	_ = v
}

// Silent.

type fn struct {
	f func() context.Context
	g func(context.Context) error
	h interface{ Context() context.Context }
	r *http.Request
}

type iface interface{ Do(ctx context.Context) }

type lifecycle struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func (l *lifecycle) Close() { l.cancel() }

type lifecycleFunc struct {
	ctx  context.Context
	stop func()
}

func newLifecycleFunc(c context.Context) *lifecycleFunc {
	l := &lifecycleFunc{}
	l.ctx, l.stop = context.WithCancel(c)
	return l
}

func closeIt(l *lifecycleFunc) { l.stop() }

type lifecycleNever struct {
	ctx    context.Context // want "ctxfield/field"
	cancel context.CancelFunc
}

func newNever(c context.Context) *lifecycleNever {
	l := &lifecycleNever{}
	l.ctx, l.cancel = context.WithCancel(c)
	return l
}

type lifecycleCause struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
}

func (l *lifecycleCause) fail(err error) { l.cancel(err) }

type request struct {
	ctx  context.Context
	id   int
	done chan error
}

func send(ch chan request, ctx context.Context) { ch <- request{ctx: ctx} }

type msg struct {
	ctx context.Context
}

type bus struct{ ch chan *msg }

func (b *bus) put(m *msg) {
	select {
	case b.ch <- m:
	default:
	}
}

type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

type walker struct{ ctx context.Context }

func (w *walker) walk(path string, d fs.DirEntry, err error) error { return w.ctx.Err() }

func walk(w *walker, fsys fs.FS) error { return fs.WalkDir(fsys, ".", w.walk) }

type stream struct {
	serverStream
	ctx context.Context // want "ctxfield/field"
}

func (s *stream) Context() context.Context { return s.ctx }

type serverStream interface{ Context() context.Context }

type ServeHTTP struct{ ctx context.Context }

func (s *ServeHTTP) ServeHTTP(w http.ResponseWriter, r *http.Request) { _ = s.ctx.Err() }
