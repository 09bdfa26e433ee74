package demand

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// A target is where the value of an expression goes.
type target struct {
	typ     types.Type // the type it must have there; nil if any will do
	foreign bool       // whether typ, if it has no name, is written in another package
	dst     *types.Var // the variable, parameter or field that takes it, if that is known

	// The function literal or declaration that returns it, if it is
	// returned: who asks for its signature asks for this value.
	by inspector.Cursor
}

// target returns where the value of the expression at cur goes. An unknown
// place asks for nothing.
func (d *Demands) target(cur inspector.Cursor) target {
	info := d.pass.TypesInfo
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	kind, i := cur.ParentEdge()
	parent := cur.Parent()
	switch kind {
	case edge.CallExpr_Args:
		return d.argument(parent.Node().(*ast.CallExpr), i)

	case edge.AssignStmt_Rhs:
		as := parent.Node().(*ast.AssignStmt)
		if len(as.Lhs) != len(as.Rhs) {
			return target{}
		}
		return d.assigned(as.Lhs[i])

	case edge.ValueSpec_Values:
		spec := parent.Node().(*ast.ValueSpec)
		if len(spec.Names) != len(spec.Values) {
			return target{}
		}
		v, _ := info.Defs[spec.Names[i]].(*types.Var)
		t := target{dst: v}
		if spec.Type != nil {
			t.typ = info.TypeOf(spec.Type)
		}
		return t

	case edge.ReturnStmt_Results:
		return d.returned(parent, i)

	case edge.KeyValueExpr_Value:
		if lit, ok := parent.Parent().Node().(*ast.CompositeLit); ok {
			return d.element(lit, parent.Node().(*ast.KeyValueExpr).Key, 0)
		}

	case edge.CompositeLit_Elts:
		return d.element(parent.Node().(*ast.CompositeLit), nil, i)

	case edge.SendStmt_Value:
		ch := parent.Node().(*ast.SendStmt).Chan
		if t := info.TypeOf(ch); t != nil {
			if c, ok := t.Underlying().(*types.Chan); ok {
				return target{typ: c.Elem(), foreign: d.author(ch)}
			}
		}
	}
	return target{}
}

// argument returns where the i-th argument of a call or conversion goes.
func (d *Demands) argument(call *ast.CallExpr, i int) target {
	info := d.pass.TypesInfo
	fun := info.Types[call.Fun]
	switch {
	case fun.IsType():
		return target{typ: fun.Type}
	case fun.IsBuiltin():
		if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok && id.Name == "append" && i > 0 {
			list := info.TypeOf(call.Args[0])
			if list == nil || call.Ellipsis.IsValid() {
				return target{}
			}
			if s, ok := list.Underlying().(*types.Slice); ok {
				return target{typ: s.Elem(), foreign: d.author(call.Args[0])}
			}
		}
		return target{}
	case fun.Type == nil:
		return target{}
	}

	// The parameter as its author wrote it: of the generic function, not of
	// the instance.
	t := fun.Type
	foreign := true // whoever made a function that is the result of a call
	switch callee := typeutil.Callee(info, call).(type) {
	case *types.Func:
		t, foreign = callee.Origin().Type(), d.isForeign(callee)
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
			if s := info.Selections[sel]; s != nil && s.Kind() == types.MethodExpr {
				if i--; i < 0 {
					return target{} // the receiver
				}
			}
		}
	case *types.Var:
		t = callee.Origin().Type()
		foreign = d.foreignType(t, d.isForeign(callee))
	}
	sig, ok := t.Underlying().(*types.Signature)
	if !ok {
		return target{}
	}
	params := sig.Params()
	if sig.Variadic() && i >= params.Len()-1 {
		last := params.At(params.Len() - 1)
		if s, ok := last.Type().Underlying().(*types.Slice); ok && !call.Ellipsis.IsValid() {
			return target{typ: s.Elem(), foreign: foreign}
		}
		return target{typ: last.Type(), foreign: foreign, dst: last}
	}
	if i >= params.Len() {
		return target{}
	}
	return target{typ: params.At(i).Type(), foreign: foreign, dst: params.At(i)}
}

// assigned returns where a value that is assigned to lhs goes.
func (d *Demands) assigned(lhs ast.Expr) target {
	info := d.pass.TypesInfo
	switch lhs := ast.Unparen(lhs).(type) {
	case *ast.Ident:
		if v, ok := info.Defs[lhs].(*types.Var); ok {
			return target{dst: v} // whose type the value decides
		}
		if v, ok := info.Uses[lhs].(*types.Var); ok {
			return target{typ: v.Type(), foreign: d.isForeign(v), dst: v}
		}
	case *ast.SelectorExpr:
		if v, ok := info.Uses[lhs.Sel].(*types.Var); ok {
			v = v.Origin()
			return target{typ: v.Type(), foreign: d.isForeign(v), dst: v}
		}
	case *ast.IndexExpr, *ast.StarExpr:
		return target{typ: info.TypeOf(lhs), foreign: d.author(lhs)}
	}
	return target{} // the blank identifier, or nothing that can be assigned to
}

// returned returns where the i-th operand of the return statement at cur
// goes.
func (d *Demands) returned(cur inspector.Cursor, i int) target {
	for at := range cur.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		var t types.Type
		switch fn := at.Node().(type) {
		case *ast.FuncDecl:
			if obj := d.pass.TypesInfo.Defs[fn.Name]; obj != nil {
				t = obj.Type()
			}
		case *ast.FuncLit:
			t = d.pass.TypesInfo.TypeOf(fn)
		}
		sig, ok := t.(*types.Signature)
		if !ok || sig.Results().Len() != len(cur.Node().(*ast.ReturnStmt).Results) {
			return target{}
		}
		return target{typ: sig.Results().At(i).Type(), by: at}
	}
	return target{}
}

// element returns where an element of a composite literal goes: the one with
// the given key, or the i-th if it has none.
func (d *Demands) element(lit *ast.CompositeLit, key ast.Expr, i int) target {
	t := d.pass.TypesInfo.TypeOf(lit)
	if t == nil {
		return target{}
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem() // the & is left out
	}
	foreign := d.foreignType(t, false)
	switch u := t.Underlying().(type) {
	case *types.Struct:
		if id, ok := key.(*ast.Ident); ok {
			if f, ok := d.pass.TypesInfo.Uses[id].(*types.Var); ok {
				f = f.Origin()
				return target{typ: f.Type(), foreign: d.isForeign(f), dst: f}
			}
		} else if key == nil && i < u.NumFields() {
			f := u.Field(i).Origin()
			return target{typ: f.Type(), foreign: d.isForeign(f), dst: f}
		}
	case *types.Map:
		return target{typ: u.Elem(), foreign: foreign}
	case *types.Slice:
		return target{typ: u.Elem(), foreign: foreign}
	case *types.Array:
		return target{typ: u.Elem(), foreign: foreign}
	}
	return target{}
}

// isForeign reports whether obj is declared in another package or generated.
func (d *Demands) isForeign(obj types.Object) bool {
	return obj.Pkg() != d.pass.Pkg || d.index.Generated(obj.Pos())
}

// foreignType reports whether t is written in another package: there its name
// is declared or, if it has none, unnamed says so.
func (d *Demands) foreignType(t types.Type, unnamed bool) bool {
	switch t := t.(type) {
	case *types.Alias:
		return d.foreignType(t.Rhs(), d.isForeign(t.Obj()))
	case *types.Named:
		return d.isForeign(t.Obj())
	case *types.Pointer:
		return d.foreignType(t.Elem(), unnamed)
	}
	return unnamed
}

// author reports whether the type of the elements of e is written in another
// package: by a name of the container's type or where the container is
// declared.
func (d *Demands) author(e ast.Expr) bool {
	info := d.pass.TypesInfo
	unnamed := false
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if obj := info.Uses[e]; obj != nil {
			unnamed = d.isForeign(obj)
		}
	case *ast.SelectorExpr:
		if obj := info.Uses[e.Sel]; obj != nil {
			unnamed = d.isForeign(obj)
		}
	case *ast.IndexExpr:
		unnamed = d.author(e.X)
	case *ast.StarExpr:
		unnamed = d.author(e.X)
	case *ast.CallExpr:
		if callee := typeutil.Callee(info, e); callee != nil {
			unnamed = d.isForeign(callee)
		}
	}
	t := info.TypeOf(e)
	return t != nil && d.foreignType(t, unnamed)
}
