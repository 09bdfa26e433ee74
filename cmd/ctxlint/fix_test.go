package main

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestFixes applies all fixes to a copy of testdata/src. Then the packages and
// their tests still compile, what was formatted still is, nothing is left to
// fix, and nothing is found that was not there before.
func TestFixes(t *testing.T) {
	gopath := t.TempDir()
	if dir, err := filepath.EvalSymlinks(gopath); err == nil {
		gopath = dir // as the findings print it
	}
	src := filepath.Join(gopath, "src")
	copyCorpus(t, filepath.Join("..", "..", "testdata", "src"), src)
	documented, err := os.ReadFile(filepath.Join("..", "..", "docs", "fixes.md"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOPATH", gopath)
	t.Setenv("GO111MODULE", "off")
	t.Setenv("GOFLAGS", "")
	t.Chdir(src)

	before, cache := readFiles(t), t.TempDir()
	found, fixable := lookFor(t, cache)
	lint(t, cache, exitFindings, "-fix")
	after := readFiles(t)
	changed := 0
	for name, text := range after {
		if text == before[name] {
			continue
		}
		changed++
		if isFormatted(before[name]) && !isFormatted(text) {
			t.Errorf("%s is no longer formatted:\n%s", name, text)
		}
	}
	if changed < 50 {
		t.Errorf("only %d files have fixes: the test proves nothing", changed)
	}
	left, _ := lookFor(t, cache)
	for where, n := range left {
		if n > found[where] && !isUncovered(where, found, left) {
			t.Errorf("%v: %d findings, %d before the fixes", where, n, found[where])
		}
	}
	compareDocs(t, documented, fixable)
	lint(t, cache, exitFindings, "-fix")
	for name, text := range readFiles(t) {
		if text != after[name] {
			t.Errorf("%s is changed a second time:\n%s", name, text)
		}
	}
}

// uncovers says which checks bring findings of a rule to light when one of
// theirs is fixed in the same function.
var uncovers = map[string][]string{
	// Where no context can be chosen for nil, the fix is context.TODO(), and
	// ctxpass says what to pass instead. And a call in the branch for nil no
	// longer panics, so that the one behind it runs.
	"ctxpass/fresh": {"ctxnil"},
	"ctxnil/maybe":  {"ctxnil"},
	// A goroutine that was given nil gets the context of the request instead,
	// which it may outlive.
	"ctxpass/goroutine": {"ctxnil"},
	// The errgroup whose context is thrown away was made of a fresh one, which
	// was said first.
	"ctxpass/errgroup": {"ctxpass"},
	// One wait of a loop is reported, and when that ends with the context, what
	// else keeps the loop from ending.
	"ctxloop/nodone":    {"ctxloop"},
	"ctxloop/sleep":     {"ctxloop"},
	"ctxloop/spin":      {"ctxloop"},
	"ctxloop/partial":   {"ctxloop"},
	"ctxloop/otherstop": {"ctxloop"},
	// The carriers of the test data are stubs whose Context returns nil.
	"ctxnil/flow": {"ctxloop", "ctxpass"},
}

// isUncovered reports whether a fix of another finding explains that one was
// found anew.
func isUncovered(where spot, found, left map[spot]int) bool {
	for old, n := range found {
		check, _, _ := strings.Cut(old.rule, "/")
		if old.file == where.file && old.function == where.function && n > left[old] && slices.Contains(uncovers[where.rule], check) {
			return true
		}
	}
	return false
}

// A spot is a function in which a rule was violated.
type spot struct{ rule, file, function string }

// copyCorpus copies the packages that compile.
func copyCorpus(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch {
		case d.IsDir() && strings.Contains(d.Name(), "illtyped"):
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o777)
		case filepath.Ext(path) == ".golden":
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), text, 0o666)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// lint runs ctxlint over everything below the current directory, with results
// kept in the directory cache. A package
// that does not compile would make the status another one.
func lint(t *testing.T, cache string, want int, flag string) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := run([]string{"-cache=" + cache, "-level=opinion", flag, "./..."}, &stdout, &stderr); status != want {
		t.Fatalf("ctxlint %s: exit code %d, want %d\n%s", flag, status, want, stderr.String())
	}
	return stdout.Bytes()
}

// readFiles returns the Go files below the current directory.
func readFiles(t *testing.T) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		text, err := os.ReadFile(path)
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func isFormatted(text string) bool {
	formatted, err := format.Source([]byte(text))
	return err == nil && string(formatted) == text
}

// lookFor returns how many findings of a rule are in a function, and the rules
// that have fixes.
func lookFor(t *testing.T, cache string) (found map[spot]int, fixable map[string]bool) {
	t.Helper()
	var packages map[string]map[string][]struct {
		Category, Posn string
		Fixes          []json.RawMessage `json:"suggested_fixes"`
	}
	if err := json.Unmarshal(lint(t, cache, exitClean, "-json"), &packages); err != nil {
		t.Fatal(err)
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	found, fixable = make(map[spot]int), make(map[string]bool)
	functions := make(map[string]func(line int) string)
	for _, analyzers := range packages {
		for _, list := range analyzers {
			for _, f := range list {
				if len(f.Fixes) > 0 {
					fixable[f.Category] = true
				}
				file, line := splitPosition(t, f.Posn)
				if functions[file] == nil {
					functions[file] = functionsOf(t, file)
				}
				rel, err := filepath.Rel(dir, file)
				if err != nil {
					t.Fatal(err)
				}
				found[spot{f.Category, filepath.ToSlash(rel), functions[file](line)}]++
			}
		}
	}
	return found, fixable
}

// compareDocs compares the rules in the table of docs/fixes.md with those that
// have fixes.
func compareDocs(t *testing.T, page []byte, fixable map[string]bool) {
	t.Helper()
	listed := make(map[string]bool)
	for line := range strings.Lines(string(page)) {
		first, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " |")
		if !ok || !strings.HasPrefix(line, "| `") {
			continue
		}
		for rule := range strings.SplitSeq(first, ", ") {
			listed[strings.Trim(rule, "`")] = true
		}
	}
	for rule := range fixable {
		if !listed[rule] {
			t.Errorf("docs/fixes.md does not list %s", rule)
		}
	}
	for rule := range listed {
		if !fixable[rule] {
			t.Errorf("docs/fixes.md lists %s, which has no fixes", rule)
		}
	}
}

// splitPosition returns the file and the line of file:line:column.
func splitPosition(t *testing.T, posn string) (file string, line int) {
	t.Helper()
	rest := posn[:strings.LastIndexByte(posn, ':')]
	i := strings.LastIndexByte(rest, ':')
	line, err := strconv.Atoi(rest[i+1:])
	if err != nil {
		t.Fatalf("%s: %v", posn, err)
	}
	return rest[:i], line
}

// functionsOf returns what finds the function declaration around a line of a
// file, by its name.
func functionsOf(t *testing.T, name string) func(line int) string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return func(line int) string {
		for _, decl := range file.Decls {
			if fd, ok := decl.(*ast.FuncDecl); ok && fset.PositionFor(fd.Pos(), false).Line <= line && line <= fset.PositionFor(fd.End(), false).Line {
				return fd.Name.Name
			}
		}
		return ""
	}
}
