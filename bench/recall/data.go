package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
)

// A bug is one that was fixed: where it stood, and the commits before and of
// its fix.
type bug struct {
	ID        string `json:"id"`
	Repo      string `json:"repo"` // owner/name
	Parent    string `json:"parent"`
	Fix       string `json:"fix"`
	File      string `json:"file"`
	Lines     []int  `json:"lines"` // at the parent
	Class     string `json:"class"`
	GoMod     bool   `json:"go_mod"`      // the tree is a module
	GoModPath string `json:"go_mod_path"` // its go.mod, if it is not at the top
	Date      string `json:"date"`
}

// An outcome says what ctxlint had to say about a bug at one level.
type outcome string

const (
	found  outcome = "found"   // reported, and silent after the fix
	missed outcome = "missed"  // not reported
	still  outcome = "still"   // reported for the same reason after the fix, too
	notRun outcome = "not run" // the package could not be loaded
)

// A result is what came out for a bug.
type result struct {
	ID      string  `json:"id"`
	Repo    string  `json:"repo"`
	Class   string  `json:"class"`
	File    string  `json:"file"`
	Line    int     `json:"line"`
	Rule    string  `json:"rule"` // what reports it, "" if nothing does
	Default outcome `json:"default"`
	Strict  outcome `json:"strict"`
	Reason  string  `json:"reason"` // why it is not found
}

// merge puts r in the place of an older result for the same bug. It keeps the
// reason that somebody wrote down for a miss as long as that is a miss.
func merge(known []result, r result) []result {
	i, ok := slices.BinarySearchFunc(known, r, func(a, b result) int { return cmp.Compare(a.ID, b.ID) })
	if !ok {
		return slices.Insert(known, i, r)
	}
	if r.Default != found && known[i].Default == r.Default && known[i].Strict == r.Strict && known[i].Reason != "" {
		r.Reason = known[i].Reason
	}
	known[i] = r
	return known
}

// readLines reads a file with one JSON object a line.
func readLines[T any](name string) ([]T, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var all []T
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		all = append(all, v)
	}
	return all, lines.Err()
}

// writeLines writes a file with one JSON object a line. It appears by rename,
// so that there is never half of one.
func writeLines[T any](name string, all []T) error {
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false)
	for _, v := range all {
		if err := enc.Encode(v); err != nil {
			return err
		}
	}
	if err := os.WriteFile(name+".new", data.Bytes(), 0o644); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}
