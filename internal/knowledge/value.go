package knowledge

import (
	"go/types"
	"strings"
	"unicode"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// Limits returns the parameters of fn, a receiver being number 0, that bound
// what it does: a timeout, a size, a number of tries or of helpers.
func Limits(fn *types.Func) []int { return limits[listedName(fn)] }

var limits = table(map[string][]int{
	"context.WithTimeout":       {1},
	"context.WithTimeoutCause":  {1},
	"context.WithDeadline":      {1},
	"context.WithDeadlineCause": {1},

	"time.After":           {0},
	"time.AfterFunc":       {0},
	"time.NewTicker":       {0},
	"time.NewTimer":        {0},
	"time.Sleep":           {0},
	"time.Tick":            {0},
	"(*time.Ticker).Reset": {1},
	"(*time.Timer).Reset":  {1},

	"(*bufio.Scanner).Buffer":    {2},
	"io.CopyN":                   {2},
	"io.LimitReader":             {1},
	"io.NewSectionReader":        {3},
	"net.DialTimeout":            {2},
	"net/http.MaxBytesHandler":   {1},
	"net/http.MaxBytesReader":    {2},
	"net/http.TimeoutHandler":    {1},
	"runtime.GOMAXPROCS":         {0},
	"(net.Conn).SetDeadline":     {1},
	"(net.Conn).SetReadDeadline": {1}, "(net.Conn).SetWriteDeadline": {1},
	"(*net.conn).SetDeadline": {1}, "(*net.conn).SetReadDeadline": {1}, "(*net.conn).SetWriteDeadline": {1},
	"(*crypto/tls.Conn).SetDeadline": {1}, "(*crypto/tls.Conn).SetReadDeadline": {1}, "(*crypto/tls.Conn).SetWriteDeadline": {1},
	"(*net/http.ResponseController).SetReadDeadline": {1}, "(*net/http.ResponseController).SetWriteDeadline": {1},
	"(*database/sql.DB).SetConnMaxIdleTime": {1}, "(*database/sql.DB).SetConnMaxLifetime": {1},
	"(*database/sql.DB).SetMaxIdleConns": {1}, "(*database/sql.DB).SetMaxOpenConns": {1},

	"(*golang.org/x/sync/errgroup.Group).SetLimit": {1},
	"golang.org/x/sync/semaphore.NewWeighted":      {0},
	"golang.org/x/time/rate.NewLimiter":            {0, 1},
	"golang.org/x/time/rate.Every":                 {0},
	"(*golang.org/x/time/rate.Limiter).SetBurst":   {1},
	"(*golang.org/x/time/rate.Limiter).SetLimit":   {1},

	"github.com/avast/retry-go.Attempts": {0}, "github.com/avast/retry-go.Delay": {0},
	"github.com/avast/retry-go/v4.Attempts": {0}, "github.com/avast/retry-go/v4.Delay": {0},
	"github.com/cenkalti/backoff.WithMaxRetries": {1}, "github.com/cenkalti/backoff/v4.WithMaxRetries": {1},
	"github.com/cenkalti/backoff/v5.WithMaxTries": {0}, "github.com/cenkalti/backoff/v5.WithMaxElapsedTime": {0},
	"github.com/sethvargo/go-retry.WithMaxRetries": {0}, "github.com/sethvargo/go-retry.WithMaxDuration": {0},
	"k8s.io/apimachinery/pkg/util/wait.PollUntilContextTimeout": {1, 2},
	"k8s.io/apimachinery/pkg/util/wait.PollUntilContextCancel":  {1},
})

// IsLimitField reports whether a field of the named struct type t bounds what
// is done with it.
func IsLimitField(t types.Type, field string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return false
	}
	return limitFields[ctxtype.Path(n.Obj().Pkg())+"."+n.Obj().Name()+"."+field]
}

var limitFields = set(
	"io.LimitedReader.N",
	"net.Dialer.Timeout", "net.Dialer.Deadline", "net.Dialer.KeepAlive",
	"net/http.Client.Timeout",
	"net/http.Server.ReadTimeout", "net/http.Server.ReadHeaderTimeout", "net/http.Server.WriteTimeout",
	"net/http.Server.IdleTimeout", "net/http.Server.MaxHeaderBytes",
	"net/http.Transport.TLSHandshakeTimeout", "net/http.Transport.IdleConnTimeout",
	"net/http.Transport.ResponseHeaderTimeout", "net/http.Transport.ExpectContinueTimeout",
	"net/http.Transport.MaxIdleConns", "net/http.Transport.MaxIdleConnsPerHost", "net/http.Transport.MaxConnsPerHost",
	"os/exec.Cmd.WaitDelay",
)

// Converts reports whether the first result of fn is its argument i, a
// receiver being number 0, in another form, as the number that a text stands
// for or the time that a duration leads to.
func Converts(fn *types.Func, i int) bool {
	name := listedName(fn)
	return i == 0 && converts[name] || moves[name] && (i == 0 || i == 1)
}

var converts = set(
	"strconv.Atoi", "strconv.ParseBool", "strconv.ParseFloat", "strconv.ParseInt", "strconv.ParseUint",
	"strings.ToLower", "strings.ToUpper", "strings.TrimSpace",
	"time.ParseDuration",
	"(time.Duration).Round", "(time.Duration).Truncate", "(time.Duration).Abs",
)

// moves are those whose result is made of both their arguments.
var moves = set("(time.Time).Add")

// Fresh reports whether each call of fn returns a value that equals no
// earlier one.
func Fresh(fn *types.Func) bool { return fresh[listedName(fn)] }

var fresh = set(
	"container/list.New",
	"errors.New",
	"fmt.Errorf",
)

// Observes reports whether fn only logs, traces or counts, so that leaving a
// call of it out changes nothing that the program does: a function of a
// library for that, or one that has the form and the name that loggers and
// counters have, whoever wrote them.
func Observes(fn *types.Func) bool {
	if IsObservability(fn.Pkg()) || observes[listedName(fn)] {
		return true
	}
	switch ctxtype.Path(fn.Pkg()) {
	case "sync/atomic":
		return strings.HasPrefix(fn.Name(), "Add")
	case "testing": // that a test fails is all that it says
		return true
	}
	sig := fn.Signature()
	if sig.Variadic() {
		last := sig.Params().At(sig.Params().Len() - 1).Type().(*types.Slice)
		i, ok := last.Elem().Underlying().(*types.Interface)
		return ok && i.Empty() && logs[strings.ToLower(fn.Name())]
	}
	return sig.Recv() != nil && sig.Results().Len() == 0 && counts[fn.Name()]
}

var observes = set(
	"fmt.Print", "fmt.Printf", "fmt.Println",
	"runtime/debug.PrintStack",
)

// logs are the names, in lower case, of functions with a last parameter
// ...any that write a line of a log.
var logs = func() map[string]bool {
	m := set("log", "logf", "logln", "print", "printf", "println")
	for _, level := range []string{"debug", "error", "info", "notice", "trace", "verbose", "warn", "warning"} {
		for _, form := range []string{"", "context", "ctx", "f", "ln", "s", "w"} {
			m[level+form] = true
			m["log"+level+form] = true
		}
	}
	return m
}()

// counts are the names of methods without results that change a metric.
var counts = set("Dec", "Inc", "Incr", "Observe", "ObserveDuration")

// IsObservability reports whether pkg is a package for logs, traces or
// metrics, or one below it.
func IsObservability(pkg *types.Package) bool {
	for path := ctxtype.Path(pkg); path != ""; path = parent(path) {
		if observability[path] {
			return true
		}
	}
	return false
}

var observability = set(
	"expvar", "log", "runtime/trace",
	"github.com/DataDog/datadog-go", "github.com/DataDog/dd-trace-go",
	"github.com/apex/log",
	"github.com/armon/go-metrics", "github.com/hashicorp/go-metrics", "github.com/rcrowley/go-metrics",
	"github.com/go-kit/kit/log", "github.com/go-kit/log", "github.com/go-kit/kit/metrics",
	"github.com/go-logr",
	"github.com/golang/glog",
	"github.com/hashicorp/go-hclog",
	"github.com/inconshreveable/log15",
	"github.com/opentracing/opentracing-go",
	"github.com/prometheus/client_golang",
	"github.com/rs/zerolog",
	"github.com/sirupsen/logrus",
	"github.com/uber-go/tally", "github.com/uber/jaeger-client-go",
	"go.opencensus.io",
	"go.opentelemetry.io/otel",
	"go.uber.org/zap",
	"golang.org/x/net/trace",
	"google.golang.org/grpc/grpclog",
	"gopkg.in/DataDog/dd-trace-go.v1",
	"k8s.io/klog",
	"sigs.k8s.io/controller-runtime/pkg/log", "sigs.k8s.io/controller-runtime/pkg/metrics",
)

// IsHandle reports whether values of type t are tools and no data: locks and
// their kin, connections, clients, files.
func IsHandle(t types.Type) bool {
	base := ctxtype.Deref(t)
	switch n, ok := types.Unalias(base).(*types.Named); {
	case !ok:
		return false
	case ctxtype.Path(n.Obj().Pkg()) == "sync":
		return true
	}
	return ctxtype.IsNamed(base, "database/sql", "DB", "Conn", "Stmt") ||
		ctxtype.IsNamed(base, "net/http", "Client", "Transport") ||
		ctxtype.IsNamed(base, "net", "Conn", "Listener", "TCPConn", "UDPConn", "UnixConn", "TCPListener", "UnixListener") ||
		ctxtype.IsNamed(base, "crypto/tls", "Conn") ||
		ctxtype.IsNamed(base, "os", "File")
}

// IsOptions reports whether t is a set of options: a struct whose name says
// so, or that holds nothing but switches, or a list of functional options.
func IsOptions(t types.Type) bool {
	if s, ok := t.Underlying().(*types.Slice); ok {
		n, ok := types.Unalias(s.Elem()).(*types.Named)
		return ok && optionWord(n.Obj().Name())
	}
	base := ctxtype.Deref(t)
	s, ok := base.Underlying().(*types.Struct)
	if !ok || s.NumFields() == 0 {
		return false
	}
	if n, ok := types.Unalias(base).(*types.Named); ok {
		switch name := n.Obj().Name(); {
		case optionWord(name):
			return true
		case IsMetadataName(name):
			return false
		}
	}
	for f := range s.Fields() {
		if b, ok := f.Type().Underlying().(*types.Basic); !ok || b.Kind() != types.Bool {
			return false
		}
	}
	return true
}

// optionWord reports whether name ends in one of the words by which Go
// programmers call options.
func optionWord(name string) bool {
	name = strings.ToLower(name)
	for _, w := range []string{"option", "options", "opts", "opt", "config", "settings", "params", "flags"} {
		if strings.HasSuffix(name, w) {
			return true
		}
	}
	return false
}

// IsMetadataName reports whether a word in name, of a key, a type or a
// function, speaks of what belongs to a request: who asks, in which trace, in
// which transaction. It is only ever a reason for silence.
func IsMetadataName(name string) bool {
	start := 0
	lower := false
	for i, r := range name {
		if unicode.IsUpper(r) && lower || r == '_' {
			if metadata[strings.ToLower(strings.Trim(name[start:i], "_"))] {
				return true
			}
			start = i
		}
		lower = unicode.IsLower(r)
	}
	return metadata[strings.ToLower(strings.Trim(name[start:], "_"))]
}

var metadata = set(
	"account", "actor", "agent", "auth", "authz", "caller", "claim", "claims", "client", "correlation", "credential", "credentials",
	"deployment", "identity", "ip", "lang", "language", "locale", "log", "logger", "metadata", "namespace", "org", "organization",
	"peer", "principal", "project", "request", "req", "role", "roles", "scope", "scopes", "session", "span", "subject", "tenant", "timezone",
	"token", "trace", "traceparent", "tracer", "tracing", "transaction", "tx", "user", "username",
)
