// Package analyzers is the suite: the list of ctxlint's checks, and the
// bundle that makes one analyzer of them.
package analyzers

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gocontext/ctxlint/analyzers/ctxcancel"
	"github.com/gocontext/ctxlint/analyzers/ctxdead"
	"github.com/gocontext/ctxlint/analyzers/ctxfield"
	"github.com/gocontext/ctxlint/analyzers/ctxloop"
	"github.com/gocontext/ctxlint/analyzers/ctxnest"
	"github.com/gocontext/ctxlint/analyzers/ctxnil"
	"github.com/gocontext/ctxlint/analyzers/ctxparam"
	"github.com/gocontext/ctxlint/analyzers/ctxpass"
	"github.com/gocontext/ctxlint/analyzers/ctxtest"
	"github.com/gocontext/ctxlint/analyzers/ctxtime"
	"github.com/gocontext/ctxlint/analyzers/ctxvalue"
	"github.com/gocontext/ctxlint/analyzers/ctxwait"
	"github.com/gocontext/ctxlint/internal/directive"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/ssabuild"
)

// Settings are the options of the suite and of each check.
type Settings = settings.Settings

// NewSettings returns the default settings.
func NewSettings() *Settings { return settings.New() }

// Checks is the suite, in the order of the documentation.
//
// Each rule has a level of its own; what the levels mean stands in package
// settings. A check whose rules are all opinions is in the suite because
// teams that hold the opinion want it beside the others.
var Checks = []*report.Check{
	ctxcancel.Check, // cancel functions that are not called
	ctxparam.Check,  // contexts that do not come first or are not called ctx
	ctxnil.Check,    // contexts that are nil
	ctxvalue.Check,  // values in contexts that are no metadata
	ctxloop.Check,   // loops that block and cannot be cancelled
	ctxwait.Check,   // single waits that cancellation cannot end
	ctxpass.Check,   // contexts that are not passed on
	ctxnest.Check,   // contexts that grow in loops
	ctxfield.Check,  // contexts in structs; opinion, for it is a matter of design
	ctxdead.Check,   // contexts that are used when they are over
	ctxtime.Check,   // deadlines that cannot be meant
	ctxtest.Check,   // contexts in tests; opinion, for most findings make no difference
}

// directives describes the findings about directives, which the bundle makes
// because only it knows what all checks used.
var directives = &report.Check{
	Name: "ctxlint",
	Rules: []report.Rule{
		{Name: "directive", Level: settings.Default, Doc: "a //ctxlint:ignore names no known rule, gives no reason or silences nothing"},
	},
}

//go:embed doc.go
var doc string

// Analyzer is the bundle with default settings.
var Analyzer = New(NewSettings())

// New returns the bundle: one analyzer that runs all checks with the given
// settings and reports what they find, in order of position. Its result is a
// [*report.Findings].
func New(s *Settings) *analysis.Analyzer {
	text, err := report.Doc(doc, "ctxlint")
	if err != nil {
		text = err.Error() // a test sees to it that this does not happen
	}
	b := &bundle{settings: s}
	a := &analysis.Analyzer{
		Name:             "ctxlint",
		Doc:              text,
		URL:              "https://github.com/gocontext/ctxlint",
		Requires:         []*analysis.Analyzer{directive.Analyzer, ssabuild.Analyzer},
		ResultType:       directives.Analyzer(s).ResultType,
		Run:              b.run,
		RunDespiteErrors: true,
	}
	for _, c := range Checks {
		b.checks = append(b.checks, c.Analyzer(s))
	}
	a.Requires = append(a.Requires, b.checks...)
	s.Register(&a.Flags, "", "test") // singlechecker has a -test of its own
	return a
}

type bundle struct {
	settings *Settings
	checks   []*analysis.Analyzer
}

func (b *bundle) run(pass *analysis.Pass) (any, error) {
	if err := Validate(b.settings); err != nil {
		return nil, err
	}
	all := new(report.Findings)
	for _, a := range b.checks {
		f := pass.ResultOf[a].(*report.Findings)
		all.Reported = append(all.Reported, f.Reported...)
		all.Silenced = append(all.Silenced, f.Silenced...)
		all.Unfixed = append(all.Unfixed, f.Unfixed...)
	}
	index := pass.ResultOf[directive.Analyzer].(*directive.Index)
	all.Reported = append(all.Reported, b.directives(index)...)
	slices.SortStableFunc(all.Reported, report.Compare)
	b.dropRepeats(all)
	b.dropConflicts(pass, all)
	for _, d := range all.Reported {
		pass.Report(d)
	}
	pass.ResultOf[ssabuild.Analyzer].(*ssabuild.SSA).Release()
	return all, nil
}

// repeats says which rule tells, where it finds the same operation, what another
// tells too, with more to do about it: a loop of a goroutine that sends to a
// receiver who has gone is best ended by the context that it has.
var repeats = map[string]string{"ctxwait/abandoned": "ctxloop/nodone"}

// dropRepeats leaves one finding of two that have one root cause.
func (b *bundle) dropRepeats(all *report.Findings) {
	told := func(rule string, d analysis.Diagnostic) bool {
		return slices.ContainsFunc(all.Reported, func(o analysis.Diagnostic) bool { return o.Category == rule && o.Pos == d.Pos })
	}
	all.Reported = slices.DeleteFunc(slices.Clone(all.Reported), func(d analysis.Diagnostic) bool {
		by, ok := repeats[d.Category]
		if !ok || !told(by, d) {
			return false
		}
		if b.settings.Why {
			all.Silenced = append(all.Silenced, report.Reason{Pos: d.Pos, Rule: d.Category, Clause: "it is reported as " + by})
			all.Unfixed = slices.DeleteFunc(all.Unfixed, func(r report.Reason) bool { return r.Pos == d.Pos && r.Rule == d.Category })
		}
		return true
	})
}

// directives returns the findings about //ctxlint:ignore directives.
func (b *bundle) directives(index *directive.Index) []analysis.Diagnostic {
	if !b.settings.On("ctxlint", "directive", settings.Default) {
		return nil
	}
	var found []analysis.Diagnostic
	add := func(d *directive.Directive, format string, args ...any) {
		found = append(found, analysis.Diagnostic{
			Pos:      d.Pos,
			End:      d.End,
			Category: "ctxlint/directive",
			Message:  fmt.Sprintf(format, args...) + " (ctxlint/directive)",
			URL:      report.URL + "directives.md",
		})
	}
	words := Words()
	for _, d := range index.Ignores() {
		if index.Generated(d.Pos) || index.Test(d.Pos) && !b.settings.Test {
			continue // not judged
		}
		unknown := slices.IndexFunc(d.Words, func(w string) bool { return w == "all" || !slices.Contains(words, w) })
		switch {
		case len(d.Words) == 0:
			add(d, "the directive //ctxlint:ignore names no check: write //ctxlint:ignore check/rule reason")
		case unknown >= 0:
			add(d, "the directive //ctxlint:ignore names the unknown check or rule %q", d.Words[unknown])
		case d.Reason == "":
			add(d, "the directive //ctxlint:ignore %s gives no reason: write it behind the rule", strings.Join(d.Words, ","))
		case !d.Used() && b.judged(d.Words, index.Test(d.Pos)):
			add(d, "the directive //ctxlint:ignore %s silences nothing: delete it", strings.Join(d.Words, ","))
		}
	}
	return found
}

// judged reports whether all rules that words name are on, in a test file if
// test is set, so that a directive that they did not use is of no use.
func (b *bundle) judged(words []string, test bool) bool {
	for _, w := range words {
		check, rule, isRule := strings.Cut(w, "/")
		for _, c := range Checks {
			for _, r := range c.Rules {
				if c.Name != check || isRule && r.Name != rule {
					continue // another rule
				}
				level := r.Level
				if test {
					level = max(level, r.Tests)
				}
				if !b.settings.On(check, r.Name, level) {
					return false
				}
			}
		}
	}
	return true
}

// Words returns the words that -enable, -disable and directives know: "all",
// the checks and their rules.
func Words() []string {
	words := []string{"all"}
	for _, c := range append(slices.Clone(Checks), directives) {
		words = append(words, c.Name)
		for _, r := range c.Rules {
			words = append(words, c.Name+"/"+r.Name)
		}
	}
	return words
}

// Validate returns an error that names the first bad value in s, or nil.
func Validate(s *Settings) error {
	if err := s.Err(); err != nil {
		return err
	}
	return s.CheckWords(Words())
}
