package realbugsstrict

import (
	"context"
	"net"
	"net/http"
)

// Bugs that were fixed in public projects and that are not reported, each with
// the reason and with something close to it that is.

// prometheus db8c550: the context of a loop held the cache and the target of
// it, and kept them alive. Who finds them reads what is in them; nothing is
// decided by them, and they are found in other packages.

type metaKey int

const (
	keyMeta metaKey = iota + 1
	keyTarget
)

type MetadataStore interface {
	Get(metric string) (string, bool)
}

type Target struct{ labels map[string]string }

func ContextWithMetadata(ctx context.Context, s MetadataStore) context.Context {
	return context.WithValue(ctx, keyMeta, s)
}

func MetadataFromContext(ctx context.Context) (MetadataStore, bool) {
	s, ok := ctx.Value(keyMeta).(MetadataStore)
	return s, ok
}

func ContextWithTarget(ctx context.Context, t *Target) context.Context {
	return context.WithValue(ctx, keyTarget, t)
}

func TargetFromContext(ctx context.Context) (*Target, bool) {
	t, ok := ctx.Value(keyTarget).(*Target)
	return t, ok
}

type pool struct {
	ctx    context.Context
	client *http.Client
}

func (p *pool) newLoop(t *Target, s MetadataStore, run func(context.Context)) func() {
	ctx := ContextWithTarget(ContextWithMetadata(p.ctx, s), t)
	return func() { run(ctx) }
}

func (p *pool) fixedNewLoop(run func(context.Context)) func() {
	return func() { run(p.ctx) }
}

// A handle is a tool, not what a loop is about.
func (p *pool) withClient() context.Context {
	return context.WithValue(p.ctx, clientKey{}, p.client) // want `puts p.client, a handle of type \*http.Client, into the context`
}

type clientKey struct{}

func clientOf(ctx context.Context) *http.Client {
	c, _ := ctx.Value(clientKey{}).(*http.Client)
	return c
}

// prometheus 098f80f: the path of a socket takes the way of the context to the
// function that dials, past a client that is shared. Whether there is one is a
// presence check, and the address of the request is what it falls back on.

type socketKey struct{}

type scrape struct {
	client *http.Client
	socket string
}

func (s *scrape) do(ctx context.Context, req *http.Request) (*http.Response, error) {
	if s.socket != "" {
		ctx = context.WithValue(ctx, socketKey{}, s.socket)
	}
	return s.client.Do(req.WithContext(ctx))
}

func newClient() *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			if path, ok := ctx.Value(socketKey{}).(string); ok && path != "" {
				return new(net.Dialer).DialContext(ctx, "unix", path)
			}
			return new(net.Dialer).DialContext(ctx, network, addr)
		},
	}}
}

func fixedNewClient(socket string) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
	}}
}

// The value is compared with something that it may be.

type networkKey struct{}

func withNetwork(ctx context.Context, network string) context.Context {
	return context.WithValue(ctx, networkKey{}, network)
}

func newClientFor(socket string) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			if n, _ := ctx.Value(networkKey{}).(string); n == "unix" { // want `the condition n == "unix"`
				return new(net.Dialer).DialContext(ctx, "unix", socket)
			}
			return new(net.Dialer).DialContext(ctx, network, addr)
		},
	}}
}
