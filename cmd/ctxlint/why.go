package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gocontext/ctxlint/internal/driver"
)

// A place is a line of a file.
type place struct {
	file string // absolute
	line int
}

// parsePlace reads file:line, or file:line:column as findings print it.
func parsePlace(text string) (place, error) {
	bad := fmt.Errorf("-why=%s: want file:line", text)
	name, number, ok := cutLast(text)
	if !ok {
		return place{}, bad
	}
	line, err := strconv.Atoi(number)
	if err != nil {
		return place{}, bad
	}
	if rest, number, ok := cutLast(name); ok {
		if n, err := strconv.Atoi(number); err == nil {
			name, line = rest, n // what was last is the column
		}
	}
	file, err := filepath.Abs(name)
	if err != nil {
		return place{}, err
	}
	if _, err := os.Stat(file); err != nil {
		return place{}, fmt.Errorf("-why: no file %s", name)
	}
	return place{file, line}, nil
}

// cutLast cuts text at its last colon.
func cutLast(text string) (before, after string, found bool) {
	i := strings.LastIndexByte(text, ':')
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+1:], true
}

// explainLine prints what the checks reported or considered at a place, and why
// what is reported has no fix.
func (c *command) explainLine(res *driver.Result, at place) int {
	if len(res.Packages) == 0 {
		return c.fail(exitUsage, fmt.Errorf("-why: %s is in none of the packages", driver.Shorten("", at.file)))
	}
	type entry struct {
		column int
		text   string
	}
	var entries []entry
	for _, p := range res.Packages {
		for _, f := range p.Findings {
			if f.Pos.Filename == at.file && f.Pos.Line == at.line {
				entries = append(entries, entry{f.Pos.Column, "reported: " + f.Message})
			}
		}
		add := func(what string, reasons []driver.Reason) {
			for _, r := range reasons {
				if r.Pos.Filename == at.file && r.Pos.Line == at.line {
					entries = append(entries, entry{r.Pos.Column, what + ": " + r.Clause + " (" + r.Rule + ")"})
				}
			}
		}
		add("silent", p.Silenced)
		add("unfixed", p.Unfixed)
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.column, b.column), cmp.Compare(a.text, b.text))
	})
	name := driver.Shorten("", at.file)
	if len(entries) == 0 {
		fmt.Fprintf(c.stdout, "%s:%d: nothing was considered\n", name, at.line)
	}
	for _, e := range slices.Compact(entries) {
		fmt.Fprintf(c.stdout, "%s:%d:%d: %s\n", name, at.line, e.column, e.text)
	}
	return exitClean
}
