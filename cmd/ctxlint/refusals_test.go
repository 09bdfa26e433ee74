package main

import (
	"context"
	"go/ast"
	"go/constant"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/gocontext/ctxlint/analyzers"
	"github.com/gocontext/ctxlint/internal/driver"
	"github.com/gocontext/ctxlint/internal/settings"
)

// elsewhere are the refusals that no package below testdata/src shows.
var elsewhere = map[string]string{
	"the package does not compile":                               "testdata/script/nofix.txtar",
	"cgo rewrites the file":                                      "testdata/script/nofix.txtar",
	"a //line directive says that the code is from another file": "testdata/script/nofix.txtar",
	"the edits are in another file, or overlap":                  "no check makes such edits",
}

// TestRefusals asks that whatever is found by a rule that has fixes, and has
// none, says why; and that there is a case for each refusal.
func TestRefusals(t *testing.T) {
	want := refusals(t)
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "fixes.md"))
	if err != nil {
		t.Fatal(err)
	}
	fixable := rulesWithFixes(page)
	gopath := t.TempDir()
	src := filepath.Join(gopath, "src")
	copyCorpus(t, filepath.Join("..", "..", "testdata", "src"), src)
	t.Setenv("GOPATH", gopath)
	t.Setenv("GO111MODULE", "off")
	t.Setenv("GOFLAGS", "")

	s := analyzers.NewSettings()
	s.Level, s.Why = settings.Opinion, true
	res, err := driver.Run(context.Background(), driver.Config{Analyzer: analyzers.New(s), Dir: src, Tests: true}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for _, p := range res.Packages {
		type place struct{ rule, pos string }
		why := make(map[place]string)
		for _, r := range p.Unfixed {
			why[place{r.Rule, r.Pos.String()}] = r.Clause
			seen[r.Clause] = true
		}
		for _, f := range p.Findings {
			clause := why[place{f.Category, f.Pos.String()}]
			switch {
			case !fixable[f.Category]:
			case f.Fix == nil && clause == "":
				t.Errorf("%v: no fix, and no reason: %s", f.Pos, f.Message)
			case f.Fix != nil && clause != "":
				t.Errorf("%v: a fix, although %s: %s", f.Pos, clause, f.Message)
			}
		}
	}
	for clause := range want {
		if !seen[clause] && elsewhere[clause] == "" {
			t.Errorf("no case for the refusal %q", clause)
		}
	}
	for clause := range elsewhere {
		if !want[clause] {
			t.Errorf("no check refuses with %q", clause)
		}
	}
}

// refusals returns the constants of type report.Refusal.
func refusals(t *testing.T) map[string]bool {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: filepath.Join("..", "..")}, "./analyzers/...", "./internal/report")
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]bool)
	for _, p := range pkgs {
		for e, tv := range p.TypesInfo.Types {
			named, ok := tv.Type.(*types.Named)
			if _, isLit := e.(*ast.BasicLit); ok && isLit && tv.Value != nil && named.Obj().Name() == "Refusal" {
				if text := constant.StringVal(tv.Value); text != "" {
					all[text] = true
				}
			}
		}
	}
	if len(all) < 50 {
		t.Fatalf("only %d refusals found: the test proves nothing", len(all))
	}
	return all
}

// rulesWithFixes returns the rules that the table of docs/fixes.md lists.
func rulesWithFixes(page []byte) map[string]bool {
	rules := make(map[string]bool)
	for line := range strings.Lines(string(page)) {
		first, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " |")
		if !ok || !strings.HasPrefix(line, "| `") {
			continue
		}
		for rule := range strings.SplitSeq(first, ", ") {
			rules[strings.Trim(rule, "`")] = true
		}
	}
	return rules
}
