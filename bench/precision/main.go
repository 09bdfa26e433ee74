// Command precision runs ctxlint at its default level over real modules, at
// pinned versions, and compares what it reports with what people who read the
// code have said of each finding. It fails when a finding that was judged true
// is not reported any more, or one that was judged false is reported again,
// and lists the findings that nobody has judged yet.
//
//	go run ./precision [-modules NAME,…] [-ctxlint BINARY] [-draft]
//
// A judgement is a line of judged.jsonl. -draft prints such lines, without a
// verdict, for the findings that have none.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

//go:embed judged.jsonl
var judgedFile []byte

// pinned are the modules, by the names that -modules takes. "std" stands for
// the standard library, at the version of Go that it was judged at.
var pinned = []struct{ name, module string }{
	{"badger", "github.com/dgraph-io/badger/v4@v4.9.2"},
	{"caddy", "github.com/caddyserver/caddy/v2@v2.11.4"},
	{"client-go", "k8s.io/client-go@v0.36.3"},
	{"controller-runtime", "sigs.k8s.io/controller-runtime@v0.24.1"},
	{"etcd", "go.etcd.io/etcd/server/v3@v3.7.1"},
	{"go-redis", "github.com/redis/go-redis/v9@v9.22.0"},
	{"grpc", "google.golang.org/grpc@v1.83.1"},
	{"hugo", "github.com/gohugoio/hugo@v0.165.0"},
	{"nats-server", "github.com/nats-io/nats-server/v2@v2.14.5"},
	{"pgx", "github.com/jackc/pgx/v5@v5.10.0"},
	{"prometheus", "github.com/prometheus/prometheus@v0.314.0"},
	{"rclone", "github.com/rclone/rclone@v1.75.0"},
	{"std", "std@go1.26.8"},
	{"tools", "golang.org/x/tools@v0.52.0"},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ok, err := run(ctx, os.Args[1:], os.Stdout)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "precision:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// run does what the arguments say and reports whether nothing got worse.
func run(ctx context.Context, args []string, out io.Writer) (bool, error) {
	flags := flag.NewFlagSet("precision", flag.ContinueOnError)
	names := flags.String("modules", "", "run over these modules only: comma-separated `names`")
	binary := flags.String("ctxlint", "", "run this `binary`; without it, that of the repository around is built")
	draft := flags.Bool("draft", false, "print lines for judged.jsonl, without verdict, for findings that have none")
	if err := flags.Parse(args); err != nil {
		return true, err
	}
	modules, err := selected(*names)
	if err != nil {
		return true, err
	}
	all, err := parseJudged(judgedFile)
	if err != nil {
		return true, fmt.Errorf("judged.jsonl: %w", err)
	}
	judged := slices.DeleteFunc(all, func(j judgement) bool { return !slices.Contains(modules, j.Module) })

	work, err := os.MkdirTemp("", "precision")
	if err != nil {
		return true, err
	}
	defer os.RemoveAll(work) //nolint:errcheck // a directory for temporary files
	if *binary == "" {
		*binary = filepath.Join(work, "ctxlint")
		if _, err := command(ctx, "..", "go", "build", "-o", *binary, "./cmd/ctxlint"); err != nil {
			return true, err
		}
	}
	var found []finding
	for _, m := range modules {
		fs, err := lint(ctx, *binary, m, work)
		if err != nil {
			return true, fmt.Errorf("%s: %w", m, err)
		}
		found = append(found, fs...)
	}

	c := compare(judged, found)
	if *draft {
		encoder := json.NewEncoder(out)
		for _, f := range c.Unjudged {
			if err := encoder.Encode(judgement{finding: f}); err != nil {
				return true, err
			}
		}
		return !c.failed(), nil
	}
	printTable(out, count(modules, judged, found))
	for _, j := range c.Back {
		fmt.Fprintf(out, "false, and back: %s: %s\n", j.finding, j.Reason)
	}
	for _, j := range c.Vanished {
		fmt.Fprintf(out, "true, and vanished: %s: %s\n", j.finding, j.Reason)
	}
	for _, j := range c.Done {
		fmt.Fprintf(out, "false, and gone: drop \"left\" from %s\n", j.finding)
	}
	for _, f := range c.Unjudged {
		fmt.Fprintf(out, "not judged: %s\n", f)
	}
	return !c.failed(), nil
}

// selected returns the modules of the comma-separated names, all if there is
// none.
func selected(names string) ([]string, error) {
	var modules, valid []string
	for _, p := range pinned {
		valid = append(valid, p.name)
		if names == "" {
			modules = append(modules, p.module)
		}
	}
	if names == "" {
		return modules, nil
	}
	for name := range strings.SplitSeq(names, ",") {
		i := slices.Index(valid, name)
		if i < 0 {
			return nil, fmt.Errorf("unknown module %q: valid are %s", name, strings.Join(valid, ", "))
		}
		modules = append(modules, pinned[i].module)
	}
	return modules, nil
}

// lint returns the findings about a module, tests left out. Modules are copied
// below work, where they are main modules: nobody judges dependencies.
func lint(ctx context.Context, binary, module, work string) ([]finding, error) {
	dir, pattern := "", "./..."
	if version, ok := strings.CutPrefix(module, "std@"); ok {
		if runtime.Version() != version {
			return nil, fmt.Errorf("this is %s", runtime.Version())
		}
		root, err := command(ctx, ".", "go", "env", "GOROOT")
		if err != nil {
			return nil, err
		}
		dir, pattern = filepath.Join(strings.TrimSpace(string(root)), "src"), "std"
	} else {
		downloaded, err := command(ctx, work, "go", "mod", "download", "-json", module)
		if err != nil {
			return nil, err
		}
		var download struct{ Dir string }
		if err := json.Unmarshal(downloaded, &download); err != nil {
			return nil, err
		}
		dir = filepath.Join(work, "module")
		defer os.RemoveAll(dir) //nolint:errcheck // a directory for temporary files
		if err := os.CopyFS(dir, os.DirFS(download.Dir)); err != nil {
			return nil, err
		}
		if err := detach(ctx, dir); err != nil {
			return nil, err
		}
	}
	output, err := command(ctx, dir, binary, "-test=false", pattern)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 3 {
		err = nil // there are findings
	}
	return parseFindings(module, output), err
}

// detach drops the replacements of the module in dir by directories beside it,
// which are not there.
func detach(ctx context.Context, dir string) error {
	data, err := command(ctx, dir, "go", "mod", "edit", "-json")
	if err != nil {
		return err
	}
	var mod struct {
		Replace []struct {
			Old, New struct{ Path, Version string }
		}
	}
	if err := json.Unmarshal(data, &mod); err != nil {
		return err
	}
	edit := []string{"mod", "edit"}
	for _, r := range mod.Replace {
		if r.New.Version == "" {
			edit = append(edit, "-dropreplace="+strings.TrimSuffix(r.Old.Path+"@"+r.Old.Version, "@"))
		}
	}
	if len(edit) == 2 {
		return nil
	}
	if _, err := command(ctx, dir, "go", edit...); err != nil {
		return err
	}
	_, err = command(ctx, dir, "go", "mod", "tidy")
	return err
}

// command runs a program in a directory and returns what it printed; its error
// has what it printed as errors.
func command(ctx context.Context, dir, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		err = fmt.Errorf("%s: %w: %s", filepath.Base(name), err, strings.TrimSpace(string(exit.Stderr)))
	}
	return out, err
}

// printTable prints a row for each module and the sums, as Markdown.
func printTable(out io.Writer, rows []row) {
	fmt.Fprintln(out, "| module | findings | true | false | not judged |")
	fmt.Fprintln(out, "|---|---:|---:|---:|---:|")
	sum := row{Module: "all"}
	for _, r := range rows {
		sum.Found, sum.True, sum.False, sum.Unjudged = sum.Found+r.Found, sum.True+r.True, sum.False+r.False, sum.Unjudged+r.Unjudged
	}
	for _, r := range append(slices.Clone(rows), sum) {
		fmt.Fprintf(out, "| %s | %d | %d | %d | %d |\n", r.Module, r.Found, r.True, r.False, r.Unjudged)
	}
}
