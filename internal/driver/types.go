package driver

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"
)

// A universe holds the types of packages, one [types.Package] for each
// package of the go command: "p [p.test]" is another package than "p".
//
// The types of a unit come from its source; it is checked anyway. Those of
// other packages come from export data, for all that need no unit before the
// first unit is checked. What needs a unit, as a package does that is
// compiled anew for the test of another, has to wait for it; see
// [universe.begin].
//
// Reading export data completes one package and adds to incomplete packages
// what the one mentions of them. So, while units are analysed, the scope of a
// package that is not complete may change, and nobody may look into it.
// Which packages are complete does not depend on the schedule.
type universe struct {
	graph *graph
	fset  *token.FileSet

	mu    sync.Mutex // of all that follows, and of reading
	pkgs  map[*packages.Package]*types.Package
	views map[string]map[string]*types.Package // by the package under test: what a path means there
	bad   map[*packages.Package]bool           // has errors, or imports what has
	tried map[*packages.Package]bool

	pending map[string]int // by the package under test: units that are not done
}

func newUniverse(g *graph) *universe {
	x := &universe{
		graph: g,
		fset:  token.NewFileSet(),
		pkgs:  make(map[*packages.Package]*types.Package, len(g.all)),
		views: make(map[string]map[string]*types.Package),
		bad:   make(map[*packages.Package]bool),
		tried: make(map[*packages.Package]bool),

		pending: make(map[string]int),
	}
	for _, u := range g.units {
		x.pending[g.universe(u.pkg)]++
	}
	plain := make(map[string]*types.Package, len(g.all))
	x.views[""] = plain
	for _, p := range g.all {
		if p.PkgPath == "unsafe" {
			x.pkgs[p] = types.Unsafe
			continue
		}
		x.pkgs[p] = types.NewPackage(p.PkgPath, p.Name)
		if g.universe(p) == "" {
			plain[p.PkgPath] = x.pkgs[p]
		}
	}
	return x
}

// view returns what import paths mean in a package that is built for the test
// of the package test, or in any if test is empty.
func (x *universe) view(test string) map[string]*types.Package {
	view := x.views[test]
	if view == nil {
		view = maps.Clone(x.views[""])
		for _, p := range x.graph.variants[test] {
			view[p.PkgPath] = x.pkgs[p]
		}
		x.views[test] = view
	}
	return view
}

// complete completes the imports of the units that need no unit themselves.
func (x *universe) complete() {
	for _, u := range x.graph.units {
		if u.skipped {
			continue
		}
		x.completeImports(u.pkg, func(p *packages.Package) bool { return !x.graph.needsUnit(p) })
	}
}

func (x *universe) completeImports(p *packages.Package, wanted func(*packages.Package) bool) {
	for _, path := range slices.Sorted(maps.Keys(p.Imports)) {
		if imp := p.Imports[path]; wanted(imp) {
			x.completePackage(imp, wanted)
		}
	}
}

func (x *universe) completePackage(p *packages.Package, wanted func(*packages.Package) bool) {
	pkg := x.pkgs[p]
	if x.graph.unitOf[p] != nil || x.tried[p] || pkg.Complete() {
		return
	}
	x.tried[p] = true
	if p.ExportFile != "" && x.read(p) == nil {
		return
	}
	x.bad[p] = true
	x.completeImports(p, wanted)
	if p.Dir == "" {
		return // not found; importing it is an error
	}
	var files []*ast.File
	for _, name := range p.CompiledGoFiles {
		src, err := x.graph.cfg.readFile(name)
		if err != nil {
			continue // the go command has said so
		}
		f, _ := parser.ParseFile(x.fset, name, src, parser.SkipObjectResolution)
		if f == nil {
			continue // as above
		}
		files = append(files, f)
	}
	conf := x.config(p)
	conf.IgnoreFuncBodies = true
	conf.Error = func(error) {} // the go command has said so
	check(conf, x.fset, pkg, files, nil)
}

// read fills the types of p from its export data.
func (x *universe) read(p *packages.Package) error {
	f, err := os.Open(p.ExportFile)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := gcexportdata.NewReader(f) //nolint:staticcheck // the go command still writes archives
	if err != nil {
		return err
	}
	_, err = gcexportdata.Read(r, x.fset, x.view(x.graph.universe(p)), p.PkgPath)
	return err
}

// config returns how to type-check p, whose imports are complete.
func (x *universe) config(p *packages.Package, dotted ...string) *types.Config {
	imports := map[string]*types.Package{"unsafe": types.Unsafe}
	for path, imp := range p.Imports {
		imports[path] = x.pkgs[imp]
		if slices.Contains(dotted, path) && imp.ForTest != p.ForTest {
			imports[path] = x.withoutTests(x.pkgs[imp])
		}
	}
	conf := &types.Config{
		Importer: importerFunc(func(path string) (*types.Package, error) {
			if pkg := imports[path]; pkg != nil && pkg.Complete() {
				return pkg, nil
			}
			return nil, fmt.Errorf("no types for %s", path)
		}),
		Sizes: p.TypesSizes,
	}
	if p.Module != nil && p.Module.GoVersion != "" {
		conf.GoVersion = "go" + p.Module.GoVersion
	}
	return conf
}

// withoutTests returns pkg without what its test files declare. A dot import
// would bring that into the file of the importer, where it is in the way.
func (x *universe) withoutTests(pkg *types.Package) *types.Package {
	if pkg == nil || !pkg.Complete() {
		return pkg
	}
	plain := types.NewPackage(pkg.Path(), pkg.Name())
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if !isTestFile(x.fset.Position(obj.Pos()).Filename) {
			plain.Scope().Insert(obj)
		}
	}
	plain.MarkComplete()
	return plain
}

func isTestFile(name string) bool { return strings.HasSuffix(name, "_test.go") }

// check type-checks a package. Its errors go to conf.Error; it is complete in
// spite of them.
func check(conf *types.Config, fset *token.FileSet, pkg *types.Package, files []*ast.File, info *types.Info) {
	if err := types.NewChecker(conf, fset, pkg, info).Files(files); err != nil {
		pkg.MarkComplete()
	}
}

// begin completes the imports of a unit whose turn it is, and returns what is
// needed to type-check it. The paths in dotted are imported with a dot.
func (x *universe) begin(u *unit, dotted []string) (*types.Package, *types.Config) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.completeImports(u.pkg, func(*packages.Package) bool { return true })
	return x.pkgs[u.pkg], x.config(u.pkg, dotted...)
}

// badImports returns the imports of p that have errors, by path.
func (x *universe) badImports(p *packages.Package) map[string]bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	bad := make(map[string]bool)
	for path, imp := range p.Imports {
		if x.bad[imp] {
			bad[path] = true
		}
	}
	return bad
}

// setBad records that p has errors.
func (x *universe) setBad(p *packages.Package) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.bad[p] = true
}

// drop forgets the types that nobody needs when u is done: its own, if it has
// no users, and with the last unit of a test all that exist for that test.
func (x *universe) drop(u *unit) {
	x.mu.Lock()
	defer x.mu.Unlock()
	test := x.graph.universe(u.pkg)
	if len(u.users) == 0 {
		delete(x.pkgs, u.pkg)
		delete(x.views[test], u.pkg.PkgPath)
	}
	if test != "" {
		if x.pending[test]--; x.pending[test] == 0 {
			for _, p := range x.graph.variants[test] {
				delete(x.pkgs, p)
			}
			delete(x.views, test)
		}
	}
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }
