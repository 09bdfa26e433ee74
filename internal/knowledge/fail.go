package knowledge

import (
	"go/types"
	"strings"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// Fails reports whether fn, which is given a context, fails at once when that
// context is over, or makes something that does nothing but fail.
func Fails(fn *types.Func) bool { return fails[listedName(fn)] || isRequest(fn) }

// isRequest reports whether fn asks a server for something, as the generated
// clients of gRPC do and the exported functions of well-known clients whose
// first parameter is a context and which may return an error.
func isRequest(fn *types.Func) bool {
	sig := fn.Signature()
	params, results := sig.Params(), sig.Results()
	if params.Len() == 0 || !ctxtype.IsContext(params.At(0).Type()) || results.Len() == 0 {
		return false
	}
	if sig.Variadic() {
		last := params.At(params.Len() - 1).Type().(*types.Slice)
		if ctxtype.IsNamed(last.Elem(), "google.golang.org/grpc", "CallOption") {
			return true
		}
	}
	if !fn.Exported() || fn.Name() == "Close" || !ctxtype.IsError(results.At(results.Len()-1).Type()) {
		return false
	}
	for path := ctxtype.Path(fn.Pkg()); path != ""; path = parent(path) {
		if clients[path] {
			return true
		}
	}
	return false
}

// parent returns the import path above path, or "".
func parent(path string) string { return path[:max(0, strings.LastIndexByte(path, '/'))] }

// clients are packages, with those below them, whose functions talk to a
// server.
var clients = set(
	"cloud.google.com/go/bigquery", "cloud.google.com/go/datastore", "cloud.google.com/go/firestore",
	"cloud.google.com/go/pubsub", "cloud.google.com/go/spanner", "cloud.google.com/go/storage",
	"github.com/Azure/azure-sdk-for-go/sdk/storage",
	"github.com/aws/aws-sdk-go-v2/service",
	"github.com/docker/docker/client", "github.com/moby/moby/client",
	"github.com/jackc/pgx/v4", "github.com/jackc/pgx/v5",
	"github.com/jmoiron/sqlx",
	"github.com/minio/minio-go/v7",
	"github.com/segmentio/kafka-go",
	"go.mongodb.org/mongo-driver/mongo", "go.mongodb.org/mongo-driver/v2/mongo",
	"k8s.io/client-go/dynamic", "k8s.io/client-go/kubernetes", "k8s.io/client-go/metadata",
)

var fails = set(
	"golang.org/x/sync/errgroup.WithContext",
	"(*golang.org/x/sync/semaphore.Weighted).Acquire",
	"(*golang.org/x/time/rate.Limiter).Wait", "(*golang.org/x/time/rate.Limiter).WaitN",
	"k8s.io/apimachinery/pkg/util/wait.PollUntilContextCancel", "k8s.io/apimachinery/pkg/util/wait.PollUntilContextTimeout",
	"net/http.NewRequestWithContext",
	"(*net/http.Server).Shutdown",
	"os/exec.CommandContext",
	"(*net.Dialer).DialContext",
	"(*crypto/tls.Dialer).DialContext",
	"(*crypto/tls.Conn).HandshakeContext",
	"(*net.Resolver).LookupAddr", "(*net.Resolver).LookupCNAME", "(*net.Resolver).LookupHost",
	"(*net.Resolver).LookupIP", "(*net.Resolver).LookupIPAddr", "(*net.Resolver).LookupMX",
	"(*net.Resolver).LookupNS", "(*net.Resolver).LookupNetIP", "(*net.Resolver).LookupSRV",
	"(*net.Resolver).LookupTXT",
	"(*database/sql.DB).BeginTx", "(*database/sql.DB).Conn", "(*database/sql.DB).ExecContext",
	"(*database/sql.DB).PingContext", "(*database/sql.DB).PrepareContext",
	"(*database/sql.DB).QueryContext", "(*database/sql.DB).QueryRowContext",
	"(*database/sql.Conn).BeginTx", "(*database/sql.Conn).ExecContext", "(*database/sql.Conn).PingContext",
	"(*database/sql.Conn).PrepareContext", "(*database/sql.Conn).QueryContext", "(*database/sql.Conn).QueryRowContext",
	"(*database/sql.Tx).ExecContext", "(*database/sql.Tx).PrepareContext",
	"(*database/sql.Tx).QueryContext", "(*database/sql.Tx).QueryRowContext",
	"(*database/sql.Stmt).ExecContext", "(*database/sql.Stmt).QueryContext", "(*database/sql.Stmt).QueryRowContext",

	"(*google.golang.org/grpc.ClientConn).Invoke", "(*google.golang.org/grpc.ClientConn).NewStream",
	"(google.golang.org/grpc.ClientConnInterface).Invoke", "(google.golang.org/grpc.ClientConnInterface).NewStream",
	"(go.etcd.io/etcd/client/v3.KV).Put", "(go.etcd.io/etcd/client/v3.KV).Get",
	"(go.etcd.io/etcd/client/v3.KV).Delete", "(go.etcd.io/etcd/client/v3.KV).Do",
	"(go.etcd.io/etcd/client/v3.Lease).Grant", "(go.etcd.io/etcd/client/v3.Lease).Revoke",
	"(*github.com/jackc/pgx/v5.Conn).Exec", "(*github.com/jackc/pgx/v5.Conn).Query",
	"(*github.com/jackc/pgx/v5.Conn).QueryRow", "(*github.com/jackc/pgx/v5.Conn).Begin",
	"(*github.com/jackc/pgx/v5/pgxpool.Pool).Exec", "(*github.com/jackc/pgx/v5/pgxpool.Pool).Query",
	"(*github.com/jackc/pgx/v5/pgxpool.Pool).QueryRow", "(*github.com/jackc/pgx/v5/pgxpool.Pool).Begin",
	"(*github.com/jackc/pgx/v5/pgxpool.Pool).Acquire", "(*github.com/jackc/pgx/v5/pgxpool.Pool).Ping",
	"(go.opentelemetry.io/otel/sdk/trace.SpanExporter).Shutdown",
	"(*go.opentelemetry.io/otel/sdk/trace.TracerProvider).Shutdown",
	"(*go.opentelemetry.io/otel/sdk/trace.TracerProvider).ForceFlush",
	"(*go.opentelemetry.io/otel/sdk/metric.MeterProvider).Shutdown",
	"(sigs.k8s.io/controller-runtime/pkg/client.Reader).Get",
	"(sigs.k8s.io/controller-runtime/pkg/client.Reader).List",
	"(sigs.k8s.io/controller-runtime/pkg/client.Writer).Create",
	"(sigs.k8s.io/controller-runtime/pkg/client.Writer).Update",
	"(sigs.k8s.io/controller-runtime/pkg/client.Writer).Patch",
	"(sigs.k8s.io/controller-runtime/pkg/client.Writer).Delete",
)

// Bound reports whether a value of the named type, which a call made with a
// context, is of no use once that context is over.
func Bound(obj *types.TypeName) bool {
	return obj.Pkg() != nil && bound[obj.Pkg().Path()+"."+obj.Name()]
}

var bound = set(
	"net/http.Response",
	"net/http.Request",
	"database/sql.Rows",
	"database/sql.Row",
	"database/sql.Tx",
	"os/exec.Cmd",
	"github.com/jackc/pgx/v5.Rows",
	"github.com/jackc/pgx/v5.Row",
	"google.golang.org/grpc.ClientStream",
)
