// Package realbugs has the shapes of bugs that were found and fixed in public
// projects, each with the shape of its fix.
package realbugs

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"ctxvalue/realbugs/api"
	"ctxvalue/realbugs/trace"
)

// docker/compose 7f668bd: a mode in the context, and what it switches.

type service struct{ dryRun bool }

func (s *service) dryRunMode(ctx context.Context, dryRun bool) (context.Context, error) {
	s.dryRun = dryRun
	return context.WithValue(ctx, api.DryRunKey{}, dryRun), nil // want `context.WithValue puts dryRun, a bool, into the context under the key api.DryRunKey\{\}`
}

func (s *service) up(ctx context.Context) error {
	if dry, _ := ctx.Value(api.DryRunKey{}).(bool); dry { // want `the condition dry`
		return nil
	}
	return s.start(ctx)
}

func (s *service) fixedDryRunMode(dryRun bool) { s.dryRun = dryRun }

func (s *service) fixedUp(ctx context.Context) error {
	if s.dryRun {
		return nil
	}
	return s.start(ctx)
}

func (s *service) start(context.Context) error { return nil }

// rclone 29fd894: a helper hides the lookup that decides who needs to say who
// he is.

type ctxKey int

const (
	ctxKeyUnixSock ctxKey = iota
	ctxKeyUser
)

func isUnixSocket(r *http.Request) bool {
	v, _ := r.Context().Value(ctxKeyUnixSock).(bool)
	return v
}

func basicAuth(next http.Handler, check func(*http.Request) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isUnixSocket(r) { // want `the condition isUnixSocket\(r\) comes from a context through isUnixSocket and decides what runs`
			next.ServeHTTP(w, r)
			return
		}
		user := check(r)
		if user == "" {
			http.Error(w, "who?", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), ctxKeyUser, user)))
	})
}

func fixedAuth(next http.Handler, check func(*http.Request) string, unix bool) http.Handler {
	if unix {
		return next
	}
	return basicAuth(next, check)
}

// etcd f649132: parameters, under names that anybody may use.

func withRoot(ctx context.Context, prefix string) (string, error) {
	ctx = context.WithValue(ctx, "index", uint64(0))    // want `the key "index" of context.WithValue is a string`
	ctx = context.WithValue(ctx, "simpleToken", prefix) // want `the key "simpleToken"`
	return assign(ctx, "root")
}

func assign(ctx context.Context, name string) (string, error) {
	index := ctx.Value("index").(uint64)       // want `the key "index" of Value is a string`
	token := ctx.Value("simpleToken").(string) // want `the key "simpleToken" of Value is a string`
	return fmt.Sprintf("%s.%d", token, index), nil
}

type (
	indexKey struct{}
	tokenKey struct{}
)

func fixedWithRoot(ctx context.Context, prefix string) (string, error) {
	ctx = context.WithValue(ctx, indexKey{}, uint64(0))
	ctx = context.WithValue(ctx, tokenKey{}, prefix)
	return fixedAssign(ctx, "root")
}

func fixedAssign(ctx context.Context, name string) (string, error) {
	index := ctx.Value(indexKey{}).(uint64)
	token := ctx.Value(tokenKey{}).(string)
	return fmt.Sprintf("%s.%d", token, index), nil
}

// etcd 1d6ef83, 57aa68a, 9c3edfa: a literal, then a constant without a type.

func rangeOver(ctx context.Context, t *trace.Trace) {
	ctx = context.WithValue(ctx, trace.TraceKey, t) // want `the key trace.TraceKey of context.WithValue is a string`
	_, t = trace.GetOrCreate(ctx, "range")
	t.Step("done")
}

type traceKey struct{}

func fixedRange(ctx context.Context, t *trace.Trace) {
	ctx = context.WithValue(ctx, traceKey{}, t)
	if t, ok := ctx.Value(traceKey{}).(*trace.Trace); ok {
		t.Step("done")
	}
}

// hashicorp/terraform 8a1089a: keys that are counted, without a type.

const (
	provInvalid int = iota
	ProvConnDataKey
	ProvConfigDataKey
)

type provKey int

const (
	typedInvalid provKey = iota
	TypedConnDataKey
)

func apply(ctx context.Context, conn, config map[string]string) {
	ctx = context.WithValue(ctx, ProvConnDataKey, conn)     // want `the key ProvConnDataKey of context.WithValue is an int`
	ctx = context.WithValue(ctx, ProvConfigDataKey, config) // want `the key ProvConfigDataKey of context.WithValue is an int`
	ctx = context.WithValue(ctx, TypedConnDataKey, conn)
	_ = ctx.Value(TypedConnDataKey)
}

// ipfs/kubo 6bf2920, 58c9de9, bcaacdd, 2d138b0: parameters, a channel among
// them, under literal keys.

type request struct{ Context context.Context }

func preRun(req *request) {
	sizes := make(chan int64, 1)
	req.Context = context.WithValue(req.Context, "size", sizes) // want `the key "size" of context.WithValue is a string` `puts sizes, a channel, into the context under the key "size"`
}

func publish(ctx context.Context, ttl *time.Duration) {
	if ttl != nil {
		ctx = context.WithValue(ctx, "ipns-publish-ttl", *ttl) // want `the key "ipns-publish-ttl" of context.WithValue is a string`
	}
	_ = ctx
}

func withHostname(r *http.Request, hostname string) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), "gw-hostname", hostname)) // want `the key "gw-hostname" of context.WithValue is a string`
}

type progress struct{ total int }

func (p *progress) derive(ctx context.Context) context.Context {
	return context.WithValue(ctx, "progress", p) // want `the key "progress" of context.WithValue is a string`
}

type hostnameKey struct{}

func fixedHostname(r *http.Request, hostname string) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), hostnameKey{}, hostname))
}

// syncthing 724c354: the id of a request.

type requestID int64

func handle(w http.ResponseWriter, r *http.Request) {
	id := requestID(7)
	ctx := context.WithValue(r.Context(), "id", id) // want `the key "id" of context.WithValue is a string, .* such as type idKey struct\{\}`
	fixed := context.WithValue(ctx, ctxKeyUser, id)
	_ = fixed
}
