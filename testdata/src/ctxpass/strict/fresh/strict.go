// Package fresh uses contexts made of nothing in doubtful ways.
package fresh

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

func load(ctx context.Context) error { return ctx.Err() }

type service struct {
	ctx  context.Context
	once sync.Once
	sf   singleflight.Group
}

func chosen(ctx context.Context, detach bool) error {
	if detach {
		ctx = context.Background() // want `context.Background\(\) takes the place of ctx on some path: use context.WithoutCancel\(ctx\) .*ctxpass/fresh`
	}
	return load(ctx)
}

func chosenCaptured(ctx context.Context, detach bool) error {
	if detach {
		ctx = context.Background() // want `takes the place of ctx on some path`
	}
	return func() error { return load(ctx) }()
}

func (s *service) keep(ctx context.Context) {
	s.ctx = context.Background() // want `is kept although ctx is in scope`
}

func makes(ctx context.Context) *service {
	return &service{ctx: context.Background()} // want `is kept although ctx is in scope`
}

func sends(ctx context.Context, c chan<- context.Context) {
	c <- context.Background() // want `is kept although ctx is in scope`
}

func bare(ctx context.Context) context.Context {
	return context.Background() // want `is kept although ctx is in scope`
}

func waits(ctx context.Context) {
	c, cancel := context.WithTimeout(context.Background(), time.Second) // want `is waited on although ctx is in scope`
	defer cancel()
	<-c.Done()
}

func (s *service) initialise(ctx context.Context) {
	s.once.Do(func() {
		load(context.Background()) // want `is passed to load in work for many callers although ctx is in scope`
	})
}

func (s *service) fetch(ctx context.Context, id string) (any, error) {
	v, err, _ := s.sf.Do(id, func() (any, error) {
		return nil, load(context.Background()) // want `in work for many callers`
	})
	return v, err
}

// The worst use decides.
func both(ctx context.Context, s *service) error {
	bg := context.Background() // want `is passed to load although ctx is in scope: pass ctx`
	s.ctx = bg
	return load(bg)
}

// Whoever made the request may have given it a context.
func send(client *http.Client, req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // want `context.Background\(\) takes the place of req.Context\(\), which the request may have from whoever made it: derive from that \(ctxpass/fresh\)`
	defer cancel()
	return client.Do(req.WithContext(ctx))
}

func sendClone(client *http.Client, req *http.Request) (*http.Response, error) {
	req = req.Clone(context.Background()) // want `takes the place of req.Context\(\)`
	return client.Do(req)
}

func sendBounded(client *http.Client, req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), time.Second)
	defer cancel()
	return client.Do(req.WithContext(ctx))
}

// A context in scope without doubt is the one to pass.
func sendFor(ctx context.Context, client *http.Client, req *http.Request) error {
	attempt := func(req *http.Request) error {
		_, err := client.Do(req.WithContext(context.Background())) // want `although ctx is in scope`
		return err
	}
	return attempt(req)
}

// caddy's health checks had a context in the handler.
func (s *service) check() error {
	return load(context.Background()) // want `context.Background\(\) is passed to load although the receiver has s.ctx: pass that, or context.WithoutCancel\(s.ctx\) if the work must outlive it \(ctxpass/fresh\)`
}

func (s *service) checkLater() { go load(context.Background()) }

func (s *service) Close() error { return load(context.Background()) }

func (s *service) restart() { s.ctx = context.Background() }

func (s *service) waits() { <-context.Background().Done() }

type worker struct {
	*service
	id int
}

func (w *worker) check() error {
	return load(context.Background()) // want `although the receiver has w.ctx: pass that`
}

type plain struct{ name string }

func (p *plain) check() error { return load(context.Background()) }
