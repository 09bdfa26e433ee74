// Package report is the one way in which ctxlint's checks report: it knows
// about levels, generated files, tests, directives, the form of a message and
// what makes a suggested fix acceptable.
package report

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"

	"github.com/gocontext/ctxlint/internal/directive"
	"github.com/gocontext/ctxlint/internal/settings"
)

// URL is where the documentation of a check is found; the name follows.
const URL = "https://github.com/gocontext/ctxlint/blob/main/docs/"

// A Rule is one kind of finding of a check.
type Rule struct {
	Name  string
	Level settings.Level
	Tests settings.Level // the level in _test.go files, if another
	Doc   string         // one line: what is wrong with the code it finds
}

// A Check describes an analyzer of the suite.
type Check struct {
	Name     string
	Doc      string // the text of its doc.go
	Rules    []Rule
	Requires []*analysis.Analyzer // beside inspect, which every check has
	Run      func(*Pass) error
}

// Analyzer returns the analyzer that runs c with the given settings. It takes
// the general flags and those of the check. Its result is a [*Findings].
func (c *Check) Analyzer(s *settings.Settings) *analysis.Analyzer {
	doc, err := Doc(c.Doc, c.Name)
	if err != nil {
		doc = err.Error() // a test sees to it that this does not happen
	}
	a := &analysis.Analyzer{
		Name:             c.Name,
		Doc:              doc,
		URL:              URL + c.Name + ".md",
		Requires:         append([]*analysis.Analyzer{directive.Analyzer, inspect.Analyzer}, c.Requires...),
		ResultType:       reflect.TypeFor[*Findings](),
		RunDespiteErrors: true,
		Run: func(pass *analysis.Pass) (any, error) {
			p := &Pass{
				Pass:     pass,
				Check:    c,
				Settings: s,
				Index:    pass.ResultOf[directive.Analyzer].(*directive.Index),
				findings: new(Findings),
			}
			return p.run()
		},
	}
	s.Register(&a.Flags, c.Name, "test") // singlechecker has a -test of its own
	return a
}

// Doc returns the part of a doc.go that follows the heading
// "# Analyzer name", as the text of the comment.
func Doc(source, name string) (string, error) {
	var b strings.Builder
	found := false
	for line := range strings.Lines(source) {
		text, ok := strings.CutPrefix(line, "//")
		if !ok {
			if found {
				break
			}
			continue
		}
		text = strings.TrimPrefix(text, " ")
		if found {
			b.WriteString(text)
		} else if strings.TrimSpace(text) == "# Analyzer "+name {
			found = true
		}
	}
	doc := strings.TrimSpace(b.String())
	if doc == "" {
		return "", fmt.Errorf("doc.go has no heading %q", "# Analyzer "+name)
	}
	return doc, nil
}

// A Pass is the run of one check on one package.
type Pass struct {
	*analysis.Pass
	Check    *Check
	Settings *settings.Settings
	Index    *directive.Index

	findings *Findings
	sources  map[*token.File][]byte
	given    map[*types.Scope][]string // names that FreeName gave away, by block

	qualifiers map[*types.PkgName]int // see qualifiersIn
}

// Findings is what a check found in a package.
type Findings struct {
	Reported []analysis.Diagnostic

	// Only if settings ask for them:

	Silenced []Reason // why candidates were not reported
	Unfixed  []Reason // why findings have no fix
}

// A Reason says why a candidate at a place was not reported, or not fixed.
type Reason struct {
	Pos    token.Pos
	Rule   string // check/rule
	Clause string
}

// run runs the check. A panic becomes a lost check, not a lost process: a
// linter that crashes on one odd package is switched off for all.
func (p *Pass) run() (_ any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: internal error on package %s: %v\n%s", p.Check.Name, p.Pkg.Path(), r, debug.Stack())
		}
	}()
	if err := p.Check.Run(p); err != nil {
		return nil, err
	}
	slices.SortStableFunc(p.findings.Reported, Compare)
	for _, d := range p.findings.Reported {
		p.Pass.Report(d)
	}
	return p.findings, nil
}

// Compare orders diagnostics by position, then rule, then message.
func Compare(a, b analysis.Diagnostic) int {
	return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.Category, b.Category), cmp.Compare(a.Message, b.Message))
}

// A Finding is what a check has to say about a place.
type Finding struct {
	Rule    string
	Level   settings.Level // if another than the rule's
	Pos     token.Pos
	End     token.Pos // optional
	Message string    // lower case, one line, without the rule's name
	Related []analysis.RelatedInformation
	Fix     Fix // if the rule has fixes
}

// Report reports f unless its level, its file or a directive says otherwise.
// The same rule is reported once for a place.
func (p *Pass) Report(f Finding) {
	rule := p.rule(f.Rule)
	category := p.Check.Name + "/" + rule.Name
	if !f.Pos.IsValid() {
		return // nowhere to point, nothing to edit
	}
	if p.Index.Generated(f.Pos) {
		p.Silent(f.Rule, f.Pos, "the file is generated")
		return
	}
	level := cmp.Or(f.Level, rule.Level)
	if p.Index.Test(f.Pos) {
		if !p.Settings.Test {
			p.Silent(f.Rule, f.Pos, "tests are left out (-test=false)")
			return
		}
		level = max(level, rule.Tests)
	}
	if !p.Settings.On(p.Check.Name, rule.Name, level) {
		p.Silent(f.Rule, f.Pos, "its level is "+level.String())
		return
	}
	if d := p.Index.Silences(f.Pos, p.Check.Name, rule.Name, p.Settings.NoLint); d != nil {
		d.Use()
		p.Silent(f.Rule, f.Pos, "a directive silences it")
		return
	}
	d := analysis.Diagnostic{
		Pos:      f.Pos,
		End:      f.End,
		Category: category,
		Message:  f.Message + " (" + category + ")",
		URL:      URL + p.Check.Name + ".md#" + rule.Name,
	}
	if p.Settings.Related {
		d.Related = f.Related
	}
	for _, old := range p.findings.Reported {
		if old.Pos == d.Pos && old.Category == d.Category {
			return
		}
	}
	refusal := f.Fix.Refusal
	if f.Fix.Offered() {
		refusal = p.refusal(f.Fix, f.Pos)
	}
	switch {
	case refusal != "":
		p.unfixed(f.Rule, f.Pos, refusal)
	case f.Fix.Offered():
		d.SuggestedFixes = []analysis.SuggestedFix{{Message: f.Fix.Message, TextEdits: f.Fix.Edits}}
	}
	p.findings.Reported = append(p.findings.Reported, d)
}

// Source returns the text of a file, or nil if the driver does not give it.
func (p *Pass) Source(file *token.File) []byte {
	if file == nil || p.ReadFile == nil {
		return nil
	}
	if src, ok := p.sources[file]; ok {
		return src
	}
	src, err := p.ReadFile(file.Name())
	if err != nil || len(src) != file.Size() {
		src = nil
	}
	if p.sources == nil {
		p.sources = make(map[*token.File][]byte)
	}
	p.sources[file] = src
	return src
}

// Silenced reports whether a directive silences a finding of the rule at pos.
func (p *Pass) Silenced(rule string, pos token.Pos) bool {
	return p.Index.Silences(pos, p.Check.Name, rule, p.Settings.NoLint) != nil
}

// Silent records that a candidate for a rule is not reported, and the clause
// that decided so. It is what -why prints.
func (p *Pass) Silent(rule string, pos token.Pos, clause string) {
	if p.Settings.Why {
		p.findings.Silenced = append(p.findings.Silenced, Reason{pos, p.Check.Name + "/" + rule, clause})
	}
}

func (p *Pass) rule(name string) Rule {
	for _, r := range p.Check.Rules {
		if r.Name == name {
			return r
		}
	}
	panic("check " + p.Check.Name + " has no rule " + name)
}

// Range returns the position and end of n, to fill a [Finding].
func Range(n ast.Node) (pos, end token.Pos) { return n.Pos(), n.End() }

// Related returns a related position with its message.
func Related(pos token.Pos, format string, args ...any) analysis.RelatedInformation {
	return analysis.RelatedInformation{Pos: pos, Message: fmt.Sprintf(format, args...)}
}

// Line returns the line number of pos as the user sees it, for messages that
// must stand alone.
func (p *Pass) Line(pos token.Pos) int { return p.Fset.Position(pos).Line }
