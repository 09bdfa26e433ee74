package demand

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// kind returns the kind of the file that pos is in.
func (d *Demands) kind(pos token.Pos) fileKinds {
	if d.index.Test(pos) {
		return inTest
	}
	return inCode
}

// seenFrom returns the kinds of files whose contents count for a declaration
// in a file of the given kind.
func (d *Demands) seenFrom(kind fileKinds) fileKinds {
	if kind == inTest {
		return inCode | inTest
	}
	return inCode
}

// counts reports whether what stands at cur counts for a declaration in a
// file of the given kind.
func (d *Demands) counts(cur inspector.Cursor, kind fileKinds) bool {
	return d.seenFrom(kind)&d.kind(cur.Node().Pos()) != 0
}

// Uses returns the expressions that denote a function of this package, or a
// variable of function type: with the package or receiver, type arguments and
// parentheses that belong to them.
func (d *Demands) Uses(obj types.Object) []inspector.Cursor {
	d.buildUses()
	return d.uses[obj]
}

// givenTo returns in which files obj, a variable, field, parameter or type of
// this package, is given a function that is declared in another package.
func (d *Demands) givenTo(obj types.Object) fileKinds {
	d.buildUses()
	return d.given[obj]
}

func (d *Demands) buildUses() {
	if d.uses != nil {
		return
	}
	d.uses = make(map[types.Object][]inspector.Cursor)
	d.given = make(map[types.Object]fileKinds)
	for cur := range d.root.Preorder((*ast.Ident)(nil)) {
		obj := d.pass.TypesInfo.Uses[cur.Node().(*ast.Ident)]
		switch o := obj.(type) {
		case *types.Func:
			obj = o.Origin()
		case *types.Var:
			obj = o.Origin()
			if !isFunc(o.Type()) {
				continue // no function
			}
		default:
			continue // no value
		}
		if !d.isForeign(obj) {
			if v, ok := obj.(*types.Var); !ok || !v.IsField() {
				d.uses[obj] = append(d.uses[obj], value(cur))
			}
			continue
		}
		at := value(cur)
		if at.ParentEdgeKind() == edge.CallExpr_Fun {
			continue // called
		}
		// Have: a value that is a function of another package.
		t := d.target(at)
		if t.dst != nil {
			d.given[t.dst] |= d.kind(cur.Node().Pos())
		}
		if name := typeName(t.typ); name != nil {
			d.given[name] |= d.kind(cur.Node().Pos())
		}
	}
}

// typeName returns the name of a type, or nil if it has none.
func typeName(t types.Type) *types.TypeName {
	switch t := t.(type) {
	case *types.Alias:
		return t.Obj()
	case *types.Named:
		return t.Obj()
	}
	return nil
}
