package driver_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gocontext/ctxlint/internal/driver"
)

const nested = `
-- work/mod/go.mod --
module m
go 1.26
require n v1.0.0
replace n => ../other
-- work/mod/a/a.go --
package a
import "n"
func Mark() { n.N() }
-- work/mod/a/testdata/x.go --
package x
-- work/mod/a/text.txt --
some text
-- work/other/go.mod --
module n
go 1.26
-- work/other/n.go --
package n
func N() {}
`

// snapshots returns a module with a result in a cache, all of whose files are
// old.
func snapshots(t *testing.T) (dir string, cfg driver.Config) {
	t.Helper()
	dir = unpack(t, nested)
	age(t, dir)
	cache, err := driver.OpenCache(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cfg = driver.Config{Analyzer: root, Dir: filepath.Join(dir, "work", "mod"), Tests: true, Cache: cache}
	if cache.Snapshot(cfg, "./...") != nil {
		t.Fatal("there is a snapshot before the first run")
	}
	if _, err := driver.Run(context.Background(), cfg, "./..."); err != nil {
		t.Fatal(err)
	}
	return dir, cfg
}

// age makes all files below dir a minute old.
func age(t *testing.T, dir string) {
	t.Helper()
	old := time.Now().Add(-time.Minute)
	err := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(name, old, old)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSnapshot(t *testing.T) {
	_, cfg := snapshots(t)
	got := cfg.Cache.Snapshot(cfg, "./...")
	if got == nil {
		t.Fatal("there is no snapshot after the first run")
	}
	cached := cfg.Cache
	cfg.Cache = nil
	want, err := driver.Run(context.Background(), cfg, "./...")
	if err != nil {
		t.Fatal(err)
	}
	if g, w := describe(got), describe(want); g != w || len(got.Packages) != len(want.Packages) {
		t.Errorf("the snapshot says\n%swant\n%s", g, w)
	}
	// Neither a file that only a dot file is nor what lies elsewhere counts.
	if err := os.MkdirAll(filepath.Join(cfg.Dir, ".git", "x"), 0o777); err != nil {
		t.Fatal(err)
	}
	if cached.Snapshot(cfg, "./...") == nil {
		t.Error("a directory that nobody looks into ends the snapshot")
	}
}

// Whatever changes, the snapshot does not hold any more, though every file is
// as old as before.
func TestSnapshotEnds(t *testing.T) {
	write := func(name, text string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			t.Helper()
			name := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	remove := func(name string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			t.Helper()
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
		}
	}
	set := func(name, value string) func(*testing.T, string) {
		return func(t *testing.T, _ string) {
			t.Helper()
			t.Setenv(name, value)
		}
	}
	changes := map[string]func(*testing.T, string){
		"a file":                   write("work/mod/a/a.go", "package a\nimport \"n\"\nfunc Mark() { n.N(); n.N() }\n"),
		"a new file":               write("work/mod/a/b.go", "package a\n"),
		"a new file of tests":      write("work/mod/a/a_test.go", "package a\n"),
		"a new directory":          write("work/mod/b/b.go", "package b\n"),
		"testdata":                 write("work/mod/a/testdata/x.go", "package y\n"),
		"a file that is embedded":  remove("work/mod/a/text.txt"),
		"a replaced module":        write("work/other/n.go", "package n\nfunc N() { N() }\n"),
		"go.mod":                   write("work/mod/go.mod", "module m\ngo 1.25\nrequire n v1.0.0\nreplace n => ../other\n"),
		"go.sum":                   write("work/mod/go.sum", "\n"),
		"a workspace above":        write("work/go.work", "go 1.26\nuse ./mod\nuse ./other\n"),
		"a workspace higher above": write("go.work", "go 1.26\n"),
		"a flag":                   set("GOFLAGS", "-tags=x"),
		"a flag that names a file": set("GOFLAGS", "-modfile=other.mod"),
		"the platform":             set("GOOS", "plan9"),
		"cgo":                      set("CGO_ENABLED", "0"),
		"the go command":           set("PATH", ""),
		"a driver":                 set("GOPACKAGESDRIVER", "driver"),
		"the settings of go": func(t *testing.T, _ string) {
			t.Helper()
			env := filepath.Join(t.TempDir(), "env")
			if err := os.WriteFile(env, []byte("GOFLAGS=-tags=x\n"), 0o666); err != nil {
				t.Fatal(err)
			}
			t.Setenv("GOENV", env)
		},
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			dir, cfg := snapshots(t)
			if cfg.Cache.Snapshot(cfg, "./...") == nil {
				t.Fatal("there is no snapshot")
			}
			change(t, dir)
			age(t, dir)
			if cfg.Cache.Snapshot(cfg, "./...") != nil {
				t.Error("the snapshot still holds")
			}
		})
	}
}

// Other questions have other answers.
func TestSnapshotKey(t *testing.T) {
	dir, cfg := snapshots(t)
	if cfg.Cache.Snapshot(cfg, "./a") != nil {
		t.Error("other patterns")
	}
	for name, change := range map[string]func(*driver.Config){
		"directory":   func(c *driver.Config) { c.Dir = filepath.Join(dir, "work", "other") },
		"tests":       func(c *driver.Config) { c.Tests = false },
		"build flags": func(c *driver.Config) { c.BuildFlags = []string{"-tags=x"} },
		"workspace":   func(c *driver.Config) { c.Workspace = []string{"example.com"} },
		"settings":    func(c *driver.Config) { c.Salt = "other" },
		"a file":      func(c *driver.Config) { c.File = "a.go" },
		"an overlay":  func(c *driver.Config) { c.Overlay = map[string][]byte{"a.go": nil} },
	} {
		other := cfg
		change(&other)
		if cfg.Cache.Snapshot(other, "./...") != nil {
			t.Errorf("a run with another %s has the same snapshot", name)
		}
	}
}

// Files that may have changed while a run looked at them make no snapshot.
func TestSnapshotOfNewFiles(t *testing.T) {
	dir, cfg := snapshots(t)
	name := filepath.Join(dir, "work", "mod", "a", "a.go")
	if err := os.WriteFile(name, []byte("package a\nfunc Mark() {}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	later := time.Now().Add(time.Minute)
	if err := os.Chtimes(name, later, later); err != nil {
		t.Fatal(err)
	}
	if _, err := driver.Run(context.Background(), cfg, "./..."); err != nil {
		t.Fatal(err)
	}
	if cfg.Cache.Snapshot(cfg, "./...") != nil {
		t.Error("there is a snapshot of a file that is newer than the run")
	}
}

// A package with an error makes none either: what it takes to mend it may be
// anywhere.
func TestSnapshotOfErrors(t *testing.T) {
	dir, cfg := snapshots(t)
	name := filepath.Join(dir, "work", "mod", "a", "a.go")
	if err := os.WriteFile(name, []byte("package a\nimport \"missing\"\nfunc Mark() { missing.M() }\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	age(t, dir)
	if _, err := driver.Run(context.Background(), cfg, "./..."); err != nil {
		t.Fatal(err)
	}
	if cfg.Cache.Snapshot(cfg, "./...") != nil {
		t.Error("there is a snapshot of a package with errors")
	}
}
