package driver

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/gocontext/ctxlint/internal/knowledge"
)

// A graph is the metadata of all packages that the patterns need.
//
// The go command knows a package with tests in several forms: "p", "p [p.test]"
// with the tests that are part of it, "p_test [p.test]" beside it, and, for
// every other package r that needs p and that the test needs, "r [p.test]". To
// analyse all of them would be to do most of the work twice or more often. As
// the tests only add to p, "p [p.test]" takes the place of p wherever that is
// possible: where its tests do not import, in a way that the go command allows
// because it builds p twice, something that needs another such package. Then
// "r [p.test]" is the same as r.
type graph struct {
	cfg   Config
	all   []*packages.Package // dependencies before importers
	units []*unit             // those to analyse, dependencies before importers

	byPath   map[variant]*packages.Package
	merged   map[string]*packages.Package   // the form with tests, by the path whose place it takes
	variants map[string][]*packages.Package // what exists for the test of a package only, by its path
	unitOf   map[*packages.Package]*unit
	below    map[*packages.Package][]*unit // the nearest units that a package needs
	std      bool                          // packages of the standard library are named
	named    []string                      // the modules of the named packages

	digests map[*packages.Package]digest // if there is a cache
	sums    map[string]digest            // by the name of the file, for packages that may change
	version []byte                       // of Go, if packages depend on it

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

	deps   []*unit // whose facts it may ask for
	users  []*unit // the reverse
	height int     // of the tower of users above it

	source   *source // if it is parsed or checked before its turn
	out      *Package
	failures []string

	kept    *kept // what the cache has
	skipped bool  // nobody needs more than that
	intact  bool  // it and its deps are what their digests say
}

// What to ask the go command for: what the packages are, and, in full, what it
// takes to type-check them, which makes it compile what they import.
const (
	quickMode = packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps |
		packages.NeedModule | packages.NeedForTest
	fullMode = quickMode | packages.NeedCompiledGoFiles | packages.NeedExportFile | packages.NeedTypesSizes
)

// load asks the go command for the packages that patterns name and all that
// they need, and decides what becomes of each.
func load(ctx context.Context, cfg Config, mode packages.LoadMode, patterns []string) (*graph, error) {
	roots, err := packages.Load(&packages.Config{
		Context:    ctx,
		Mode:       mode,
		Dir:        cfg.Dir,
		Tests:      cfg.Tests,
		BuildFlags: cfg.BuildFlags,
		Overlay:    cfg.Overlay,
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
		merged:   make(map[string]*packages.Package),
		variants: make(map[string][]*packages.Package),
		unitOf:   make(map[*packages.Package]*unit),
		below:    make(map[*packages.Package][]*unit),
		errs:     make(map[string][]string),
	}
	packages.Visit(roots, nil, func(p *packages.Package) {
		g.byPath[variant{p.PkgPath, p.ForTest}] = p
		g.listErrors(p)
	})
	var judged []*packages.Package
	for _, p := range roots {
		if g.judges(p) {
			judged = append(judged, p)
		}
	}
	g.name(judged)
	if cfg.Cache != nil {
		g.digestPackages(judged)
	}
	g.merge(judged)
	packages.Visit(judged, nil, func(p *packages.Package) {
		g.all = append(g.all, p)
		if test := g.universe(p); test != "" {
			g.variants[test] = append(g.variants[test], p)
		}
	})
	g.plan(judged)
	g.connect()
	return g, nil
}

// merge decides which packages are replaced by their form with tests, and
// changes the imports of all packages accordingly.
func (g *graph) merge(judged []*packages.Package) {
	if !g.cfg.separate {
		for _, p := range judged {
			if p.PkgPath == p.ForTest && g.byPath[variant{p.PkgPath, ""}] != nil {
				g.merged[p.PkgPath] = p
			}
		}
	}
	for {
		cycle := g.cycle(judged)
		if cycle == nil {
			break
		}
		for _, p := range cycle {
			delete(g.merged, p.PkgPath)
		}
	}
	seen := make(map[*packages.Package]bool)
	var rewrite func(p *packages.Package)
	rewrite = func(p *packages.Package) {
		if seen[p] {
			return
		}
		seen[p] = true
		for path, imp := range p.Imports {
			imp = g.actual(imp)
			p.Imports[path] = imp
			rewrite(imp)
		}
	}
	for _, p := range judged {
		rewrite(p)
	}
	for v, p := range g.byPath {
		g.byPath[v] = g.actual(p)
	}
}

// actual returns the package that takes the place of p.
func (g *graph) actual(p *packages.Package) *packages.Package {
	switch {
	case p.ForTest == "":
		if m := g.merged[p.PkgPath]; m != nil {
			return m
		}
	case isOwn(p):
	case g.merged[p.ForTest] != nil:
		if plain := g.byPath[variant{p.PkgPath, ""}]; plain != nil && plain != p {
			return g.actual(plain)
		}
	}
	return p
}

// isOwn reports whether p holds the tests of the package that it is built to
// test, rather than being compiled anew because it needs that package.
func isOwn(p *packages.Package) bool {
	return p.PkgPath == p.ForTest || p.PkgPath == p.ForTest+"_test"
}

// cycle returns packages that would import each other, or nil.
func (g *graph) cycle(roots []*packages.Package) []*packages.Package {
	const (
		entered = 1
		left    = 2
	)
	state := make(map[*packages.Package]int)
	var stack, found []*packages.Package
	var visit func(p *packages.Package)
	visit = func(p *packages.Package) {
		state[p] = entered
		stack = append(stack, p)
		for _, path := range slices.Sorted(maps.Keys(p.Imports)) {
			imp := g.actual(p.Imports[path])
			if state[imp] == entered && found == nil {
				found = slices.Clone(stack[slices.Index(stack, imp):])
			}
			if state[imp] == 0 && found == nil {
				visit(imp)
			}
		}
		stack = stack[:len(stack)-1]
		state[p] = left
	}
	for _, p := range roots {
		if state[p] == 0 && found == nil {
			visit(p)
		}
	}
	return found
}

// universe returns the path of the package for whose test alone p exists, or
// "" if p is what everybody sees.
func (g *graph) universe(p *packages.Package) string {
	if g.merged[p.ForTest] != nil {
		return ""
	}
	return p.ForTest
}

// name finds out which modules are under work.
func (g *graph) name(judged []*packages.Package) {
	for _, p := range judged {
		g.std = g.std || knowledge.IsStd(p.PkgPath)
		if p.Module != nil {
			g.named = append(g.named, p.Module.Path)
		}
	}
	slices.Sort(g.named)
	g.named = slices.Compact(g.named)
}

// plan makes units of the packages to judge and of the packages of the
// workspace that they need.
func (g *graph) plan(judged []*packages.Package) {
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
	if p.ForTest == "" || isOwn(p) {
		return p
	}
	if plain := g.byPath[variant{p.PkgPath, ""}]; plain != nil {
		return plain
	}
	first := p
	for _, other := range g.all {
		if other.PkgPath == p.PkgPath && !isOwn(other) && other.ID < first.ID {
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
	if p.Module == nil {
		return !strings.Contains(p.PkgPath, "/vendor/") // in GOPATH mode
	}
	return p.Module.Version == "" || slices.Contains(g.named, p.Module.Path)
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
