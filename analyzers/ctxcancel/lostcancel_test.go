package ctxcancel_test

import (
	"fmt"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/gocontext/ctxlint/analyzers/ctxcancel"
	"github.com/gocontext/ctxlint/internal/settings"
)

// deliberate lists the acquisitions in the testdata of go vet's lostcancel
// that ctxcancel judges otherwise, with the reason.
var deliberate = map[string]string{}

// TestLostcancel runs ctxcancel over the testdata of go vet's lostcancel: it
// reports every acquisition that vet does. Vet tells each loss twice, at the
// acquisition and at the return; only the former is asked for.
func TestLostcancel(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "golang.org/x/tools").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	dir := filepath.Join(strings.TrimSpace(string(out)), "go/analysis/passes/lostcancel/testdata")
	if _, err := os.Stat(dir); err != nil {
		t.Fatal(err)
	}
	s := settings.New()
	s.Level = settings.Strict // a child of a context that the function ends is strict
	asked := 0
	for _, pkg := range []string{"a", "b", "typeparams"} {
		// The wants are vet's: errors about them are not for this test.
		results := analysistest.Run(ignore{}, dir, ctxcancel.New(s), pkg)
		found := make(map[string]bool)
		for _, r := range results {
			for _, d := range r.Diagnostics {
				found[at(r.Pass.Fset, d.Pos)] = true
			}
			for _, f := range r.Pass.Files {
				name := r.Pass.Fset.File(f.FileStart).Name()
				for _, want := range wants(t, name) {
					asked++
					if !found[want] && deliberate[want] == "" {
						t.Errorf("%s/%s: vet reports an acquisition, ctxcancel does not", pkg, want)
					}
				}
			}
		}
	}
	if asked < 16 { // as many as x/tools v0.52.0 has
		t.Errorf("only %d acquisitions with a want were found: has the testdata moved?", asked)
	}
}

type ignore struct{}

func (ignore) Errorf(string, ...any) {}

func at(fset *token.FileSet, pos token.Pos) string {
	p := fset.Position(pos)
	return fmt.Sprintf("%s:%d", filepath.Base(p.Filename), p.Line)
}

var (
	want     = regexp.MustCompile("// want .*")
	atReturn = regexp.MustCompile("reached without using")
)

// wants returns the lines of a file on which vet's tests want an acquisition
// to be reported.
func wants(t *testing.T, file string) []string {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for i, line := range strings.Split(string(src), "\n") {
		if m := want.FindString(line); m != "" && !atReturn.MatchString(m) {
			lines = append(lines, fmt.Sprintf("%s:%d", filepath.Base(file), i+1))
		}
	}
	return lines
}
