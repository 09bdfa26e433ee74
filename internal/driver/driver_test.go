package driver_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"
	"golang.org/x/tools/txtar"

	"github.com/gocontext/ctxlint/internal/driver"
)

// A marked function is called mark, or calls a marked function.
type marked struct{ Chain []string }

func (*marked) AFact() {}

var marks = &analysis.Analyzer{
	Name:             "marks",
	Doc:              "find marked functions",
	FactTypes:        []analysis.Fact{new(marked)},
	RunDespiteErrors: true,
	Run: func(pass *analysis.Pass) (any, error) {
		if pass.Module != nil && pass.Module.Version != "" {
			return nil, fmt.Errorf("%s is analysed, but not part of the workspace", pass.Pkg.Path())
		}
		for _, f := range pass.Files {
			for _, d := range f.Decls {
				fd, ok := d.(*ast.FuncDecl)
				if !ok || fd.Body == nil {
					continue
				}
				fn, ok := pass.TypesInfo.Defs[fd.Name].(*types.Func)
				if !ok {
					continue
				}
				if strings.EqualFold(fd.Name.Name, "mark") {
					pass.ExportObjectFact(fn, &marked{[]string{fn.Name()}})
				}
				calls(pass, fd.Body, func(_ *ast.CallExpr, m marked) {
					pass.ExportObjectFact(fn, &marked{append([]string{fn.Name()}, m.Chain...)})
				})
			}
		}
		return nil, nil
	},
}

var root = &analysis.Analyzer{
	Name:             "root",
	Doc:              "report calls of marked functions",
	Requires:         []*analysis.Analyzer{marks},
	RunDespiteErrors: true,
	Run: func(pass *analysis.Pass) (any, error) {
		for _, f := range pass.Files {
			calls(pass, f, func(call *ast.CallExpr, m marked) {
				pass.Reportf(call.Pos(), "%s", strings.Join(m.Chain, " "))
			})
		}
		return nil, nil
	},
}

// calls hands the calls of marked functions below n to f.
func calls(pass *analysis.Pass, n ast.Node, f func(*ast.CallExpr, marked)) {
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			var m marked
			if fn, ok := typeutil.Callee(pass.TypesInfo, call).(*types.Func); ok && pass.ImportObjectFact(fn.Origin(), &m) {
				f(call, m)
			}
		}
		return true
	})
}

// unpack writes the files of an archive to a new directory.
func unpack(t *testing.T, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// run runs the test's analyzer and returns its result as lines: findings
// below the ID of their package, then errors and failures.
func run(t *testing.T, cfg driver.Config, patterns ...string) []string {
	t.Helper()
	cfg.Analyzer = root
	res, err := driver.Run(context.Background(), cfg, patterns...)
	if err != nil {
		return []string{err.Error()}
	}
	var lines []string
	for _, p := range res.Packages {
		for _, f := range p.Findings {
			lines = append(lines, fmt.Sprintf("%s: %s:%d: %s", p.ID, filepath.Base(f.Pos.Filename), f.Pos.Line, f.Message))
		}
	}
	for _, e := range append(res.Errors, res.Failures...) {
		lines = append(lines, strings.Split(strings.TrimSpace(e), "\n")...)
	}
	return lines
}

func compare(t *testing.T, got []string, want string) {
	t.Helper()
	var wanted []string
	for line := range strings.SplitSeq(want, "\n") {
		if line = strings.TrimPrefix(line, "\t"); line != "" {
			wanted = append(wanted, line)
		}
	}
	if !slices.Equal(got, wanted) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(wanted, "\n\t"))
	}
}

const workspace = `
-- go.mod --
module m
go 1.26
-- leaf/leaf.go --
package leaf
import "m/generic"
func Mark() {}
type T struct{}
func (*T) Mark() {}
type I interface{ M() T }
type hidden struct{}
func (hidden) Mark() {}
func Hidden() hidden { return hidden{} }
func Plain() { generic.Mark(1) }
-- generic/generic.go --
package generic
type G[T any] struct{}
func (G[T]) Mark() {}
func Mark[T any](T) {}
-- mid/mid.go --
package mid
import "m/leaf"
func Mid() { leaf.Mark() }
var T leaf.T
-- mid/in_test.go --
package mid
import "m/leaf"
func Late() { leaf.Mark() }
func Mark() {}
-- mid/ex_test.go --
package mid_test
import (
	"testing"
	"m/mid"
	"m/user"
)
func TestX(t *testing.T) {
	mid.Mid()
	mid.Late()
	user.Use()
}
-- user/user.go --
package user
import (
	"m/generic"
	"m/leaf"
	"m/mid"
)
func Use() {
	mid.Mid()
	mid.T.Mark()
	leaf.Hidden().Mark()
	leaf.Plain()
	generic.G[int]{}.Mark()
}
`

const workspaceFindings = `
	m/leaf: leaf.go:10: Mark
	m/mid [m/mid.test]: in_test.go:3: Mark
	m/mid [m/mid.test]: mid.go:3: Mark
	m/mid_test [m/mid.test]: ex_test.go:8: Mid Mark
	m/mid_test [m/mid.test]: ex_test.go:9: Late Mark
	m/mid_test [m/mid.test]: ex_test.go:10: Use Mark
	m/user: user.go:8: Mid Mark
	m/user: user.go:9: Mark
	m/user: user.go:10: Mark
	m/user: user.go:11: Plain Mark
	m/user: user.go:12: Mark
`

// Facts reach importers that see other objects than those of the analysis:
// functions, methods, those of hidden types and of generic ones.
func TestFacts(t *testing.T) {
	dir := unpack(t, workspace)
	cfg := driver.Config{Dir: dir, Tests: true}
	for range 5 { // the order does not depend on the schedule
		compare(t, run(t, cfg, "./..."), workspaceFindings)
	}
	compare(t, run(t, cfg.Separate(), "./..."), workspaceFindings)
}

// Packages whose tests import each other cannot stand for what they are
// without tests: a and b here. Those that need them are compiled anew for
// their tests, c for that of a, and hidden, which nobody names, for that of b.
func TestCycle(t *testing.T) {
	dir := unpack(t, `
-- go.mod --
module m
go 1.26
-- a/a.go --
package a
type T struct{}
func (T) Mark() {}
-- a/in_test.go --
package a
import "m/b"
func InTest() { b.Use(T{}) }
func Late() T { return T{} }
-- a/ex_test.go --
package a_test
import (
	"m/a"
	"m/c"
)
func tests() {
	c.Do(a.Late())
	a.InTest()
}
-- b/b.go --
package b
type Marker interface { Mark() }
func Mark() {}
func Use(m Marker) { Mark() }
-- b/in_test.go --
package b
import "m/a"
func InTest() { var t a.T; t.Mark() }
func Own() string { return "" }
-- b/ex_test.go --
package b_test
import (
	"m/b"
	"m/hidden"
)
func tests() {
	hidden.Do(b.Own())
	b.InTest()
}
-- c/c.go --
package c
import "m/a"
func Do(t a.T) { t.Mark() }
-- hidden/hidden.go --
package hidden
import "m/b"
func Do(string) { b.Mark() }
`)
	cfg := driver.Config{Dir: dir, Tests: true}
	want := `
	m/a [m/a.test]: in_test.go:3: Use Mark
	m/a_test [m/a.test]: ex_test.go:7: Do Mark
	m/a_test [m/a.test]: ex_test.go:8: InTest Use Mark
	m/b [m/b.test]: b.go:4: Mark
	m/b [m/b.test]: in_test.go:3: Mark
	m/b_test [m/b.test]: ex_test.go:7: Do Mark
	m/b_test [m/b.test]: ex_test.go:8: InTest Mark
	m/c: c.go:3: Mark
	`
	compare(t, run(t, cfg, "./a", "./b", "./c"), want)
	compare(t, run(t, cfg.Separate(), "./a", "./b", "./c"), want)
}

// What a test adds to its package is in nobody's way: not where the package
// is imported with a dot, nor where only the test does not compile.
func TestAddedByTests(t *testing.T) {
	dir := unpack(t, `
-- go.mod --
module m
go 1.26
-- a/a.go --
package a
func Mark() {}
-- a/a_test.go --
package a
func Extra() {}
var Wrong int = nothing
-- dot/dot.go --
package dot
import . "m/a"
func Use() { Mark(); Extra() }
func Extra() {}
-- dot/dot_test.go --
package dot
var Mine = 1
-- dot/x_test.go --
package dot_test
import . "m/dot"
var _ = Mine
func tests() { Use() }
`)
	cfg := driver.Config{Dir: dir, Tests: true}
	want := `
	m/dot [m/dot.test]: dot.go:3: Mark
	m/dot_test [m/dot.test]: x_test.go:4: Use Mark
	# m/a [m/a.test]
	a/a_test.go:3:17: undefined: nothing
	`
	compare(t, run(t, cfg, "./..."), want)
	compare(t, run(t, cfg.Separate(), "./..."), want)
}

// What is found in a package does not depend on what is named beside it.
func TestPartial(t *testing.T) {
	dir := unpack(t, workspace)
	var all []string
	for _, pattern := range []string{"./generic", "./leaf", "./mid", "./user"} {
		got := run(t, driver.Config{Dir: dir, Tests: true}, pattern)
		if pattern != "./generic" {
			all = append(all, got...)
		}
	}
	compare(t, all, workspaceFindings)
}

func TestNoTests(t *testing.T) {
	dir := unpack(t, workspace)
	compare(t, run(t, driver.Config{Dir: dir}, "./mid", "./user"), `
	m/mid: mid.go:3: Mark
	m/user: user.go:8: Mid Mark
	m/user: user.go:9: Mark
	m/user: user.go:10: Mark
	m/user: user.go:11: Plain Mark
	m/user: user.go:12: Mark
	`)
}

func TestFile(t *testing.T) {
	dir := unpack(t, workspace)
	compare(t, run(t, driver.Config{Dir: dir, Tests: true, File: filepath.Join(dir, "mid", "in_test.go")}, "./..."), `
	m/mid [m/mid.test]: in_test.go:3: Mark
	m/mid [m/mid.test]: mid.go:3: Mark
	`)
}

// Packages that do not compile, and those that import them, are judged as
// far as their types reach. Errors are told once, in the words of the go
// command, and not where they only follow from others.
func TestErrors(t *testing.T) {
	dir := unpack(t, `
-- go.mod --
module m
go 1.26
-- bad/bad.go --
package bad
func Mark() {}
func Wrong() int { Mark(); return nothing }
-- bad/bad_test.go --
package bad
func inTest() { Mark() }
-- syntax/a.go --
package syntax
func Mark() {}
-- syntax/b.go --
package syntax
func Broken( {
func After() { Mark() }
-- good/good.go --
package good
func Mark() {}
func Use() { Mark() }
-- missing/missing.go --
package missing
import (
	"example.com/nowhere"
	"m/good"
)
func Use() { good.Mark(); nowhere.Go(); var x nowhere.T; x.Run() }
-- user/user.go --
package user
import (
	"m/bad"
	"m/good"
	"m/syntax"
)
func Use() {
	bad.Mark()
	bad.Wrong()
	good.Mark()
	syntax.Mark()
	syntax.Follows()
}
`)
	compare(t, run(t, driver.Config{Dir: dir, Tests: true}, "./..."), `
	m/bad [m/bad.test]: bad.go:3: Mark
	m/bad [m/bad.test]: bad_test.go:2: Mark
	m/good: good.go:3: Mark
	m/missing: missing.go:6: Mark
	m/syntax: b.go:3: Mark
	m/user: user.go:8: Mark
	m/user: user.go:9: Wrong Mark
	m/user: user.go:10: Mark
	m/user: user.go:11: Mark
	missing/missing.go:3:2: no required module provides package example.com/nowhere; to add it:
		go get example.com/nowhere
	# m/bad
	bad/bad.go:3:35: undefined: nothing
	# m/syntax
	syntax/b.go:2:14: syntax error: unexpected {, expected )
	`)
}

// A dependency that has a version is not analysed, unless its module is
// named.
func TestVersioned(t *testing.T) {
	dir := unpack(t, `
-- go.mod --
module m
go 1.26
require example.com/dep v1.0.0
replace example.com/dep => ./dep
-- m.go --
package m
import "example.com/dep"
func Use() { dep.Mark() }
-- dep/go.mod --
module example.com/dep
go 1.26
-- dep/dep.go --
package dep
func Mark() {}
`)
	compare(t, run(t, driver.Config{Dir: dir}, "."), "")
	compare(t, run(t, driver.Config{Dir: dir}, ".", "example.com/dep"), "m: m.go:3: Mark")
	compare(t, run(t, driver.Config{Dir: dir, Workspace: []string{"example.com"}}, "."), "m: m.go:3: Mark")
}

// Facts cross the modules of a go.work file.
func TestWork(t *testing.T) {
	dir := unpack(t, `
-- go.work --
go 1.26
use (
	./a
	./b
)
-- a/go.mod --
module example.com/a
go 1.26
-- a/a.go --
package a
func Mark() {}
-- b/go.mod --
module example.com/b
go 1.26
-- b/b.go --
package b
import "example.com/a"
func Use() { a.Mark() }
`)
	compare(t, run(t, driver.Config{Dir: filepath.Join(dir, "b")}, "./..."), "example.com/b: b.go:3: Mark")
}

func TestVendor(t *testing.T) {
	dir := unpack(t, `
-- go.mod --
module m
go 1.26
require example.com/dep v1.0.0
-- vendor/modules.txt --
# example.com/dep v1.0.0
## explicit; go 1.26
example.com/dep
-- vendor/example.com/dep/dep.go --
package dep
func Mark() {}
func Other() {}
-- own/own.go --
package own
func Mark() {}
-- m.go --
package m
import (
	"example.com/dep"
	"m/own"
)
func Use() { dep.Mark(); dep.Other(); own.Mark() }
`)
	compare(t, run(t, driver.Config{Dir: dir, Tests: true}, "./..."), "m: m.go:6: Mark")
}

func TestGOPATH(t *testing.T) {
	dir := unpack(t, `
-- src/m/m.go --
package m
import "m/own"
func Use() { own.Mark() }
-- src/m/own/own.go --
package own
func Mark() {}
`)
	t.Setenv("GO111MODULE", "off")
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOPATH", dir)
	compare(t, run(t, driver.Config{Dir: filepath.Join(dir, "src", "m"), Tests: true}, "./..."), "m: m.go:3: Mark")
}

func TestTags(t *testing.T) {
	dir := unpack(t, `
-- go.mod --
module m
go 1.26
-- a.go --
package m
func Mark() {}
-- b.go --
//go:build special
package m
func Use() { Mark() }
`)
	compare(t, run(t, driver.Config{Dir: dir}, "."), "")
	compare(t, run(t, driver.Config{Dir: dir, BuildFlags: []string{"-tags=special"}}, "."), "m: b.go:3: Mark")
}

func TestCgo(t *testing.T) {
	if out, err := exec.Command("go", "env", "CGO_ENABLED").Output(); err != nil || strings.TrimSpace(string(out)) != "1" {
		t.Skip("cgo is not enabled")
	}
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("no C compiler")
	}
	dir := unpack(t, `
-- go.mod --
module m
go 1.26
-- a.go --
package m
// int one(void) { return 1; }
import "C"
func Mark() { C.one() }
func Use() {
	Mark()
}
`)
	compare(t, run(t, driver.Config{Dir: dir}, "."), "m: a.go:6: Mark")
}

func TestNothing(t *testing.T) {
	dir := unpack(t, `
-- go.mod --
module m
go 1.26
-- empty/README --
`)
	compare(t, run(t, driver.Config{Dir: dir}, "./..."), "./... matched no packages")
	compare(t, run(t, driver.Config{Dir: dir}, "./empty"), "no Go files in "+filepath.Join(dir, "empty"))
}

// A failing analyzer is told; the process lives.
func TestPanic(t *testing.T) {
	dir := unpack(t, `
-- go.mod --
module m
go 1.26
-- a.go --
package m
`)
	res, err := driver.Run(context.Background(), driver.Config{Dir: dir, Analyzer: &analysis.Analyzer{
		Name: "broken",
		Doc:  "panic",
		Run:  func(*analysis.Pass) (any, error) { panic("oops") },
	}}, ".")
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Failures) != 1 || !strings.HasPrefix(res.Failures[0], "broken: internal error on package m: oops") {
		t.Errorf("got %q", res.Failures)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := driver.Run(ctx, driver.Config{Dir: unpack(t, workspace), Analyzer: root}, "./..."); err == nil {
		t.Error("a cancelled run has no error")
	}
}
