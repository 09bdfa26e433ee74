// Fixes applies the fixes of ctxlint to real modules, at pinned versions, and
// asks what people who do not read them rely on: that what was built before
// still is, with its tests, that formatted files stay formatted, that nothing
// is left to fix, and that nothing is found that was not there before.
//
//	go run ./fixes                                # in the directory bench of the repository
//	go run ./fixes -modules=etcd,grpc -level=default -keep
//	go run ./fixes -results fixes/results.jsonl   # keep the figures
//
// The status is 1 if something does not hold.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/gocontext/ctxlint/bench/internal/corpus"
)

func main() {
	var o options
	flag.StringVar(&o.modules, "modules", "", "comma-separated `names` of modules; without it, all")
	flag.StringVar(&o.level, "level", "opinion", "apply the fixes of this `level` and those before it")
	flag.StringVar(&o.ctxlint, "ctxlint", "", "the `command` ctxlint, made from this repository if empty")
	flag.StringVar(&o.work, "work", filepath.Join(os.TempDir(), "ctxlint-bench"), "`directory` for modules and binaries")
	flag.StringVar(&o.results, "results", "", "`file` to keep the figures in")
	flag.BoolVar(&o.keep, "keep", false, "keep the fixed copies, to compare them with the modules")
	flag.BoolVar(&o.table, "table", false, "run nothing, print the table of the results")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ok, err := o.run(ctx, os.Stdout)
	stop()
	switch {
	case err != nil:
		fmt.Fprintf(os.Stderr, "fixes: %v\n", err)
		os.Exit(2)
	case !ok:
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	modules, level, ctxlint, work, results string

	keep, table bool

	typecheck string // the command of that name in this module
}

// run fixes the modules and prints what came out. It reports whether all
// holds.
func (o *options) run(ctx context.Context, out io.Writer) (ok bool, err error) {
	var known []result
	if o.results != "" {
		if known, err = readResults(o.results); err != nil {
			return false, err
		}
	}
	if o.table {
		printTable(out, known)
		return true, nil
	}
	modules := corpus.Modules
	if o.modules != "" {
		if modules, err = corpus.Select(corpus.Modules, strings.Split(o.modules, ",")); err != nil {
			return false, err
		}
	}
	if o.work, err = filepath.Abs(o.work); err != nil {
		return false, err
	}
	if o.ctxlint == "" {
		o.ctxlint, err = corpus.Build(ctx, "..", ".", "./cmd/ctxlint", o.work)
	} else {
		o.ctxlint, err = filepath.Abs(o.ctxlint)
	}
	if err != nil {
		return false, err
	}
	if o.typecheck, err = corpus.Build(ctx, "..", "bench", "./typecheck", o.work); err != nil {
		return false, err
	}
	ok = true
	var results []result
	for _, m := range modules {
		res, err := o.fix(ctx, m)
		if err != nil {
			return false, fmt.Errorf("%s: %w", m, err)
		}
		fmt.Fprintf(out, "%s, level %s: %d findings, %d fixed in %d files: %s\n", m, o.level, res.Findings, res.Fixed, res.Files, res.rules())
		for _, v := range res.Violations {
			ok = false
			fmt.Fprintf(out, "\t%s\n", v)
		}
		results = append(results, res)
		known = merge(known, res)
		if o.results != "" {
			if err := writeResults(o.results, known); err != nil {
				return false, err
			}
		}
	}
	printTable(out, results)
	return ok, nil
}

// fix applies the fixes to a copy of the module. The copy always has the same
// name, so that the go command knows what it has built before.
func (o *options) fix(ctx context.Context, m corpus.Module) (res result, err error) {
	original, err := m.Checkout(ctx, o.work)
	if err != nil {
		return res, err
	}
	t := trial{options: o, dir: filepath.Join(o.work, "fixed", filepath.Base(original))}
	if err := os.RemoveAll(t.dir); err != nil {
		return res, err
	}
	if !o.keep {
		defer func() { err = errors.Join(err, os.RemoveAll(t.dir)) }()
	}
	if err := corpus.Copy(t.dir, original); err != nil {
		return res, err
	}
	t.res.Module, t.res.Level = m.String(), o.level
	err = t.run(ctx)
	return t.res, err
}
