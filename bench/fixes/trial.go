package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gocontext/ctxlint/bench/internal/corpus"
)

// A trial applies the fixes to a copy of a module.
type trial struct {
	*options
	dir string
	res result
}

// violate notes something that does not hold.
func (t *trial) violate(format string, args ...any) {
	t.res.Violations = append(t.res.Violations, fmt.Sprintf(format, args...))
}

// run applies the fixes and looks at what became of the module.
func (t *trial) run(ctx context.Context) error {
	files, err := t.read()
	if err != nil {
		return err
	}
	broken, err := t.build(ctx)
	if err != nil {
		return err
	}
	found, err := t.find(ctx, files)
	if err != nil {
		return err
	}
	t.res.Findings = len(found)
	if t.res.Fixed, err = t.apply(ctx); err != nil {
		return err
	}
	fixed, err := t.read()
	if err != nil {
		return err
	}
	t.res.Files = t.compareFiles(files, fixed)

	stillBroken, err := t.build(ctx)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(stillBroken)) {
		if _, ok := broken[name]; !ok {
			t.violate("%s does not build: %s", name, stillBroken[name])
		}
	}
	left, err := t.find(ctx, fixed)
	if err != nil {
		return err
	}
	t.compareFindings(found, left)

	if _, err = t.apply(ctx); err != nil {
		return err
	}
	again, err := t.read()
	if err != nil {
		return err
	}
	for _, name := range changes(fixed, again) {
		t.violate("%s is changed a second time", name)
	}
	return nil
}

// read returns the Go files of the copy.
func (t *trial) read() (map[string]string, error) {
	files := make(map[string]string)
	err := fs.WalkDir(os.DirFS(t.dir), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".go" {
			return err
		}
		text, err := os.ReadFile(filepath.Join(t.dir, name))
		files[name] = string(text)
		return err
	})
	return files, err
}

// changes returns the names of the files that are not what they were.
func changes(before, after map[string]string) []string {
	var changed []string
	for name, text := range after {
		if text != before[name] {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	return changed
}

// compareFiles returns how many files were changed, which must stay formatted
// if they were.
func (t *trial) compareFiles(before, after map[string]string) int {
	changed := changes(before, after)
	for _, name := range changed {
		if isFormatted(before[name]) && !isFormatted(after[name]) {
			t.violate("%s is no longer formatted", name)
		}
	}
	return len(changed)
}

func isFormatted(text string) bool {
	formatted, err := format.Source([]byte(text))
	return err == nil && string(formatted) == text
}

// env makes the go command check the types of the copy in place of compiling
// it: with its tests a package is compiled once for each test that it is linked
// into, which would take hours for some modules.
func (t *trial) env() []string {
	return []string{"GOFLAGS='-toolexec=" + t.typecheck + " " + t.dir + "'"}
}

// build checks the packages and their tests and returns those that do not
// compile, with the first complaint.
func (t *trial) build(ctx context.Context) (broken map[string]string, err error) {
	out, err := corpus.Run(ctx, t.dir, t.env(), "go", "list", "-e", "-test", "-export", "-json=ImportPath,Error", "./...")
	if err != nil && len(out) == 0 {
		return nil, err
	}
	broken = make(map[string]string)
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var pkg struct {
			ImportPath string
			Error      *struct{ Pos, Err string }
		}
		if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
			return broken, nil
		} else if err != nil {
			return nil, err
		}
		if pkg.Error != nil {
			broken[pkg.ImportPath] = cmp.Or(pkg.Error.Pos+" "+pkg.Error.Err, "unknown error")
		}
	}
}

// lint runs ctxlint over the copy. The go command's complaints about packages
// are those of build.
func (t *trial) lint(ctx context.Context, flag string) (stdout, stderr []byte, err error) {
	stdout, stderr, err = corpus.Output(ctx, t.dir, t.env(), t.ctxlint,
		"-cache="+filepath.Join(t.work, "ctxlint-cache"), "-level="+t.level, flag, "./...")
	if status := corpus.Status(err); status == 1 || status == 3 { // 1: a package does not compile, which prometheus' ui does not; 3: findings
		err = nil
	}
	return stdout, stderr, err
}

// applied is how ctxlint says how much it has fixed.
var applied = regexp.MustCompile(`(?m)^ctxlint: fixed (\d+) findings? in`)

// apply applies the fixes and returns how many there were. A file that ctxlint
// cannot fix is a violation.
func (t *trial) apply(ctx context.Context) (int, error) {
	_, stderr, err := t.lint(ctx, "-fix")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(stderr)) {
		if strings.Contains(line, "is not fixed: ") {
			t.violate("%s", strings.TrimSpace(line))
		}
	}
	m := applied.FindSubmatch(stderr)
	if m == nil {
		return 0, fmt.Errorf("ctxlint -fix printed %q", stderr)
	}
	return strconv.Atoi(string(m[1]))
}

// A finding is what ctxlint reports, without the number of the line, which
// moves.
type finding struct {
	rule     string
	file     string
	function string // the declaration around it
	text     string // of the line
}

// A place is where a finding stands.
type place struct {
	finding
	line    int
	message string
}

// find returns the findings about the files of the copy.
func (t *trial) find(ctx context.Context, files map[string]string) ([]place, error) {
	out, stderr, err := t.lint(ctx, "-json")
	if err != nil {
		return nil, err
	}
	var tree map[string]map[string]json.RawMessage
	if err := json.Unmarshal(out, &tree); err != nil {
		return nil, fmt.Errorf("%w: %s", err, stderr)
	}
	type diagnostic struct{ Category, Posn, Message string }
	seen := make(map[diagnostic]bool)
	functions := make(map[string]func(line int) string)
	var found []place
	for _, analyzers := range tree {
		for _, raw := range analyzers {
			var list []diagnostic
			if json.Unmarshal(raw, &list) != nil {
				continue // not findings but the error of an analyzer
			}
			for _, d := range list {
				if seen[d] {
					continue // a package and its test variant have the same files
				}
				seen[d] = true
				name, line, err := corpus.Position(t.dir, d.Posn)
				if err != nil {
					return nil, err
				}
				if functions[name] == nil {
					functions[name] = functionsOf(files[name])
				}
				lines := strings.Split(files[name], "\n")
				if line < 1 || line > len(lines) {
					return nil, fmt.Errorf("%s has no line %d", name, line)
				}
				f := finding{d.Category, name, functions[name](line), strings.TrimSpace(lines[line-1])}
				found = append(found, place{f, line, d.Message})
			}
		}
	}
	slices.SortFunc(found, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.rule, b.rule), cmp.Compare(a.message, b.message))
	})
	return found, nil
}

// functionsOf returns what finds the function declaration around a line of a
// file, by its name.
func functionsOf(text string) func(line int) string {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if file == nil || err != nil {
		return func(int) string { return "" }
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

// compareFindings counts what is gone by rule. What was not there before is a
// violation: in the same function, on a line with the same text, or, if the
// line was changed, in place of one that is gone.
func (t *trial) compareFindings(before, after []place) {
	surplus := make(map[finding]int) // before but not after
	for _, p := range before {
		surplus[p.finding]++
	}
	var unknown []place
	for _, p := range after {
		if surplus[p.finding]--; surplus[p.finding] < 0 {
			surplus[p.finding] = 0
			unknown = append(unknown, p)
		}
	}
	gone := make(map[finding]int) // without the text of the line
	for f, n := range surplus {
		f.text = ""
		gone[f] += n
	}
	for _, p := range unknown {
		anywhere := p.finding
		anywhere.text = ""
		if gone[anywhere] == 0 || slices.ContainsFunc(before, func(b place) bool { return b.file == p.file && b.function == p.function && b.text == p.text }) {
			t.violate("%s:%d is new: %s", p.file, p.line, p.message)
			continue
		}
		gone[anywhere]--
	}
	t.res.Gone = make(map[string]int)
	for f, n := range gone {
		if n > 0 {
			t.res.Gone[f.rule] += n
		}
	}
}
