package ctxparam

import (
	"bytes"
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
)

// reorder returns the fix that moves the context parameters of s behind the
// parameter number before to its place, in the declaration and in all calls,
// and gives them the name they should have.
//
// It is safe because the function is not exported and every use of it is
// known and a call in the same file: no file of the package is unseen, no interface, directive or assembly knows the function
// by name, and it is not used as a value. The arguments keep their meaning,
// for they stay where the call is; that they are evaluated in another order
// cannot be observed. Comments stay where they are: there are none between
// the parameters or arguments, or there is no fix.
func (c *checker) reorder(s *signature, before int) report.Fix {
	decl, ok := s.owner.(*ast.FuncDecl)
	if !ok {
		return report.NoFix("what has the type may be called anywhere")
	}
	fn, ok := c.TypesInfo.Defs[decl.Name].(*types.Func)
	file := c.Fset.File(decl.Pos())
	src := c.Source(file)
	switch {
	case !ok:
		return report.NoFix(report.IllTyped)
	case decl.Body == nil:
		return report.NoFix(assembly)
	case decl.Name.IsExported():
		return report.NoFix("it is exported, so that other packages may call it")
	case src == nil, c.hasUnseenFiles():
		return report.NoFix("a file that is not part of this build may call it")
	case c.isKnownByName(fn):
		return report.NoFix("an interface or a directive has its name, by which it may be called")
	}
	r := &rewrite{file: file, src: src}

	for i, p := range s.params {
		if !p.context {
			continue
		}
		if f, bad := c.misnamed(s, i); bad && c.wanted("name", cmp.Or(f.Level, c.Check.Rules[1].Level)) {
			edits, why := c.renaming(s, i)
			if why != "" {
				return report.NoFix(why) // what is left over would be the next finding
			}
			r.edits = append(r.edits, edits...)
		}
	}

	var calls []*ast.CallExpr
	for _, use := range c.demands.Uses(fn) {
		if use.ParentEdgeKind() != edge.CallExpr_Fun {
			return report.NoFix("it is used as a value")
		}
		call := use.Parent().Node().(*ast.CallExpr)
		if c.Fset.File(call.Pos()) != file {
			return report.NoFix("a call stands in another file")
		}
		if why := c.stays(call, s, before); why != "" {
			return report.NoFix(why)
		}
		calls = append(calls, call)
	}
	// A call among the arguments of another one moves with them, so inner
	// calls come first.
	slices.SortFunc(calls, func(a, b *ast.CallExpr) int { return cmp.Compare(b.Lparen, a.Lparen) })
	for _, call := range calls {
		if !c.permute(r, call.Lparen, call.Rparen, nodes(call.Args), argumentOrder(s, before)) {
			return report.NoFix(commented)
		}
	}
	if !c.permute(r, s.typ.Params.Opening, s.typ.Params.Closing, nodes(s.typ.Params.List), fieldOrder(s, before)) {
		return report.NoFix(commented)
	}
	return report.Fix{
		Message: "Make the context the first parameter",
		Edits:   r.edits,
	}
}

// commented is why a list of parameters or arguments stays as it is.
const commented report.Refusal = "a comment between parameters or arguments would lose its place"

// nodes returns the elements of list as nodes.
func nodes[N ast.Node](list []N) []ast.Node {
	var nodes []ast.Node
	for _, n := range list {
		nodes = append(nodes, n)
	}
	return nodes
}

// argumentOrder returns the new order of the parameters: the contexts among
// those from number before move in front of the others.
func argumentOrder(s *signature, before int) []int {
	var order []int
	for i := range s.params {
		if i < before || s.params[i].context {
			order = append(order, i)
		}
	}
	for i := before; i < len(s.params); i++ {
		if !s.params[i].context {
			order = append(order, i)
		}
	}
	return order
}

// fieldOrder is argumentOrder for the fields that declare the parameters. The
// parameters of one field have one type, so that they move together.
func fieldOrder(s *signature, before int) []int {
	var order []int
	for _, i := range argumentOrder(s, before) {
		field := slices.Index(s.typ.Params.List, s.params[i].Field)
		if !slices.Contains(order, field) {
			order = append(order, field)
		}
	}
	return order
}

// permute moves the node number order[i] to the place of the i-th, for nodes
// in a list between two parentheses. It reports false if a comment between
// them would lose its place.
func (c *checker) permute(r *rewrite, lparen, rparen token.Pos, nodes []ast.Node, order []int) bool {
	for _, f := range c.Files {
		if f.FileStart > lparen || lparen > f.FileEnd {
			continue
		}
		for _, g := range f.Comments {
			inside := slices.ContainsFunc(nodes, func(n ast.Node) bool { return n.Pos() <= g.Pos() && g.End() <= n.End() })
			if lparen < g.Pos() && g.Pos() < rparen && !inside {
				return false
			}
		}
	}
	texts := make([][]byte, len(nodes))
	for i, n := range nodes {
		texts[i] = r.text(n)
	}
	for i, j := range order {
		if i != j {
			r.replace(nodes[i], texts[j])
		}
	}
	return true
}

// A rewrite is the source of a file with edits that do not overlap.
type rewrite struct {
	file  *token.File
	src   []byte
	edits []analysis.TextEdit
}

// text returns the text of n with the edits in it.
func (r *rewrite) text(n ast.Node) []byte {
	var inside []analysis.TextEdit
	for _, e := range r.edits {
		if n.Pos() <= e.Pos && e.End <= n.End() {
			inside = append(inside, e)
		}
	}
	slices.SortFunc(inside, func(a, b analysis.TextEdit) int { return cmp.Compare(a.Pos, b.Pos) })
	var text bytes.Buffer
	at := n.Pos()
	for _, e := range inside {
		text.Write(r.src[r.file.Offset(at):r.file.Offset(e.Pos)])
		text.Write(e.NewText)
		at = e.End
	}
	text.Write(r.src[r.file.Offset(at):r.file.Offset(n.End())])
	return text.Bytes()
}

// replace puts text in the place of n and of the edits in it.
func (r *rewrite) replace(n ast.Node, text []byte) {
	r.edits = slices.DeleteFunc(r.edits, func(e analysis.TextEdit) bool {
		return n.Pos() <= e.Pos && e.End <= n.End()
	})
	r.edits = append(r.edits, analysis.TextEdit{Pos: n.Pos(), End: n.End(), NewText: text})
}

// stays says why the contexts among the arguments of call cannot be moved, or
// who could tell; "" if they can and nobody could.
func (c *checker) stays(call *ast.CallExpr, s *signature, before int) report.Refusal {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if selection := c.TypesInfo.Selections[sel]; selection != nil && selection.Kind() != types.MethodVal {
			return "it is called by a method expression" // the receiver is an argument
		}
	}
	for i := before; i < len(s.params); i++ {
		if !s.params[i].context {
			continue
		}
		if i >= len(call.Args) {
			return "the arguments of a call are the results of another"
		}
		for j := before; j < i; j++ {
			if !s.params[j].context && !c.commute(call.Args[j], call.Args[i]) {
				return "the order in which arguments are evaluated could be seen"
			}
		}
	}
	return ""
}

// commute reports whether nobody can tell which of a and b is evaluated
// first.
func (c *checker) commute(a, b ast.Expr) bool {
	x, y := c.evaluation(a), c.evaluation(b)
	switch {
	case x.acts && y.acts:
		return false
	case x.acts:
		return !y.varies && !y.panics
	case y.acts:
		return !x.varies && !x.panics
	}
	return !(x.panics && (y.panics || y.nilable) || y.panics && x.nilable)
}

// An evaluation says what can be observed of evaluating an expression.
type evaluation struct {
	acts    bool // calls or receives
	varies  bool // reads what calls may change
	nilable bool // varies, and panics if a pointer is nil, wherever it stands in the same way
	panics  bool // may panic in another way
}

// evaluation says what can be observed of evaluating e. A literal of a
// function is not run, so nothing can be.
func (c *checker) evaluation(e ast.Expr) (ev evaluation) {
	ast.Inspect(e, func(n ast.Node) bool {
		x, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		if tv := c.TypesInfo.Types[x]; tv.Value != nil || tv.IsType() {
			return false
		}
		switch x := x.(type) {
		case *ast.FuncLit:
			return false
		case *ast.Ident:
			if v, ok := c.TypesInfo.Uses[x].(*types.Var); ok && !v.IsField() {
				ev.varies = ev.varies || !c.isSettled(v)
			}
		case *ast.SelectorExpr:
			if sel := c.TypesInfo.Selections[x]; sel != nil && sel.Kind() == types.FieldVal {
				ev.varies = true
				ev.nilable = ev.nilable || sel.Indirect()
			}
		case *ast.CallExpr:
			switch {
			case c.TypesInfo.Types[x.Fun].IsType():
				ev.panics = true // a slice converted to an array
			case !c.isPure(x):
				ev.acts = true
			}
		case *ast.UnaryExpr:
			ev.acts = ev.acts || x.Op == token.ARROW
		case *ast.StarExpr:
			ev.varies, ev.nilable = true, true
		case *ast.IndexExpr, *ast.SliceExpr, *ast.BinaryExpr, *ast.TypeAssertExpr:
			ev.panics = true // also a division, a comparison of interfaces
		}
		return true
	})
	return ev
}

// isPure reports whether call only returns what its operands hold.
func (c *checker) isPure(call *ast.CallExpr) bool {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		b, ok := c.TypesInfo.Uses[fun].(*types.Builtin)
		return ctxtype.IsFresh(c.TypesInfo.Uses[fun]) || ok && (b.Name() == "len" || b.Name() == "cap")
	case *ast.SelectorExpr:
		fn := c.TypesInfo.Uses[fun.Sel]
		return ctxtype.IsFresh(fn) || ctxtype.IsMethod(fn, "net/http", "Request", "Context")
	}
	return false
}

// isSettled reports whether calls cannot change the value of v: it is a local
// variable whose address is not taken and which no literal assigns to.
func (c *checker) isSettled(v *types.Var) bool {
	if c.unsettled == nil {
		c.unsettled = make(map[types.Object]bool)
		root := func(e ast.Expr) {
			for {
				switch x := ast.Unparen(e).(type) {
				case *ast.IndexExpr:
					e = x.X // an array; a struct is never settled
				case *ast.Ident:
					if v := c.TypesInfo.Uses[x]; v != nil {
						c.unsettled[v] = true
					}
					return
				default:
					return
				}
			}
		}
		for cur := range c.Root().Preorder((*ast.UnaryExpr)(nil), (*ast.AssignStmt)(nil), (*ast.IncDecStmt)(nil), (*ast.RangeStmt)(nil)) {
			inLiteral := false
			for range cur.Enclosing((*ast.FuncLit)(nil)) {
				inLiteral = true
				break
			}
			switch n := cur.Node().(type) {
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					root(n.X)
				}
			case *ast.AssignStmt:
				for _, lhs := range n.Lhs {
					if inLiteral {
						root(lhs)
					}
				}
			case *ast.IncDecStmt:
				if inLiteral {
					root(n.X)
				}
			case *ast.RangeStmt:
				if inLiteral && n.Tok == token.ASSIGN {
					root(n.Key)
					if n.Value != nil {
						root(n.Value)
					}
				}
			}
		}
	}
	// A method with a pointer receiver takes the address of an addressable
	// variable; interfaces, pointers and basic types have none.
	switch v.Type().Underlying().(type) {
	case *types.Struct, *types.Array:
		return false
	}
	return v.Parent() != c.Pkg.Scope() && v.Pkg() == c.Pkg && !c.unsettled[v]
}

// hasUnseenFiles reports whether a file of the package is not part of this
// pass: one for other systems, or a test that the driver leaves out.
func (c *checker) hasUnseenFiles() bool {
	if c.unseen != nil {
		return *c.unseen
	}
	unseen := false
	c.unseen = &unseen
	seen := make(map[string]bool)
	dirs := make(map[string]bool)
	for _, f := range c.Files {
		name := c.Fset.Position(f.Package).Filename
		seen[filepath.Base(name)] = true
		dirs[filepath.Dir(name)] = true
	}
	var files []string
	for dir := range dirs {
		entries, err := os.ReadDir(dir)
		if err != nil {
			unseen = true
		}
		for _, e := range entries {
			files = append(files, filepath.Join(dir, e.Name()))
		}
	}
	for _, name := range files {
		base := filepath.Base(name)
		if filepath.Ext(base) != ".go" || seen[base] || strings.HasPrefix(base, "_") || strings.HasPrefix(base, ".") {
			continue // not Go, or known
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.PackageClauseOnly)
		if err != nil || f.Name.Name == c.Pkg.Name() {
			unseen = true
		}
	}
	return unseen
}

// isKnownByName reports whether fn may be called where no use of it is seen:
// an interface of this package has a method of that name, or a directive names
// the function.
func (c *checker) isKnownByName(fn *types.Func) bool {
	if c.names == nil {
		c.names = make(map[string]bool)
		for cur := range c.Root().Preorder((*ast.InterfaceType)(nil)) {
			for _, f := range cur.Node().(*ast.InterfaceType).Methods.List {
				for _, id := range f.Names {
					c.names["."+id.Name] = true
				}
			}
		}
		for _, f := range c.Files {
			for _, g := range f.Comments {
				for _, comment := range g.List {
					words := strings.Fields(comment.Text)
					if len(words) > 1 && (words[0] == "//go:linkname" || words[0] == "//export") {
						c.names[words[1]] = true
					}
				}
			}
		}
	}
	if fn.Signature().Recv() != nil {
		return c.names["."+fn.Name()]
	}
	return c.names[fn.Name()]
}
