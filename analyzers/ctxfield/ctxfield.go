package ctxfield

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/demand"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
)

//go:embed doc.go
var doc string

// Check describes the analyzer.
var Check = &report.Check{
	Name: "ctxfield",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "field", Level: settings.Opinion, Doc: "a context that is kept in a struct"},
	},
	Run: run,
}

// Analyzer is the check with default settings.
var Analyzer = New(settings.New())

// New returns the check with the given settings.
var New = Check.Analyzer

func run(pass *report.Pass) error {
	if !pass.Settings.On("ctxfield", "field", settings.Opinion) && !pass.Settings.Why {
		return nil
	}
	c := &checker{Pass: pass, demands: demand.New(pass.Pass, pass.Index, pass.Root())}
	for cur := range pass.Root().Preorder((*ast.StructType)(nil)) {
		for _, f := range cur.Node().(*ast.StructType).Fields.List {
			t := pass.TypesInfo.TypeOf(f.Type)
			if t == nil || !c.contains(t, 0) {
				continue // no context
			}
			if len(f.Names) == 0 {
				c.judge(cur, f.Type, c.embedded(cur, f), t)
			}
			for _, name := range f.Names {
				field, _ := pass.TypesInfo.Defs[name].(*types.Var)
				c.judge(cur, name, field, t)
			}
		}
	}
	return nil
}

type checker struct {
	*report.Pass
	demands *demand.Demands
	sent    map[types.Type]kinds // see isMessage
	tables  map[types.Type]bool  // see isTable
	flows   *flows               // see isManaged
	calls   *calls               // see isAdapter
}

// judge reports a field of the struct type at cur, whose type t contains a
// context, unless the context has to be there.
func (c *checker) judge(cur inspector.Cursor, at ast.Node, field *types.Var, t types.Type) {
	if field == nil {
		return // a type error
	}
	silent := ""
	switch {
	case c.isTable(cur):
		silent = "it is part of a test"
	case c.isMessage(cur):
		silent = "it is sent over a channel"
	case c.isManaged(cur, field):
		silent = "the struct holds the function that cancels it"
	case c.isAdapter(cur, field):
		silent = "another package asks for a method that uses it"
	}
	if silent != "" {
		c.Silent("field", at.Pos(), silent)
		return
	}
	verb := "keeps a context in its field"
	if !ctxtype.IsContext(t) {
		verb = "keeps contexts in its field"
	}
	c.Report(report.Finding{
		Rule:    "field",
		Pos:     at.Pos(),
		End:     at.End(),
		Message: fmt.Sprintf("%s %s %q: pass it to each method that needs it as the first parameter", c.describe(cur), verb, field.Name()),
	})
}

// contains reports whether a value of type t, a context type or a type made
// from one, holds contexts. A struct of this package is not looked into: its
// own fields are judged.
func (c *checker) contains(t types.Type, depth int) bool {
	if ctxtype.IsContext(t) {
		return true
	}
	if depth > 10 {
		return false // a type that contains itself
	}
	depth++
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return c.contains(t.Elem(), depth)
	case *types.Slice:
		return c.contains(t.Elem(), depth)
	case *types.Array:
		return c.contains(t.Elem(), depth)
	case *types.Chan:
		return c.contains(t.Elem(), depth)
	case *types.Map:
		return c.contains(t.Key(), depth) || c.contains(t.Elem(), depth)
	case *types.Named:
		switch under := t.Underlying().(type) {
		case *types.Signature, *types.Interface:
			return false // calls may give contexts, but nothing is held
		case *types.Struct:
		default:
			if t.Obj().Pkg() == c.Pkg {
				return c.contains(under, depth)
			}
		}
		for arg := range t.TypeArgs().Types() {
			if c.contains(arg, depth) {
				return true
			}
		}
	}
	return false
}

// embedded returns the variable of an embedded field of the struct type at
// cur.
func (c *checker) embedded(cur inspector.Cursor, f *ast.Field) *types.Var {
	s, ok := c.TypesInfo.TypeOf(cur.Node().(*ast.StructType)).(*types.Struct)
	if !ok {
		return nil
	}
	for field := range s.Fields() {
		if field.Embedded() && f.Type.Pos() <= field.Pos() && field.Pos() < f.Type.End() {
			return field
		}
	}
	return nil
}

// owner returns the type that the struct type at cur defines, itself or as
// part of it, or nil if it has no name.
func (c *checker) owner(cur inspector.Cursor) *types.TypeName {
	for at := range cur.Enclosing((*ast.TypeSpec)(nil), (*ast.BlockStmt)(nil)) {
		if spec, ok := at.Node().(*ast.TypeSpec); ok {
			name, _ := c.TypesInfo.Defs[spec.Name].(*types.TypeName)
			return name
		}
		break
	}
	return nil
}

func (c *checker) describe(cur inspector.Cursor) string {
	if name := c.owner(cur); name != nil {
		return "the struct " + name.Name()
	}
	return "a struct without a name"
}

// isTable reports whether the struct type at cur is that of test cases: it
// stands in a test file and is declared in a function, has no name, or is the
// element of a list.
func (c *checker) isTable(cur inspector.Cursor) bool {
	if !c.Index.Test(cur.Node().Pos()) {
		return false
	}
	owner := c.owner(cur)
	if owner == nil || owner.Parent() != c.Pkg.Scope() {
		return true
	}
	if c.tables == nil {
		c.tables = make(map[types.Type]bool)
		for at := range c.Root().Preorder((*ast.CompositeLit)(nil)) {
			if t := c.TypesInfo.TypeOf(at.Node().(ast.Expr)); t != nil && c.Index.Test(at.Node().Pos()) {
				switch t := t.Underlying().(type) {
				case *types.Slice:
					c.tables[ctxtype.Deref(t.Elem())] = true
				case *types.Array:
					c.tables[ctxtype.Deref(t.Elem())] = true
				case *types.Map:
					c.tables[ctxtype.Deref(t.Elem())] = true
				}
			}
		}
	}
	return c.tables[owner.Type()]
}

// kinds is a set of kinds of files: where something was seen.
type kinds uint8

const (
	inCode kinds = 1 << iota
	inTest
)

// seenFrom reports whether what was seen in some files counts for a struct
// that is declared at n: tests say nothing about other files.
func (c *checker) seenFrom(n ast.Node, in kinds) bool {
	return in&inCode != 0 || in != 0 && c.Index.Test(n.Pos())
}

func (c *checker) kind(n ast.Node) kinds {
	if c.Index.Test(n.Pos()) {
		return inTest
	}
	return inCode
}

// isMessage reports whether values of the struct type at cur are sent over a
// channel, or are part of what is: it is the element of a channel type or the
// type of a value that is sent.
func (c *checker) isMessage(cur inspector.Cursor) bool {
	if c.sent == nil {
		c.sent = make(map[types.Type]kinds)
		for at := range c.Root().Preorder((*ast.ChanType)(nil), (*ast.SendStmt)(nil)) {
			switch n := at.Node().(type) {
			case *ast.ChanType:
				c.send(c.TypesInfo.TypeOf(n.Value), c.kind(n))
			case *ast.SendStmt:
				c.send(c.TypesInfo.TypeOf(n.Value), c.kind(n))
			}
		}
	}
	if name := c.owner(cur); name != nil {
		return c.seenFrom(cur.Node(), c.sent[name.Type()])
	}
	t := c.TypesInfo.TypeOf(cur.Node().(*ast.StructType))
	for sent, in := range c.sent {
		if types.Identical(sent, t) && c.seenFrom(cur.Node(), in) {
			return true
		}
	}
	return false
}

// send notes that values of type t are sent, with all that they contain.
func (c *checker) send(t types.Type, in kinds) {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		c.send(t.Elem(), in)
	case *types.Slice:
		c.send(t.Elem(), in)
	case *types.Array:
		c.send(t.Elem(), in)
	case *types.Map:
		c.send(t.Elem(), in)
	case *types.Struct:
		c.sent[t] |= in
		for f := range t.Fields() {
			c.send(f.Type(), in)
		}
	case *types.Named:
		t = t.Origin()
		if t.Obj().Pkg() == c.Pkg && c.sent[t]&in != in {
			c.sent[t] |= in
			c.send(t.Underlying(), in)
		}
	}
}

// isUsed reports whether the field at cur is used as a value that goes
// somewhere: it is called, passed, returned or stored.
func isUsed(cur inspector.Cursor) bool {
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	switch kind, i := cur.ParentEdge(); kind {
	case edge.AssignStmt_Lhs, edge.BinaryExpr_X, edge.BinaryExpr_Y:
		return false
	case edge.AssignStmt_Rhs:
		as := cur.Parent().Node().(*ast.AssignStmt)
		id, ok := as.Lhs[min(i, len(as.Lhs)-1)].(*ast.Ident)
		return !ok || id.Name != "_"
	}
	return true
}
