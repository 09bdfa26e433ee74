package fix

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"time"
)

// Where the fix is right.

func early(ctx context.Context, bad bool) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // want `write defer cancel\(\) right here`
	if bad {
		return errors.New("bad")
	}
	err := work(ctx)
	cancel()
	return err
}

func blank(ctx context.Context) error {
	ctx, _ = context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	return work(ctx)
}

func named(ctx context.Context) error {
	c, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	return work(c)
}

func taken(ctx context.Context, cancel bool) error {
	c, _ := context.WithCancel(ctx) /* of this call */ // want `ctxcancel/discarded`
	if cancel {
		return nil
	}
	return work(c)
}

func mentioned(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx) // want `ctxcancel/discarded`
	_ = stop
	return work(ctx)
}

func inSwitch(ctx context.Context, n int) error {
	switch n {
	case 1:
		c, _ := context.WithCancel(ctx) // want `ctxcancel/discarded`
		return work(c)
	}
	return nil
}

func waits(ctx context.Context) {
	c, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	<-c.Done()
}

// Where it could change what the program does.

func returned(ctx context.Context) context.Context {
	ctx, _ = context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	return ctx
}

func goroutine(ctx context.Context) {
	c, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	go work(c)
}

func captured(ctx context.Context) {
	c, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	go func() { work(c) }()
}

func doneEscapes(ctx context.Context) {
	c, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	go func(done <-chan struct{}) { <-done }(c.Done())
}

func rows(ctx context.Context, db *sql.DB) (*sql.Rows, error) {
	c, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	return db.QueryContext(c, "select 1")
}

func request(ctx context.Context) (*http.Request, error) {
	c, _ := context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	return http.NewRequestWithContext(c, "GET", "/", nil)
}

func stored(ctx context.Context, s *server) {
	s.ctx, _ = context.WithCancel(ctx) // want `ctxcancel/discarded`
}

type server struct{ ctx context.Context }

func unseen(ctx context.Context, start func(context.Context)) {
	c, _ := context.WithCancel(ctx) // want `ctxcancel/discarded`
	start(c)
}

func keeper(ctx context.Context) {
	c, _ := context.WithCancel(ctx) // want `ctxcancel/discarded`
	keep(c)
}

var kept context.Context

func keep(ctx context.Context) { kept = ctx }

func loop(ctx context.Context, n int) {
	for range n {
		c, _ := context.WithCancel(ctx) // want `ctxcancel/discarded`
		work(c)
	}
}

func ifHead(ctx context.Context) error {
	if c, _ := context.WithCancel(ctx); work(c) != nil { // want `ctxcancel/discarded`
		return errors.New("bad")
	}
	return nil
}

func work(ctx context.Context) error { return ctx.Err() }

func otherBlock(ctx context.Context, b bool) error {
	if b {
		ctx, _ = context.WithTimeout(ctx, time.Second) // want `ctxcancel/discarded`
	}
	return work(ctx)
}

func twoInABlock(ctx context.Context) {
	a, _ := context.WithCancel(ctx) // want `discarded`
	b, _ := context.WithCancel(ctx) // want `discarded`
	println(a.Err(), b.Err())
}
