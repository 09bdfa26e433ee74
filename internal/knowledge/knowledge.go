// Package knowledge holds what is known about the standard library and about
// well-known modules, whose bodies ctxlint does not look at: what never
// returns, what blocks, what takes nil, what has a sibling with a context.
//
// Functions are named as [types.Func.FullName] names them, except that
// golang.org/x/net/context is written context.
package knowledge

//go:generate go run gen_std.go

import (
	"go/types"
	"strings"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// IsStd reports whether path is a package of the standard library, of any
// file of it, commands included.
func IsStd(path string) bool {
	return stdPackages[path] || strings.HasPrefix(path, "vendor/") || strings.HasPrefix(path, "cmd/")
}

// FullName returns the name by which settings and the tables know fn, or "",
// which none lists, if fn is nil: a literal or a function value is called.
func FullName(fn *types.Func) string {
	if fn == nil {
		return ""
	}
	fn = fn.Origin()
	pkg := ctxtype.Path(fn.Pkg())
	recv := fn.Signature().Recv()
	if recv == nil {
		return pkg + "." + fn.Name()
	}
	t := types.Unalias(recv.Type())
	star := ""
	if p, ok := t.(*types.Pointer); ok {
		star, t = "*", types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		return "(" + star + pkg + "." + n.Obj().Name() + ")." + fn.Name()
	}
	return fn.FullName()
}

// Known reports whether some table lists fn, so that what its body seems to
// do, for example in a stub, does not count.
func Known(fn *types.Func) bool {
	if fn.Pkg() == nil {
		return false
	}
	name := listedName(fn)
	for _, lists := range tables {
		if lists(name) {
			return true
		}
	}
	return false
}

// tables say of a full name whether they list it.
var tables = []func(string) bool{
	func(name string) bool { return neverReturns[name] },
	func(name string) bool { return derives[name] },
	func(name string) bool { return fails[name] },
	func(name string) bool { return blocking[name].Kind != NotKnown },
	func(name string) bool { return spawns[name] },
	func(name string) bool { _, ok := callsEach[name]; return ok },
	func(name string) bool {
		return limits[name] != nil || converts[name] || moves[name] || fresh[name] || observes[name]
	},
	func(name string) bool {
		_, ok := siblings[name]
		return ok || noSiblings[name] || needsForCall[name] || runsUntilDone[name]
	},
	func(name string) bool { return callsOnce[name] },
	func(name string) bool { return takesNil[name] || panicsOnNil[name] || makesError[name] },
}

// NeverReturns reports whether a call of fn never returns: it ends the
// process or the goroutine, or panics.
func NeverReturns(fn *types.Func) bool { return neverReturns[listedName(fn)] }

var neverReturns = set(
	"os.Exit",
	"syscall.Exit",
	"syscall.ExitProcess",
	"runtime.Goexit",
	"log.Fatal", "log.Fatalf", "log.Fatalln",
	"log.Panic", "log.Panicf", "log.Panicln",
	"(*log.Logger).Fatal", "(*log.Logger).Fatalf", "(*log.Logger).Fatalln",
	"(*log.Logger).Panic", "(*log.Logger).Panicf", "(*log.Logger).Panicln",
	"(*testing.common).Fatal", "(*testing.common).Fatalf", "(*testing.common).FailNow",
	"(*testing.common).Skip", "(*testing.common).Skipf", "(*testing.common).SkipNow",
	"(testing.TB).Fatal", "(testing.TB).Fatalf", "(testing.TB).FailNow",
	"(testing.TB).Skip", "(testing.TB).Skipf", "(testing.TB).SkipNow",

	"(*go.uber.org/zap.Logger).Fatal", "(*go.uber.org/zap.Logger).Panic",
	"(*go.uber.org/zap.SugaredLogger).Fatal", "(*go.uber.org/zap.SugaredLogger).Fatalf",
	"(*go.uber.org/zap.SugaredLogger).Fatalw", "(*go.uber.org/zap.SugaredLogger).Fatalln",
	"(*go.uber.org/zap.SugaredLogger).Panic", "(*go.uber.org/zap.SugaredLogger).Panicf",
	"(*go.uber.org/zap.SugaredLogger).Panicw", "(*go.uber.org/zap.SugaredLogger).Panicln",

	"github.com/sirupsen/logrus.Fatal", "github.com/sirupsen/logrus.Fatalf", "github.com/sirupsen/logrus.Fatalln",
	"github.com/sirupsen/logrus.Panic", "github.com/sirupsen/logrus.Panicf", "github.com/sirupsen/logrus.Panicln",
	"github.com/sirupsen/logrus.Exit",
	"(*github.com/sirupsen/logrus.Logger).Fatal", "(*github.com/sirupsen/logrus.Logger).Fatalf",
	"(*github.com/sirupsen/logrus.Logger).Fatalln", "(*github.com/sirupsen/logrus.Logger).Exit",
	"(*github.com/sirupsen/logrus.Logger).Panic", "(*github.com/sirupsen/logrus.Logger).Panicf",
	"(*github.com/sirupsen/logrus.Logger).Panicln",
	"(*github.com/sirupsen/logrus.Entry).Fatal", "(*github.com/sirupsen/logrus.Entry).Fatalf",
	"(*github.com/sirupsen/logrus.Entry).Fatalln",
	"(*github.com/sirupsen/logrus.Entry).Panic", "(*github.com/sirupsen/logrus.Entry).Panicf",
	"(*github.com/sirupsen/logrus.Entry).Panicln",

	"k8s.io/klog.Exit", "k8s.io/klog.ExitDepth", "k8s.io/klog.Exitf", "k8s.io/klog.Exitln",
	"k8s.io/klog.Fatal", "k8s.io/klog.FatalDepth", "k8s.io/klog.Fatalf", "k8s.io/klog.Fatalln",
	"k8s.io/klog/v2.Exit", "k8s.io/klog/v2.ExitDepth", "k8s.io/klog/v2.Exitf", "k8s.io/klog/v2.Exitln",
	"k8s.io/klog/v2.Fatal", "k8s.io/klog/v2.FatalDepth", "k8s.io/klog/v2.Fatalf", "k8s.io/klog/v2.Fatalln",
	"k8s.io/klog/v2.FlushAndExit",

	"github.com/stretchr/testify/require.FailNow", "github.com/stretchr/testify/require.Fail",
	"(*github.com/stretchr/testify/require.Assertions).FailNow", "(*github.com/stretchr/testify/require.Assertions).Fail",

	"github.com/onsi/ginkgo.Fail", "github.com/onsi/ginkgo.Skip",
	"github.com/onsi/ginkgo/v2.Fail", "github.com/onsi/ginkgo/v2.Skip", "github.com/onsi/ginkgo/v2.AbortSuite",
	"github.com/bsm/ginkgo/v2.Fail", "github.com/bsm/ginkgo/v2.Skip",

	"github.com/golang/glog.Exit", "github.com/golang/glog.Exitf", "github.com/golang/glog.Exitln",
	"github.com/golang/glog.Fatal", "github.com/golang/glog.Fatalf", "github.com/golang/glog.Fatalln",
	"google.golang.org/grpc/grpclog.Fatal", "google.golang.org/grpc/grpclog.Fatalf", "google.golang.org/grpc/grpclog.Fatalln",
	"google.golang.org/grpc/grpclog.Exit", "google.golang.org/grpc/grpclog.Exitf",
)

// Derives reports whether fn, beside the functions of package context,
// returns a context made from the context among its parameters.
func Derives(fn *types.Func) bool { return derives[listedName(fn)] }

var derives = set(
	"golang.org/x/sync/errgroup.WithContext",
	"google.golang.org/grpc/metadata.NewOutgoingContext",
	"google.golang.org/grpc/metadata.NewIncomingContext",
	"google.golang.org/grpc/metadata.AppendToOutgoingContext",
	"google.golang.org/grpc/peer.NewContext",
	"go.opentelemetry.io/otel/baggage.ContextWithBaggage",
	"go.opentelemetry.io/otel/trace.ContextWithSpan",
	"go.opentelemetry.io/otel/trace.ContextWithSpanContext",
	"go.opentelemetry.io/otel/trace.ContextWithRemoteSpanContext",
	"(go.opentelemetry.io/otel/trace.Tracer).Start",
	"go.opencensus.io/trace.StartSpan",
	"github.com/opentracing/opentracing-go.ContextWithSpan",
	"github.com/opentracing/opentracing-go.StartSpanFromContext",
	"k8s.io/klog/v2.NewContext",
	"sigs.k8s.io/controller-runtime/pkg/log.IntoContext",
	"github.com/go-logr/logr.NewContext",
	"github.com/go-logr/logr.NewContextWithSlogLogger",
	"runtime/pprof.WithLabels",
	"runtime/trace.NewTask",
	"net/http/httptrace.WithClientTrace",
	"(go.opentelemetry.io/otel/propagation.TextMapPropagator).Extract",
	"go.opencensus.io/trace.NewContext",
	"go.opencensus.io/tag.New",
	"go.opencensus.io/tag.NewContext",
	"gopkg.in/DataDog/dd-trace-go.v1/ddtrace/tracer.StartSpanFromContext",
	"gopkg.in/DataDog/dd-trace-go.v1/ddtrace/tracer.ContextWithSpan",
	"github.com/newrelic/go-agent/v3/newrelic.NewContext",
	"github.com/getsentry/sentry-go.SetHubOnContext",
	"(github.com/rs/zerolog.Logger).WithContext",
	"(*github.com/rs/zerolog.Logger).WithContext",
	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/logging.InjectFields",
	"github.com/containerd/log.WithLogger",
	"knative.dev/pkg/logging.WithLogger",
	"github.com/weaveworks/common/user.InjectOrgID",
	"github.com/weaveworks/common/user.InjectUserID",
	"github.com/grafana/dskit/user.InjectOrgID",
	"github.com/grafana/dskit/user.InjectUserID",
)

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return table(m)
}

// table returns m, a table whose keys are full names, after making them known
// to listedName.
func table[V any](m map[string]V) map[string]V {
	for name := range m {
		lastNames[name[strings.LastIndexByte(name, '.')+1:]] = true
	}
	return m
}

// lastNames are the names in the tables without what stands before them.
var lastNames = make(map[string]bool)

// listedName returns the full name of fn, or "" if no table can have it: most
// functions that somebody asks about are in none, and to put a name together
// costs more than to look at its last part.
func listedName(fn *types.Func) string {
	if fn == nil || !lastNames[fn.Name()] {
		return ""
	}
	return FullName(fn)
}

// Prints reports whether fn only formats or prints what it is given.
func Prints(fn *types.Func) bool {
	switch ctxtype.Path(fn.Pkg()) {
	case "fmt", "log", "log/slog", "github.com/sirupsen/logrus", "go.uber.org/zap", "k8s.io/klog/v2":
		return true
	case "testing":
		return strings.HasPrefix(fn.Name(), "Log") || strings.HasPrefix(fn.Name(), "Error")
	}
	return false
}
