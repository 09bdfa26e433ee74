package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/gocontext/ctxlint/bench/internal/corpus"
)

// A finding is one of a linter's in a module.
type finding struct {
	rule string // check/rule of ctxlint, or the name of a peer
	file string // relative to the module, with slashes
	line int
	text string
}

// levels are those of ctxlint, from the quietest to the loudest.
var levels = [...]string{"default", "strict", "opinion"}

// ctxlintFindings returns what ctxlint finds in the module in dir.
func (o *options) ctxlintFindings(ctx context.Context, dir, level string) ([]finding, error) {
	out, err := corpus.Run(ctx, dir, nil, o.ctxlint, "-json", "-cache="+filepath.Join(o.work, "ctxlint-cache"), "-level="+level, "./...")
	if err != nil && corpus.Status(err) != 1 { // 1: a package does not compile, which prometheus' ui does not
		return nil, err
	}
	var tree map[string]map[string]json.RawMessage
	if err := json.Unmarshal(out, &tree); err != nil {
		return nil, fmt.Errorf("ctxlint in %s: %w", dir, err)
	}
	seen := make(map[finding]bool)
	var found []finding
	for _, analyzers := range tree {
		for _, raw := range analyzers {
			var list []struct{ Category, Posn, Message string }
			if json.Unmarshal(raw, &list) != nil {
				continue // not findings but the error of an analyzer
			}
			for _, d := range list {
				f := finding{rule: d.Category, text: d.Message}
				if f.file, f.line, err = corpus.Position(dir, d.Posn); err != nil {
					return nil, err
				}
				if !seen[f] { // a package and its test variant have the same files
					seen[f] = true
					found = append(found, f)
				}
			}
		}
	}
	return found, nil
}

// peerFindings returns what the peers find in the module in dir.
func (o *options) peerFindings(ctx context.Context, dir string) ([]finding, error) {
	config, err := filepath.Abs(filepath.Join("peers", "golangci.yml"))
	if err != nil {
		return nil, err
	}
	env := []string{"GOLANGCI_LINT_CACHE=" + filepath.Join(o.work, "golangci-cache")}
	out, err := corpus.Run(ctx, dir, env, o.golangci, "run", "--config="+config, "--output.json.path=stdout", "--show-stats=false", "./...")
	if err != nil && corpus.Status(err) != 1 { // 1: there are issues
		return nil, err
	}
	var report struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename string
				Line     int
			}
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return nil, fmt.Errorf("golangci-lint in %s: %w", dir, err)
	}
	var found []finding
	for _, i := range report.Issues {
		f := finding{rule: peerOf(i.FromLinter, i.Text), file: filepath.ToSlash(i.Pos.Filename), line: i.Pos.Line, text: i.Text}
		if f.rule == "typecheck" {
			return nil, fmt.Errorf("%s does not compile: %s:%d: %s", dir, f.file, f.line, f.text)
		}
		if m := acquired.FindStringSubmatch(f.text); m != nil {
			// One loss makes two findings, the second at the return.
			if line, err := strconv.Atoi(m[1]); err == nil {
				f.line = line
			}
		}
		found = append(found, f)
	}
	return found, nil
}

// acquired matches what lostcancel says of a return.
var acquired = regexp.MustCompile(`^lostcancel: this return statement may be reached without using the \S+ var defined on line (\d+)$`)

// peerOf returns the name of the rule that golangci-lint's linter and text
// stand for.
func peerOf(linter, text string) string {
	first, _, _ := strings.Cut(text, ":")
	switch linter {
	case "govet", "revive", "staticcheck", "gosec":
		return first
	}
	return linter
}

// A reason says why ctxlint does not make a peer's finding.
type reason struct {
	Module string `json:"module"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Peer   string `json:"peer"`
	Reason string `json:"reason"`
	Note   string `json:"note"`
}

// key is what a reason is about.
func (r reason) key() reason {
	return reason{Module: r.Module, File: r.File, Line: r.Line, Peer: r.Peer}
}

// words are those that a reason may have; all but the last say that the
// finding is not worth having.
var words = []string{
	"false",     // the code is right, the finding is wrong
	"pointless", // true by the letter, and nothing would be better for it
	"dictated",  // a signature or a protocol of somebody else asks for it
	"detached",  // the work is cut off from its caller on purpose
	"missed",    // ctxlint should find it
}

// reasons reads the file of reasons, one object a line.
func reasons(file string) (map[reason]reason, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	all := make(map[reason]reason)
	lines := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		var r reason
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n, err)
		}
		if !isWord(r.Reason) || r.Note == "" {
			return nil, fmt.Errorf("%s:%d: the reason %q is none of %s, or has no note", file, n, r.Reason, strings.Join(words, ", "))
		}
		all[r.key()] = r
	}
	return all, lines.Err()
}
