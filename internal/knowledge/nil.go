package knowledge

import (
	"go/types"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// TakesNil reports whether fn does without a context that is nil: it tests
// the parameter and goes on.
func TakesNil(fn *types.Func) bool { return takesNil[listedName(fn)] || PicksNonNil(fn) }

// PicksNonNil reports whether fn returns the first of its arguments that is
// not the zero value.
func PicksNonNil(fn *types.Func) bool { return ctxtype.IsFunc(fn, "cmp", "Or") }

// PanicsOnNil reports whether fn, beside the functions that derive contexts,
// panics if its context is nil.
func PanicsOnNil(fn *types.Func) bool { return panicsOnNil[listedName(fn)] }

// MakesError reports whether fn returns an error that is never nil.
func MakesError(fn *types.Func) bool { return makesError[listedName(fn)] }

var takesNil = set(
	"log/slog.Log", "log/slog.LogAttrs",
	"log/slog.DebugContext", "log/slog.InfoContext", "log/slog.WarnContext", "log/slog.ErrorContext",
	"(*log/slog.Logger).Enabled", "(*log/slog.Logger).Log", "(*log/slog.Logger).LogAttrs",
	"(*log/slog.Logger).DebugContext", "(*log/slog.Logger).InfoContext",
	"(*log/slog.Logger).WarnContext", "(*log/slog.Logger).ErrorContext",

	"golang.org/x/oauth2.NewClient",
	"go.opentelemetry.io/otel/trace.SpanFromContext",
	"go.opentelemetry.io/otel/trace.SpanContextFromContext",
	"(*github.com/spf13/cobra.Command).ExecuteContext",
	"(*github.com/spf13/cobra.Command).ExecuteContextC",
)

var panicsOnNil = set(
	"context.AfterFunc",
	"(*net/http.Request).WithContext",
	"(*net/http.Request).Clone",
	"(*net.Dialer).DialContext",
	"os/exec.CommandContext",
)

var makesError = set(
	"errors.New", "errors.Join", "fmt.Errorf",
	"google.golang.org/grpc/status.Error", "google.golang.org/grpc/status.Errorf",
	"github.com/pkg/errors.New", "github.com/pkg/errors.Errorf",
	"github.com/pkg/errors.Wrap", "github.com/pkg/errors.Wrapf", "github.com/pkg/errors.WithStack",
	"golang.org/x/xerrors.New", "golang.org/x/xerrors.Errorf",
)
