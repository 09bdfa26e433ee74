// Package dep starts contexts on behalf of others.
package dep

import (
	"context"
	"time"

	"ctxpass/default/chain/far"
)

type Client struct{ name string }

func (c *Client) Refresh() error { return c.list() }

func (c *Client) list() error { return far.List() }

func (c *Client) Get(ctx context.Context) error { return far.Ping(ctx) }

func Load() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return far.Ping(ctx)
}

func Timeout() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), time.Second)
}

func Generic[T any](v T) T {
	far.Ping(context.TODO())
	return v
}

// Five functions down: nobody can act on it.
func Deep() error  { return deep1() }
func deep1() error { return deep2() }
func deep2() error { return deep3() }
func deep3() error { return far.List() }

// Warn writes a line of the log.
//
//ctxlint:ignore ctxpass/chain the log is written whoever gives up
func Warn(msg string) { write(context.Background(), msg) }

func write(ctx context.Context, msg string) {}

func Quiet() error {
	return far.Ping(context.Background()) //ctxlint:ignore ctxpass/chain a ping takes no time
}

type Service struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func NewService() *Service {
	s := &Service{}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	far.Ping(s.ctx)
	go s.run()
	return s
}

func (s *Service) run() { far.Ping(s.ctx) }

func (s *Service) Close() error {
	s.cancel()
	return far.Ping(context.Background())
}

func Wait() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	<-ctx.Done()
}

// Interceptor returns a function that has its context when it runs.
func Interceptor() func(context.Context) error {
	return func(ctx context.Context) error { return far.Ping(context.WithoutCancel(ctx)) }
}
