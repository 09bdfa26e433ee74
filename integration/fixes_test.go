package integration

import (
	"errors"
	"go/format"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fixers are the drivers that apply fixes, the command first. The others do
// in one run what goes together; what is left takes turns from run to run.
var fixers = []struct {
	name string
	args func(t *testing.T) []string
}{
	{"ctxlint -fix", func(*testing.T) []string {
		return []string{ctxlint, "-level=opinion", "-fix"}
	}},
	{"go vet -fix", func(*testing.T) []string {
		return []string{"go", "vet", "-vettool=" + ctxlint, "-level=opinion", "-fix"}
	}},
	{"go fix", func(*testing.T) []string {
		return []string{"go", "fix", "-fixtool=" + ctxlint, "-level=opinion"}
	}},
	{"golangci-lint run --fix", func(t *testing.T) []string {
		t.Helper()
		config := golangciConfig(config{"level": "opinion"}, "ctxlint")
		return []string{golangciLint, "run", "--fix", "--issues-exit-code=0", "--config=" + config.write(t)}
	}},
}

// maxRounds is more than any driver needs until nothing is left to fix.
const maxRounds = 6

// TestFixes applies the fixes of all scenarios that have some with every
// driver, until there are none left. The files that come out are the same, but
// that the other drivers format all of a file, where the command leaves alone
// what was not formatted before.
func TestFixes(t *testing.T) {
	t.Setenv("GOLANGCI_LINT_CACHE", t.TempDir())
	var want map[string]string
	for i, fixer := range fixers {
		c := newCorpus(t, filepath.Join("..", "testdata", "src"))
		dirs := c.fixable(t)
		args := fixer.args(t)
		before := c.files(t, dirs)
		files := before
		for round := 1; ; round++ {
			cmd := c.command(t, args[0], slices.Concat(args[1:], dirs))
			if out, err := cmd.CombinedOutput(); err != nil {
				if _, ok := errors.AsType[*exec.ExitError](err); !ok {
					t.Fatalf("%v: %v\n%s", cmd, err, out)
				}
			}
			after := c.files(t, dirs)
			if maps.Equal(after, files) {
				t.Logf("%s: %d rounds", fixer.name, round-1)
				break
			}
			if round == maxRounds {
				t.Errorf("%s changes files in round %d", fixer.name, round)
				break
			}
			files = after
		}
		if maps.Equal(files, before) {
			t.Errorf("%s changes nothing: the test proves nothing", fixer.name)
		}
		if i == 0 {
			want = files
			continue
		}
		for name, text := range files {
			if text != want[name] {
				t.Errorf("%s makes of %s:\n%s\n%s makes:\n%s", fixer.name, name, text, fixers[0].name, want[name])
			}
		}
	}
}

// fixable returns the directories of the packages that have golden files.
func (c *corpus) fixable(t *testing.T) []string {
	t.Helper()
	var dirs []string
	for _, module := range c.modules {
		root := filepath.Join(c.dir, module)
		err := filepath.WalkDir(root, func(name string, _ fs.DirEntry, err error) error {
			if err == nil && filepath.Ext(name) == ".golden" && !strings.Contains(name, "illtyped") {
				dirs = append(dirs, "./"+c.relative(filepath.Dir(name)))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return slices.Compact(dirs)
}

// files returns the Go files in the directories, formatted.
func (c *corpus) files(t *testing.T, dirs []string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	for _, dir := range dirs {
		names, err := filepath.Glob(filepath.Join(c.dir, dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if text, err = format.Source(text); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			files[c.relative(name)] = string(text)
		}
	}
	return files
}
