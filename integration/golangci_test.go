package integration

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestGolangciSettings checks that golangci-lint stops with an error that
// names a setting it does not understand.
func TestGolangciSettings(t *testing.T) {
	t.Setenv("GOLANGCI_LINT_CACHE", t.TempDir())
	c := newModule(t, "package p\n")
	tests := []struct {
		settings any
		want     string
	}{
		{config{"lops": true}, `unknown setting "lops": valid are level, enable`},
		{config{"test": "no"}, `setting "test": want true or false, not no`},
		{config{"level": "pedantic"}, `unknown level "pedantic": valid are default, strict, opinion`},
		{config{"enable": []string{"ctxlop"}}, `unknown check "ctxlop": valid are all, `},
		{config{"disable": []string{"ctxtime/units"}}, `unknown rule "ctxtime/units": valid are ctxtime/unit`},
		{config{"ctxparam": config{"allow-before": "T"}}, `setting "ctxparam.allow-before": want a list of words`},
	}
	for _, test := range tests {
		cmd := c.command(t, golangciLint, []string{"run", "--config=" + golangciConfig(test.settings, "ctxlint").write(t), "./..."})
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), test.want) {
			t.Errorf("settings %v: %v, want an error with %q in\n%s", test.settings, err, test.want, out)
		}
	}
}

// TestGolangciNoLint checks that //nolint is golangci-lint's business: it
// hides findings there, and its nolintlint knows which comments are of use.
func TestGolangciNoLint(t *testing.T) {
	t.Setenv("GOLANGCI_LINT_CACHE", t.TempDir())
	c := newModule(t, `package p

import "context"

func used(ctx context.Context) context.Context {
	child, _ := context.WithCancel(ctx) //nolint:ctxlint // ends with ctx
	return child
}

func unused(ctx context.Context) context.Context {
	return ctx //nolint:ctxlint // nothing is wrong here
}
`)
	config := golangciConfig(nil, "ctxlint", "nolintlint").write(t)
	cmd := c.command(t, golangciLint, []string{"run", "--config=" + config, "--output.text.path=stdout", "--output.json.path=", "./..."})
	out, _ := cmd.Output() // the status says that there are issues
	if !strings.Contains(string(out), "p.go:11:13: directive `//nolint:ctxlint // nothing is wrong here` is unused") || strings.Contains(string(out), "p.go:6") {
		t.Errorf("want only the directive on line 11 to be unused:\n%s", out)
	}
}

// TestGolangciMigration checks that golangci-lint understands both
// configurations of docs/migration.md, and that with the second one a mistake
// that several linters know is reported once, by ctxlint.
func TestGolangciMigration(t *testing.T) {
	t.Setenv("GOLANGCI_LINT_CACHE", t.TempDir())
	page, err := os.ReadFile(filepath.Join("..", "docs", "migration.md"))
	if err != nil {
		t.Fatal(err)
	}
	configs := regexp.MustCompile("(?s)```yaml\n(version:.*?)```").FindAllSubmatch(page, -1)
	if len(configs) != 2 {
		t.Fatalf("docs/migration.md has %d configurations, want that before and that after", len(configs))
	}
	c := newModule(t, `package p

import "context"

type t struct{ ctx context.Context }

func leak(ctx context.Context) t {
	child, _ := context.WithCancel(ctx)
	return t{context.WithValue(child, "key", 1)}
}

func first(_ int, ctx context.Context) t { return leak(ctx) }
`)
	for i, want := range [][]string{
		{"containedctx", "revive", "staticcheck", "govet", "gosec"},
		{"ctxfield/field", "ctxcancel/discarded", "ctxvalue/key", "ctxparam/first"},
	} {
		file := filepath.Join(t.TempDir(), ".golangci.yml")
		write(t, file, string(configs[i][1]))
		cmd := c.command(t, golangciLint, []string{"run", "--config=" + file, "--uniq-by-line=false", "--disable=unused", "./..."})
		out, _ := cmd.Output() // the status says that there are issues
		for _, word := range want {
			if !strings.Contains(string(out), word) {
				t.Errorf("configuration %d: no %s in\n%s", i, word, out)
			}
		}
		if i == 1 && strings.Count(string(out), "p.go:") != len(want) {
			t.Errorf("after the migration, want %d issues, got\n%s", len(want), out)
		}
	}
}

// newModule returns a corpus of one module with one file.
func newModule(t *testing.T, code string) *corpus {
	t.Helper()
	c := &corpus{dir: t.TempDir()}
	write(t, filepath.Join(c.dir, "go.mod"), "module example.com/p\n\ngo 1.26.0\n")
	write(t, filepath.Join(c.dir, "go.work"), "go 1.26.0\n\nuse .\n")
	write(t, filepath.Join(c.dir, "p.go"), code)
	return c
}
