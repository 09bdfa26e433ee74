package main

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// strict is the one level of findings, besides the default, that are judged.
const strict = "strict"

// A finding is what ctxlint reports of a pinned module. As the module never
// changes, the line says which one it is.
type finding struct {
	Module string `json:"module"` // path@version
	File   string `json:"file"`
	Line   int    `json:"line"`
	Rule   string `json:"rule"`            // check/rule
	Level  string `json:"level,omitempty"` // from which on it is reported; without it, default
}

func (f finding) String() string {
	return strings.TrimSuffix(fmt.Sprintf("%s %s:%d %s %s", f.Module, f.File, f.Line, f.Rule, f.Level), " ")
}

// inTest reports whether f is about a test.
func (f finding) inTest() bool { return strings.HasSuffix(f.File, "_test.go") }

// compare orders findings by module, place, rule and level.
func (f finding) compare(g finding) int {
	return cmp.Or(cmp.Compare(f.Module, g.Module), cmp.Compare(f.File, g.File), cmp.Compare(f.Line, g.Line), cmp.Compare(f.Rule, g.Rule), cmp.Compare(f.Level, g.Level))
}

// A judgement is what a person who has read the code says of a finding.
type judgement struct {
	finding
	Verdict string `json:"verdict"` // "true": worth fixing; "false": the code is fine
	Reason  string `json:"reason"`

	// Left says of a false positive that is still reported what it would
	// take to understand the code.
	Left string `json:"left,omitempty"`
}

// parseJudged reads one judgement a line.
func parseJudged(data []byte) ([]judgement, error) {
	var all []judgement
	n := 0
	for line := range bytes.Lines(data) {
		n++
		decoder := json.NewDecoder(bytes.NewReader(line))
		decoder.DisallowUnknownFields()
		var j judgement
		if err := decoder.Decode(&j); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		switch {
		case j.Level != "" && j.Level != strict:
			return nil, fmt.Errorf("line %d: the level is %q: valid are %s and none", n, j.Level, strict)
		case j.Verdict != "true" && j.Verdict != "false":
			return nil, fmt.Errorf("line %d: the verdict is %q: valid are true and false", n, j.Verdict)
		case j.Reason == "":
			return nil, fmt.Errorf("line %d: the verdict has no reason", n)
		case j.Verdict == "true" && j.Left != "":
			return nil, fmt.Errorf("line %d: nothing is left to do about a true finding", n)
		}
		all = append(all, j)
	}
	return all, nil
}

// diagnostic is a line of ctxlint's output that is a finding, and not a
// position related to one, which is indented.
var diagnostic = regexp.MustCompile(`^(\S.*?):(\d+):\d+: [^\t].* \((\w+/\w+)\)$`)

// parseFindings reads what ctxlint printed about the module.
func parseFindings(module string, output []byte) []finding {
	var all []finding
	scanner := bufio.NewScanner(bytes.NewReader(output))
	scanner.Buffer(nil, len(output)+1)
	for scanner.Scan() {
		m := diagnostic.FindStringSubmatch(scanner.Text())
		if m == nil {
			continue
		}
		line, err := strconv.Atoi(m[2])
		if err != nil {
			continue
		}
		all = append(all, finding{Module: module, File: strings.ReplaceAll(m[1], `\`, "/"), Line: line, Rule: m[3]})
	}
	return all
}

// above returns the findings of a run at level strict that a run at level
// default does not have, and marks them as such.
func above(strictly, byDefault []finding) []finding {
	known := make(map[finding]int)
	for _, f := range byDefault {
		known[f]++
	}
	var all []finding
	for _, f := range strictly {
		if known[f] > 0 {
			known[f]--
			continue
		}
		f.Level = strict
		all = append(all, f)
	}
	return all
}

// sample returns n findings of each rule, all if there are fewer. They are
// those with the smallest hashes, which is as good as chance, but the same
// each time; where one is not found any more, the next one takes its place.
func sample(found []finding, n int) []finding {
	hashes := make(map[finding]uint64)
	for _, f := range found {
		sum := sha256.Sum256([]byte(f.String()))
		hashes[f] = binary.BigEndian.Uint64(sum[:])
	}
	drawn := slices.Clone(found)
	slices.SortStableFunc(drawn, func(f, g finding) int { return cmp.Compare(hashes[f], hashes[g]) })
	rules := make(map[string]int)
	drawn = slices.DeleteFunc(drawn, func(f finding) bool {
		rules[f.Rule]++
		return rules[f.Rule] > n
	})
	slices.SortFunc(drawn, finding.compare)
	return drawn
}

// A comparison is what changed since the findings of some modules were judged.
type comparison struct {
	Back     []judgement // false ones that were gone, and are reported again
	Vanished []judgement // true ones that are not reported any more
	Done     []judgement // false ones that were left, and are gone
	Unjudged []finding
}

// failed reports whether a change is one for the worse.
func (c comparison) failed() bool { return len(c.Back) > 0 || len(c.Vanished) > 0 }

// compare compares judgements with the findings about the same modules. Equal
// findings, at one line, are counted.
func compare(judged []judgement, found []finding) comparison {
	var c comparison
	open := make(map[finding]int)
	for _, f := range found {
		open[f]++
	}
	for _, j := range judged {
		reported := open[j.finding] > 0
		if reported {
			open[j.finding]--
		}
		switch {
		case j.Verdict == "true" && !reported:
			c.Vanished = append(c.Vanished, j)
		case j.Verdict == "false" && j.Left == "" && reported:
			c.Back = append(c.Back, j)
		case j.Verdict == "false" && j.Left != "" && !reported:
			c.Done = append(c.Done, j)
		}
	}
	for f, n := range open {
		for range n {
			c.Unjudged = append(c.Unjudged, f)
		}
	}
	slices.SortFunc(c.Unjudged, finding.compare)
	return c
}

// A row counts the findings of a module or a rule.
type row struct {
	Name                         string
	Found, True, False, Unjudged int
}

// count returns a row for each name, in that order, with the findings that
// name gives it.
func count(names []string, name func(finding) string, judged []judgement, found []finding) []row {
	verdicts := make(map[finding]string)
	for _, j := range judged {
		verdicts[j.finding] = j.Verdict
	}
	rows := make([]row, len(names))
	for i, n := range names {
		rows[i].Name = n
		for _, f := range found {
			if name(f) != n {
				continue
			}
			rows[i].Found++
			switch verdicts[f] {
			case "true":
				rows[i].True++
			case "false":
				rows[i].False++
			default:
				rows[i].Unjudged++
			}
		}
	}
	return rows
}
