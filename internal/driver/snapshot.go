package driver

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/cache"
)

// A snapshot is the result of a run together with what the go command looked
// at for it, so that the next run need not even ask the go command. What that
// looks at beside is part of the key: see [snapshotKey].
type snapshot struct {
	Trees    []string // directories of modules that may change, with all below
	Files    []string // that say which modules these are, be they there or not
	Digest   digest   // of what all that holds
	Packages []*Package
}

// Bounds of what is looked through for a snapshot. Beyond them the go command
// is asked, which leaves more out.
const (
	maxSnapshotFiles = 100_000
	maxSnapshotBytes = 512 << 20
)

// margin is how much older than a run a file has to be, for the clock of file
// systems is behind that of the program.
const margin = 50 * time.Millisecond

// errSnapshot means that there can be no snapshot.
var errSnapshot = errors.New("no snapshot")

// recallSnapshot returns the result of the last run if no file has changed
// since then, or nil.
func (c *Cache) recallSnapshot(cfg Config, patterns []string) *Result {
	id, ok := c.snapshotKey(cfg, patterns)
	if !ok {
		return nil
	}
	data, _, err := c.store.GetBytes(id)
	if err != nil {
		return nil
	}
	var s snapshot
	if gob.NewDecoder(bytes.NewReader(data)).Decode(&s) != nil {
		return nil
	}
	if d, err := s.digest(time.Time{}); err != nil || d != s.Digest {
		return nil
	}
	return &Result{Packages: s.Packages}
}

// keepSnapshot keeps the result of a run that was started at the given time
// and met no errors, unless a file may have changed since, or some package is
// not in a place that can be looked through.
func (c *Cache) keepSnapshot(g *graph, patterns []string, res *Result, started time.Time) {
	id, ok := c.snapshotKey(g.cfg, patterns)
	if !ok {
		return
	}
	s := snapshot{Packages: res.Packages, Files: moduleFiles(g.cfg.dir())}
	var dirs []string // of packages that may change
	for _, p := range g.byPath {
		if isTestMain(p) || g.immutable(p) || p.PkgPath == "unsafe" {
			continue
		}
		dirs = append(dirs, p.Dir)
		if m := p.Module; m != nil && m.Dir != "" {
			s.Trees = append(s.Trees, m.Dir)
		}
	}
	slices.Sort(s.Trees)
	s.Trees = slices.Compact(s.Trees)
	for _, dir := range dirs {
		if !slices.ContainsFunc(s.Trees, func(tree string) bool { return covers(tree, dir) }) {
			return
		}
	}
	var err error
	if s.Digest, err = s.digest(started.Add(-margin)); err != nil {
		return
	}
	var data bytes.Buffer
	if gob.NewEncoder(&data).Encode(s) == nil {
		_ = c.store.PutBytes(id, data.Bytes())
	}
}

// covers reports whether a look through tree sees what is in dir.
func covers(tree, dir string) bool {
	rel, err := filepath.Rel(tree, dir)
	if err != nil {
		return false
	}
	for part := range strings.SplitSeq(rel, string(filepath.Separator)) {
		if part != "." && strings.HasPrefix(part, ".") {
			return false
		}
	}
	return true
}

// moduleFiles returns the files by which the go command, started in dir, finds
// out what modules there are.
func moduleFiles(dir string) []string {
	var files []string
	for {
		for _, name := range []string{"go.mod", "go.sum", "go.work", "go.work.sum"} {
			files = append(files, filepath.Join(dir, name))
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			break
		}
		dir = parent
	}
	if work := os.Getenv("GOWORK"); filepath.IsAbs(work) {
		files = append(files, work, strings.TrimSuffix(work, ".work")+".work.sum")
	}
	return files
}

// snapshotKey returns the key of the snapshot of a run. It stands for the
// program, the settings, the arguments, and for the environment of the go
// command. It reports false where that reads files which nobody knows.
func (c *Cache) snapshotKey(cfg Config, patterns []string) (cache.ActionID, bool) {
	if os.Getenv("GOPACKAGESDRIVER") != "" || len(cfg.Overlay) > 0 || cfg.File != "" {
		return cache.ActionID{}, false
	}
	command, version := goCommand()
	if version == nil {
		return cache.ActionID{}, false
	}
	var env []string
	for _, v := range os.Environ() {
		for _, prefix := range []string{"GO", "CGO_", "CC=", "CXX=", "FC=", "PKG_CONFIG", "PATH=", "HOME=", "XDG_CONFIG_HOME="} {
			if strings.HasPrefix(v, prefix) {
				env = append(env, v)
			}
		}
	}
	slices.Sort(env)
	settings := os.Getenv("GOENV")
	if dir, err := os.UserConfigDir(); err == nil && settings == "" {
		settings = filepath.Join(dir, "go", "env")
	}
	defaults, _ := os.ReadFile(settings) // most people have none
	flags := slices.Concat(cfg.BuildFlags, strings.Fields(os.Getenv("GOFLAGS")), strings.Fields(string(defaults)))
	if slices.ContainsFunc(flags, func(f string) bool { return strings.Contains(f, "-modfile") || strings.Contains(f, "-overlay") }) {
		return cache.ActionID{}, false
	}
	return c.key(cfg, "snapshot", cfg.dir(), cfg.BuildFlags, patterns, cfg.Workspace, env, defaults,
		command, version), true
}

// goCommand returns the file that is the go command, and what its tree says
// which version it is: nothing if it is a script that may choose another.
func goCommand() (name string, version []byte) {
	name, err := exec.LookPath("go")
	if err != nil {
		return "", nil
	}
	if name, err = filepath.EvalSymlinks(name); err != nil {
		return "", nil
	}
	version, _ = os.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(name)), "VERSION"))
	return name, version
}

// digest returns the digest of what the trees and files hold: of all names,
// and of the content of what the go command or ctxlint reads. If before is not
// zero, everything has to be older.
func (s *snapshot) digest(before time.Time) (digest, error) {
	w := &walker{hash: sha256.New(), before: before}
	for _, tree := range s.Trees {
		fmt.Fprintf(w.hash, "tree %q\n", tree)
		w.root = tree
		if err := filepath.WalkDir(tree, w.visit); err != nil {
			return digest{}, err
		}
	}
	for _, name := range s.Files {
		fmt.Fprintf(w.hash, "file %q\n", name)
		if err := w.file(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return digest{}, err
		}
	}
	return digest(w.hash.Sum(nil)), nil
}

// A walker adds what it is shown to a digest.
type walker struct {
	hash   hash.Hash
	root   string
	before time.Time
	files  int
	bytes  int64
}

func (w *walker) visit(name string, d fs.DirEntry, err error) error {
	if err != nil {
		return err
	}
	if d.IsDir() && name != w.root && strings.HasPrefix(d.Name(), ".") {
		return filepath.SkipDir // nor does the go command look there
	}
	if w.files++; w.files > maxSnapshotFiles {
		return errSnapshot
	}
	fmt.Fprintf(w.hash, "%q %v\n", name, d.Type())
	if d.IsDir() {
		return w.age(d.Info())
	}
	if isRead(d.Name()) {
		return w.file(name)
	}
	return nil
}

// age fails if a file is not older than it has to be.
func (w *walker) age(info fs.FileInfo, err error) error {
	if err == nil && !w.before.IsZero() && !info.ModTime().Before(w.before) {
		return errSnapshot
	}
	return err
}

// file adds the content of a file.
func (w *walker) file(name string) error {
	info, err := os.Stat(name)
	if err := w.age(info, err); err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errSnapshot
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if w.bytes += int64(len(text)); w.bytes > maxSnapshotBytes {
		return errSnapshot
	}
	sum := sha256.Sum256(text)
	_, _ = w.hash.Write(sum[:]) // a hash never fails
	return nil
}

// isRead reports whether the content of a file with that name matters: Go
// files, those that belong to a package beside, and those about modules.
func isRead(name string) bool {
	switch filepath.Ext(name) {
	case ".go", ".c", ".cc", ".cpp", ".cxx", ".m", ".h", ".hh", ".hpp", ".hxx", ".f", ".F", ".for", ".f90",
		".s", ".S", ".sx", ".swig", ".swigcxx", ".syso":
		return true
	}
	return slices.Contains([]string{"go.mod", "go.sum", "go.work", "go.work.sum", "modules.txt"}, name)
}
