// Package integration proves that ctxlint says the same under every driver
// that ships: the command, go vet and golangci-lint. It is a module of its
// own because golangci-lint has two hundred dependencies.
package integration

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gocontext/ctxlint/analyzers"
)

// The commands under test.
var ctxlint, golangciLint string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "ctxlint")
	if err != nil {
		log.Fatal(err)
	}
	ctxlint = build(dir, "..", "./cmd/ctxlint")
	golangciLint = build(dir, ".", "./golangci-lint")
	status := m.Run()
	if err := os.RemoveAll(dir); err != nil {
		log.Print(err)
	}
	os.Exit(status)
}

// build builds a command of the module in the directory module and returns
// its file. The go command's cache holds what it is made of.
func build(dir, module, pkg string) string {
	file := filepath.Join(dir, filepath.Base(pkg))
	cmd := exec.CommandContext(context.Background(), "go", "build", "-o", file, pkg)
	cmd.Dir = module
	if out, err := cmd.CombinedOutput(); err != nil {
		log.Fatalf("%v: %v\n%s", cmd, err, out)
	}
	return file
}

// A finding is a line of output: file:line:col: message, the file relative to
// the corpus.
type finding string

// place returns the file that f stands in, and its line.
func (f finding) place() (file string, line int) {
	parts := strings.SplitN(string(f), ":", 3)
	line, _ = strconv.Atoi(parts[1])
	return parts[0], line
}

// TestDrivers runs the three drivers over the scenarios in testdata and
// compares their findings with each other, line by line, and with the
// "// want" comments that the checks' own tests go by.
//
// They differ in two things. A package with type errors is not looked at by
// go vet and skipped by golangci-lint, while the command judges as much of it
// as has types: such packages have to say so in the name of their directory,
// and they and their importers are left out; see TestIllTyped. And where a
// //line directive names a file that is no Go file, golangci-lint gives the
// position in the Go file.
func TestDrivers(t *testing.T) {
	corpus := newCorpus(t, filepath.Join("..", "testdata", "src"), filepath.Join("testdata", "src"))
	t.Setenv("GOLANGCI_LINT_CACHE", t.TempDir())

	total := 0
	for text, dirs := range corpus.groups(t) {
		t.Run(cmp.Or(text, "no flags"), func(t *testing.T) {
			var flags []string
			if text != "" {
				flags = strings.Split(text, "\n")
			}
			standalone := corpus.lines(t, "stdout", ctxlint, flags, dirs)
			vet := corpus.lines(t, "stderr", "go", append([]string{"vet", "-vettool=" + ctxlint}, flags...), dirs)
			lint := corpus.golangci(t, flags, dirs)
			compare(t, "ctxlint", standalone, "go vet", vet)
			compare(t, "ctxlint", standalone, "golangci-lint", lint)
			corpus.compareWants(t, standalone, dirs)
			t.Logf("%d findings in %d packages", len(standalone), len(dirs))
			total += len(standalone)
		})
	}
	if total == 0 {
		t.Error("no driver found anything: the test proves nothing")
	}
}

// TestIllTyped checks that the command judges a package with type errors and
// its importers as far as their types reach, and tells of the errors.
func TestIllTyped(t *testing.T) {
	corpus := newCorpus(t, filepath.Join("testdata", "src"))
	dirs := []string{"./drivers/illtyped/bad", "./drivers/illtyped/importer"}
	corpus.compareWants(t, corpus.lines(t, "stdout", ctxlint, nil, dirs), dirs)

	cmd := corpus.command(t, ctxlint, dirs)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 {
		t.Errorf("%v, want exit status 1", err)
	}
	for _, want := range []string{"a.go:11:28: cannot use \"no\"", "a.go:14:11: undefined: missing"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("the errors lack %q:\n%s", want, stderr.String())
		}
	}
}

// A corpus is a copy of the scenarios in a form that all drivers can load: a
// module for each check, called like it so that import paths stay as they
// are; a module with a version for each stub of a third-party one; and a
// go.work that joins them.
type corpus struct {
	dir     string
	modules []string // names of checks
}

func newCorpus(t *testing.T, srcs ...string) *corpus {
	t.Helper()
	c := &corpus{dir: t.TempDir()}
	if dir, err := filepath.EvalSymlinks(c.dir); err == nil {
		c.dir = dir // as the go command prints it
	}
	var stubs, requires, replaces []string
	for _, src := range srcs {
		entries, err := os.ReadDir(src)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			from := filepath.Join(src, e.Name())
			if !strings.Contains(e.Name(), ".") {
				c.modules = append(c.modules, e.Name())
				copyTree(t, from, filepath.Join(c.dir, e.Name()))
				continue
			}
			copyTree(t, from, filepath.Join(c.dir, "stubs", e.Name()))
			stubs = append(stubs, stubModules(t, filepath.Join(c.dir, "stubs"), e.Name())...)
		}
	}
	for _, path := range stubs {
		version := "v1.0.0"
		if m := regexp.MustCompile(`[./]v(\d+)$`).FindStringSubmatch(path); m != nil {
			version = "v" + m[1] + ".0.0"
		}
		requires = append(requires, "\t"+path+" "+version)
		replaces = append(replaces, "\t"+path+" "+version+" => ./stubs/"+path)
		write(t, filepath.Join(c.dir, "stubs", path, "go.mod"), "module "+path+"\n\ngo 1.26.0\n")
	}
	for _, name := range c.modules {
		write(t, filepath.Join(c.dir, name, "go.mod"),
			"module "+name+"\n\ngo 1.26.0\n\nrequire (\n"+strings.Join(requires, "\n")+"\n)\n")
	}
	write(t, filepath.Join(c.dir, "go.work"), "go 1.26.0\n\nuse (\n\t./"+strings.Join(c.modules, "\n\t./")+"\n)\n\nreplace (\n"+
		strings.Join(replaces, "\n")+"\n)\n")
	return c
}

// stubModules returns the paths of the modules below root/host.
func stubModules(t *testing.T, root, host string) []string {
	t.Helper()
	depth := 2 // k8s.io/client-go
	if host == "github.com" || host == "golang.org" {
		depth = 3 // github.com/spf13/cobra
	}
	paths, err := filepath.Glob(filepath.Join(root, host, strings.Repeat("*/", depth-1)))
	if err != nil {
		t.Fatal(err)
	}
	var modules []string
	for _, p := range paths {
		if major, _ := filepath.Glob(filepath.Join(p, "v[0-9]*")); len(major) > 0 {
			p = major[0]
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			t.Fatal(err)
		}
		modules = append(modules, filepath.ToSlash(rel))
	}
	return modules
}

// groups returns the directories of the packages that every driver can
// judge, by the flags that their scenario asks for.
func (c *corpus) groups(t *testing.T) map[string][]string {
	t.Helper()
	args := []string{"list", "-e", "-export", "-test", "-json=ImportPath,Dir,ForTest,Error,DepsErrors"}
	for _, m := range c.modules {
		args = append(args, "./"+m+"/...")
	}
	cmd := c.command(t, "go", args)
	out, err := cmd.Output() // with -e the status says nothing
	if err != nil && len(out) == 0 {
		t.Fatalf("%v: %v", cmd, err)
	}
	illTyped := make(map[string]bool)
	dirs := make(map[string]bool)
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p struct {
			ImportPath, Dir, ForTest string
			Error                    *packageError
			DepsErrors               []*packageError
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		rel, err := filepath.Rel(c.dir, p.Dir)
		if err != nil || strings.HasPrefix(rel, "..") {
			continue // the main package of a test
		}
		dirs[rel] = true
		if p.Error != nil || len(p.DepsErrors) > 0 {
			illTyped[rel] = true
			if !strings.Contains(rel, "illtyped") {
				t.Errorf("%s does not compile: %v", p.ImportPath, p.Error)
			}
		}
	}
	groups := make(map[string][]string)
	for _, dir := range slices.Sorted(maps.Keys(dirs)) {
		if illTyped[dir] {
			continue
		}
		flags := c.flags(t, dir)
		groups[flags] = append(groups[flags], "./"+filepath.ToSlash(dir))
	}
	return groups
}

// A packageError says why the go command cannot compile a package.
type packageError struct{ Err string }

func (e *packageError) String() string { return e.Err }

// flags returns the flags for the package in dir, one a line. They stand in a
// file "flags" in the directory of the scenario, which is CHECK/SCENARIO.
func (c *corpus) flags(t *testing.T, dir string) string {
	t.Helper()
	parts := strings.SplitN(filepath.ToSlash(dir), "/", 3)
	text, err := os.ReadFile(filepath.Join(c.dir, filepath.Join(parts[:min(2, len(parts))]...), "flags"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// command returns a command that runs in the corpus.
func (c *corpus) command(t *testing.T, name string, args []string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOPROXY=off", "GOWORK="+filepath.Join(c.dir, "go.work"), "PWD="+c.dir)
	return cmd
}

var findingRE = regexp.MustCompile(`^(\S+?\.go:\d+:\d+): (.*)$`)

// lines runs a driver that prints findings as lines to the named stream.
func (c *corpus) lines(t *testing.T, stream, name string, args, dirs []string) []finding {
	t.Helper()
	cmd := c.command(t, name, slices.Concat(args, dirs))
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run() // the status says that there are findings
	out := &stdout
	if stream == "stderr" {
		out = &stderr
	}
	var found []finding
	for in := bufio.NewScanner(out); in.Scan(); {
		line := in.Text()
		m := findingRE.FindStringSubmatch(line)
		switch {
		case m != nil && strings.HasPrefix(m[2], "\t"), strings.HasPrefix(line, "\t"):
			// a related position
		case m != nil:
			found = append(found, finding(c.relative(m[1])+": "+m[2]))
		case strings.HasPrefix(line, "# "):
			// the name of a package
		default:
			t.Errorf("%s prints %q", filepath.Base(name), line)
		}
	}
	if len(found) == 0 && err != nil {
		t.Fatalf("%v: %v\n%s%s", cmd.Args, err, stdout.Bytes(), stderr.Bytes())
	}
	return sorted(found)
}

// relative returns a file name as it stands in findings.
func (c *corpus) relative(file string) string {
	file = strings.TrimPrefix(file, c.dir+string(filepath.Separator))
	return filepath.ToSlash(strings.TrimPrefix(file, "."+string(filepath.Separator)))
}

// golangci runs golangci-lint with ctxlint as its only linter and returns its
// findings.
func (c *corpus) golangci(t *testing.T, flags, dirs []string) []finding {
	t.Helper()
	config := golangciConfig(yamlSettings(t, flags), "ctxlint")
	cmd := c.command(t, golangciLint, append([]string{"run", "--config=" + config.write(t), "--issues-exit-code=0"}, dirs...))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("golangci-lint: %v\n%s%s", err, out, stderr.Bytes())
	}
	var result struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename     string
				Line, Column int
			}
		}
	}
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatalf("%v\n%s%s", err, out, stderr.Bytes())
	}
	var found []finding
	for _, i := range result.Issues {
		if i.FromLinter != "ctxlint" {
			t.Errorf("golangci-lint: %s:%d: %s (%s)", i.Pos.Filename, i.Pos.Line, i.Text, i.FromLinter)
			continue
		}
		found = append(found, finding(fmt.Sprintf("%s:%d:%d: %s", c.relative(i.Pos.Filename), i.Pos.Line, i.Pos.Column, i.Text)))
	}
	return sorted(found)
}

// A config is a configuration of golangci-lint.
type config map[string]any

// golangciConfig returns a configuration with some linters and with settings
// for ctxlint. What golangci-lint leaves out to keep its output short is
// turned off: one issue a line, three equal ones, no generated files.
func golangciConfig(settings any, linters ...string) config {
	return config{
		"version": "2",
		"run":     config{"allow-parallel-runners": true, "timeout": "0"},
		"linters": config{
			"default":    "none",
			"enable":     linters,
			"exclusions": config{"generated": "disable"},
			"settings":   config{"custom": config{"ctxlint": config{"type": "module", "settings": settings}}},
		},
		"issues": config{"max-issues-per-linter": 0, "max-same-issues": 0, "uniq-by-line": false},
		"output": config{
			"formats":    config{"json": config{"path": "stdout"}},
			"path-mode":  "abs",
			"show-stats": false,
		},
	}
}

// write writes c to a file and returns its name.
func (c config) write(t *testing.T) string {
	t.Helper()
	text, err := json.Marshal(c) // JSON is YAML
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "golangci.yml")
	write(t, file, string(text))
	return file
}

// yamlSettings returns the settings that stand for flags, as YAML has them.
func yamlSettings(t *testing.T, flags []string) config {
	t.Helper()
	options := flag.NewFlagSet("", flag.ContinueOnError)
	analyzers.NewSettings().Register(options, "")
	settings := make(config)
	for _, f := range flags {
		name, text, _ := strings.Cut(strings.TrimLeft(f, "-"), "=")
		option := options.Lookup(name)
		if option == nil {
			t.Fatalf("unknown flag %s", f)
		}
		var value any = text
		if b, ok := option.Value.(interface{ IsBoolFlag() bool }); ok && b.IsBoolFlag() {
			value = text != "false"
		} else if name != "level" {
			value = regexp.MustCompile(`\s*,\s*`).Split(text, -1)
		}
		into := settings
		if check, rest, ok := strings.Cut(name, "."); ok {
			if settings[check] == nil {
				settings[check] = make(config)
			}
			into, name = settings[check].(config), rest
		}
		into[name] = value
	}
	return settings
}

// compare reports the findings that only one of two drivers made.
func compare(t *testing.T, name1 string, found1 []finding, name2 string, found2 []finding) {
	t.Helper()
	for _, f := range missing(found2, found1) {
		t.Errorf("only %s, not %s: %s", name1, name2, f)
	}
	for _, f := range missing(found1, found2) {
		t.Errorf("only %s, not %s: %s", name2, name1, f)
	}
}

// missing returns the findings of want that have no equal in got.
func missing(got, want []finding) []finding {
	rest := make(map[finding]int)
	for _, f := range got {
		rest[f]++
	}
	var lost []finding
	for _, f := range want {
		if rest[f]--; rest[f] < 0 {
			lost = append(lost, f)
		}
	}
	return lost
}

func sorted(found []finding) []finding {
	slices.Sort(found)
	return found
}

var (
	wantRE   = regexp.MustCompile(`//.*?\bwant ((?:[\w*]+:)?["` + "`" + `].*)$`)
	suffixRE = regexp.MustCompile(`\(([a-z]+)/[a-z]+\)$`)
)

// compareWants compares the findings that a check made in its own scenarios
// with the "// want" comments there, and in the scenarios of the bundle and of
// this package the findings of all checks.
func (c *corpus) compareWants(t *testing.T, found []finding, dirs []string) {
	t.Helper()
	type place struct {
		file string
		line int
	}
	messages := make(map[place][]string)
	twice := make(map[place]bool) // the bundle says only once what ctxwait would say, too
	for _, f := range found {
		file, line := f.place()
		if strings.HasSuffix(string(f), "(ctxloop/nodone)") {
			twice[place{file, line}] = true
		}
		check, _, _ := strings.Cut(file, "/")
		if m := suffixRE.FindStringSubmatch(string(f)); m != nil && (m[1] == check || check == "drivers" || check == "ctxlint") {
			messages[place{file, line}] = append(messages[place{file, line}], string(f))
		}
	}
	for _, dir := range dirs {
		check, _, _ := strings.Cut(strings.TrimPrefix(dir, "./"), "/")
		if check != "drivers" && !slices.Contains(analyzers.Words(), check) {
			continue // no scenario of a check
		}
		files, err := filepath.Glob(filepath.Join(c.dir, dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			line := 0
			for code := range strings.Lines(string(text)) {
				line++
				p := place{c.relative(name), line}
				for _, want := range wants(t, code) {
					i := slices.IndexFunc(messages[p], want.MatchString)
					if i < 0 && check == "ctxwait" && twice[p] {
						continue
					}
					if i < 0 {
						t.Errorf("%s:%d: no finding that matches %q", p.file, p.line, want)
						continue
					}
					messages[p] = slices.Delete(messages[p], i, i+1)
				}
			}
		}
	}
	for _, rest := range messages {
		for _, f := range rest {
			t.Errorf("not wanted: %s", f)
		}
	}
}

// wants returns the patterns of the "// want" comment of a line.
func wants(t *testing.T, code string) []*regexp.Regexp {
	t.Helper()
	m := wantRE.FindStringSubmatch(strings.TrimRight(code, "\r\n"))
	if m == nil {
		return nil
	}
	var patterns []*regexp.Regexp
	for rest := m[1]; rest != ""; rest = strings.TrimSpace(rest) {
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil {
			break // a fact, or the next comment
		}
		text, err := strconv.Unquote(quoted)
		if err != nil {
			t.Fatal(err)
		}
		re, err := regexp.Compile(text)
		if err != nil {
			t.Fatal(err)
		}
		patterns = append(patterns, re)
		rest = rest[len(quoted):]
	}
	return patterns
}

// copyTree copies the files of a directory.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
