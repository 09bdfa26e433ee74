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

	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"
)

// A universe holds the types of the packages that units import, one
// [types.Package] for each package of the go command: "p [p.test]" is another
// package than "p". They are completed before the first unit is checked;
// from then on nobody writes to them, and units can share them.
//
// Types come from export data. Where there is none, because a package or what
// it needs does not compile, they come from the source.
type universe struct {
	graph *graph
	fset  *token.FileSet
	pkgs  map[*packages.Package]*types.Package
	views map[string]map[string]*types.Package // by the package under test: what a path means there
	bad   map[*packages.Package]bool           // has errors, or imports what has
	busy  map[*packages.Package]bool
}

func newUniverse(g *graph) *universe {
	x := &universe{
		graph: g,
		fset:  token.NewFileSet(),
		pkgs:  make(map[*packages.Package]*types.Package, len(g.all)),
		views: make(map[string]map[string]*types.Package),
		bad:   make(map[*packages.Package]bool),
		busy:  make(map[*packages.Package]bool),
	}
	plain := make(map[string]*types.Package, len(g.all))
	x.views[""] = plain
	for _, p := range g.all {
		if p.PkgPath == "unsafe" {
			x.pkgs[p] = types.Unsafe
			continue
		}
		x.pkgs[p] = types.NewPackage(p.PkgPath, p.Name)
		if p.ForTest == "" {
			plain[p.PkgPath] = x.pkgs[p]
		}
	}
	for _, p := range g.all {
		if p.ForTest == "" {
			continue
		}
		if x.views[p.ForTest] == nil {
			x.views[p.ForTest] = maps.Clone(plain)
		}
		x.views[p.ForTest][p.PkgPath] = x.pkgs[p]
	}
	return x
}

// complete sees to it that all imports of the units have types.
func (x *universe) complete(units []*unit) {
	for _, u := range units {
		x.completeImports(u.pkg)
	}
}

func (x *universe) completeImports(p *packages.Package) {
	for _, path := range slices.Sorted(maps.Keys(p.Imports)) {
		x.completePackage(p.Imports[path])
	}
}

func (x *universe) completePackage(p *packages.Package) {
	pkg := x.pkgs[p]
	if pkg.Complete() || x.busy[p] {
		return
	}
	x.busy[p] = true
	if p.ExportFile != "" && x.read(p) == nil {
		return
	}
	x.bad[p] = true
	x.completeImports(p)
	if p.Dir == "" {
		return // not found; importing it is an error
	}
	var files []*ast.File
	for _, name := range p.CompiledGoFiles {
		f, _ := parser.ParseFile(x.fset, name, nil, parser.SkipObjectResolution)
		if f != nil {
			files = append(files, f)
		}
	}
	conf := x.config(p)
	conf.IgnoreFuncBodies = true
	conf.Error = func(error) {} // reported when the package is judged
	types.NewChecker(conf, x.fset, pkg, nil).Files(files)
	pkg.MarkComplete()
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
	view := x.views[p.ForTest]
	if view == nil {
		view = x.views[""]
	}
	_, err = gcexportdata.Read(r, x.fset, view, p.PkgPath)
	return err
}

// config returns how to type-check p.
func (x *universe) config(p *packages.Package) *types.Config {
	conf := &types.Config{
		Importer: importerFunc(func(path string) (*types.Package, error) {
			if path == "unsafe" {
				return types.Unsafe, nil
			}
			imp := p.Imports[path]
			if imp == nil {
				return nil, fmt.Errorf("no metadata for %s", path)
			}
			if pkg := x.pkgs[imp]; pkg.Complete() {
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

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }
