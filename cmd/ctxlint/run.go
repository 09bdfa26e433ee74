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
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/gocontext/ctxlint/analyzers"
	"github.com/gocontext/ctxlint/internal/driver"
	"github.com/gocontext/ctxlint/internal/settings"
)

// The exit codes.
const (
	exitClean    = 0
	exitErrors   = 1 // something could not be loaded, compiled or written
	exitUsage    = 2 // the command line or the configuration is wrong
	exitFindings = 3
)

// A command is one call of ctxlint.
type command struct {
	settings *settings.Settings
	flags    *flag.FlagSet
	stdout   io.Writer
	stderr   io.Writer

	json    bool
	context int
	tags    string
	version bool
	why     string
	fix     bool
	diff    bool
	cache   string
}

// run is the command: it takes the arguments behind the name and returns the
// exit code.
func run(args []string, stdout, stderr io.Writer) int {
	c := &command{settings: analyzers.NewSettings(), stdout: stdout, stderr: stderr}
	c.define()
	if len(args) > 0 && args[0] == "help" {
		return c.help(args[1:])
	}
	if err := c.parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			c.usage(stdout)
			return exitClean
		}
		return c.fail(exitUsage, err)
	}
	if c.version {
		fmt.Fprintln(stdout, version())
		return exitClean
	}
	return c.lint()
}

// fail prints an error and returns the exit code.
func (c *command) fail(code int, err error) int {
	fmt.Fprintf(c.stderr, "ctxlint: %v\n", err)
	return code
}

// define declares the flags.
func (c *command) define() {
	c.flags = flag.NewFlagSet("ctxlint", flag.ContinueOnError)
	c.flags.SetOutput(io.Discard)
	c.flags.Usage = func() {}
	c.settings.Register(c.flags, "")
	c.flags.BoolVar(&c.json, "json", false, "print findings as JSON, and exit with 0 in spite of them")
	c.flags.IntVar(&c.context, "c", -1, "print the line of a finding with this `number` of lines around it")
	c.flags.StringVar(&c.tags, "tags", "", "comma-separated `list` of build tags")
	c.flags.BoolVar(&c.version, "version", false, "print the version and exit")
	c.flags.StringVar(&c.why, "why", "", "print what was considered on the line `file:line`, why it is silent, and why a finding has no fix")
	c.flags.BoolVar(&c.fix, "fix", false, "apply the suggested fixes")
	c.flags.StringVar(&c.cache, "cache", "", "`directory` to keep results in, or off (default: in the user's cache directory)")
	c.flags.BoolVar(&c.diff, "diff", false, "with -fix, print the changes as a unified diff and write nothing")
}

// parse reads the configuration and then the flags, which win over it.
func (c *command) parse(args []string) error {
	if err := configure(c.settings, "."); err != nil {
		return err
	}
	if err := c.flags.Parse(args); err != nil {
		if name, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: "); ok {
			return fmt.Errorf("unknown flag %s: valid are %s", name, strings.Join(c.flagNames(), ", "))
		}
		return err
	}
	if err := analyzers.Validate(c.settings); err != nil {
		return err
	}
	for _, arg := range c.flags.Args() {
		if strings.HasPrefix(arg, "-") {
			return fmt.Errorf("flag %s stands behind a package: write flags first", arg)
		}
	}
	switch {
	case c.version:
	case c.diff && !c.fix:
		return errors.New("-diff needs -fix")
	case c.fix && c.json:
		return errors.New("-fix and -json exclude each other")
	case c.flags.NArg() == 0 && c.why == "":
		return errors.New("no packages named: try ctxlint ./... or ctxlint help")
	}
	return nil
}

func (c *command) flagNames() []string {
	var names []string
	c.flags.VisitAll(func(f *flag.Flag) { names = append(names, "-"+f.Name) })
	return names
}

// lint analyses the packages and prints what was found.
func (c *command) lint() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	cfg := driver.Config{
		Tests:     c.settings.Test,
		Workspace: c.settings.Workspace,
	}
	if c.tags != "" {
		cfg.BuildFlags = append(cfg.BuildFlags, "-tags="+c.tags)
	}
	patterns := c.flags.Args()
	var at place
	if c.why != "" {
		var err error
		if at, err = parsePlace(c.why); err != nil {
			return c.fail(exitUsage, err)
		}
		c.settings.Why = true
		cfg.Tests = true // that they are left out is a reason, too
		cfg.File = at.file
		c.cache = cacheOff
		if len(patterns) == 0 {
			patterns = []string{filepath.Dir(at.file)}
		}
	}
	cfg.Analyzer = analyzers.New(c.settings)
	cfg.Salt = c.settings.Line()
	var err error
	if cfg.Cache, err = openCache(c.cache); err != nil {
		return c.fail(exitUsage, fmt.Errorf("-cache: %w", err))
	}

	if c.diff {
		cfg.Overlay = make(map[string][]byte)
	}

	res, err := driver.Run(ctx, cfg, patterns...)
	if err != nil {
		return c.fail(exitErrors, err)
	}
	code := exitClean
	if c.fix {
		res, code = c.applyFixes(res, cfg.Overlay, func() (*driver.Result, error) { return driver.Run(ctx, cfg, patterns...) })
	}
	for _, e := range append(res.Errors, res.Failures...) {
		fmt.Fprintln(c.stderr, e)
	}
	switch {
	case c.why != "":
		code = c.explainLine(res, at)
	case !c.fix:
		code = c.print(res, cfg.Analyzer.Name)
	}
	if len(res.Errors)+len(res.Failures) > 0 {
		return exitErrors
	}
	return code
}

// cacheOff is the word for no cache.
const cacheOff = "off"

// openCache returns the cache in dir, or, if dir is empty, in the place that
// the system has for caches, or none.
func openCache(dir string) (*driver.Cache, error) {
	if dir == cacheOff {
		return nil, nil
	}
	if dir != "" {
		return driver.OpenCache(dir)
	}
	base, err := os.UserCacheDir()
	if err != nil {
		return nil, nil
	}
	cache, err := driver.OpenCache(filepath.Join(base, "ctxlint"))
	if err != nil {
		return nil, nil // nobody has asked for it
	}
	return cache, nil
}

// print prints the findings.
func (c *command) print(res *driver.Result, analyzer string) int {
	if c.json {
		if err := res.PrintJSON(c.stdout, analyzer); err != nil {
			return c.fail(exitErrors, err)
		}
		return exitClean
	}
	if err := res.PrintText(c.stdout, c.context); err != nil {
		return c.fail(exitErrors, err)
	}
	if res.Count() > 0 {
		return exitFindings
	}
	return exitClean
}

// maxRounds bounds how often fixes are applied: those that do not go together
// take turns, which are two in practice, and the waits of a loop come to light
// one after the other.
const maxRounds = 50

// applyFixes applies the fixes and prints the findings that are left, or, with
// an overlay, applies them there and prints what is different. What does not
// go together with what was applied is applied in further rounds, for which
// again analyses the packages anew. It returns the result of the last round
// too.
func (c *command) applyFixes(res *driver.Result, overlay map[string][]byte, again func() (*driver.Result, error)) (*driver.Result, int) {
	findings, files := 0, make(map[string]bool)
	var fixed *driver.Fixed
	for range maxRounds {
		fixed = res.Fix(overlay)
		findings += fixed.Findings
		for _, name := range fixed.Files {
			files[name] = true
		}
		if len(fixed.Files) == 0 {
			break
		}
		var err error
		if res, err = again(); err != nil {
			return res, c.fail(exitErrors, err)
		}
	}
	done := "fixed"
	var err error
	if c.diff {
		done = "could fix"
		err = driver.PrintDiff(c.stdout, overlay)
	} else {
		err = res.PrintText(c.stdout, c.context)
	}
	if err != nil {
		return res, c.fail(exitErrors, err)
	}
	fmt.Fprintf(c.stderr, "ctxlint: %s %s in %s, %d left\n", done, count(findings, "finding"), count(len(files), "file"), res.Count())
	switch {
	case len(fixed.Problems) > 0:
		for _, p := range fixed.Problems {
			fmt.Fprintf(c.stderr, "ctxlint: %s\n", p)
		}
		return res, exitErrors
	case res.Count() > 0:
		return res, exitFindings
	}
	return res, exitClean
}

// count returns a number with its noun.
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// version returns the version of the module and of the Go release.
func version() string {
	v := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		v = info.Main.Version
	}
	return fmt.Sprintf("ctxlint %s (%s)", v, runtime.Version())
}
