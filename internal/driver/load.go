package driver

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/gocontext/ctxlint/internal/knowledge"
)

// A graph is the metadata of all packages that the patterns need.
type graph struct {
	cfg   Config
	all   []*packages.Package // dependencies before importers
	units []*unit             // those to analyse, dependencies before importers

	byPath   map[variant]*packages.Package
	variants map[string][]*packages.Package // by the package under test
	unitOf   map[*packages.Package]*unit
	below    map[*packages.Package][]*unit // the nearest units that a package needs
	std      bool                          // packages of the standard library are named

	named []string // the modules of the named packages

	mu   sync.Mutex
	errs map[string][]string // errors by package path, in order, without repetition
}

// A variant is a package as it is built for the test of another; test is
// empty for the package as others import it.
type variant struct{ path, test string }

// A unit is a package to type-check from source and to analyse.
type unit struct {
	pkg    *packages.Package
	judged bool // else only summarised

	deps    []*unit // whose facts it may ask for
	users   []*unit // the reverse
	waiting int     // deps that are not done
	height  int     // of the tower of users above it

	out      *Package
	failures []string
}

const loadMode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles |
	packages.NeedImports | packages.NeedDeps | packages.NeedExportFile |
	packages.NeedModule | packages.NeedForTest | packages.NeedTypesSizes

// load asks the go command for the packages that patterns name and all that
// they need, and decides what becomes of each.
func load(ctx context.Context, cfg Config, patterns []string) (*graph, error) {
	roots, err := packages.Load(&packages.Config{
		Context:    ctx,
		Mode:       loadMode,
		Dir:        cfg.Dir,
		Tests:      cfg.Tests,
		BuildFlags: cfg.BuildFlags,
	}, patterns...)
	if err != nil {
		return nil, err
	}
	if len(roots) == 0 {
		return nil, fmt.Errorf("%s matched no packages", strings.Join(patterns, " "))
	}
	g := &graph{
		cfg:      cfg,
		byPath:   make(map[variant]*packages.Package),
		variants: make(map[string][]*packages.Package),
		unitOf:   make(map[*packages.Package]*unit),
		below:    make(map[*packages.Package][]*unit),
		errs:     make(map[string][]string),
	}
	packages.Visit(roots, nil, func(p *packages.Package) {
		g.all = append(g.all, p)
		g.byPath[variant{p.PkgPath, p.ForTest}] = p
		if p.ForTest != "" {
			g.variants[p.ForTest] = append(g.variants[p.ForTest], p)
		}
		g.listErrors(p)
	})
	g.plan(roots)
	return g, nil
}

// plan makes units of the named packages and of the packages of the workspace
// that they need.
func (g *graph) plan(roots []*packages.Package) {
	var judged []*packages.Package
	for _, p := range roots {
		if g.judges(p) {
			judged = append(judged, p)
			g.std = g.std || knowledge.IsStd(p.PkgPath)
			if p.Module != nil {
				g.named = append(g.named, p.Module.Path)
			}
		}
	}
	slices.Sort(g.named)
	g.named = slices.Compact(g.named)

	wanted := make(map[*packages.Package]bool) // value: judged
	seen := make(map[*packages.Package]bool)
	var visit func(p *packages.Package)
	visit = func(p *packages.Package) {
		if seen[p] {
			return
		}
		seen[p] = true
		for _, imp := range p.Imports {
			if s := g.summarised(imp); g.inWorkspace(s) {
				if _, ok := wanted[s]; !ok {
					wanted[s] = false
				}
				visit(s)
			}
			visit(imp)
		}
	}
	for _, p := range judged {
		visit(p)
	}
	for _, p := range judged {
		if g.cfg.File == "" || slices.Contains(p.CompiledGoFiles, g.cfg.File) || slices.Contains(p.GoFiles, g.cfg.File) {
			wanted[p] = true
		}
	}
	for _, p := range g.all {
		if judge, ok := wanted[p]; ok {
			u := &unit{pkg: p, judged: judge, out: &Package{ID: p.ID, Path: p.PkgPath}}
			g.unitOf[p] = u
			g.units = append(g.units, u)
		}
	}
	g.connect()
}

// judges reports whether a named package is judged: not the main package that
// the go command writes for a test, and not the plain form of a package that
// is there with its tests.
func (g *graph) judges(p *packages.Package) bool {
	if isTestMain(p) || p.PkgPath == "unsafe" {
		return false
	}
	return p.ForTest != "" || g.byPath[variant{p.PkgPath, p.PkgPath}] == nil
}

// isTestMain reports whether the go command wrote the package for a test.
func isTestMain(p *packages.Package) bool {
	return p.Name == "main" && strings.HasSuffix(p.PkgPath, ".test") && p.ForTest == "" &&
		!slices.ContainsFunc(p.GoFiles, func(f string) bool { return strings.HasSuffix(f, ".go") && filepath.Base(f) != "_testmain.go" })
}

// summarised returns the package that speaks for p in questions of facts: the
// plain form of a package that is only compiled anew because it needs one
// that is under test, else p itself. If the plain form is not there the first
// variant speaks for all.
func (g *graph) summarised(p *packages.Package) *packages.Package {
	if p.ForTest == "" || p.PkgPath == p.ForTest || p.PkgPath == p.ForTest+"_test" {
		return p
	}
	if plain := g.byPath[variant{p.PkgPath, ""}]; plain != nil {
		return plain
	}
	first := p
	for _, other := range g.all {
		if other.PkgPath == p.PkgPath && other.PkgPath != other.ForTest && other.ID < first.ID {
			first = other
		}
	}
	return first
}

// inWorkspace reports whether the functions of p are summarised.
func (g *graph) inWorkspace(p *packages.Package) bool {
	switch {
	case p.PkgPath == "unsafe":
		return false
	case hasPrefix(p.PkgPath, g.cfg.Workspace):
		return true
	case knowledge.IsStd(p.PkgPath):
		return g.std
	}
	return p.Module == nil || p.Module.Version == "" || slices.Contains(g.named, p.Module.Path)
}

// module returns what the analyzers get to know about the module of p. The
// modules under work have no version, whichever way they were named.
func (g *graph) module(p *packages.Package) *analysis.Module {
	if p.Module == nil {
		return nil
	}
	m := &analysis.Module{Path: p.Module.Path, Version: p.Module.Version, GoVersion: p.Module.GoVersion}
	if g.inWorkspace(p) {
		m.Version = ""
	}
	return m
}

// connect finds out which units need the types or the facts of which.
func (g *graph) connect() {
	var visit func(p *packages.Package) []*unit
	visit = func(p *packages.Package) []*unit {
		if us, ok := g.below[p]; ok {
			return us
		}
		set := make(map[*unit]bool)
		for _, imp := range p.Imports {
			if u := g.unitOf[g.summarised(imp)]; u != nil {
				set[u] = true
			}
			if u := g.unitOf[imp]; u != nil {
				set[u] = true
				continue // the unit waits for what is below it
			}
			for _, u := range visit(imp) {
				set[u] = true
			}
		}
		us := make([]*unit, 0, len(set))
		for u := range set {
			us = append(us, u)
		}
		g.below[p] = us
		return us
	}
	for _, p := range g.all {
		visit(p)
	}
	for _, u := range g.units {
		u.deps = g.below[u.pkg]
		u.waiting = len(u.deps)
		for _, d := range u.deps {
			d.users = append(d.users, u)
		}
	}
	done := make(map[*unit]bool)
	var height func(u *unit) int
	height = func(u *unit) int {
		if done[u] {
			return u.height
		}
		done[u] = true
		for _, user := range u.users {
			u.height = max(u.height, height(user)+1)
		}
		return u.height
	}
	for _, u := range g.units {
		height(u)
	}
}

// needsUnit reports whether p is a unit or needs one.
func (g *graph) needsUnit(p *packages.Package) bool {
	return g.unitOf[p] != nil || len(g.below[p]) > 0
}

// schedule calls run for every unit, dependencies first, at most n at a time.
// Of the units that are ready the one that most others wait for comes first.
func (g *graph) schedule(ctx context.Context, n int, run func(*unit)) {
	var ready []*unit
	for _, u := range g.units {
		if u.waiting == 0 {
			ready = append(ready, u)
		}
	}
	next := func() *unit {
		best := 0
		for i, u := range ready {
			if u.height > ready[best].height {
				best = i
			}
		}
		u := ready[best]
		ready = slices.Delete(ready, best, best+1)
		return u
	}
	finished := make(chan *unit)
	for running := 0; ; {
		for running < n && len(ready) > 0 && ctx.Err() == nil {
			u := next()
			running++
			go func() {
				run(u)
				finished <- u
			}()
		}
		if running == 0 {
			return
		}
		u := <-finished
		running--
		for _, user := range u.users {
			if user.waiting--; user.waiting == 0 {
				ready = append(ready, user)
			}
		}
	}
}
