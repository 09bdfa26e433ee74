package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// A result says what became of a module.
type result struct {
	Module     string         `json:"module"` // path@version
	Level      string         `json:"level"`
	Findings   int            `json:"findings"` // before
	Fixed      int            `json:"fixed"`    // as ctxlint counts
	Files      int            `json:"files"`    // that were changed
	Gone       map[string]int `json:"gone"`     // findings that are gone, by rule
	Violations []string       `json:"violations,omitempty"`
}

// rules returns how many findings of each rule are gone, in words.
func (r *result) rules() string {
	var words []string
	for _, rule := range slices.Sorted(maps.Keys(r.Gone)) {
		words = append(words, fmt.Sprintf("%s %d", rule, r.Gone[rule]))
	}
	return strings.Join(words, ", ")
}

// readResults reads one result a line from a file, if there is one.
func readResults(name string) ([]result, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []result
	for line := range bytes.Lines(data) {
		var r result
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = merge(all, r)
	}
	return all, nil
}

// writeResults writes one result a line.
func writeResults(name string, all []result) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	for _, r := range all {
		if err := encoder.Encode(r); err != nil {
			return err
		}
	}
	return os.WriteFile(name, out.Bytes(), 0o666)
}

// levels are those of the checks, each with the findings of those before it.
var levels = []string{"default", "strict", "opinion"}

// compare orders results as the table has them.
func compare(a, b result) int {
	return cmp.Or(cmp.Compare(a.Module, b.Module), cmp.Compare(slices.Index(levels, a.Level), slices.Index(levels, b.Level)))
}

// merge puts a result at its place, or in that of the same module and level.
func merge(all []result, r result) []result {
	i, found := slices.BinarySearchFunc(all, r, compare)
	if found {
		all[i] = r
		return all
	}
	return slices.Insert(all, i, r)
}

// printTable prints a row for each result, as Markdown, and one for each rule.
func printTable(out io.Writer, all []result) {
	fmt.Fprintln(out, "\n| module | level | findings | fixed | files | violations |\n|---|---|---:|---:|---:|---:|")
	gone := make(map[string]map[string]int)
	for _, r := range all {
		fmt.Fprintf(out, "| %s | %s | %d | %d | %d | %d |\n", r.Module, r.Level, r.Findings, r.Fixed, r.Files, len(r.Violations))
		for rule, n := range r.Gone {
			if gone[rule] == nil {
				gone[rule] = make(map[string]int)
			}
			gone[rule][r.Level] += n
		}
	}
	fmt.Fprintf(out, "\n| findings that are gone | %s |\n|---%s|\n", strings.Join(levels, " | "), strings.Repeat("|---:", len(levels)))
	for _, rule := range slices.Sorted(maps.Keys(gone)) {
		fmt.Fprintf(out, "| `%s` |", rule)
		for _, level := range levels {
			fmt.Fprintf(out, " %d |", gone[rule][level])
		}
		fmt.Fprintln(out)
	}
}
