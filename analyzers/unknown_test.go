package analyzers_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/gocontext/ctxlint/analyzers"
	"github.com/gocontext/ctxlint/internal/checktest"
)

// TestUnknown judges the corpus a second time with nothing known about the
// functions of other packages but their types, as for dependencies outside of
// the workspace. An unknown never makes a report, it only removes one: what is
// found then is found too when the bodies are seen.
func TestUnknown(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the corpus twice")
	}
	t.Parallel()
	seen := findings(t, packages.LoadAllSyntax)
	unseen := findings(t, packages.LoadSyntax)
	lost := 0
	for f := range seen {
		if !unseen[f] {
			lost++
		}
	}
	if lost == 0 {
		t.Error("no finding depends on what other packages do")
	}
	for _, f := range slices.Sorted(maps.Keys(unseen)) {
		if !seen[f] {
			t.Errorf("only found as long as nothing is known: %s", f)
		}
	}
}

// findings returns what the checks find in their corpus, loaded as mode says:
// where, and by which rule.
func findings(t *testing.T, mode packages.LoadMode) map[string]bool {
	t.Helper()
	config := &packages.Config{
		Mode: mode,
		Dir:  filepath.Join(checktest.Testdata(), "src"),
		Env:  append(os.Environ(), "GO111MODULE=off", "GOPROXY=off", "GOPATH="+checktest.Testdata()),
	}
	checks := []string{"ctxloop", "ctxwait", "ctxpass", "ctxdead", "ctxnest", "ctxvalue"}
	var patterns []string
	for _, check := range checks {
		patterns = append(patterns, "./"+check+"/...")
	}
	pkgs, err := packages.Load(config, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	if mode == packages.LoadSyntax {
		for _, pkg := range pkgs {
			pkg.Imports = nil // no facts
		}
	}
	s := analyzers.NewSettings()
	for _, c := range analyzers.Checks {
		if !slices.Contains(checks, c.Name) {
			s.Disable = append(s.Disable, c.Name)
		}
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{analyzers.New(s)}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]bool)
	for _, root := range graph.Roots {
		if root.Err != nil {
			t.Error(root.Err)
		}
		for _, d := range root.Diagnostics {
			if check, _, _ := strings.Cut(d.Category, "/"); slices.Contains(checks, check) {
				found[fmt.Sprintf("%s: %s", root.Package.Fset.Position(d.Pos), d.Category)] = true
			}
		}
	}
	return found
}
