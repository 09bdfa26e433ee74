package knowledge

import (
	"go/importer"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"testing"
)

// The standard library's functions must exist under the names that the table
// gives them; the siblings must take a context, and those without must not.
func TestSiblings(t *testing.T) {
	imp := importer.ForCompiler(token.NewFileSet(), "source", nil)
	lookup := func(name string) *types.Func {
		path, _, _ := split(name)
		pkg, err := imp.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		fn := find(pkg, name)
		if fn == nil {
			t.Fatalf("%s does not exist", name)
		}
		if got := FullName(fn); got != name {
			t.Errorf("%s is called %s", name, got)
		}
		return fn
	}
	for _, name := range slices.Sorted(maps.Keys(siblings)) {
		if path, _, _ := split(name); !IsStd(path) {
			continue
		}
		if takesContext(lookup(name)) {
			t.Errorf("%s takes a context", name)
		}
		takes := len(siblings[name]) == 0
		for _, sibling := range siblings[name] {
			takes = takesContext(lookup(sibling)) || takes
		}
		if !takes {
			t.Errorf("%s: none of its siblings takes a context", name)
		}
	}
}
