package knowledge

import (
	"go/importer"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// TestBlockingStd looks up what the tables name in the standard library, so
// that a function that is renamed there, or misspelt here, is found. What
// blocks without a context takes none, its sibling does.
func TestBlockingStd(t *testing.T) {
	imp := importer.ForCompiler(token.NewFileSet(), "source", nil)
	lookup := func(name string) *types.Func {
		path, _, _ := split(name)
		if !IsStd(path) {
			return nil
		}
		pkg, err := imp.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		fn := find(pkg, name)
		switch {
		case fn == nil:
			t.Errorf("%s: not found", name)
		case FullName(fn) != name:
			t.Errorf("%s is called %s", name, FullName(fn))
		default:
			return fn
		}
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(blocking)) {
		b := blocking[name]
		if b.Kind == NotKnown || name == b.Sibling {
			t.Errorf("%s: bad entry", name)
		}
		if fn := lookup(name); fn != nil && takesContext(fn) {
			t.Errorf("%s takes a context", name)
		}
		if b.Sibling == "" {
			continue
		}
		if fn := lookup(b.Sibling); fn != nil && !takesContext(fn) {
			t.Errorf("%s takes no context", b.Sibling)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(spawns)) {
		lookup(name)
	}
	for _, name := range slices.Sorted(maps.Keys(callsEach)) {
		fn := lookup(name)
		if fn == nil {
			continue
		}
		i := callsEach[name]
		if fn.Signature().Recv() != nil {
			i--
		}
		if _, ok := fn.Signature().Params().At(i).Type().Underlying().(*types.Signature); !ok {
			t.Errorf("%s: parameter %d is no function", name, callsEach[name])
		}
	}
}

// find returns the function of pkg with the given full name, or nil.
func find(pkg *types.Package, name string) *types.Func {
	_, typ, fn := split(name)
	obj := pkg.Scope().Lookup(fn)
	if typ != "" {
		tn, ok := pkg.Scope().Lookup(typ).(*types.TypeName)
		if !ok {
			return nil
		}
		obj, _, _ = types.LookupFieldOrMethod(tn.Type(), true, pkg, fn)
	}
	f, _ := obj.(*types.Func)
	return f
}

func takesContext(fn *types.Func) bool {
	for p := range fn.Signature().Params().Variables() {
		if ctxtype.IsContext(p.Type()) {
			return true
		}
	}
	return false
}

// split splits a full name into package, type and function.
func split(name string) (pkg, typ, fn string) {
	if rest, ok := strings.CutPrefix(name, "("); ok {
		recv, method, _ := strings.Cut(rest, ").")
		recv = strings.TrimPrefix(recv, "*")
		i := strings.LastIndex(recv, ".")
		return recv[:i], recv[i+1:], method
	}
	i := strings.LastIndex(name, ".")
	return name[:i], "", name[i+1:]
}
