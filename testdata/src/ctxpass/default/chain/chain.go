// Package chain calls functions that start contexts of their own.
package chain

import (
	"context"
	"net/http"

	"ctxpass/default/chain/dep"
	"ctxpass/default/chain/far"

	"github.com/spf13/cobra"
)

type store struct{}

func query(ctx context.Context) error { return ctx.Err() }

func (s *store) refresh() error { return query(context.TODO()) }

func (s *store) reload() error { return s.refresh() }

// prometheus: Run(ctx) called refresh(), which made its own.
func (s *store) Run(ctx context.Context) error {
	if err := query(ctx); err != nil {
		return err
	}
	return s.refresh() // want `refresh takes no context and passes a fresh one on \(refresh → context.TODO\) although ctx is in scope: give it a context parameter \(ctxpass/chain\)`
}

func twoHops(ctx context.Context, s *store) {
	s.reload() // want `reload takes no context and passes a fresh one on \(reload → refresh → context.TODO\)`
}

func across(ctx context.Context) error {
	return dep.Load() // want `\(Load → context.Background\)`
}

func acrossMethods(ctx context.Context, c *dep.Client) error {
	return c.Refresh() // want `\(Refresh → list → List → context.Background\)`
}

func transitive(ctx context.Context) error {
	return far.List() // want `\(List → context.Background\)`
}

func generic(ctx context.Context) {
	dep.Generic(1) // want `\(Generic → context.TODO\)`
}

func value(ctx context.Context) error {
	load := dep.Load
	return load() // want `ctxpass/chain`
}

func methodValue(ctx context.Context, s *store) error {
	refresh := s.refresh
	return refresh() // want `ctxpass/chain`
}

type refresher interface{ refresh() error }

func dynamic(ctx context.Context, r refresher) error {
	return r.refresh() // want `ctxpass/chain`
}

func inLiteral(ctx context.Context) error {
	return func() error {
		return dep.Load() // want `ctxpass/chain`
	}()
}

func handler(w http.ResponseWriter, r *http.Request) {
	dep.Load() // want `although r.Context\(\) is in scope`
}

func command() *cobra.Command {
	return &cobra.Command{RunE: func(cmd *cobra.Command, args []string) error {
		return dep.Load() // want `although cmd.Context\(\) is in scope`
	}}
}

// The fresh context comes back, and is passed on here.
func made(ctx context.Context) error {
	c, cancel := dep.Timeout() // want `Timeout makes a context of nothing, which is passed to query although ctx is in scope: give it a context parameter \(ctxpass/chain\)`
	defer cancel()
	return query(c)
}

func joined(ctx context.Context) error {
	errs := make(chan error)
	go func() {
		errs <- dep.Load() // want `ctxpass/chain`
	}()
	return <-errs
}

// A callback is called with a fresh context.
func callback(ctx context.Context) error {
	return retry(func(ctx context.Context) error { return query(ctx) }) // want `\(retry → context.Background\)`
}

func retry(f func(context.Context) error) error { return f(context.Background()) }

// Each call is a place to change.
func twice(ctx context.Context) {
	dep.Load() // want `ctxpass/chain`
	dep.Load() // want `ctxpass/chain`
}

// Silent.

func tooDeep(ctx context.Context) error { // neofs-node#1911: eleven hops
	return dep.Deep()
}

func logs(ctx context.Context) { // osv.dev#3955: a logger flagged at each call
	dep.Warn("slow")
	dep.Quiet()
}

func lifecycle(ctx context.Context) error {
	s := dep.NewService()
	defer s.Close()
	if ctx == nil {
		return s.Close()
	}
	return nil
}

func waits(ctx context.Context) { dep.Wait() }

func interceptors(ctx context.Context) []func(context.Context) error { // opentelemetry-collector
	return []func(context.Context) error{dep.Interceptor()}
}

func deferred(ctx context.Context) { defer dep.Load() }

func afterDone(ctx context.Context) error {
	<-ctx.Done()
	return dep.Load()
}

func (s *store) Stop(ctx context.Context) { s.refresh() }

func goes(ctx context.Context) { go dep.Load() }

func noContext() error { return dep.Load() }

func blank(_ context.Context) error { return dep.Load() }

func takesContext(ctx context.Context, c *dep.Client) error { return c.Get(ctx) }

func notPassed(ctx context.Context) error {
	c, cancel := dep.Timeout()
	defer cancel()
	<-c.Done()
	return nil
}

// argo-workflows: the commands that are added have contexts of their own.
func root(ctx context.Context) *cobra.Command {
	cmd := &cobra.Command{}
	cmd.AddCommand(auxiliary())
	return cmd
}

func auxiliary() *cobra.Command {
	return &cobra.Command{RunE: func(cmd *cobra.Command, args []string) error { return dep.NewService().Close() }}
}

// A helper that gets to the context by way of the request (contextcheck#7).
func fail(ctx context.Context, w http.ResponseWriter, r *http.Request) { render(w, r, nil) }

func render(w http.ResponseWriter, r *http.Request, err error) { query(r.Context()) }

// A variable called ctx that is none (contextcheck#9).
type parseCtx struct{ pos int }

func parse(ctx context.Context, s string) int {
	var p parseCtx
	return advance(&p)
}

func advance(ctx *parseCtx) int { ctx.pos++; return ctx.pos }

func param(ctx context.Context, r *http.Request) string { return urlParam(r, "id") } // contextcheck#10

func urlParam(r *http.Request, key string) string { return r.PathValue(key) }
