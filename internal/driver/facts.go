package driver

import (
	"go/types"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/objectpath"
)

// A factKey names a fact within a package, whichever way the package was
// loaded: the importers see other objects than the analysis of the source.
type factKey struct {
	object objectpath.Path // empty for a fact about the package
	typ    reflect.Type
}

// A factStore holds the facts of the units that are done.
type factStore struct {
	graph *graph
	paths objectpath.Encoder // of the objects that importers see

	mu    sync.RWMutex
	facts map[*packages.Package]map[factKey]analysis.Fact
}

func newFactStore(g *graph) *factStore {
	return &factStore{graph: g, facts: make(map[*packages.Package]map[factKey]analysis.Fact)}
}

// of returns the facts about the package that is called path where importer
// is built, or nil.
func (s *factStore) of(importer *packages.Package, path string) map[factKey]analysis.Fact {
	p := s.graph.byPath[variant{path, importer.ForTest}]
	if p == nil {
		p = s.graph.byPath[variant{path, ""}]
	}
	if p == nil {
		return nil
	}
	return s.get(s.graph.summarised(p))
}

// put makes facts those about p.
func (s *factStore) put(p *packages.Package, facts map[factKey]analysis.Fact) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.facts[p] = facts
}

// get returns the facts about p.
func (s *factStore) get(p *packages.Package) map[factKey]analysis.Fact {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.facts[p]
}

// A factSet is the facts as one unit sees them.
type factSet struct {
	store *factStore
	unit  *packages.Package
	pkg   *types.Package

	mu      sync.Mutex
	objects map[objectKey]analysis.Fact
	pkgs    map[reflect.Type]analysis.Fact
}

type objectKey struct {
	object types.Object
	typ    reflect.Type
}

func (s *factStore) set(unit *packages.Package, pkg *types.Package) *factSet {
	return &factSet{
		store:   s,
		unit:    unit,
		pkg:     pkg,
		objects: make(map[objectKey]analysis.Fact),
		pkgs:    make(map[reflect.Type]analysis.Fact),
	}
}

func (s *factSet) importObject(obj types.Object, ptr analysis.Fact) bool {
	if obj == nil || obj.Pkg() == nil {
		return false
	}
	typ := reflect.TypeOf(ptr)
	if obj.Pkg() == s.pkg {
		s.mu.Lock()
		defer s.mu.Unlock()
		return assign(ptr, s.objects[objectKey{obj, typ}])
	}
	facts := s.store.of(s.unit, obj.Pkg().Path())
	if len(facts) == 0 {
		return false
	}
	path, err := s.store.paths.For(obj)
	return err == nil && assign(ptr, facts[factKey{path, typ}])
}

func (s *factSet) importPackage(pkg *types.Package, ptr analysis.Fact) bool {
	typ := reflect.TypeOf(ptr)
	if pkg == s.pkg {
		s.mu.Lock()
		defer s.mu.Unlock()
		return assign(ptr, s.pkgs[typ])
	}
	return assign(ptr, s.store.of(s.unit, pkg.Path())[factKey{"", typ}])
}

// assign copies a fact into what ptr points to and reports whether there was
// one.
func assign(ptr, fact analysis.Fact) bool {
	if fact == nil {
		return false
	}
	reflect.ValueOf(ptr).Elem().Set(reflect.ValueOf(fact).Elem())
	return true
}

func (s *factSet) exportObject(obj types.Object, fact analysis.Fact) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.objects[objectKey{obj, reflect.TypeOf(fact)}] = fact
}

func (s *factSet) exportPackage(fact analysis.Fact) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pkgs[reflect.TypeOf(fact)] = fact
}

// publish hands the facts to the importers of the unit. Objects that have no
// path are not visible to them.
func (s *factSet) publish() {
	facts := make(map[factKey]analysis.Fact)
	var paths objectpath.Encoder
	for k, fact := range s.objects {
		if path, err := paths.For(k.object); err == nil {
			facts[factKey{path, k.typ}] = fact
		}
	}
	for typ, fact := range s.pkgs {
		facts[factKey{"", typ}] = fact
	}
	s.store.put(s.unit, facts)
}

// allObjects returns the facts about the objects of the package itself.
func (s *factSet) allObjects() []analysis.ObjectFact {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []analysis.ObjectFact
	for k, fact := range s.objects {
		all = append(all, analysis.ObjectFact{Object: k.object, Fact: fact})
	}
	return all
}

// allPackages returns the facts about the package itself.
func (s *factSet) allPackages() []analysis.PackageFact {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []analysis.PackageFact
	for _, fact := range s.pkgs {
		all = append(all, analysis.PackageFact{Package: s.pkg, Fact: fact})
	}
	return all
}
