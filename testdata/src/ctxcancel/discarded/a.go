package discarded

import (
	"context"
	. "context"
	"fmt"
	"os/signal"
	"syscall"
	"time"
)

var ctx0, _ = context.WithCancel(context.Background()) // want `the cancel function of context.WithCancel is discarded`

func blank(ctx context.Context) {
	c, _ := context.WithTimeout(ctx, time.Second) // want `the cancel function of context.WithTimeout is discarded, so nothing can release its context early: name it and defer it \(ctxcancel/discarded\)$`
	use(c)
}

func blankAssign(ctx context.Context) {
	ctx, _ = context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	use(ctx)
}

func mentioned(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want `the cancel function "cancel" of context.WithCancel is only looked at, never called`
	_ = cancel
	use(ctx)
}

func compared(ctx context.Context) bool {
	ctx, cancel := context.WithCancelCause(ctx) // want `ctxcancel/discarded`
	use(ctx)
	return cancel != nil
}

func printed(ctx context.Context) {
	ctx, stop := context.WithDeadline(ctx, time.Now()) // want `the cancel function "stop" of context.WithDeadline is only looked at`
	use(ctx)
	fmt.Println("started", ctx, stop)
}

func statement(ctx context.Context) {
	context.WithCancel(ctx) // want `ctxcancel/discarded`
}

func dotImport(ctx context.Context) {
	ctx, _ = WithCancel(ctx) // want `ctxcancel/discarded`
	use(ctx)
}

func parens(ctx context.Context) {
	c, _ := (context.WithCancel)(ctx) // want `ctxcancel/discarded`
	use(c)
}

func funcValue(ctx context.Context) {
	f := context.WithCancel
	c, _ := f(ctx) // want `ctxcancel/discarded`
	use(c)
}

func inLoop(ctx context.Context, n int) {
	for range n {
		c, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
		use(c)
	}
}

func notify(ctx context.Context) {
	ctx, _ = signal.NotifyContext(ctx, syscall.SIGTERM) // want `the cancel function of signal.NotifyContext is discarded`
	use(ctx)
}

func inLiteral(ctx context.Context) {
	go func() {
		c, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
		use(c)
	}()
}

type alias = context.CancelFunc

func own(ctx context.Context) (context.Context, alias) { return context.WithCancel(ctx) }

func throughOwn(ctx context.Context) {
	ctx, _ = own(ctx) // want `the cancel function of own is discarded`
	use(ctx)
}

type maker interface {
	Make(context.Context) (context.Context, context.CancelFunc)
}

func throughInterface(ctx context.Context, m maker) {
	ctx, _ = m.Make(ctx) // want `ctxcancel/discarded`
	use(ctx)
}

func methodValue(ctx context.Context, m maker) {
	mk := m.Make
	ctx, _ = mk(ctx) // want `ctxcancel/discarded`
	use(ctx)
}

func generic[T any](ctx context.Context, t T) T {
	ctx, _ = context.WithCancel(ctx) // want `ctxcancel/discarded`
	use(ctx)
	return t
}

func use(context.Context) {}

// A transaction that owns its cancel function, and nobody else does.
type tx struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func begin(ctx context.Context) *tx {
	ctx, cancel := context.WithCancel(ctx)
	t := &tx{ctx: ctx, cancel: cancel}
	go t.await()
	return t
}

func (t *tx) await()    { <-t.ctx.Done() }
func (t *tx) rollback() { t.cancel() }

func dropsTx(ctx context.Context) {
	begin(ctx) // want `the result of begin is dropped, and with it the cancel function`
}

func blanksTx(ctx context.Context) {
	_ = begin(ctx) // want `ctxcancel/discarded`
}

func keepsTx(ctx context.Context) {
	t := begin(ctx)
	defer t.rollback()
}

func passesTx(ctx context.Context, sink func(*tx)) { sink(begin(ctx)) }
