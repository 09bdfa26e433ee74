package dropped

import (
	"context"
	. "context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	xctx "golang.org/x/net/context"

	"ctxcancel/dropped/dep"
)

type key struct{}

func use(context.Context) {}

func blank(ctx context.Context) {
	ctx, _ = context.WithCancel(ctx) // want "ctxcancel/discarded"
	use(ctx)
}

func blankVar(ctx context.Context) {
	var c, _ = context.WithTimeout(ctx, time.Second) // want "ctxcancel/discarded"
	use(c)
}

func blankCause(ctx context.Context) {
	c, _ := context.WithCancelCause(ctx) // want "ctxcancel/discarded"
	use(c)
}

func blankDeadlineCause(ctx context.Context) {
	c, _ := context.WithDeadlineCause(ctx, time.Now().Add(time.Hour), nil) // want "ctxcancel/discarded"
	use(c)
}

func blankTimeoutCause(ctx context.Context) {
	c, _ := context.WithTimeoutCause(ctx, time.Hour, nil) // want "ctxcancel/discarded"
	use(c)
}

func dot(ctx Context) {
	c, _ := WithDeadline(ctx, time.Now()) // want "ctxcancel/discarded"
	use(c)
}

func paren(ctx context.Context) {
	c, _ := (context.WithCancel)(ctx) // want "ctxcancel/discarded"
	use(c)
}

func funcValue(ctx context.Context) {
	with := context.WithCancel
	c, _ := with(ctx) // want "ctxcancel/discarded"
	use(c)
}

var makeCtx = context.WithCancel

func packageFuncValue(ctx context.Context) {
	c, _ := makeCtx(ctx) // want "ctxcancel/discarded"
	use(c)
}

type maker struct{ d time.Duration }

func (m maker) with(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, m.d)
}

func methodValue(ctx context.Context, m maker) {
	f := m.with
	c, _ := f(ctx) // want "ctxcancel/discarded"
	use(c)
}

func methodExpr(ctx context.Context, m maker) {
	c, _ := maker.with(m, ctx) // want "ctxcancel/discarded"
	use(c)
}

func notify() {
	c, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // want "NotifyContext.*ctxcancel/discarded"
	use(c)
}

func mention(ctx context.Context) {
	c, cancel := context.WithCancel(ctx) // want `"cancel".*ctxcancel/discarded`
	_ = cancel
	use(c)
}

func compare(ctx context.Context) {
	c, stop := context.WithCancel(ctx) // want `"stop".*ctxcancel/discarded`
	if stop != nil {
		use(c)
	}
}

func printed(ctx context.Context) {
	c, stop := context.WithCancel(ctx) // want "ctxcancel/discarded"
	fmt.Println(stop)
	log.Printf("%v %p", c, stop)
	use(c)
}

func formatted(ctx context.Context) string {
	c, stop := context.WithCancel(ctx) // want "ctxcancel/discarded"
	use(c)
	return fmt.Sprintf("%p", stop)
}

func mentionTwice(ctx context.Context) bool {
	c, stop := context.WithCancel(ctx) // want "ctxcancel/discarded"
	use(c)
	_ = stop
	return stop == nil
}

func mentionClosure(ctx context.Context) {
	c, stop := context.WithCancel(ctx) // want "ctxcancel/discarded"
	func() { _ = stop }()
	use(c)
}

func statement(ctx context.Context) {
	context.WithCancel(ctx) // want "ctxcancel/discarded"
}

func statementDep(ctx context.Context) {
	dep.With(ctx) // want "ctxcancel/discarded"
	dep.Func(ctx) // want "ctxcancel/discarded"
}

func goDropped(ctx context.Context) {
	go dep.With(ctx)  // want "ctxcancel/discarded"
	go dep.Plain(ctx) // nothing is owed
}

func depBlank(ctx context.Context) {
	c, _ := dep.With(ctx) // want "ctxcancel/discarded"
	use(c)
	_, _ = dep.Func(ctx)         // want "ctxcancel/discarded"
	c2, _, err := dep.Three(ctx) // want "ctxcancel/discarded"
	if err == nil {
		use(c2)
	}
	c3, _ := dep.Plain(ctx)
	use(c3)
}

func old(ctx xctx.Context) {
	c, _ := xctx.WithCancel(ctx) // want "ctxcancel/discarded"
	use(c)
}

var pkgCtx, _ = context.WithCancel(context.Background()) // want "ctxcancel/discarded"

var (
	pkgTimeout, _ = context.WithTimeout(pkgCtx, time.Hour) // want "ctxcancel/discarded"
)

func init() {
	pkgCtx, _ = context.WithCancel(pkgCtx) // want "ctxcancel/discarded"
}

func lit() func(context.Context) {
	return func(ctx context.Context) {
		ctx, _ = context.WithCancel(ctx) // want "ctxcancel/discarded"
		use(ctx)
	}
}

type svc struct{ ctx context.Context }

func newSvc(ctx context.Context) *svc {
	s := &svc{}
	s.ctx, _ = context.WithCancel(ctx) // want "ctxcancel/discarded"
	return s
}

func ifInit(ctx context.Context) error {
	if c, _ := context.WithTimeout(ctx, time.Second); c.Err() != nil { // want "ctxcancel/discarded"
		return c.Err()
	}
	return nil
}

func both(ctx context.Context) {
	_, _ = context.WithCancel(ctx) // want "ctxcancel/discarded"
}

func generic[T context.Context](ctx T) {
	c, _ := context.WithCancel(ctx) // want "ctxcancel/discarded"
	use(c)
}

type box[T any] struct{ v T }

func (b *box[T]) run(ctx context.Context) {
	c, _ := context.WithCancel(ctx) // want "ctxcancel/discarded"
	use(c)
}

var _ = generic[context.Context]
var _ = (*box[int]).run

func tuple(ctx context.Context) {
	use2(context.WithCancel(ctx))
}

func use2(ctx context.Context, cancel context.CancelFunc) { cancel() }

func useIgnore(ctx context.Context, cancel context.CancelFunc) { use(ctx) }

func tupleIgnored(ctx context.Context) {
	useIgnore(context.WithCancel(ctx)) // want "ctxcancel/"
}

func afterFunc(ctx context.Context) {
	// The stop function of AfterFunc is no cancel function.
	context.AfterFunc(ctx, func() {})
	_ = context.AfterFunc(ctx, func() {})
}

func fnWithFunc(ctx context.Context) {
	c, _ := dep.Release(ctx) // want "ctxcancel/discarded"
	use(c)
	c, _ = dep.Unlock(ctx, new(sync.Mutex)) // func() that has nothing to do with ctx
	use(c)
}

func iface(ctx context.Context, f factory) {
	c, _ := f.Make(ctx) // want "ctxcancel/discarded"
	use(c)
}

type factory interface {
	Make(context.Context) (context.Context, context.CancelFunc)
}

func param(ctx context.Context, f func(context.Context) (context.Context, context.CancelFunc)) {
	c, _ := f(ctx) // want "ctxcancel/discarded"
	use(c)
}

type cancelAlias = context.CancelFunc

func aliasResult(ctx context.Context) (context.Context, cancelAlias) {
	return context.WithCancel(ctx)
}

func aliased(ctx context.Context) {
	c, _ := aliasResult(ctx) // want "ctxcancel/discarded"
	use(c)
}

// What a go or defer statement calls returns to nobody.
func statements(ctx context.Context) {
	go context.WithCancel(ctx)                   // want "ctxcancel/discarded"
	defer context.WithTimeout(ctx, time.Second)  // want "ctxcancel/discarded"
	go signal.NotifyContext(ctx, syscall.SIGHUP) // want "ctxcancel/discarded"
	defer started(ctx)                           // want "the cancel function of started is discarded.*ctxcancel/discarded"
	defer func() context.CancelFunc {            // want "ctxcancel/discarded"
		_, cancel := context.WithCancel(ctx)
		return cancel
	}()
}

func started(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	use(ctx)
	return ctx, cancel
}

func startedAndEnded(ctx context.Context) {
	defer ender(ctx)() // what it returns is called
	go ender(ctx)()
	go use(ctx)
	defer use(ctx)
}

func ender(ctx context.Context) context.CancelFunc {
	ctx, cancel := context.WithCancel(ctx)
	use(ctx)
	return cancel
}
