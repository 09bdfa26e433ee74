package demand

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
)

// isMethodElsewhere reports whether another package has a say in the
// signature of a method of this package. For a method of a concrete type that
// is an interface which the type implements. For a method of an interface it
// is also a type whose methods the interface lists, to be independent of it.
//
// Interfaces and types are looked for among those that the directly imported
// packages export, and at the places where values are used through an
// interface.
func (d *Demands) isMethodElsewhere(fn *types.Func) bool {
	kind := d.kind(fn.Pos())
	recv := types.Unalias(fn.Signature().Recv().Type())
	if p, ok := recv.(*types.Pointer); ok {
		recv = types.Unalias(p.Elem())
	}
	for _, t := range append([]types.Type{recv}, d.promoters(fn)...) {
		for _, offer := range d.offersOf(fn.Name()) {
			if d.seenFrom(kind)&offer.kinds != 0 && related(t, offer.typ, fn) {
				return true
			}
		}
	}
	return d.askedFor(fn)&d.seenFrom(kind) != 0
}

// related reports whether one of t, a type of this package with the method
// fn, and offer, a type of another with a method of that name, is an
// interface that the other one implements by it.
func related(t, offer types.Type, fn *types.Func) bool {
	if i, ok := offer.Underlying().(*types.Interface); ok && implements(t, i, fn) {
		return true
	}
	i, ok := t.Underlying().(*types.Interface)
	return ok && implements(offer, i, fn)
}

// implements reports whether t has all the methods of i, one of which is
// called as fn. What type parameters stand for is not looked into: any type
// might.
func implements(t types.Type, i *types.Interface, fn *types.Func) bool {
	found := false
	for m := range i.Methods() {
		obj, _, _ := types.LookupFieldOrMethod(t, true, m.Pkg(), m.Name())
		have, ok := obj.(*types.Func)
		if !ok || !alike(have.Signature(), m.Signature()) {
			return false
		}
		found = found || m.Name() == fn.Name()
	}
	return found
}

// alike reports whether two signatures are the same but for the types that
// depend on type parameters.
func alike(a, b *types.Signature) bool {
	return a.Variadic() == b.Variadic() && alikeTuples(a.Params(), b.Params()) && alikeTuples(a.Results(), b.Results())
}

func alikeTuples(a, b *types.Tuple) bool {
	if a.Len() != b.Len() {
		return false
	}
	for i := range a.Len() {
		s, t := a.At(i).Type(), b.At(i).Type()
		if !types.Identical(s, t) && !isGeneric(s) && !isGeneric(t) {
			return false
		}
	}
	return true
}

// isGeneric reports whether t mentions a type parameter.
func isGeneric(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return true
	case *types.Pointer:
		return isGeneric(t.Elem())
	case *types.Slice:
		return isGeneric(t.Elem())
	case *types.Array:
		return isGeneric(t.Elem())
	case *types.Chan:
		return isGeneric(t.Elem())
	case *types.Map:
		return isGeneric(t.Key()) || isGeneric(t.Elem())
	case *types.Named:
		for arg := range t.TypeArgs().Types() {
			if isGeneric(arg) {
				return true
			}
		}
	case *types.Signature:
		for _, tuple := range []*types.Tuple{t.Params(), t.Results()} {
			for v := range tuple.Variables() {
				if isGeneric(v.Type()) {
					return true
				}
			}
		}
	}
	return false
}

// An offer is a type that an imported package exports, and the kinds of files
// that import it.
type offer struct {
	typ   types.Type
	kinds fileKinds
}

// offersOf returns the types of others that have a method with the given name.
func (d *Demands) offersOf(method string) []offer {
	if d.offers == nil {
		d.offers = make(map[string][]offer)
		for pkg, kinds := range d.imports() {
			d.offer(pkg, kinds)
		}
		d.offer(d.pass.Pkg, inCode)
	}
	return d.offers[method]
}

// offer adds the types of a package that are known here, but are not for the
// author of this package to change: those that another one exports, and those
// of this one that are generated.
func (d *Demands) offer(pkg *types.Package, kinds fileKinds) {
	for _, name := range pkg.Scope().Names() {
		obj, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || obj.IsAlias() || !d.isForeign(obj) || pkg != d.pass.Pkg && !obj.Exported() {
			continue
		}
		named, ok := obj.Type().(*types.Named)
		if !ok {
			continue
		}
		for m := range named.Methods() {
			d.offers[m.Name()] = append(d.offers[m.Name()], offer{named, kinds})
		}
		if i, ok := named.Underlying().(*types.Interface); ok {
			for m := range i.Methods() {
				d.offers[m.Name()] = append(d.offers[m.Name()], offer{named, kinds})
			}
		}
	}
}

// imports returns the directly imported packages and the kinds of files that
// import them.
func (d *Demands) imports() map[*types.Package]fileKinds {
	imports := make(map[*types.Package]fileKinds)
	for _, f := range d.pass.Files {
		for _, spec := range f.Imports {
			if name := d.pass.TypesInfo.PkgNameOf(spec); name != nil {
				imports[name.Imported()] |= d.kind(spec.Pos())
			}
		}
	}
	return imports
}

// promoters returns the types of this package that have fn by embedding.
func (d *Demands) promoters(fn *types.Func) []types.Type {
	if d.carried == nil {
		d.carried = make(map[*types.Func][]types.Type)
		scope := d.pass.Pkg.Scope()
		for _, name := range scope.Names() {
			obj, ok := scope.Lookup(name).(*types.TypeName)
			if !ok || obj.IsAlias() || !embeds(obj.Type()) {
				continue
			}
			set := types.NewMethodSet(types.NewPointer(obj.Type()))
			for sel := range set.Methods() {
				if m, ok := sel.Obj().(*types.Func); ok && len(sel.Index()) > 1 {
					d.carried[m.Origin()] = append(d.carried[m.Origin()], obj.Type())
				}
			}
		}
	}
	return d.carried[fn]
}

// embeds reports whether t is a struct type with embedded fields.
func embeds(t types.Type) bool {
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range s.Fields() {
		if f.Embedded() {
			return true
		}
	}
	return false
}

// askedFor returns in which files a method of this package is used through an
// interface of another package, or through an interface of this one by a
// value whose method another package declares.
func (d *Demands) askedFor(fn *types.Func) fileKinds {
	if d.asked == nil {
		d.buildAsked()
	}
	return d.asked[fn]
}

func (d *Demands) buildAsked() {
	d.asked = make(map[*types.Func]fileKinds)
	type pair struct {
		from, to types.Type
		kind     fileKinds
	}
	seen := make(map[pair]bool)
	info := d.pass.TypesInfo
	use := func(from, to types.Type, kind fileKinds) {
		i, ok := to.Underlying().(*types.Interface)
		if !ok || i.NumMethods() == 0 || seen[pair{from, to, kind}] {
			return
		}
		seen[pair{from, to, kind}] = true
		for m := range i.Methods() {
			obj, _, _ := types.LookupFieldOrMethod(from, true, m.Pkg(), m.Name())
			have, ok := obj.(*types.Func)
			if !ok {
				continue // a type error
			}
			switch have, m := have.Origin(), m.Origin(); {
			case d.isForeign(m) && !d.isForeign(have):
				d.asked[have] |= kind
			case !d.isForeign(m) && d.isForeign(have):
				d.asked[m] |= kind
			}
		}
	}
	for cur := range d.root.Preorder() {
		e, ok := cur.Node().(ast.Expr)
		if !ok || !isOperand(cur.ParentEdgeKind()) {
			continue
		}
		tv := info.Types[e]
		if tv.Type == nil || !tv.IsValue() {
			continue
		}
		if t := d.target(cur); t.typ != nil && !types.Identical(t.typ, tv.Type) {
			use(tv.Type, t.typ, d.kind(e.Pos()))
		}
	}
	for id, inst := range info.Instances {
		obj := info.Uses[id]
		if obj == nil {
			continue
		}
		params := typeParams(obj)
		for i := range min(params.Len(), inst.TypeArgs.Len()) {
			use(inst.TypeArgs.At(i), params.At(i).Constraint(), d.kind(id.Pos()))
		}
	}
}

// isOperand reports whether an expression at an edge of that kind goes
// somewhere that may ask for a type.
func isOperand(kind edge.Kind) bool {
	switch kind {
	case edge.CallExpr_Args, edge.AssignStmt_Rhs, edge.ValueSpec_Values, edge.ReturnStmt_Results,
		edge.KeyValueExpr_Value, edge.CompositeLit_Elts, edge.SendStmt_Value:
		return true
	}
	return false
}

func typeParams(obj types.Object) *types.TypeParamList {
	switch t := obj.Type().(type) {
	case *types.Signature:
		return t.TypeParams()
	case *types.Named:
		return t.TypeParams()
	case *types.Alias:
		return t.TypeParams()
	}
	return nil
}
