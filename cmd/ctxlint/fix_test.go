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
	"strconv"
	"strings"
	"testing"
)

// TestFixes applies all fixes to a copy of testdata/src. Then the packages and
// their tests still compile, what was formatted still is, nothing is left to
// fix, and nothing is found that was not there before, but for what uncovers
// says.
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
	gone := make(map[spot]int)
	for where, n := range found {
		gone[where] = max(0, n-left[where])
	}
	for where, n := range left {
		for range n - found[where] {
			if !explain(where, gone) {
				t.Errorf("%v: %d findings, %d before the fixes", where, n, found[where])
			}
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

// uncovers reports whether to fix one finding brings another one to light.
func uncovers(fixed, found spot) bool {
	if fixed.file != found.file || fixed.function != found.function {
		return false
	}
	was, _, _ := strings.Cut(fixed.rule, "/")
	is, _, _ := strings.Cut(found.rule, "/")
	switch {
	case was == "ctxloop" && is == "ctxloop":
		// Of each loop, one wait is reported. When that ends with the context,
		// another one is what keeps the loop from ending.
		return fixed.loop == found.loop && fixed.rule != found.rule
	case was == "ctxnil" && found.rule == "ctxpass/fresh":
		// Where no context can be chosen for nil, the fix is context.TODO(), and
		// ctxpass says what to choose from.
		return found.todo
	}
	return false
}

// explain reports whether one of the findings that are gone uncovers the one
// at where, and takes that one from them: each uncovers no more than one.
func explain(where spot, gone map[spot]int) bool {
	for fixed, n := range gone {
		if n > 0 && uncovers(fixed, where) {
			gone[fixed]--
			return true
		}
	}
	return false
}

// A spot is a function, and a loop in it, in which a rule was violated.
type spot struct {
	rule, file, function string

	loop int  // its number in the function; 0 outside of loops
	todo bool // the line has a context.TODO()
}

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
	files := make(map[string]*syntax)
	for _, analyzers := range packages {
		for _, list := range analyzers {
			for _, f := range list {
				if len(f.Fixes) > 0 {
					fixable[f.Category] = true
				}
				file, line := splitPosition(t, f.Posn)
				if files[file] == nil {
					files[file] = parse(t, file)
				}
				rel, err := filepath.Rel(dir, file)
				if err != nil {
					t.Fatal(err)
				}
				where := files[file].spot(line)
				where.rule, where.file = f.Category, filepath.ToSlash(rel)
				where.todo = where.todo && where.rule == "ctxpass/fresh"
				found[where]++
			}
		}
	}
	return found, fixable
}

// compareDocs compares the rules in the table of docs/fixes.md with those that
// have fixes.
func compareDocs(t *testing.T, page []byte, fixable map[string]bool) {
	t.Helper()
	listed := rulesWithFixes(page)
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

// A syntax is a file whose lines are looked at.
type syntax struct {
	fset  *token.FileSet
	file  *ast.File
	lines []string
}

func parse(t *testing.T, name string) *syntax {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s := &syntax{fset: token.NewFileSet(), lines: strings.Split(string(text), "\n")}
	if s.file, err = parser.ParseFile(s.fset, name, text, parser.SkipObjectResolution); err != nil {
		t.Fatal(err)
	}
	return s
}

// spot says where a line is, without its number, which moves.
func (s *syntax) spot(line int) spot {
	where := spot{todo: strings.Contains(s.lines[line-1], "TODO()")}
	loops := 0
	ast.Inspect(s.file, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		around := s.fset.PositionFor(n.Pos(), false).Line <= line && line <= s.fset.PositionFor(n.End(), false).Line
		switch n := n.(type) {
		case *ast.FuncDecl:
			loops = 0
			if around {
				where.function = n.Name.Name
			}
		case *ast.ForStmt, *ast.RangeStmt:
			if loops++; around {
				where.loop = loops
			}
		}
		return true
	})
	return where
}
