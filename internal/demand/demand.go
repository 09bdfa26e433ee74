// Package demand says who asks for the signature of a function: nobody, so
// that its author is free to change it, a type of the same package, or
// another package. It answers by types and by the places where functions are
// used as values, and reports nothing.
package demand

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/directive"
)

// By says who asks for a signature.
type By int

const (
	Nobody    By = iota
	Here         // a type written in this package, at its own place
	Elsewhere    // another package, or generated code
)

// Demands answers for the functions of one package. What it needs to know
// about the whole package is found out when it is asked for the first time.
//
// What a test file does with a function tells nothing about functions of
// other files: they are judged as if there were no tests.
type Demands struct {
	pass  *analysis.Pass
	index *directive.Index
	root  inspector.Cursor

	uses    map[types.Object][]inspector.Cursor // of functions and of variables of function type
	given   map[types.Object]fileKinds          // holds a function of another package
	offers  map[string][]offer                  // by method: exported types of imported packages
	carried map[*types.Func][]types.Type        // by method: the types of this package that promote it
	asked   map[*types.Func]fileKinds           // by method: used through a foreign interface

	funcs map[*types.Func]By
	vars  map[*types.Var]By
}

// fileKinds is a set of kinds of files: where something was seen.
type fileKinds uint8

const (
	inCode fileKinds = 1 << iota
	inTest
)

// New returns the demands on the functions of the package of pass, whose
// files are below root.
func New(pass *analysis.Pass, index *directive.Index, root inspector.Cursor) *Demands {
	return &Demands{
		pass:  pass,
		index: index,
		root:  root,
		funcs: make(map[*types.Func]By),
		vars:  make(map[*types.Var]By),
	}
}

// Func returns who asks for the signature of a function or method that is
// declared in this package, or of a method of one of its interfaces.
func (d *Demands) Func(fn *types.Func) By {
	fn = fn.Origin()
	if by, ok := d.funcs[fn]; ok {
		return by
	}
	d.funcs[fn] = Nobody // if it depends on itself
	by := d.usedAs(fn, d.kind(fn.Pos()))
	if by < Elsewhere && fn.Signature().Recv() != nil && d.isMethodElsewhere(fn) {
		by = Elsewhere
	}
	d.funcs[fn] = by
	return by
}

// usedAs returns the strongest demand among the places where fn is a value.
func (d *Demands) usedAs(fn *types.Func, kind fileKinds) By {
	by := Nobody
	for _, use := range d.Uses(fn) {
		if d.counts(use, kind) {
			by = max(by, d.place(use))
		}
	}
	return by
}

// Literal returns who asks for the signature of the function literal at cur.
func (d *Demands) Literal(cur inspector.Cursor) By { return d.place(cur) }

// Type returns who asks for the function type at cur: a type that is written
// in a signature is asked for by who asks for the signature, one that is
// written for a variable by who asks for all its values.
func (d *Demands) Type(cur inspector.Cursor) By {
	by := Nobody
	for at := cur; by < Elsewhere; at = at.Parent() {
		switch at.ParentEdgeKind() {
		case edge.FuncDecl_Type, edge.FuncLit_Type:
			return max(by, d.signature(at.Parent()))
		case edge.Field_Type:
			by = max(by, d.field(at.Parent()))
		case edge.ValueSpec_Type:
			return max(by, d.declared(at.Parent().Node().(*ast.ValueSpec).Names))
		case edge.TypeSpec_Type:
			return max(by, d.declared([]*ast.Ident{at.Parent().Node().(*ast.TypeSpec).Name}))
		case edge.TypeAssertExpr_Type, edge.CaseClause_List:
			return max(by, Here) // what is there decides, and whoever put it there
		case edge.Invalid, edge.BlockStmt_List, edge.CallExpr_Args, edge.CallExpr_Fun:
			return by
		}
	}
	return by
}

// signature returns who asks for the signature of the declaration or literal
// at cur, if that is valid.
func (d *Demands) signature(cur inspector.Cursor) By {
	if !cur.Valid() {
		return Nobody
	}
	switch fn := cur.Node().(type) {
	case *ast.FuncLit:
		return d.Literal(cur)
	case *ast.FuncDecl:
		if obj, ok := d.pass.TypesInfo.Defs[fn.Name].(*types.Func); ok {
			return d.Func(obj)
		}
	}
	return Nobody
}

// field returns who asks for the type of a field, parameter or result, or for
// a method of an interface.
func (d *Demands) field(cur inspector.Cursor) By {
	f := cur.Node().(*ast.Field)
	if len(f.Names) == 1 && cur.Parent().ParentEdgeKind() == edge.InterfaceType_Methods {
		if fn, ok := d.pass.TypesInfo.Defs[f.Names[0]].(*types.Func); ok {
			return d.Func(fn)
		}
	}
	return d.declared(f.Names)
}

// declared returns the demand on the type of the variables, fields or types
// that names declare.
func (d *Demands) declared(names []*ast.Ident) By {
	by := Nobody
	for _, name := range names {
		obj := d.pass.TypesInfo.Defs[name]
		if obj == nil {
			continue
		}
		if d.givenTo(obj)&d.seenFrom(d.kind(name.Pos())) != 0 {
			return Elsewhere
		}
		if v, ok := obj.(*types.Var); ok && !v.IsField() {
			by = max(by, d.variable(v))
		}
	}
	return by
}

// variable returns who asks for all values of a variable whose uses can all
// be seen: the weakest demand among its uses.
func (d *Demands) variable(v *types.Var) By {
	if by, ok := d.vars[v]; ok {
		return by
	}
	d.vars[v] = Elsewhere // a use that depends on itself changes nothing
	by := Elsewhere
	used := false
	kind := d.kind(v.Pos())
	if v.Parent() == nil || v.Parent() == d.pass.Pkg.Scope() && v.Exported() {
		by = Nobody // a parameter of a type, or open to everybody
	}
	for _, use := range d.Uses(v) {
		if !d.counts(use, kind) || neutral(use) {
			continue
		}
		used = true
		by = min(by, d.place(use))
	}
	if !used {
		by = Nobody
	}
	d.vars[v] = by
	return by
}

// neutral reports whether the variable at cur is not used there as a value
// that goes anywhere: it is assigned to, dropped or compared with nil.
func neutral(cur inspector.Cursor) bool {
	switch kind, i := cur.ParentEdge(); kind {
	case edge.AssignStmt_Lhs, edge.BinaryExpr_X, edge.BinaryExpr_Y:
		return true
	case edge.AssignStmt_Rhs:
		as := cur.Parent().Node().(*ast.AssignStmt)
		id, ok := ast.Unparen(as.Lhs[min(i, len(as.Lhs)-1)]).(*ast.Ident)
		return ok && id.Name == "_"
	}
	return false
}

// place returns who asks for the signature of the function value at cur.
func (d *Demands) place(cur inspector.Cursor) By {
	t := d.target(cur)
	by := Nobody
	if t.foreign && t.typ != nil && isAny(t.typ) {
		return Elsewhere // which looks at it when the program runs: gomega.Eventually, fx.Invoke
	}
	if t.typ != nil && isFunc(t.typ) {
		by = Here
		if d.foreignType(t.typ, t.foreign) || typeName(t.typ) == nil && d.signature(t.by) == Elsewhere {
			by = Elsewhere
		}
	}
	if t.dst != nil && by < Elsewhere && !t.dst.IsField() {
		by = max(by, d.variable(t.dst))
	}
	return by
}

// value returns the expression that stands for a function or variable that an
// identifier names: with its package or receiver, its type arguments, and the
// parentheses around it.
func value(cur inspector.Cursor) inspector.Cursor {
	for {
		switch cur.ParentEdgeKind() {
		case edge.SelectorExpr_Sel, edge.ParenExpr_X, edge.IndexExpr_X, edge.IndexListExpr_X:
			cur = cur.Parent()
		default:
			return cur
		}
	}
}

// isAny reports whether t is an empty interface, and no type parameter.
func isAny(t types.Type) bool {
	_, param := types.Unalias(t).(*types.TypeParam)
	return !param && ctxtype.IsAny(t)
}

// isFunc reports whether t is a function type, or a type parameter that
// stands for one signature.
func isFunc(t types.Type) bool {
	if tp, ok := types.Unalias(t).(*types.TypeParam); ok {
		iface, ok := tp.Constraint().Underlying().(*types.Interface)
		if !ok {
			return false
		}
		for e := range iface.EmbeddedTypes() {
			if u, ok := e.(*types.Union); ok && u.Len() == 1 {
				e = u.Term(0).Type()
			}
			if isFunc(e) {
				return true
			}
		}
		return false
	}
	_, ok := t.Underlying().(*types.Signature)
	return ok
}
