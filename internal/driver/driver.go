// Package driver runs an analyzer over packages the fast way: it asks the go
// command for metadata only, type-checks one package at a time from source
// against the export data of its imports, runs the analyzers, carries their
// facts to the importers and drops the package.
//
// A package whose tests are part of it is judged with them, once. The plain
// form of it, which importers see, is summarised: only the analyzers that
// make facts run on it, so that facts never depend on test files. Packages
// of the workspace that the patterns need but do not name are summarised too,
// so that a package gets the same findings whatever is named beside it. All
// other packages cost no more than their types.
package driver

import (
	"cmp"
	"context"
	"go/token"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/gocontext/ctxlint/internal/summary"
)

// A Config says what to analyse and how.
type Config struct {
	Analyzer   *analysis.Analyzer // the root; its result is a *report.Findings
	Dir        string             // where the patterns hold; the current directory if empty
	Tests      bool               // judge test files too
	BuildFlags []string           // for the go command
	Workspace  []string           // prefixes of module paths that belong to the workspace
	File       string             // if set, judge only packages with this file
	Overlay    map[string][]byte  // by file name: what to read instead of the file
	Cache      *Cache             // of results; nil if there is none
	Salt       string             // what else results depend on: the settings of the analyzer

	separate bool // for tests: analyse a package apart from its form with tests
}

// readFile returns what a file holds, or what the overlay has in its place.
func (cfg Config) readFile(name string) ([]byte, error) {
	if text, ok := cfg.Overlay[name]; ok {
		return text, nil
	}
	return os.ReadFile(name)
}

// dir returns where the patterns hold, as an absolute path where there is one.
func (cfg Config) dir() string {
	if dir, err := filepath.Abs(cfg.Dir); err == nil {
		return dir
	}
	return cfg.Dir
}

// A Result is what a run found out.
type Result struct {
	Packages []*Package // the judged ones, sorted by path
	Errors   []string   // problems of loading, as the go command prints them; sorted by package
	Failures []string   // analyzers that failed
}

// A Package is one that was judged.
type Package struct {
	ID       string // as the go command names it; "p [p.test]" if it was judged with its tests
	Path     string
	Findings []Finding // sorted by position
	Silenced []Reason  // if the settings ask for them: why candidates were not reported
	Unfixed  []Reason  // likewise: why findings have no fix
}

// A Finding is a diagnostic whose positions no longer need the syntax.
type Finding struct {
	Category string
	Message  string
	URL      string
	Pos, End token.Position // End is Pos if the diagnostic has none
	Related  []Related
	Fix      *Fix // nil if there is none
}

// A Related position belongs to a finding.
type Related struct {
	Pos, End token.Position
	Message  string
}

// A Reason says why a candidate was not reported, or not fixed.
type Reason struct {
	Pos    token.Position
	Rule   string
	Clause string
}

// Run analyses the packages that patterns name. Its error means that there
// was nothing to analyse; what is wrong with single packages is part of the
// result.
func Run(ctx context.Context, cfg Config, patterns ...string) (*Result, error) {
	started := time.Now()
	if cfg.Cache != nil {
		if res := cfg.Cache.recall(ctx, cfg, patterns); res != nil {
			return res, nil
		}
	}
	g, err := load(ctx, cfg, fullMode, patterns)
	if err != nil {
		return nil, err
	}
	if g.std {
		summary.AddWorkspace("std")
	}
	summary.AddWorkspace(cfg.Workspace...)

	r := &runner{
		graph:   g,
		types:   newUniverse(g),
		root:    cfg.Analyzer,
		facts:   newFactStore(g),
		factful: factAnalyzers(cfg.Analyzer),
	}
	registerFacts(r.factful)
	r.lookUp()
	stop := make(chan struct{})
	var ahead sync.WaitGroup
	ahead.Go(func() { r.readAhead(stop) })
	r.types.complete()
	close(stop)
	ahead.Wait()
	g.schedule(ctx, runtime.GOMAXPROCS(0), r.checkAhead, r.analyse)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	res := g.result()
	if cfg.Cache != nil {
		cfg.Cache.finish(g, patterns, res, started)
	}
	return res, nil
}

// result collects what the units hold, in an order that does not depend on
// how they were scheduled.
func (g *graph) result() *Result {
	res := new(Result)
	for _, u := range g.units {
		res.Failures = append(res.Failures, u.failures...)
		if u.judged {
			slices.SortStableFunc(u.out.Findings, compareFindings)
			res.Packages = append(res.Packages, u.out)
		}
	}
	slices.SortFunc(res.Packages, func(a, b *Package) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.ID, b.ID))
	})
	slices.Sort(res.Failures)
	res.Failures = slices.Compact(res.Failures)
	res.Errors = g.errors()
	return res
}

func compareFindings(a, b Finding) int {
	return cmp.Or(ComparePositions(a.Pos, b.Pos), cmp.Compare(a.Category, b.Category), cmp.Compare(a.Message, b.Message))
}

// ComparePositions orders positions by file, line and column.
func ComparePositions(a, b token.Position) int {
	return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// factAnalyzers returns the analyzers below root that make facts.
func factAnalyzers(root *analysis.Analyzer) []*analysis.Analyzer {
	var list []*analysis.Analyzer
	seen := make(map[*analysis.Analyzer]bool)
	var visit func(a *analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		if seen[a] {
			return
		}
		seen[a] = true
		for _, req := range a.Requires {
			visit(req)
		}
		if len(a.FactTypes) > 0 {
			list = append(list, a)
		}
	}
	visit(root)
	return list
}

// hasPrefix reports whether path is one of the prefixes or lies below it.
func hasPrefix(path string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool {
		return path == p || strings.HasPrefix(path, p+"/")
	})
}
