// Package checktest runs checks over the scenarios below testdata/src.
package checktest

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/gocontext/ctxlint/internal/settings"
)

// Testdata returns the repository's testdata directory. It is a GOPATH: the
// packages below its src directory import each other by their path below it.
func Testdata() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "testdata")
}

// Run runs the check that newCheck builds over every scenario of it: each
// directory testdata/src/CHECK/SCENARIO with the packages below it. A file
// named "flags" in the directory gives the settings, one flag a line, as on
// the command line. Where there are .golden files, fixes are compared too.
//
// Scenarios with the same settings are loaded together, for most of the time
// goes into the standard library. -run=Test/SCENARIO picks the group that it is in.
//
// Scenarios with type errors have "illtyped" in their name; elsewhere they are
// mistakes, as a case that does not compile may be silent for that reason.
func Run(t *testing.T, check string, newCheck func(*settings.Settings) *analysis.Analyzer) {
	t.Helper()
	dir := filepath.Join(Testdata(), "src", check)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	type group struct {
		flags  string
		golden bool
	}
	var groups []group
	scenarios := make(map[group][]string)
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		flags, err := os.ReadFile(filepath.Join(dir, e.Name(), "flags"))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		golden, _ := filepath.Glob(filepath.Join(dir, e.Name(), "*.golden"))
		g := group{string(flags), len(golden) > 0}
		if len(scenarios[g]) == 0 {
			groups = append(groups, g)
		}
		scenarios[g] = append(scenarios[g], e.Name())
	}
	for _, g := range groups {
		names := scenarios[g]
		t.Run(strings.Join(names, ","), func(t *testing.T) {
			t.Parallel()
			s := Settings(t, filepath.Join(dir, names[0], "flags"))
			patterns := make([]string, len(names))
			for i, name := range names {
				patterns[i] = check + "/" + name + "/..."
			}
			run := analysistest.Run
			if g.golden {
				run = analysistest.RunWithSuggestedFixes
			}
			fixed := make(map[string]bool) // files
			for _, result := range run(t, Testdata(), newCheck(s), patterns...) {
				for _, d := range result.Diagnostics {
					for _, fix := range d.SuggestedFixes {
						fixed[result.Pass.Fset.Position(fix.TextEdits[0].Pos).Filename] = true
					}
				}
				for _, err := range result.Pass.TypeErrors {
					if !strings.Contains(result.Pass.Pkg.Path(), "illtyped") {
						t.Error(err)
					}
				}
			}
			for _, name := range names {
				compareGolden(t, filepath.Join(dir, name), fixed)
			}
		})
	}
}

// compareGolden asks that each file that has a golden one is fixed, or equal to
// it, for analysistest looks only at what is fixed.
func compareGolden(t *testing.T, dir string, fixed map[string]bool) {
	t.Helper()
	golden, err := filepath.Glob(filepath.Join(dir, "*.golden"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range golden {
		source := strings.TrimSuffix(name, ".golden")
		if fixed[source] {
			continue
		}
		want, err1 := os.ReadFile(name)
		text, err2 := os.ReadFile(source)
		if err := cmp.Or(err1, err2); err != nil {
			t.Error(err)
		} else if !bytes.Equal(text, want) {
			t.Errorf("%s has no fixes, but a golden file", source)
		}
	}
}

// Settings returns the settings that a file of flags gives; the default ones
// if there is no such file.
func Settings(t *testing.T, file string) *settings.Settings {
	t.Helper()
	s := settings.New()
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		name, value, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "-"), "=")
		if !ok {
			t.Fatalf("%s: want -name=value, not %q", file, line)
		}
		if err := s.Set(name, value); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	return s
}
