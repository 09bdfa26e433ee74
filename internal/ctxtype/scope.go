package ctxtype

import (
	"go/token"
	"go/types"
)

// A Source is a variable from which a context can be had at some place.
type Source struct {
	Var  *types.Var
	Expr string // the context, as one writes it there: "ctx" or "r.Context()"
}

// InScope returns the contexts and carriers that are visible at pos inside a
// function: parameters of the functions around it and their local variables
// declared before pos, innermost first. Blank parameters, shadowed variables,
// fields and package variables do not count, nor does testing.TB.
func InScope(pkg *types.Package, pos token.Pos) []Source {
	var found []Source
	seen := make(map[string]bool)
	for s := pkg.Scope().Innermost(pos); s != nil && s != pkg.Scope() && s.Parent() != pkg.Scope(); s = s.Parent() {
		for _, name := range s.Names() {
			if seen[name] || name == "_" {
				continue // shadowed, blank
			}
			// LookupParent knows where a scope begins: in ctx := f(ctx),
			// the new variable is not yet visible on the right.
			obj := s.Lookup(name)
			if _, visible := s.LookupParent(name, pos); visible != obj {
				continue // declared later
			}
			seen[name] = true
			v, ok := obj.(*types.Var)
			switch {
			case !ok:
			case IsContext(v.Type()):
				found = append(found, Source{v, name})
			case !IsTesting(v.Type()) && IsCarrier(v.Type()):
				found = append(found, Source{v, name + CarrierExpr(v.Type())})
			}
		}
	}
	return found
}
