package driver_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/gocontext/ctxlint/internal/driver"
)

// A cached run is made in dir again and again with the cache of its own.
type cached struct {
	t     *testing.T
	dir   string
	cache string
	salt  string
}

func newCached(t *testing.T) *cached {
	t.Helper()
	return &cached{t: t, dir: unpack(t, chain), cache: t.TempDir()}
}

// config returns the configuration of a run, and where it puts the packages
// that are analysed rather than looked up.
func (c *cached) config() (driver.Config, func() []string) {
	c.t.Helper()
	cache, err := driver.OpenCache(c.cache)
	if err != nil {
		c.t.Fatal(err)
	}
	var mu sync.Mutex
	var paths []string
	recorder := *root
	recorder.Run = func(pass *analysis.Pass) (any, error) {
		mu.Lock()
		paths = append(paths, pass.Pkg.Path())
		mu.Unlock()
		return root.Run(pass)
	}
	cfg := driver.Config{Analyzer: &recorder, Dir: c.dir, Tests: true, Cache: cache, Salt: c.salt}
	return cfg, func() []string {
		slices.Sort(paths)
		return paths
	}
}

// run expects that the packages named in analysed are, and that the result is
// that of a run without a cache.
func (c *cached) run(analysed ...string) {
	c.t.Helper()
	cfg, paths := c.config()
	got, err := driver.Run(context.Background(), cfg, "./...")
	if err != nil {
		c.t.Fatal(err)
	}
	cfg.Cache = nil
	cfg.Analyzer = root
	want, err := driver.Run(context.Background(), cfg, "./...")
	if err != nil {
		c.t.Fatal(err)
	}
	if g, w := describe(got), describe(want); g != w {
		c.t.Errorf("with a cache:\n%swithout:\n%s", g, w)
	}
	if got := paths(); !slices.Equal(got, analysed) {
		c.t.Errorf("analysed %q, want %q", got, analysed)
	}
}

// describe returns all of a result that users see.
func describe(res *driver.Result) string {
	var b strings.Builder
	for _, p := range res.Packages {
		for _, f := range p.Findings {
			fmt.Fprintf(&b, "%s: %+v %+v\n", p.ID, f, f.Fix)
		}
	}
	fmt.Fprintln(&b, res.Errors, res.Failures)
	return b.String()
}

func (c *cached) write(name, text string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o666); err != nil {
		c.t.Fatal(err)
	}
}

const chain = `
-- go.mod --
module m
go 1.26
-- leaf/leaf.go --
package leaf
func Mark() {}
-- mid/mid.go --
package mid
import "m/leaf"
func Mid() { leaf.Mark() }
-- top/top.go --
package top
import "m/mid"
func Top() { mid.Mid() }
-- top/top_test.go --
package top
import "m/mid"
func Test() { mid.Mid() }
-- other/other.go --
package other
func Other() {}
`

func TestCache(t *testing.T) {
	c := newCached(t)
	all := []string{"m/leaf", "m/mid", "m/other", "m/top"}
	c.run(all...)
	c.run()

	// What changed and what imports it is analysed, with the facts of the rest.
	c.write("top/top.go", "package top\nimport \"m/mid\"\nfunc Top() {}\nfunc Second() { mid.Mid() }\n")
	c.run("m/top")
	c.write("mid/mid.go", "package mid\nimport \"m/leaf\"\nfunc Mid() { leaf.Mark(); leaf.Mark() }\n")
	c.run("m/mid", "m/top")
	c.run()

	// A file that comes or goes is a change.
	c.write("other/more.go", "package other\nfunc mark() {}\nfunc more() { mark() }\n")
	c.run("m/other")
	if err := os.Remove(filepath.Join(c.dir, "other/more.go")); err != nil {
		t.Fatal(err)
	}
	c.run() // the older result is still there

	// So are tests, but not for importers.
	c.write("mid/mid_test.go", "package mid\nfunc helper() { Mid() }\n")
	c.run("m/mid")

	// The settings are part of the key.
	c.salt = "-level=strict"
	c.run(all...)
	c.salt = ""
	c.run()
}

// TestCacheErrors checks that nothing is kept that depends on code that does
// not compile, so that errors are told in every run.
func TestCacheErrors(t *testing.T) {
	c := newCached(t)
	c.run("m/leaf", "m/mid", "m/other", "m/top")
	c.write("mid/mid.go", "package mid\nimport \"m/leaf\"\nfunc Mid() { leaf.Mark(undefined) }\n")
	c.run("m/mid", "m/top")
	c.run("m/mid", "m/top")
	c.write("mid/mid.go", "package mid\nfunc Mid( {}\n")
	c.run("m/mid", "m/top")
	c.write("mid/mid.go", "package mid\nfunc Mid() {}\n")
	c.run("m/mid", "m/top")
	c.run()
}

func TestCacheCorrupt(t *testing.T) {
	c := newCached(t)
	c.run("m/leaf", "m/mid", "m/other", "m/top")
	for i, damage := range []func(name string) error{
		func(name string) error { return os.Truncate(name, 3) },
		func(name string) error { return os.WriteFile(name, []byte("nonsense"), 0o666) },
		os.Remove,
	} {
		err := filepath.WalkDir(c.cache, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			return damage(name)
		})
		if err != nil {
			t.Fatal(i, err)
		}
		c.run("m/leaf", "m/mid", "m/other", "m/top")
		c.run()
	}
}

func TestCacheParallel(t *testing.T) {
	c := newCached(t)
	var wg sync.WaitGroup
	results := make([]string, 4)
	for i := range results {
		cfg, _ := c.config()
		wg.Go(func() {
			res, err := driver.Run(context.Background(), cfg, "./...")
			if err != nil {
				t.Error(err)
				return
			}
			results[i] = describe(res)
		})
	}
	wg.Wait()
	for _, r := range results[1:] {
		if r != results[0] {
			t.Errorf("one run says\n%sanother\n%s", results[0], r)
		}
	}
	c.run()
}

func TestCacheBound(t *testing.T) {
	dir := t.TempDir()
	c, err := driver.OpenCache(dir)
	if err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(dir, "00", "old-d")
	for name, size := range map[string]int{old: 100, filepath.Join(dir, "01", "new-d"): 50} {
		if err := os.WriteFile(name, make([]byte, size), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	long := timeAgo(t, old)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	c.Bound(200)
	if size := sizeOf(t, dir); size < 150 {
		t.Errorf("%d bytes are left of a cache that was small enough", size)
	}
	c.Bound(120)
	if _, err := os.Stat(old); err == nil {
		t.Error("what was not used for longest is still there")
	}
	if _, err := os.Stat(filepath.Join(dir, "01", "new-d")); err != nil {
		t.Error(err)
	}
}

func TestOpenCacheFails(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := driver.OpenCache(filepath.Join(file, "cache")); err == nil {
		t.Error("a cache below a file")
	}
}

// timeAgo returns a time an hour before the file was changed.
func timeAgo(t *testing.T, name string) time.Time {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info.ModTime().Add(-time.Hour)
}

func sizeOf(t *testing.T, dir string) (size int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return size
}
