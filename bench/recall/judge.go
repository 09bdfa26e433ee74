package main

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// reasons says which checks, or rules of them, report a class of bugs for the
// reason for which it was fixed. A class is looked up by its longest prefix.
var reasons = map[string][]string{
	"":                   {"ctx"},
	"cancel":             {"ctxcancel"},
	"ctx-in-struct":      {"ctxfield"},
	"ctx-name":           {"ctxparam/name"},
	"ctx-position":       {"ctxparam/first"},
	"detached-goroutine": {"ctxpass/goroutine", "ctxdead/early"},
	"dropped-ctx":        {"ctxpass"},
	"fat-ctx":            {"ctxnest"},
	"loop":               {"ctxloop", "ctxwait"},
	"lostcancel":         {"ctxcancel"},
	"nil-ctx":            {"ctxnil"},
	"non-ctx-call":       {"ctxpass"},
	"other:ctx-watcher":  {"ctxwait/watcher"},
	"other:defer-cancel": {"ctxdead"},
	"other:done":         {"ctxloop"},
	"value":              {"ctxvalue"},
	"value-key":          {"ctxvalue/key"},
	"wait":               {"ctxwait", "ctxloop"},
	"wrong-ctx-shadow":   {"ctxpass", "ctxdead", "ctxnest"},
}

// reports reports whether rule gives the reason for which bugs of class were
// fixed.
func reports(rule, class string) bool {
	prefix := class
	for reasons[prefix] == nil {
		prefix = prefix[:len(prefix)-1]
	}
	return slices.ContainsFunc(reasons[prefix], func(r string) bool { return strings.HasPrefix(rule, r) })
}

// near is how far from the lines of a bug a finding may stand.
const near = 3

// about returns the findings that are about the bug: for its reason and on its
// lines, or else somewhere in its function, or else at a call of that or, as
// who puts a value into a context and who gets it make one mistake, under the
// key that its lines name.
func about(findings []finding, b bug, src []byte) []finding {
	var hits, around, away []finding
	fn := function(src, b.Lines)
	for _, f := range findings {
		switch {
		case f.file != b.File || !reports(f.rule, b.Class):
		case slices.ContainsFunc(b.Lines, func(l int) bool { return l-near <= f.line && f.line <= l+near }):
			hits = append(hits, f)
		case fn == nil:
		case fn.from <= f.line && f.line <= fn.to:
			around = append(around, f)
		case fn.named.MatchString(f.message), sameKey(f, src, b.Lines):
			away = append(away, f)
		}
	}
	for _, some := range [][]finding{hits, around} {
		if len(some) > 0 {
			return some
		}
	}
	return away
}

var keyed = regexp.MustCompile(`under the key ([^,]+),`)

// sameKey reports whether f is about a value whose key the lines name.
func sameKey(f finding, src []byte, lines []int) bool {
	key := keyed.FindStringSubmatch(f.message)
	if key == nil {
		return false
	}
	text := bytes.Split(src, []byte("\n"))
	return slices.ContainsFunc(lines, func(l int) bool {
		return 0 < l && l <= len(text) && bytes.Contains(text[l-1], []byte(key[1]))
	})
}

// A declaration is the function in which a bug stands.
type declaration struct {
	from, to int            // its lines
	named    *regexp.Regexp // matches what mentions it
}

// function returns the function in which the first of lines stands, or nil.
func function(src []byte, lines []int) *declaration {
	fset := token.NewFileSet()
	file, _ := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
	if file == nil || len(lines) == 0 {
		return nil
	}
	for _, decl := range file.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		from, to := fset.Position(fn.Pos()).Line, fset.Position(fn.End()).Line
		if from <= lines[0] && lines[0] <= to {
			return &declaration{from, to, regexp.MustCompile(`\b` + fn.Name.Name + `\b`)}
		}
	}
	return nil
}

// A hunk is a stretch of lines that a commit replaced.
type hunk struct{ oldLine, oldCount, newLine, newCount int }

var hunkHeader = regexp.MustCompile(`(?m)^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@`)

// parseHunks reads a diff of one file without context lines.
func parseHunks(diff []byte) []hunk {
	var hunks []hunk
	for _, m := range hunkHeader.FindAllSubmatch(diff, -1) {
		number := func(i int) int {
			n, err := strconv.Atoi(string(m[i]))
			if err != nil {
				return 1 // a count that is left out
			}
			return n
		}
		hunks = append(hunks, hunk{number(1), number(2), number(3), number(4)})
	}
	return hunks
}

// before returns the lines from first to last that became line.
func before(hunks []hunk, line int) (first, last int) {
	shift := 0
	for _, h := range hunks {
		switch {
		case line < h.newLine || h.newCount == 0 && line == h.newLine:
			return line + shift, line + shift
		case line < h.newLine+h.newCount:
			return h.oldLine, max(h.oldLine, h.oldLine+h.oldCount-1)
		}
		shift += h.oldCount - h.newCount
	}
	return line + shift, line + shift
}

// left reports whether a finding at the fix repeats f, one at the parent: the
// same rule on the lines that were f's.
func left(f finding, after []finding, hunks []hunk) bool {
	return slices.ContainsFunc(after, func(g finding) bool {
		first, last := before(hunks, g.line)
		return g.file == f.file && g.rule == f.rule && first-1 <= f.line && f.line <= last+1
	})
}

// judge runs ctxlint before and after the fix of a bug. The trail says what
// was reported.
func (o *options) judge(ctx context.Context, b bug) (res result, trail []string) {
	res = result{ID: b.ID, Repo: b.Repo, Class: b.Class, File: b.File, Default: notRun, Strict: notRun}
	if len(b.Lines) > 0 {
		res.Line = b.Lines[0]
	}
	fail := func(err error) {
		res.Rule, res.Default, res.Strict, res.Reason = "", notRun, notRun, clip(err.Error())
	}
	old, err := o.checkout(ctx, b, b.Parent)
	if err != nil {
		fail(err)
		return res, nil
	}
	src, err := os.ReadFile(filepath.Join(old.top, b.File))
	if err != nil {
		fail(err)
		return res, nil
	}
	levels := []string{"strict", "default"}
	hits := make([][]finding, len(levels))
	inPart := false // what does not load at the fix either does not hide that it is gone
	for i, level := range levels {
		all, err := old.lint(ctx, level)
		inPart = inPart || isPartial(err)
		hits[i] = about(all, b, src)
		if err != nil && len(hits[i]) == 0 && i == 0 {
			fail(err) // what was not loaded may be the reason for the silence
			return res, nil
		}
		for _, f := range hits[i] {
			trail = append(trail, fmt.Sprintf("%s: %s:%d: %s", level, f.file, f.line, f.message))
		}
	}
	if len(hits[0]) == 0 {
		res.Default, res.Strict = missed, missed
		return res, trail
	}
	res.Rule = hits[0][0].rule
	if len(hits[1]) > 0 {
		res.Rule = hits[1][0].rule
	}

	fixed, err := o.checkout(ctx, b, b.Fix)
	if err != nil {
		fail(err)
		return res, trail
	}
	diff, err := o.git(ctx, b.Repo, "", "diff", "-U0", b.Parent, b.Fix, "--", b.File)
	if err != nil {
		fail(err)
		return res, trail
	}
	hunks := parseHunks(diff)
	outcomes := make([]outcome, len(levels))
	for i, level := range levels {
		outcomes[i] = missed
		if len(hits[i]) == 0 {
			continue
		}
		after, err := fixed.lint(ctx, level)
		if err != nil && len(after) == 0 && !(inPart && isPartial(err)) {
			fail(err)
			return res, trail
		}
		outcomes[i] = still
		for _, f := range hits[i] {
			if left(f, after, hunks) {
				trail = append(trail, fmt.Sprintf("%s: %s:%d is still reported (%s)", level, f.file, f.line, f.rule))
			} else {
				outcomes[i] = found
				res.Rule = f.rule
			}
		}
	}
	res.Strict, res.Default = outcomes[0], outcomes[1]
	return res, trail
}

// clip makes the first lines of an error fit on one.
func clip(text string) string {
	text = string(bytes.Join(bytes.Fields([]byte(text)), []byte(" ")))
	const most = 200
	if len(text) > most {
		text = text[:most] + "…"
	}
	return text
}
