// Package corpus has what the benchmarks share: the real modules that they run
// over, at pinned versions, and running commands in them.
package corpus

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A Module is a module at the version that is measured and judged.
type Module struct {
	Name    string // for flags and tables
	Path    string
	Version string
}

// Modules are those of the benchmarks.
var Modules = []Module{
	{"sync", "golang.org/x/sync", "v0.22.0"},
	{"etcd", "go.etcd.io/etcd/server/v3", "v3.7.1"},
	{"grpc", "google.golang.org/grpc", "v1.83.1"},
	{"caddy", "github.com/caddyserver/caddy/v2", "v2.11.4"},
	{"prometheus", "github.com/prometheus/prometheus", "v0.314.0"},
	{"client-go", "k8s.io/client-go", "v0.36.3"},
	{"controller-runtime", "sigs.k8s.io/controller-runtime", "v0.24.1"},
	{"badger", "github.com/dgraph-io/badger/v4", "v4.9.2"},
	{"go-redis", "github.com/redis/go-redis/v9", "v9.22.0"},
	{"hugo", "github.com/gohugoio/hugo", "v0.165.0"},
	{"nats-server", "github.com/nats-io/nats-server/v2", "v2.14.5"},
	{"pgx", "github.com/jackc/pgx/v5", "v5.10.0"},
	{"rclone", "github.com/rclone/rclone", "v1.75.0"},
	{"tools", "golang.org/x/tools", "v0.52.0"},
}

// Measured are the modules whose speed is measured: one more is so large that
// nobody could judge what is found in it.
var Measured = append(slices.Clone(Modules), Module{"kubernetes", "k8s.io/kubernetes", "v1.37.2"})

// Select returns those of modules with the names, in the order of the names.
func Select(modules []Module, names []string) ([]Module, error) {
	var selected []Module
	for _, name := range names {
		i := slices.IndexFunc(modules, func(m Module) bool { return m.Name == name })
		if i < 0 {
			var valid []string
			for _, m := range modules {
				valid = append(valid, m.Name)
			}
			return nil, fmt.Errorf("unknown module %q: valid are %s", name, strings.Join(valid, ", "))
		}
		selected = append(selected, modules[i])
	}
	return selected, nil
}

// String returns the module as path@version.
func (m Module) String() string { return m.Path + "@" + m.Version }

// Checkout returns a directory below work with a copy of the module that
// builds as main module: it can be written to, and does not refer to its
// neighbours in the repository that it comes from.
func (m Module) Checkout(ctx context.Context, work string) (string, error) {
	dir, err := filepath.Abs(filepath.Join(work, m.Name+"@"+m.Version))
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	out, err := Run(ctx, os.TempDir(), nil, "go", "mod", "download", "-json", m.String())
	if err != nil {
		return "", err
	}
	var download struct{ Dir string }
	if err := json.Unmarshal(out, &download); err != nil {
		return "", err
	}
	if err := os.MkdirAll(work, 0o777); err != nil {
		return "", err
	}
	made, err := os.MkdirTemp(work, m.Name)
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(made) //nolint:errcheck // gone if all went well
	if err := Copy(made, download.Dir); err != nil {
		return "", err
	}
	if err := m.detach(ctx, made); err != nil {
		return "", err
	}
	return dir, os.Rename(made, dir)
}

// Copy copies the files below from, which may be read-only, to the directory
// to. The copies can be written to.
func Copy(to, from string) error {
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o777)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), data, 0o666)
	})
}

// detach drops the replacements of the module in dir by directories, so that
// the published versions are used. What Kubernetes requires as v0.0.0 it
// publishes with its own version, as v0 in place of v1.
func (m Module) detach(ctx context.Context, dir string) error {
	out, err := Run(ctx, dir, nil, "go", "mod", "edit", "-json")
	if err != nil {
		return err
	}
	type version struct{ Path, Version string }
	var mod struct {
		Require []version
		Replace []struct{ Old, New version }
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		return err
	}
	edit := []string{"go", "mod", "edit"}
	for _, r := range mod.Replace {
		if r.New.Version == "" {
			edit = append(edit, "-dropreplace="+strings.TrimSuffix(r.Old.Path+"@"+r.Old.Version, "@"))
			if slices.Contains(mod.Require, version{r.Old.Path, "v0.0.0"}) {
				edit = append(edit, "-require="+r.Old.Path+"@v0"+strings.TrimPrefix(m.Version, "v1"))
			}
		}
	}
	if len(edit) == 3 {
		return nil
	}
	if _, err := Run(ctx, dir, nil, edit...); err != nil {
		return err
	}
	// The proxy leaves vendored packages out, but not their list.
	if err := os.RemoveAll(filepath.Join(dir, "vendor")); err != nil {
		return err
	}
	_, err = Run(ctx, dir, nil, "go", "mod", "tidy")
	return err
}

// Run runs the command in the directory and returns its output. The variables
// of env are added to those of the process, and go.work files above the
// directory have no say. An error holds what the command printed as errors.
func Run(ctx context.Context, dir string, env []string, args ...string) ([]byte, error) {
	stdout, _, err := Output(ctx, dir, env, args...)
	return stdout, err
}

// Output is like [Run], and returns what the command printed as errors even if
// there was none.
func Output(ctx context.Context, dir string, env []string, args ...string) (stdout, stderr []byte, err error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "GOWORK=off"), env...)
	var printed bytes.Buffer
	cmd.Stderr = &printed
	stdout, err = cmd.Output()
	if err != nil {
		err = fmt.Errorf("%s: %w: %s", strings.Join(args, " "), err, bytes.TrimSpace(printed.Bytes()))
	}
	return stdout, printed.Bytes(), err
}

// Status returns the exit code that the error of Run stands for, or -1.
func Status(err error) int {
	if err == nil {
		return 0
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	return -1
}

// Position reads FILE:LINE:COLUMN, as ctxlint prints it. The file is returned
// relative to the directory, with slashes.
func Position(dir, posn string) (file string, line int, err error) {
	parts := strings.Split(posn, ":")
	if len(parts) != 3 {
		return "", 0, fmt.Errorf("%q is no position", posn)
	}
	if file, err = filepath.Rel(dir, parts[0]); err != nil {
		return "", 0, err
	}
	line, err = strconv.Atoi(parts[1])
	return filepath.ToSlash(file), line, err
}

// Build builds the command of the package in a module of the repository with
// the root directory root, and returns the binary, which lies in work.
func Build(ctx context.Context, root, module, pkg, work string) (string, error) {
	binary, err := filepath.Abs(filepath.Join(work, "bin", filepath.Base(pkg)))
	if err != nil {
		return "", err
	}
	_, err = Run(ctx, filepath.Join(root, module), nil, "go", "build", "-o", binary, pkg)
	return binary, err
}
