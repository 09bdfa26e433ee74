package driver

import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/token"
	"io"
	"os"
	"strings"
)

// Count returns the number of findings.
func (r *Result) Count() int {
	n := 0
	for _, p := range r.Packages {
		n += len(p.Findings)
	}
	return n
}

// PrintText prints the findings as go vet does: a line each, with the name of
// the file relative to the current directory, and related positions indented
// below. If lines is not negative, the line of each position follows, with
// that number of lines before and after it.
func (r *Result) PrintText(w io.Writer, lines int) error {
	out := bufio.NewWriter(w)
	put := func(pos, end token.Position, message string) {
		name := pos.Filename
		pos.Filename = Shorten("", name)
		fmt.Fprintf(out, "%s: %s\n", pos, message)
		if lines >= 0 {
			printLines(out, name, pos.Line-lines, end.Line+lines)
		}
	}
	for _, p := range r.Packages {
		for _, f := range p.Findings {
			put(f.Pos, f.End, f.Message)
			for _, rel := range f.Related {
				put(rel.Pos, rel.End, "\t"+rel.Message)
			}
		}
	}
	return out.Flush()
}

// printLines prints the lines of a file from first to last with their number.
func printLines(w io.Writer, name string, first, last int) {
	text, err := os.ReadFile(name)
	if err != nil {
		return // it was there when it was analysed
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		if n++; first <= n && n <= last {
			fmt.Fprintf(w, "%d\t%s\n", n, strings.TrimRight(line, "\r\n"))
		}
	}
}

// The form of findings in JSON is that of golang.org/x/tools' checkers.
type (
	jsonDiagnostic struct {
		Category       string        `json:"category,omitempty"`
		Posn           string        `json:"posn"`
		End            string        `json:"end"`
		Message        string        `json:"message"`
		SuggestedFixes []jsonFix     `json:"suggested_fixes,omitempty"`
		Related        []jsonRelated `json:"related,omitempty"`
	}
	jsonFix struct {
		Message string     `json:"message"`
		Edits   []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		Filename string `json:"filename"`
		Start    int    `json:"start"`
		End      int    `json:"end"`
		New      string `json:"new"`
	}
	jsonRelated struct {
		Posn    string `json:"posn"`
		End     string `json:"end"`
		Message string `json:"message"`
	}
)

// PrintJSON prints the findings as one JSON object: package ID, name of the
// analyzer, list of findings.
func (r *Result) PrintJSON(w io.Writer, analyzer string) error {
	tree := make(map[string]map[string][]jsonDiagnostic)
	for _, p := range r.Packages {
		if len(p.Findings) == 0 {
			continue
		}
		var list []jsonDiagnostic
		for _, f := range p.Findings {
			d := jsonDiagnostic{
				Category: f.Category,
				Posn:     f.Pos.String(),
				End:      f.End.String(),
				Message:  f.Message,
			}
			for _, rel := range f.Related {
				d.Related = append(d.Related, jsonRelated{rel.Pos.String(), rel.End.String(), rel.Message})
			}
			if f.Fix != nil {
				fix := jsonFix{Message: f.Fix.Message}
				for _, e := range f.Fix.Edits {
					fix.Edits = append(fix.Edits, jsonEdit{f.Fix.File, e.Start, e.End, e.New})
				}
				d.SuggestedFixes = append(d.SuggestedFixes, fix)
			}
			list = append(list, d)
		}
		tree[p.ID] = map[string][]jsonDiagnostic{analyzer: list}
	}
	data, err := json.MarshalIndent(tree, "", "\t")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", data)
	return err
}
