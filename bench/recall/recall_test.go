package main

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestReports(t *testing.T) {
	for _, c := range []struct {
		rule, class string
		want        bool
	}{
		{"ctxcancel/lostpath", "lostcancel-path", true},
		{"ctxcancel/loop", "cancel-stored-never-called", true},
		{"ctxpass/fresh", "lostcancel-path", false},
		{"ctxwait/sleep", "loop-sleep", true},
		{"ctxvalue/flow", "value-flow-control", true},
		{"ctxvalue/flow", "value-key", false},
		{"ctxvalue/key", "value-key", true},
		{"ctxwait/watcher", "other:ctx-watcher-goroutine-leak", true},
		{"ctxwait/bare", "other:ctx-watcher-goroutine-leak", false},
		{"ctxnest/loop", "other", true},
		{"ctxnil/flow", "never heard of", true},
	} {
		if got := reports(c.rule, c.class); got != c.want {
			t.Errorf("reports(%q, %q) = %v", c.rule, c.class, got)
		}
	}
}

const source = `package p

func first() {}

func second() {
	go func() {
		first()
	}()



	first()
}

func third() { second() }
`

func TestAbout(t *testing.T) {
	b := bug{File: "p.go", Class: "loop-sleep", Lines: []int{7}}
	at := func(line int, rule, message string) finding { return finding{"p.go", line, rule, message} }
	on := at(7, "ctxloop/sleep", "on the lines")
	around := at(12, "ctxloop/sleep", "in the function")
	call := at(15, "ctxloop/nodone", "the loop calls second, which waits")
	for _, c := range []struct {
		name     string
		findings []finding
		want     []finding
	}{
		{"its lines come first", []finding{call, around, on}, []finding{on}},
		{"then its function", []finding{call, around}, []finding{around}},
		{"then a call of it", []finding{call}, []finding{call}},
		{"another function", []finding{at(3, "ctxloop/sleep", "first")}, nil},
		{"another word", []finding{at(15, "ctxloop/sleep", "seconds")}, nil},
		{"another reason", []finding{at(7, "ctxpass/fresh", "")}, nil},
		{"another file", []finding{{"q.go", 7, "ctxloop/sleep", ""}}, nil},
	} {
		if got := about(c.findings, b, []byte(source)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestSameKey(t *testing.T) {
	src := []byte("package p\n\nfunc get(ctx context.Context) any { return ctx.Value(dryKey{}) }\n")
	for _, c := range []struct {
		message string
		line    int
		want    bool
	}{
		{"puts dry, a bool, into the context under the key dryKey{}, which is for metadata", 3, true},
		{"puts dry, a bool, into the context under the key dryKey{}, which is for metadata", 1, false},
		{"puts dry, a bool, into the context under the key wetKey{}, which is for metadata", 3, false},
		{"the condition dry comes from a context", 3, false},
	} {
		if got := sameKey(finding{message: c.message}, src, []int{c.line}); got != c.want {
			t.Errorf("%q at line %d: got %v, want %v", c.message, c.line, got, c.want)
		}
	}
}

func TestBefore(t *testing.T) {
	hunks := parseHunks([]byte(`diff --git a/p.go b/p.go
--- a/p.go
+++ b/p.go
@@ -3,0 +4,2 @@ func f()
+added
+added
@@ -10,3 +12 @@ func g()
-old
-old
-old
+new
@@ -20,2 +19,0 @@
-gone
-gone
`))
	for _, c := range []struct{ line, first, last int }{
		{3, 3, 3},
		{4, 3, 3},
		{5, 3, 3},
		{6, 4, 4},
		{11, 9, 9},
		{12, 10, 12},
		{13, 13, 13},
		{19, 19, 19},
		{20, 22, 22},
	} {
		if first, last := before(hunks, c.line); first != c.first || last != c.last {
			t.Errorf("line %d was %d to %d, want %d to %d", c.line, first, last, c.first, c.last)
		}
	}
}

func TestLeft(t *testing.T) {
	hunks := []hunk{{oldLine: 10, oldCount: 1, newLine: 10, newCount: 4}}
	f := finding{file: "p.go", line: 10, rule: "ctxloop/nodone"}
	for _, c := range []struct {
		name  string
		after finding
		want  bool
	}{
		{"in what was put in its place", finding{"p.go", 12, "ctxloop/nodone", ""}, true},
		{"another rule", finding{"p.go", 12, "ctxloop/partial", ""}, false},
		{"another place", finding{"p.go", 40, "ctxloop/nodone", ""}, false},
		{"another file", finding{"q.go", 12, "ctxloop/nodone", ""}, false},
	} {
		if got := left(f, []finding{c.after}, hunks); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestParseFindings(t *testing.T) {
	data := `{"example.com/m/p": {"ctxlint": [
		{"category": "ctxnil/flow", "posn": "/top/m/p/b.go:7:2", "message": "later"},
		{"category": "ctxnil/literal", "posn": "p/a.go:3:14", "message": "first"},
		{"category": "ctxloop/nodone", "posn": "p/c.go:9:2", "message": "a loop", "related": [
			{"posn": "p/c.go:8:2", "message": "the loop"}, {"posn": "p/c.go:11:3", "message": "the loop also sends on ch"}]}
	]}}`
	got, err := parseFindings([]byte(data), "/top/m", "/top")
	want := []finding{{"m/p/a.go", 3, "ctxnil/literal", "first"}, {"m/p/b.go", 7, "ctxnil/flow", "later"},
		{"m/p/c.go", 9, "ctxloop/nodone", "a loop"}, {"m/p/c.go", 11, "ctxloop/nodone", "the loop also sends on ch"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	for _, bad := range []string{"{", `{"p": {"ctxlint": [{"posn": "nowhere"}]}}`, `{"p": {"ctxlint": [{"posn": "a.go:x:1"}]}}`} {
		if _, err := parseFindings([]byte(bad), "/", "/"); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func TestRootOf(t *testing.T) {
	dirs := []string{"client", "pkg/client"}
	exists := func(dir string) bool { return slices.Contains(dirs, dir) }
	for path, want := range map[string]string{
		"github.com/o/n/pkg/client": "github.com/o/n",
		"go.example.io/n/client":    "go.example.io/n",
		"github.com/o/other":        "",
		"net/client":                "",
	} {
		if got, ok := rootOf(path, exists); got != want || ok != (want != "") {
			t.Errorf("rootOf(%q) = %q, %v", path, got, ok)
		}
	}
}

func TestImportRoot(t *testing.T) {
	top := t.TempDir()
	write(t, top, "main.go", "package main\n\nimport _ \"example.com/old/name/lib\"\n")
	write(t, top, "lib/lib.go", "package lib\n\nimport _ \"fmt\"\n")
	write(t, top, "vendor/example.com/dep/dep.go", "package dep\n\nimport _ \"example.com/dep/lib\"\n")
	if got, err := importRoot(top); got != "example.com/old/name" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := importRoot(t.TempDir()); err == nil {
		t.Error("an empty directory has an import path")
	}
}

func TestRelative(t *testing.T) {
	for _, c := range []struct{ base, dir, want string }{
		{".", "a/b", "a/b"},
		{".", ".", "."},
		{"server", "server/auth", "auth"},
		{"server", "server", ""},
	} {
		if got := relative(c.base, c.dir); got != c.want {
			t.Errorf("relative(%q, %q) = %q", c.base, c.dir, got)
		}
	}
}

func TestBuildTags(t *testing.T) {
	for src, want := range map[string][]string{
		"package p\n": nil,
		"//go:build local && !windows\n\npackage p\n":      {"local"},
		"// +build kube\n// +build local\n\npackage p\n":   {"kube", "local"},
		"//go:build go1.18 && gc\n\npackage p\n":           nil,
		"package p\n\n//go:build late\n":                   nil,
		"// Copyright\n\n//go:build a || b\n\npackage p\n": {"a", "b"},
	} {
		if got := buildTags([]byte(src)); !slices.Equal(got, want) {
			t.Errorf("%q: %v", src, got)
		}
	}
}

func TestModuleEnv(t *testing.T) {
	t.Setenv("GOFLAGS", "-buildvcs=false")
	update := []string{"GOWORK=off", "GOFLAGS=-buildvcs=false -mod=mod"}
	root := t.TempDir()
	if got := moduleEnv(root); !reflect.DeepEqual(got, [][]string{update}) {
		t.Errorf("got %v", got)
	}
	write(t, root, "vendor/modules.txt", "")
	if got := moduleEnv(root); !reflect.DeepEqual(got, [][]string{{"GOFLAGS=-buildvcs=false"}, update}) {
		t.Errorf("with vendored packages: got %v", got)
	}
}

func TestRevive(t *testing.T) {
	root := t.TempDir()
	tr := &tree{root: root, path: "example.com/old"}
	if err := tr.revive(""); err != nil {
		t.Fatal(err)
	}
	if got := read(t, root, "go.mod"); !strings.HasPrefix(got, "module example.com/old\n") {
		t.Errorf("no module made: %q", got)
	}
	write(t, root, "go.mod", "module example.com/new\n")
	write(t, root, "go.sum", "old sums\n")
	tr = &tree{root: root}
	const gone = "exclude example.com/gone v1.0.0\n"
	for range 2 { // whatever was gone first
		if err := tr.revive(gone); err != nil {
			t.Fatal(err)
		}
		got := read(t, root, "go.mod")
		if !strings.HasPrefix(got, "module example.com/new\n\nreplace ") || strings.Count(got, gone) != 1 {
			t.Errorf("got %q", got)
		}
	}
	if _, err := os.Stat(filepath.Join(root, "go.sum")); err == nil {
		t.Error("the old sums are kept")
	}
	if err := tr.restore(); err != nil {
		t.Fatal(err)
	}
	if got := read(t, root, "go.mod") + read(t, root, "go.sum"); got != "module example.com/new\nold sums\n" {
		t.Errorf("not as it was: %q", got)
	}
}

func TestLeaveGx(t *testing.T) {
	root := t.TempDir()
	write(t, root, "p/p.go", `package p

import (
	"context"
	_ "gx/ipfs/QmAbc1/go-path/resolver"
	_ "gx/ipfs/QmAbc2/go-libp2p-peer"
	_ "gx/ipfs/QmAbc3/gogo-protobuf/proto"
	_ "gx/ipfs/QmAbc4/never-heard-of"
)
`)
	if err := leaveGx(root); err != nil {
		t.Fatal(err)
	}
	if got := read(t, root, "p/p.go"); got != `package p

import (
	"context"
	_ "github.com/ipfs/go-path/resolver"
	_ "github.com/libp2p/go-libp2p-peer"
	_ "github.com/gogo/protobuf/proto"
	_ "gx/ipfs/QmAbc4/never-heard-of"
)
` {
		t.Error(got)
	}
}

func TestLess(t *testing.T) {
	fails := errors.New("exit status 1")
	one := []finding{{}}
	for _, c := range []struct {
		some   []finding
		err    error
		others []finding
		other  error
		want   bool
	}{
		{nil, fails, nil, fails, false},
		{nil, fails, nil, partial{fails}, true},
		{nil, partial{fails}, one, fails, false},
		{nil, partial{fails}, one, partial{fails}, true},
		{one, partial{fails}, one, partial{fails}, false},
	} {
		if got := less(c.some, c.err, c.others, c.other); got != c.want {
			t.Errorf("less(%v, %v, %v, %v) = %v", c.some, c.err, c.others, c.other, got)
		}
	}
}

func TestExclude(t *testing.T) {
	err := errors.New("exit status 1: go: example.com/a@v0.7.0: reading https://example.com/a/@v/v0.7.0.mod: 403\n" +
		"go: example.com/b@v1.2.3-0.20200101000000-0123456789ab+incompatible: invalid version: unknown revision 0123456789ab\n" +
		"x.go:3:8: example.com/c@v1.0.0: it does not compile")
	const a, b = "exclude example.com/a v0.7.0\n", "exclude example.com/b v1.2.3-0.20200101000000-0123456789ab+incompatible\n"
	if got := exclude("", err); got != a+b {
		t.Errorf("got %q", got)
	}
	if got := exclude(b, err); got != b+a {
		t.Errorf("got %q", got)
	}
	if got := exclude(a, nil); got != a {
		t.Errorf("got %q", got)
	}
}

func TestMerge(t *testing.T) {
	miss := result{ID: "A2", Default: missed, Strict: missed}
	known := []result{{ID: "A1"}, {ID: "A2", Default: missed, Strict: missed, Reason: "polls"}}
	known = merge(known, miss)
	if known[1].Reason != "polls" {
		t.Error("the reason of a miss is lost")
	}
	known = merge(known, result{ID: "A2", Default: found, Strict: found})
	if known[1].Reason != "" {
		t.Error("what is found has a reason not to be")
	}
	known = merge(known, result{ID: "A1b"})
	if ids := []string{known[0].ID, known[1].ID, known[2].ID}; !slices.Equal(ids, []string{"A1", "A1b", "A2"}) {
		t.Errorf("out of order: %v", ids)
	}
}

func TestLines(t *testing.T) {
	name := filepath.Join(t.TempDir(), "results.jsonl")
	want := []result{{ID: "A1", Reason: "a < b"}, {ID: "A2", Default: still}}
	if err := writeLines(name, want); err != nil {
		t.Fatal(err)
	}
	got, err := readLines[result](name)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	write(t, filepath.Dir(name), "bad.jsonl", "{}\n\n{\n")
	if _, err := readLines[result](filepath.Join(filepath.Dir(name), "bad.jsonl")); err == nil || !strings.Contains(err.Error(), "bad.jsonl:3") {
		t.Errorf("got %v", err)
	}
}

func TestTable(t *testing.T) {
	var out strings.Builder
	printTable(&out, []result{
		{Class: "loop", Default: found, Strict: found},
		{Class: "loop", Default: missed, Strict: found},
		{Class: "loop", Default: missed, Strict: missed},
		{Class: "wait", Default: still, Strict: still},
		{Class: "wait", Default: notRun, Strict: notRun},
	})
	want := []string{
		"class bugs not run ran default strict still missed",
		"loop 3 0 3 1 2 0 1",
		"wait 2 1 1 0 0 1 0",
		"all 5 1 4 1 2 1 1",
		"of 4 bugs reported before the fix: 50.0 % at default, 75.0 % at strict",
		"and no more after it: 25.0 % at default, 50.0 % at strict",
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got\n%s", out.String())
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
