package knowledge

import "go/types"

// Fails reports whether fn, which is given a context, fails at once when that
// context is over, or makes something that does nothing but fail.
func Fails(fn *types.Func) bool { return fails[FullName(fn)] }

var fails = set(
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
