// Command precision runs ctxlint over real modules, at pinned versions, and
// compares what it reports with what people who read the code have said of
// each finding. It fails when a finding that was judged true is not reported
// any more, or one that was judged false is reported again, and lists the
// findings that nobody has judged yet.
//
//	go run ./precision [-level strict] [-sample N] [-modules NAME,…] [-tests] [-ctxlint BINARY] [-work DIRECTORY] [-draft]
//
// A judgement is a line of judged.jsonl. -draft prints such lines, without a
// verdict, for the findings that have none. -tests looks at test files instead
// of all others, -level=strict at the findings that only that level reports,
// by rule. Of those only a sample was judged: -sample=30 asks for a verdict
// of 30 a rule, drawn by chance but the same each time.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gocontext/ctxlint/bench/internal/corpus"
)

//go:embed judged.jsonl
var judgedFile []byte

// std stands for the standard library, at the version of Go that it was judged
// at.
var std = corpus.Module{Name: "std", Path: "std", Version: "go1.26.8"}

// modules are those that were judged.
var modules = append(slices.Clone(corpus.Modules), std)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ok, err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "precision:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// run does what the arguments say and reports whether nothing got worse.
func run(ctx context.Context, args []string, out io.Writer) (bool, error) {
	flags := flag.NewFlagSet("precision", flag.ContinueOnError)
	list := flags.String("modules", "", "run over these modules only: comma-separated `names`")
	binary := flags.String("ctxlint", "", "run this `binary`; without it, that of the repository around is built")
	work := flags.String("work", "", "keep copies of the modules in this `directory`; without it, they are made anew")
	level := flags.String("level", "default", "look at the findings that this `level` reports first: default or strict")
	drawn := flags.Int("sample", 0, "ask for verdicts of `N` findings a rule; without it, of all")
	tests := flags.Bool("tests", false, "look at the findings in test files, and at no others")
	draft := flags.Bool("draft", false, "print lines for judged.jsonl, without verdict, for findings that have none")
	if err := flags.Parse(args); err != nil {
		return true, err
	}
	if *level != "default" && *level != strict {
		return true, fmt.Errorf("unknown level %q: valid are default, %s", *level, strict)
	}
	chosen, err := choose(*list)
	if err != nil {
		return true, err
	}
	judged, err := parseJudged(judgedFile)
	if err != nil {
		return true, fmt.Errorf("judged.jsonl: %w", err)
	}
	if *work == "" {
		*work, err = os.MkdirTemp("", "precision")
		if err != nil {
			return true, err
		}
		defer os.RemoveAll(*work) //nolint:errcheck // a directory for temporary files
	}
	if *binary == "" {
		*binary, err = corpus.Build(ctx, "..", ".", "./cmd/ctxlint", *work)
	} else {
		*binary, err = filepath.Abs(*binary)
	}
	if err != nil {
		return true, err
	}
	var names []string
	var found []finding
	for _, m := range chosen {
		fs, err := lint(ctx, *binary, m, *work, *tests, "default")
		if err == nil && *level == strict {
			var all []finding
			all, err = lint(ctx, *binary, m, *work, *tests, strict)
			fs = above(all, fs)
		}
		if err != nil {
			return true, fmt.Errorf("%s: %w", m, err)
		}
		names = append(names, m.String())
		found = append(found, fs...)
	}
	judged = slices.DeleteFunc(judged, func(j judgement) bool {
		return !slices.Contains(names, j.Module) || j.inTest() != *tests || (j.Level == strict) != (*level == strict)
	})

	c := compare(judged, found)
	if *drawn > 0 {
		asked := sample(found, *drawn)
		c.Unjudged = slices.DeleteFunc(c.Unjudged, func(f finding) bool { return !slices.Contains(asked, f) })
	}
	if *draft {
		encoder := json.NewEncoder(out)
		for _, f := range c.Unjudged {
			if err := encoder.Encode(judgement{finding: f}); err != nil {
				return true, err
			}
		}
		return !c.failed(), nil
	}
	if *level == strict {
		printTable(out, "rule", count(rules(found), func(f finding) string { return f.Rule }, judged, found))
	} else {
		printTable(out, "module", count(names, func(f finding) string { return f.Module }, judged, found))
	}
	for _, j := range c.Back {
		fmt.Fprintf(out, "false, and back: %s: %s\n", j.finding, j.Reason)
	}
	for _, j := range c.Vanished {
		fmt.Fprintf(out, "true, and vanished: %s: %s\n", j.finding, j.Reason)
	}
	for _, j := range c.Done {
		fmt.Fprintf(out, "false, and gone: drop \"left\" from %s\n", j.finding)
	}
	for _, f := range c.Unjudged {
		fmt.Fprintf(out, "not judged: %s\n", f)
	}
	return !c.failed(), nil
}

// choose returns the modules of the comma-separated names, all if there is
// none.
func choose(names string) ([]corpus.Module, error) {
	if names == "" {
		return modules, nil
	}
	return corpus.Select(modules, strings.Split(names, ","))
}

// rules returns the rules of the findings in order.
func rules(found []finding) []string {
	var all []string
	for _, f := range found {
		all = append(all, f.Rule)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// lint returns the findings about a module at a level: those in test files or
// those in all others.
func lint(ctx context.Context, binary string, m corpus.Module, work string, tests bool, level string) ([]finding, error) {
	var dir string
	pattern := "./..."
	if m == std {
		version, err := corpus.Run(ctx, work, nil, "go", "env", "GOVERSION", "GOROOT")
		if err != nil {
			return nil, err
		}
		words := strings.Fields(string(version))
		if words[0] != m.Version {
			return nil, fmt.Errorf("this is %s", words[0])
		}
		dir, pattern = filepath.Join(words[1], "src"), "std"
	} else {
		var err error
		if dir, err = m.Checkout(ctx, work); err != nil {
			return nil, err
		}
	}
	output, err := corpus.Run(ctx, dir, nil, binary, fmt.Sprintf("-test=%t", tests), "-level="+level, pattern)
	if corpus.Status(err) == 3 {
		err = nil // there are findings
	}
	found := parseFindings(m.String(), output)
	return slices.DeleteFunc(found, func(f finding) bool { return f.inTest() != tests }), err
}

// printTable prints a row for each module or rule and the sums, as Markdown.
func printTable(out io.Writer, title string, rows []row) {
	fmt.Fprintf(out, "| %s | findings | true | false | not judged |\n", title)
	fmt.Fprintln(out, "|---|---:|---:|---:|---:|")
	sum := row{Name: "all"}
	for _, r := range rows {
		sum.Found, sum.True, sum.False, sum.Unjudged = sum.Found+r.Found, sum.True+r.True, sum.False+r.False, sum.Unjudged+r.Unjudged
	}
	for _, r := range append(slices.Clone(rows), sum) {
		fmt.Fprintf(out, "| %s | %d | %d | %d | %d |\n", r.Name, r.Found, r.True, r.False, r.Unjudged)
	}
}
