// Package checktest runs checks over the scenarios below testdata/src.
package checktest

import (
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
func Run(t *testing.T, check string, newCheck func(*settings.Settings) *analysis.Analyzer) {
	t.Helper()
	dir := filepath.Join(Testdata(), "src", check)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		t.Run(e.Name(), func(t *testing.T) {
			t.Parallel()
			s := Settings(t, filepath.Join(dir, e.Name(), "flags"))
			pattern := check + "/" + e.Name() + "/..."
			if golden, _ := filepath.Glob(filepath.Join(dir, e.Name(), "*.golden")); len(golden) > 0 {
				analysistest.RunWithSuggestedFixes(t, Testdata(), newCheck(s), pattern)
				return
			}
			analysistest.Run(t, Testdata(), newCheck(s), pattern)
		})
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
