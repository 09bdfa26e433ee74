// Package variant is judged by those who want a context everywhere.
package variant

import (
	"context"
	"log/slog"
	"net/http"
	"os/exec"

	"ctxpass/default/variant/store"
)

func noContext() error {
	http.Get("/")                   // want `http.Get takes no context: http.NewRequestWithContext and \(\*http.Client\).Do does`
	return exec.Command("ls").Run() // want `exec.Command takes no context: exec.CommandContext does \(ctxpass/variant\)`
}

func main() {
	http.Get("/") // want `ctxpass/variant`
}

func blank(_ context.Context) {
	http.Get("/") // want `ctxpass/variant`
}

func logs(ctx context.Context, l *slog.Logger, db *store.DB) {
	slog.Info("started")       // want `slog.Info ignores ctx: call slog.InfoContext`
	slog.Error("failed")       // want `slog.ErrorContext`
	l.Warn("slow", "after", 1) // want `\(\*slog.Logger\).WarnContext`
	db.Debug("slow")           // want `DebugContext`
	slog.InfoContext(ctx, "started")
}

func handler(w http.ResponseWriter, r *http.Request) {
	slog.Info("served") // want `slog.Info ignores r.Context\(\): call slog.InfoContext`
}

// Without a context, a logger needs none (sloglint#29).
func logsNoContext(l *slog.Logger, db *store.DB) {
	slog.Info("started")
	l.Warn("slow")
	db.Debug("slow")
}

func deferred() { defer store.Open("x") }
