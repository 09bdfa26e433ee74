package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// results is what results.json holds.
type results struct {
	Machine string    `json:"machine"`
	Modules []*result `json:"modules"`
}

// A result is the figures of one module.
type result struct {
	Module  string `json:"module"`
	NoTests bool   `json:"no_tests,omitempty"` // tests were left out
	Rounds  int    `json:"rounds"`
	Rows    []row  `json:"rows"` // the first is the floor
}

// title returns what was measured.
func (r *result) title() string {
	if r.NoTests {
		return r.Module + " without its tests"
	}
	return r.Module
}

// A row is the medians of one command.
type row struct {
	Name   string  `json:"name"`
	Wall   float64 `json:"wall"`   // seconds
	CPU    float64 `json:"cpu"`    // seconds
	Memory float64 `json:"memory"` // MB
}

var resultsFile = filepath.Join("speed", "results.json")

func readResults() (*results, error) {
	r := new(results)
	data, err := os.ReadFile(resultsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	return r, json.Unmarshal(data, r)
}

func (r *results) write() error {
	data, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(resultsFile, append(data, '\n'), 0o666)
}

// machine describes the machine by what makes a difference.
func machine() string {
	memory := ""
	if data, err := os.ReadFile("/proc/meminfo"); err == nil {
		var kB float64
		if _, err := fmt.Sscanf(string(data), "MemTotal: %f kB", &kB); err == nil {
			memory = fmt.Sprintf(" and %.0f GB of memory", kB/1e6)
		}
	}
	return fmt.Sprintf("%d cores%s", runtime.NumCPU(), memory)
}

// publish writes the table in docs/performance.md and the plot beside it.
func (r *results) publish() error {
	docs := filepath.Join("..", "docs")
	page := filepath.Join(docs, "performance.md")
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	const begin, end = "<!-- begin figures -->\n", "<!-- end figures -->\n"
	before, rest, ok1 := strings.Cut(string(text), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		return fmt.Errorf("%s has no lines %s%s", page, begin, end)
	}
	if err := os.WriteFile(page, []byte(before+begin+r.table()+end+after), 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(docs, "performance.svg"), r.plot(), 0o666)
}

// table renders the figures in Markdown.
func (r *results) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Measured on a machine with %s.\n", r.Machine)
	for _, m := range r.Modules {
		fmt.Fprintf(&b, "\n%s, median of %d:\n\n| command | wall | × floor | CPU | × floor | peak memory | × floor |\n|---|--:|--:|--:|--:|--:|--:|\n", m.title(), m.Rounds)
		floor := m.Rows[0]
		for _, row := range m.Rows {
			fmt.Fprintf(&b, "| %s | %.2f s | %.2f | %.2f s | %.2f | %.0f MB | %.2f |\n", row.Name, row.Wall, row.Wall/floor.Wall, row.CPU, row.CPU/floor.CPU, row.Memory, row.Memory/floor.Memory)
		}
	}
	return b.String()
}

// Measures of the plot.
const (
	plotWidth = 860
	barLeft   = 240
	barWidth  = 520 // of the longest
	barHeight = 14
	barStep   = 19
	titleStep = 34
)

// plot renders the wall times of all modules as an SVG: a group of bars for
// each module, as multiples of its floor.
func (r *results) plot() []byte {
	longest := 1.0
	for _, m := range r.Modules {
		for _, row := range m.Rows {
			longest = max(longest, row.Wall/m.Rows[0].Wall)
		}
	}
	var b bytes.Buffer
	y := 24
	fmt.Fprintf(&b, "<text x=\"10\" y=\"%d\" font-weight=\"bold\">Wall time as a multiple of type-checking alone (shorter is better)</text>\n", y)
	for _, m := range r.Modules {
		y += titleStep
		fmt.Fprintf(&b, "<text x=\"10\" y=\"%d\" font-weight=\"bold\">%s</text>\n", y, m.title())
		y += 8
		for i, row := range m.Rows {
			ratio := row.Wall / m.Rows[0].Wall
			color := "#9aa5b1"
			switch {
			case i == 0:
				color = "#3e4c59"
			case strings.Contains(row.Name, "ctxlint"):
				color = "#2680c2"
			}
			fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", barLeft-8, y+barHeight-3, row.Name)
			fmt.Fprintf(&b, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n", barLeft, y, max(1, ratio/longest*barWidth), barHeight, color)
			fmt.Fprintf(&b, "<text x=\"%.1f\" y=\"%d\">%.2f × (%.1f s)</text>\n", barLeft+6+ratio/longest*barWidth, y+barHeight-3, ratio, row.Wall)
			y += barStep
		}
	}
	y += 10
	head := fmt.Sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %[1]d %[2]d\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#1f2933\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n", plotWidth, y)
	return []byte(head + b.String() + "</svg>\n")
}
