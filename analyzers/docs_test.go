package analyzers_test

import (
	"bytes"
	"flag"
	"fmt"
	"go/doc/comment"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/gocontext/ctxlint/analyzers"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
)

//go:generate go test . -run Docs -update

var update = flag.Bool("update", false, "rewrite the generated documentation")

// root is the repository's directory.
const root = ".."

// TestDocs compares the generated documentation with its sources: the pages
// docs/CHECK.md with the doc.go of each check, the tables in docs/options.md
// and the README with the list of options and of checks.
func TestDocs(t *testing.T) {
	for _, c := range analyzers.Checks {
		page(t, filepath.Join("docs", c.Name+".md"), checkPage(t, c))
	}
	section(t, filepath.Join("docs", "options.md"), "options", optionsTable(settings.Options()))
	section(t, "README.md", "checks", checksTable(t))

	pages, err := filepath.Glob(filepath.Join(root, "docs", "ctx*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range pages {
		name := strings.TrimSuffix(filepath.Base(file), ".md")
		if !slices.ContainsFunc(analyzers.Checks, func(c *report.Check) bool { return c.Name == name }) {
			t.Errorf("docs/%s.md describes no check: delete it", name)
		}
	}
}

// page compares the file, or writes it with -update.
func page(t *testing.T, file, want string) {
	t.Helper()
	got, err := os.ReadFile(filepath.Join(root, file))
	if err == nil && string(got) == want {
		return
	}
	if !*update {
		t.Errorf("%s is not up to date: run go test ./analyzers -run Docs -update", file)
		return
	}
	if err := os.WriteFile(filepath.Join(root, file), []byte(want), 0o666); err != nil {
		t.Fatal(err)
	}
}

// section compares what stands in the file between the markers called name,
// or writes it with -update.
func section(t *testing.T, file, name, want string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- begin "+name+" -->\n", "<!-- end "+name+" -->\n"
	before, rest, ok1 := strings.Cut(string(text), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no lines %s%s", file, begin, end)
	}
	page(t, file, before+begin+want+end+after)
}

// checkPage returns the page of a check: its title, the rules and its text.
func checkPage(t *testing.T, c *report.Check) string {
	t.Helper()
	title, text := docOf(t, c)
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!-- Made from analyzers/%[1]s by go test ./analyzers -run Docs -update. -->\n\n# %[1]s\n\n%[2]s\n\n", c.Name, title)
	b.WriteString("| rule | level | finds |\n|---|---|---|\n")
	for _, r := range c.Rules {
		level := r.Level.String()
		if r.Tests != 0 {
			level += ", in tests " + r.Tests.String()
		}
		fmt.Fprintf(&b, "| <a id=%q></a>`%s/%s` | %s | %s |\n", r.Name, c.Name, r.Name, level, plain.Replace(r.Doc))
	}
	b.WriteString("\n" + markdown(text))
	var own []settings.Option
	for _, o := range settings.Options() {
		if o.Check == c.Name {
			own = append(own, o)
		}
	}
	if len(own) > 0 {
		fmt.Fprintf(&b, "\n## Options\n\n%s\nHow to set them: [options](options.md).\n", optionsTable(own))
	}
	b.WriteString("\n---\n[All checks](../README.md#checks) · [levels and options](options.md) · [how to silence a finding](directives.md)\n")
	return b.String()
}

// plain keeps Markdown from reading text as markup.
var plain = strings.NewReplacer("*", `\*`, "_", `\_`, "<", "&lt;")

// docOf returns the title and the text that doc.go gives for a check.
func docOf(t *testing.T, c *report.Check) (title, text string) {
	t.Helper()
	doc, err := report.Doc(c.Doc, c.Name)
	if err != nil {
		t.Fatalf("%s: %v", c.Name, err)
	}
	title, text, _ = strings.Cut(doc, "\n")
	return title, text
}

// markdown renders the text of a Go doc comment. Its code is Go.
func markdown(text string) string {
	var parser comment.Parser
	printer := comment.Printer{HeadingLevel: 2, HeadingID: func(*comment.Heading) string { return "" }}
	var b strings.Builder
	for i, block := range parser.Parse(text).Content {
		if i > 0 {
			b.WriteString("\n")
		}
		if code, ok := block.(*comment.Code); ok {
			fmt.Fprintf(&b, "```go\n%s```\n", code.Text)
			continue
		}
		b.Write(printer.Markdown(&comment.Doc{Content: []comment.Block{block}}))
	}
	return b.String()
}

// optionsTable lists options with both ways to write them.
func optionsTable(options []settings.Option) string {
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	settings.New().Register(flags, "")
	var b strings.Builder
	b.WriteString("| flag | YAML | default | meaning |\n|---|---|---|---|\n")
	for _, o := range options {
		f := flags.Lookup(o.FullName())
		value, usage := flag.UnquoteUsage(f)
		written, key := "-"+f.Name, o.Name+": "
		switch {
		case value == "": // a bool
			written += "=false"
			key += "false"
		case f.DefValue != "": // a word
			written += "=" + value
			key += value
		default:
			written += "=" + value + ",…"
			key += "[" + value + ", …]"
		}
		if o.Check != "" {
			key = o.Check + ": {" + key + "}"
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n", written, key, f.DefValue, plain.Replace(usage))
	}
	return b.String()
}

// checksTable lists the checks with the rules of each level.
func checksTable(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("| check | finds | default | strict | opinion |\n|---|---|---|---|---|\n")
	for _, c := range analyzers.Checks {
		title, _ := docOf(t, c)
		rules := make(map[settings.Level][]string)
		for _, r := range c.Rules {
			rules[r.Level] = append(rules[r.Level], fmt.Sprintf("[%s](docs/%s.md#%s)", r.Name, c.Name, r.Name))
		}
		fmt.Fprintf(&b, "| [%s](docs/%[1]s.md) | %s | %s | %s | %s |\n", c.Name, plain.Replace(strings.TrimPrefix(title, "find ")),
			strings.Join(rules[settings.Default], ", "), strings.Join(rules[settings.Strict], ", "), strings.Join(rules[settings.Opinion], ", "))
	}
	return b.String()
}

// TestChecks checks the form of each check's description.
func TestChecks(t *testing.T) {
	var all []*analysis.Analyzer
	names := make(map[string]bool)
	for _, c := range analyzers.Checks {
		title, text := docOf(t, c)
		if !regexp.MustCompile(`^find .*[^.]$`).MatchString(title) || !strings.HasPrefix(text, "\n") {
			t.Errorf("%s: the title %q is not one line that begins with find and has no full stop", c.Name, title)
		}
		if names[c.Name] {
			t.Errorf("two checks are called %s", c.Name)
		}
		names[c.Name] = true
		rules := make(map[string]bool)
		for _, r := range c.Rules {
			if rules[r.Name] {
				t.Errorf("%s has two rules called %s", c.Name, r.Name)
			}
			rules[r.Name] = true
			if !regexp.MustCompile(`^[a-z]+$`).MatchString(r.Name) {
				t.Errorf("%s/%s: a rule's name is one word in lower case", c.Name, r.Name)
			}
			if r.Doc == "" || strings.ContainsAny(r.Doc, "\n|") || strings.HasSuffix(r.Doc, ".") {
				t.Errorf("%s/%s: want one line without a full stop, not %q", c.Name, r.Name, r.Doc)
			}
			if !regexp.MustCompile(`\b` + r.Name + `\b`).MatchString(text) {
				t.Errorf("doc.go of %s does not name the rule %s", c.Name, r.Name)
			}
			if r.Level < settings.Default || r.Level > settings.Opinion {
				t.Errorf("%s/%s has no level", c.Name, r.Name)
			}
		}
		all = append(all, c.Analyzer(settings.New()))
	}
	// Have: checks that a driver can run, as nogo does, one beside another.
	if err := analysis.Validate(append(all, analyzers.New(analyzers.NewSettings()))); err != nil {
		t.Error(err)
	}
}
