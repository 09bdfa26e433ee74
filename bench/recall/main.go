// Command recall measures how many bugs that were fixed in real projects
// ctxlint finds: it runs ctxlint before and after the fix of each and asks
// whether the bug is reported before, and no longer after it.
//
//	recall -clones DIR -bugs FILE -ctxlint BINARY [-results FILE] [-only ID,…] [-class CLASS,…]
//
// DIR holds clones with their history, named OWNER+NAME/repo or OWNER/NAME.
// FILE holds one [bug] a line. What came out is kept in the file of results,
// where the reason of a miss, which a person writes, survives later runs.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	var o options
	flag.StringVar(&o.clones, "clones", "", "`directory` of the clones")
	flag.StringVar(&o.bugs, "bugs", "", "`file` of the bugs, one JSON object a line")
	flag.StringVar(&o.binary, "ctxlint", "ctxlint", "ctxlint `binary` to measure")
	flag.StringVar(&o.results, "results", "results.jsonl", "`file` to keep the results in")
	flag.StringVar(&o.work, "work", "", "`directory` to check the trees out to (default: a temporary one)")
	flag.DurationVar(&o.timeout, "timeout", 4*time.Minute, "`limit` of one run of ctxlint")
	only := flag.String("only", "", "run the bugs of this comma-separated `list` alone")
	class := flag.String("class", "", "run the bugs of the classes that start with one of this `list` alone")
	table := flag.Bool("table", false, "run nothing, print the table of the results")
	flag.Parse()
	o.only, o.classes = words(*only), words(*class)

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := o.run(ctx, *table)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "recall:", err)
		os.Exit(1)
	}
}

// words splits a comma-separated list.
func words(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
}

// options are the flags.
type options struct {
	clones, bugs, binary, results, work string

	only, classes []string
	timeout       time.Duration
}

// selects reports whether the flags ask for b.
func (o *options) selects(b bug) bool {
	return (len(o.only) == 0 || slices.Contains(o.only, b.ID)) &&
		(len(o.classes) == 0 || slices.ContainsFunc(o.classes, func(class string) bool { return strings.HasPrefix(b.Class, class) }))
}

// run runs the selected bugs, writes down each as soon as it is known, and
// prints the table of all results.
func (o *options) run(ctx context.Context, table bool) (err error) {
	known, err := readLines[result](o.results)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if table {
		printTable(os.Stdout, known)
		return nil
	}
	bugs, err := readLines[bug](o.bugs)
	if err != nil {
		return err
	}
	slices.SortStableFunc(bugs, func(a, b bug) int {
		return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Date, b.Date)) // neighbours share dependencies
	})
	if o.binary, err = filepath.Abs(o.binary); err != nil {
		return err
	}
	if o.work == "" {
		if o.work, err = os.MkdirTemp("", "recall"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(o.work)) }()
	}
	for _, b := range bugs {
		if !o.selects(b) {
			continue
		}
		start := time.Now()
		res, trail := o.judge(ctx, b)
		if err := ctx.Err(); err != nil {
			return err
		}
		known = merge(known, res)
		if err := writeLines(o.results, known); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%s %s %s: default %s, strict %s %s (%.0fs)\n", b.ID, b.Repo, b.Class, res.Default, res.Strict, res.Reason, time.Since(start).Seconds())
		for _, line := range trail {
			fmt.Fprintln(os.Stderr, "\t"+line)
		}
	}
	printTable(os.Stdout, known)
	return nil
}
