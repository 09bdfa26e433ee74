package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/gocontext/ctxlint/analyzers"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
)

// usage prints the flags.
func (c *command) usage(w io.Writer) {
	fmt.Fprint(w, `usage: ctxlint [flags] packages
       ctxlint help [check]

Flags stand before the packages. A list of rules is made of words like
ctxcancel, ctxcancel/lostpath and all; ctxlint help names them.

`)
	c.printFlags(w, func(string) bool { return true })
	fmt.Fprint(w, `
Exit codes: 0 nothing found, 3 findings, 1 packages with errors, 2 wrong usage.
`)
}

// printFlags prints the flags that wanted selects, one a line.
func (c *command) printFlags(w io.Writer, wanted func(name string) bool) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	c.flags.VisitAll(func(f *flag.Flag) {
		if !wanted(f.Name) {
			return
		}
		word, usage := flag.UnquoteUsage(f)
		if word != "" {
			word = " " + word
		}
		switch f.DefValue {
		case "", "false", "-1":
		default:
			usage += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(tw, "  -%s%s\t%s\n", f.Name, word, usage)
	})
	tw.Flush()
}

// help explains the checks that words name, or lists them all.
func (c *command) help(words []string) int {
	if len(words) == 0 {
		c.list()
		return exitClean
	}
	for i, word := range words {
		name, rule, _ := strings.Cut(word, "/")
		check := findCheck(name)
		if check == nil || rule != "" && findRule(check, rule) == nil {
			var names []string
			for _, check := range analyzers.Checks {
				names = append(names, check.Name)
			}
			return c.fail(exitUsage, fmt.Errorf("help: unknown check %q: valid are %s", word, strings.Join(names, ", ")))
		}
		if i > 0 {
			fmt.Fprintln(c.stdout)
		}
		c.explain(check)
	}
	return exitClean
}

func findCheck(name string) *report.Check {
	for _, check := range analyzers.Checks {
		if check.Name == name {
			return check
		}
	}
	return nil
}

func findRule(check *report.Check, name string) *report.Rule {
	for i := range check.Rules {
		if check.Rules[i].Name == name {
			return &check.Rules[i]
		}
	}
	return nil
}

// list prints the checks with their rules.
func (c *command) list() {
	fmt.Fprint(c.stdout, `ctxlint finds misuse of context.Context in Go programs.

	ctxlint ./...             check packages
	ctxlint -h                list the flags
	ctxlint help ctxcancel    explain a check
	ctxlint -why file.go:12   say what was considered on a line, why it is silent, or has no fix

Each rule has a level: default rules are on for everybody, strict ones are worth
a look, opinion is a matter of house style. -level=strict adds the strict rules,
-level=opinion all. -enable and -disable name single checks or rules.
`)
	tw := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	for _, check := range analyzers.Checks {
		fmt.Fprintf(tw, "\n%s: %s\n", check.Name, title(check))
		printRules(tw, check)
		tw.Flush()
	}
}

func printRules(w io.Writer, check *report.Check) {
	for _, r := range check.Rules {
		level := r.Level.String()
		if r.Tests > r.Level {
			level += ", in tests " + r.Tests.String()
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", r.Name, level, r.Doc)
	}
}

// title returns the first line of a check's documentation.
func title(check *report.Check) string {
	doc, err := report.Doc(check.Doc, check.Name)
	if err != nil {
		return err.Error()
	}
	line, _, _ := strings.Cut(doc, "\n")
	return line
}

// explain prints what there is to know about a check.
func (c *command) explain(check *report.Check) {
	doc, err := report.Doc(check.Doc, check.Name)
	if err != nil {
		doc = err.Error()
	}
	fmt.Fprintf(c.stdout, "%s: %s\n\nRules:\n", check.Name, doc)
	tw := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	printRules(tw, check)
	tw.Flush()
	for _, o := range settings.Options() {
		if o.Check == check.Name {
			fmt.Fprint(c.stdout, "\nFlags:\n")
			c.printFlags(c.stdout, func(name string) bool { return strings.HasPrefix(name, check.Name+".") })
			break
		}
	}
	fmt.Fprintf(c.stdout, "\n%s%s.md\n", report.URL, check.Name)
}
