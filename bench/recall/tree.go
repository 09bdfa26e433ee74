package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A tree is a commit that is checked out.
type tree struct {
	top     string // the directory of the repository
	root    string // the directory of the module, or of a GOPATH's package
	dir     string // of the bug's package, below root
	tests   bool   // the bug stands in a test
	tags    string // without which its file is not built
	binary  string
	timeout time.Duration

	path    string            // the import path of a repository without go.mod
	env     [][]string        // ways to load the package, the first that works is taken
	settled bool              // env holds the best of them alone
	kept    map[string][]byte // the files that revive changes, as they were
}

// git runs git on the clone of a repository.
func (o *options) git(ctx context.Context, repo, index string, args ...string) ([]byte, error) {
	dir := filepath.Join(o.clones, strings.ReplaceAll(repo, "/", "+"), "repo")
	if _, err := os.Stat(dir); err != nil {
		dir = filepath.Join(o.clones, filepath.FromSlash(repo))
	}
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0")
	if index != "" {
		cmd.Env = append(cmd.Env, "GIT_INDEX_FILE="+index)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("git %s: %w: %s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	return out, nil
}

// checkout writes the tree of a commit, the same directory for every commit of
// a repository, so that the go command finds again what it has compiled. An
// index of its own leaves the clone as it is, and a blob that a partial clone
// lacks costs that file alone, which "git worktree add" would not forgive.
func (o *options) checkout(ctx context.Context, b bug, commit string) (*tree, error) {
	gopath := filepath.Join(o.work, strings.ReplaceAll(b.Repo, "/", "+"))
	if err := os.RemoveAll(gopath); err != nil {
		return nil, err
	}
	top := filepath.Join(gopath, "src", "repo")
	if err := os.MkdirAll(top, 0o755); err != nil {
		return nil, err
	}
	index := filepath.Join(gopath, "index")
	if _, err := o.git(ctx, b.Repo, index, "read-tree", commit); err != nil {
		return nil, err
	}
	_, err := o.git(ctx, b.Repo, index, "--work-tree="+top, "checkout-index", "-a", "-f", "-q", "--prefix="+top+"/")
	if _, lost := os.Stat(filepath.Join(top, b.File)); lost != nil {
		// The fix may have removed the file. Then nothing is found in it.
		if _, gone := o.git(ctx, b.Repo, "", "cat-file", "-e", commit+":"+b.File); gone == nil {
			return nil, errors.Join(err, lost)
		}
	}

	t := &tree{binary: o.binary, timeout: o.timeout, tests: strings.HasSuffix(b.File, "_test.go")}
	if src, err := os.ReadFile(filepath.Join(top, b.File)); err == nil {
		t.tags = strings.Join(buildTags(src), ",")
	}
	module := path.Dir(cmp.Or(b.GoModPath, "go.mod"))
	if b.GoMod {
		t.top, t.root = top, filepath.Join(top, module)
		t.dir = relative(module, path.Dir(b.File))
		t.env = moduleEnv(t.root)
		return t, nil
	}
	if err := leaveGx(top); err != nil {
		return nil, err
	}
	importPath, err := importRoot(top)
	if err != nil {
		return nil, err
	}
	t.top = filepath.Join(gopath, "src", filepath.FromSlash(importPath))
	if err := os.MkdirAll(filepath.Dir(t.top), 0o755); err != nil {
		return nil, err
	}
	if err := os.Rename(top, t.top); err != nil {
		return nil, err
	}
	// A vendor directory of the commands alone holds what the libraries need, too.
	if err := os.Rename(filepath.Join(t.top, "cmd", "vendor"), filepath.Join(t.top, "vendor")); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	t.root, t.dir, t.path = t.top, path.Dir(b.File), importPath
	t.env = [][]string{{"GO111MODULE=off", "GOPATH=" + gopath}}
	return t, nil
}

// relative returns the path of dir below base, both slash-separated and below
// the same directory.
func relative(base, dir string) string {
	if base == "." {
		return dir
	}
	return strings.TrimPrefix(strings.TrimPrefix(dir, base), "/")
}

// buildTags returns the tags that have to be set for a file to be built.
func buildTags(src []byte) []string {
	var tags []string
	var collect func(e constraint.Expr)
	collect = func(e constraint.Expr) {
		switch e := e.(type) {
		case *constraint.TagExpr:
			tags = append(tags, e.Tag)
		case *constraint.AndExpr:
			collect(e.X)
			collect(e.Y)
		case *constraint.OrExpr:
			collect(e.X)
			collect(e.Y)
		}
	}
	for line := range strings.Lines(string(src)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "package ") {
			break
		}
		expr, err := constraint.Parse(line)
		if err != nil || expr.Eval(isSet) {
			continue // no constraint, or one that holds
		}
		collect(expr)
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

// isSet reports whether the go command sets tag by itself.
func isSet(tag string) bool {
	return tag == runtime.GOOS || tag == runtime.GOARCH || tag == "unix" || tag == "gc" || strings.HasPrefix(tag, "go1.")
}

// moduleEnv returns the ways to load the packages of the module in root. Old
// modules lack sums and versions that the go command wants today, so it may
// add them.
func moduleEnv(root string) [][]string {
	update := []string{"GOWORK=off", flags("-mod=mod")}
	asIs := []string{"GOFLAGS=" + os.Getenv("GOFLAGS")}
	for _, name := range []string{"go.work", filepath.Join("vendor", "modules.txt")} {
		if _, err := os.Stat(filepath.Join(root, name)); err == nil {
			return [][]string{asIs, update}
		}
	}
	return [][]string{update}
}

// flags returns the flags of the go command with one more.
func flags(more string) string {
	return "GOFLAGS=" + strings.TrimSpace(os.Getenv("GOFLAGS")+" "+more)
}

// importRoot returns the import path of the repository in top, which has no
// go.mod: the one with which most imports in it name a directory of it.
func importRoot(top string) (string, error) {
	votes := make(map[string]int)
	err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{"vendor", "testdata", "node_modules"}, d.Name()) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return nil // a file that does not parse has no vote
		}
		for _, imp := range file.Imports {
			path, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				continue
			}
			if root, ok := rootOf(path, func(dir string) bool { return isPackage(filepath.Join(top, filepath.FromSlash(dir))) }); ok {
				votes[root]++
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	roots := slices.SortedFunc(maps.Keys(votes), func(a, b string) int {
		return cmp.Or(cmp.Compare(votes[b], votes[a]), cmp.Compare(a, b))
	})
	if len(roots) == 0 {
		return "", errors.New("no package of the repository imports another")
	}
	return roots[0], nil
}

// rootOf returns what is left of an import path when the longest directory
// that exists is taken from its end.
func rootOf(path string, exists func(dir string) bool) (root string, ok bool) {
	if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
		return "", false // the standard library
	}
	for i, c := range path {
		if c == '/' && exists(path[i+1:]) {
			return path[:i], true
		}
	}
	return "", false
}

// isPackage reports whether there are Go files in dir.
func isPackage(dir string) bool {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	return err == nil && len(files) > 0
}

// A finding is one of ctxlint's.
type finding struct {
	file    string // slash-separated, below the top of the repository
	line    int
	rule    string // check/rule
	message string
}

// A partial says what of a package could not be loaded that was judged as far
// as its types reach.
type partial struct{ error }

// isPartial reports whether the package that err is about was judged in spite
// of it.
func isPartial(err error) bool {
	return errors.As(err, new(partial))
}

// lint runs ctxlint on the bug's package. If something of it could not be
// loaded there is an error beside what was found.
func (t *tree) lint(ctx context.Context, level string) (findings []finding, err error) {
	if !isPackage(filepath.Join(t.root, t.dir)) {
		return nil, nil // the fix removed it
	}
	var best []string
	for _, env := range t.env {
		some, bad := t.lintWith(ctx, level, env)
		if bad == nil || t.settled {
			return some, bad
		}
		if best == nil || less(findings, err, some, bad) {
			findings, err, best = some, bad, env
		}
	}
	t.settled = true
	t.env = [][]string{{"GO111MODULE=on", "GOWORK=off", "GOSUMDB=off", flags("-mod=mod")}}
	gone := ""
	for {
		if broken := t.revive(gone); broken != nil {
			return findings, errors.Join(err, broken)
		}
		some, bad := t.lintWith(ctx, level, t.env[0])
		if more := exclude(gone, bad); more != gone {
			gone = more // the go command names one after the other
			continue
		}
		if bad == nil || !less(some, bad, findings, err) {
			return some, bad
		}
		t.env = [][]string{best}
		return findings, errors.Join(err, t.restore())
	}
}

// less reports whether a run of ctxlint showed less than another; neither was
// without error.
func less(some []finding, err error, others []finding, otherErr error) bool {
	if isPartial(err) != isPartial(otherErr) {
		return isPartial(otherErr)
	}
	return len(some) < len(others)
}

// moved are modules, or versions of them, that have gone from where old
// projects ask for them.
const moved = `
replace vbom.ml/util => github.com/fvbommel/util v0.0.3
replace bou.ke/monkey => github.com/bouk/monkey v1.0.1
replace google.golang.org/grpc v1.22.1-0.20190805101010-a2bdfb40ff25 => google.golang.org/grpc v1.23.0
replace github.com/ipfs/boxo v0.8.2-0.20230503105907-8059f183d866 => github.com/ipfs/boxo v0.12.0
replace github.com/ipfs/boxo v0.8.2-0.20230602144903-e2fc7f2fd023 => github.com/ipfs/boxo v0.12.0
replace github.com/ipfs/boxo v0.39.1-0.20260514201954-b2b5d8a2ae5e => github.com/ipfs/boxo v0.39.0
`

// revive makes a module that can be loaded today of one that cannot: what has
// moved is looked for in its new place, sums of tags that were moved since are
// forgotten, what is gone is left out, so that the go command looks for other
// versions, and a repository from before there were modules becomes one.
func (t *tree) revive(gone string) error {
	if t.kept == nil {
		t.kept = make(map[string][]byte)
		for _, name := range []string{"go.mod", "go.sum"} {
			text, err := os.ReadFile(filepath.Join(t.root, name))
			switch {
			case err == nil:
				t.kept[name] = text
			case !errors.Is(err, fs.ErrNotExist):
				return err
			}
		}
	}
	mod, ok := t.kept["go.mod"]
	if !ok {
		mod = []byte("module " + t.path + "\n")
	}
	if err := os.Remove(filepath.Join(t.root, "go.sum")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.WriteFile(filepath.Join(t.root, "go.mod"), slices.Concat(mod, []byte(moved), []byte(gone)), 0o644)
}

// restore undoes revive.
func (t *tree) restore() error {
	for _, name := range []string{"go.mod", "go.sum"} {
		name, text := filepath.Join(t.root, name), t.kept[name]
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if text == nil {
			continue
		}
		if err := os.WriteFile(name, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// goneVersion matches what the go command says of a version that cannot be
// had any more.
var goneVersion = regexp.MustCompile(`([\w./~-]+)@(v[\w.+-]+): (?:reading|verifying|invalid version|unrecognized import path)`)

// exclude adds to gone, lines of a go.mod, the versions that err says are gone.
func exclude(gone string, err error) string {
	if err == nil {
		return gone
	}
	for _, m := range goneVersion.FindAllStringSubmatch(err.Error(), -1) {
		if line := "exclude " + m[1] + " " + m[2] + "\n"; !strings.Contains(gone, line) {
			gone += line
		}
	}
	return gone
}

func (t *tree) lintWith(ctx context.Context, level string, env []string) ([]finding, error) {
	ctx, cancel := context.WithTimeout(ctx, t.timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, t.binary, "-json", "-level="+level, "-test="+strconv.FormatBool(t.tests), "-tags="+t.tags, "./"+t.dir)
	cmd.Dir = t.root
	cmd.Env = append(append(os.Environ(), "GOTOOLCHAIN=local"), env...)
	cmd.WaitDelay = time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		err = fmt.Errorf("%w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	findings, bad := parseFindings(stdout.Bytes(), t.root, t.top)
	if err != nil && bad == nil && stdout.Len() > 0 {
		err = partial{err}
	}
	return findings, errors.Join(err, bad)
}

// places matches what ctxlint says of related positions that have the same
// mistake as the finding: it makes one finding of all.
var places = regexp.MustCompile(`^the loop also |^this return is reached without `)

// parseFindings reads what "ctxlint -json" printed in root. A finding that
// names several places of its mistake stands for one at each.
func parseFindings(data []byte, root, top string) ([]finding, error) {
	type place struct{ Posn, Message string }
	var packages map[string]map[string][]struct {
		place
		Category string
		Related  []place
	}
	if len(data) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(data, &packages); err != nil {
		return nil, fmt.Errorf("the output of ctxlint: %w", err)
	}
	var findings []finding
	for _, analyzers := range packages {
		for _, diagnostics := range analyzers {
			for _, d := range diagnostics {
				for _, at := range append([]place{d.place}, d.Related...) {
					if at != d.place && !places.MatchString(at.Message) {
						continue
					}
					file, line, err := position(at.Posn, root, top)
					if err != nil {
						return nil, err
					}
					findings = append(findings, finding{file, line, d.Category, at.Message})
				}
			}
		}
	}
	slices.SortFunc(findings, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.rule, b.rule))
	})
	return findings, nil
}

// position splits file:line:column. The file is absolute or below root, and
// returned as slash-separated below top.
func position(posn, root, top string) (file string, line int, err error) {
	name, rest := posn, ""
	for range 2 {
		i := strings.LastIndexByte(name, ':')
		if i < 0 {
			return "", 0, fmt.Errorf("no position: %q", posn)
		}
		name, rest = name[:i], name[i+1:]
	}
	if line, err = strconv.Atoi(rest); err != nil {
		return "", 0, fmt.Errorf("no position: %q", posn)
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(root, name)
	}
	below, err := filepath.Rel(top, name)
	return filepath.ToSlash(below), line, err
}
