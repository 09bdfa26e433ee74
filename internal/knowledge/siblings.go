package knowledge

import (
	"go/types"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// Siblings returns the functions that do with a context what fn does without
// one, where neither its name nor its signature tells; nil if there are none.
// Several are to be used together.
func Siblings(fn *types.Func) []string {
	name := listedName(fn)
	if s, ok := siblings[name]; ok {
		return s
	}
	if s := blocking[name].Sibling; s != "" && IsStd(ctxtype.Path(fn.Pkg())) {
		return []string{s}
	}
	return nil
}

// siblings are those that the table of blocking functions does not tell, or
// tells only with other means: an option, a stop channel, another object.
var siblings = table(map[string][]string{
	// A command has its context from where it was made.
	"(*os/exec.Cmd).Run":            nil,
	"(*os/exec.Cmd).Output":         nil,
	"(*os/exec.Cmd).CombinedOutput": nil,
	"(*os/exec.Cmd).Wait":           nil,

	"net/http.Get":                {"net/http.NewRequestWithContext", "(*net/http.Client).Do"},
	"net/http.Head":               {"net/http.NewRequestWithContext", "(*net/http.Client).Do"},
	"net/http.Post":               {"net/http.NewRequestWithContext", "(*net/http.Client).Do"},
	"net/http.PostForm":           {"net/http.NewRequestWithContext", "(*net/http.Client).Do"},
	"(*net/http.Client).Get":      {"net/http.NewRequestWithContext", "(*net/http.Client).Do"},
	"(*net/http.Client).Head":     {"net/http.NewRequestWithContext", "(*net/http.Client).Do"},
	"(*net/http.Client).Post":     {"net/http.NewRequestWithContext", "(*net/http.Client).Do"},
	"(*net/http.Client).PostForm": {"net/http.NewRequestWithContext", "(*net/http.Client).Do"},

	"net.DialTCP":  {"(*net.Dialer).DialContext"},
	"net.DialUDP":  {"(*net.Dialer).DialContext"},
	"net.DialIP":   {"(*net.Dialer).DialContext"},
	"net.DialUnix": {"(*net.Dialer).DialContext"},

	"github.com/jmoiron/sqlx.Get":             {"github.com/jmoiron/sqlx.GetContext"},
	"github.com/jmoiron/sqlx.Select":          {"github.com/jmoiron/sqlx.SelectContext"},
	"github.com/jmoiron/sqlx.MustExec":        {"github.com/jmoiron/sqlx.MustExecContext"},
	"github.com/jmoiron/sqlx.NamedExec":       {"github.com/jmoiron/sqlx.NamedExecContext"},
	"github.com/jmoiron/sqlx.NamedQuery":      {"github.com/jmoiron/sqlx.NamedQueryContext"},
	"github.com/jmoiron/sqlx.Preparex":        {"github.com/jmoiron/sqlx.PreparexContext"},
	"(*github.com/jmoiron/sqlx.DB).Beginx":    {"(*github.com/jmoiron/sqlx.DB).BeginTxx"},
	"(*github.com/jmoiron/sqlx.DB).MustBegin": {"(*github.com/jmoiron/sqlx.DB).MustBeginTx"},

	"(*github.com/nats-io/nats.go.Conn).Request":         {"(*github.com/nats-io/nats.go.Conn).RequestWithContext"},
	"(*github.com/nats-io/nats.go.Conn).RequestMsg":      {"(*github.com/nats-io/nats.go.Conn).RequestMsgWithContext"},
	"(*github.com/nats-io/nats.go.Subscription).NextMsg": {"(*github.com/nats-io/nats.go.Subscription).NextMsgWithContext"},

	"k8s.io/apimachinery/pkg/util/wait.Poll":                  {"k8s.io/apimachinery/pkg/util/wait.PollUntilContextTimeout"},
	"k8s.io/apimachinery/pkg/util/wait.PollImmediate":         {"k8s.io/apimachinery/pkg/util/wait.PollUntilContextTimeout"},
	"k8s.io/apimachinery/pkg/util/wait.PollInfinite":          {"k8s.io/apimachinery/pkg/util/wait.PollUntilContextCancel"},
	"k8s.io/apimachinery/pkg/util/wait.PollImmediateInfinite": {"k8s.io/apimachinery/pkg/util/wait.PollUntilContextCancel"},
})

// NoSibling reports whether fn looks like what somebody with a context should
// call, by name and signature, but is not: it is deprecated, which export
// data do not tell.
func NoSibling(fn *types.Func) bool { return noSiblings[listedName(fn)] }

var noSiblings = set(
	"google.golang.org/grpc.DialContext",
)

// NeedsForCall reports whether fn needs its context no longer than until it
// returns, as its documentation says: what it returns does not end with it.
func NeedsForCall(fn *types.Func) bool { return needsForCall[listedName(fn)] }

var needsForCall = set(
	"(*crypto/tls.Dialer).DialContext",
	"(*database/sql.Conn).PrepareContext", "(*database/sql.DB).PrepareContext", "(*database/sql.Tx).PrepareContext",
	"(*database/sql.DB).Conn",
	"(*net.Dialer).DialContext",
	"(*net.ListenConfig).Listen", "(*net.ListenConfig).ListenPacket",
)

// OptionType reports whether t is the type of options that a function may
// take behind what its sibling without a context takes.
func OptionType(t types.Type) bool {
	return ctxtype.IsNamed(t, "github.com/aws/aws-sdk-go/aws/request", "Option")
}

// Logs reports whether fn belongs to a family of logging functions: a context
// is of use to it for what it carries, not for its end. It is one of a library
// for that, or a function without results that takes any number of values of
// any type.
func Logs(fn *types.Func) bool {
	if IsObservability(fn.Pkg()) {
		return true
	}
	sig := fn.Signature()
	if sig.Results().Len() > 0 || !sig.Variadic() {
		return false
	}
	last := sig.Params().At(sig.Params().Len() - 1).Type().(*types.Slice)
	i, ok := last.Elem().Underlying().(*types.Interface)
	return ok && i.Empty()
}

// RunsUntilDone reports whether fn returns when the context that it is given
// is over, and hardly ever before.
func RunsUntilDone(fn *types.Func) bool { return runsUntilDone[listedName(fn)] }

var runsUntilDone = set(
	"k8s.io/apimachinery/pkg/util/wait.BackoffUntilWithContext",
	"k8s.io/apimachinery/pkg/util/wait.JitterUntilWithContext",
	"k8s.io/apimachinery/pkg/util/wait.NonSlidingUntilWithContext",
	"k8s.io/apimachinery/pkg/util/wait.UntilWithContext",
	"k8s.io/client-go/tools/leaderelection.RunOrDie",
	"(sigs.k8s.io/controller-runtime/pkg/manager.Manager).Start",
)
