package ctxloop

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// selectFix returns the fix that puts a send, a receive or a time.Sleep that
// is a statement into a select with a case for the context.
//
// It changes nothing as long as the context lives: the channel and the value
// are evaluated once on entry, as before, and the select has no default. Once
// the context is over the function returns with its error; [body.exit] says
// where that is what the caller can expect. A goroutine that only receives or
// sleeps, in a loop that has no other use for the context, may be meant to go on.
func (b *body) selectFix(op summary.Op) report.Fix {
	if op.Instr.Parent() != b.fn {
		return report.NoFix("it is in a function literal that the loop calls")
	}
	c, ok := b.root.FindByPos(op.Pos, op.Pos)
	if !ok {
		return report.NoFix(noStatement)
	}
	stmt, ok := statement(c)
	if !ok {
		return report.NoFix(noStatement)
	}
	if !b.beginsLine(stmt) {
		return report.NoFix("other code is on its line")
	}
	if receivesBeside(stmt.Node(), op.Pos) {
		return report.NoFix("there is another receive in the statement, which would go on waiting")
	}
	if op.Kind != summary.OpSend && b.goesOn(stmt) {
		return report.NoFix("the goroutine may be meant to go on when the context is over")
	}
	if b.isCountedOn(op) {
		return report.NoFix("the other end of the channel waits without a context, and would wait for ever")
	}
	exit, why := b.exit(stmt)
	if why != "" {
		return report.NoFix(why)
	}
	if b.r.Spares(b.fn) {
		return report.NoFix(report.Spared)
	}
	indent := strings.Repeat("\t", b.Fset.Position(stmt.Node().Pos()).Column-1)
	var edits []analysis.TextEdit
	insert := func(pos token.Pos, text string) {
		edits = append(edits, analysis.TextEdit{Pos: pos, End: pos, NewText: []byte(text)})
	}
	open := "select {\n" + indent + "case "
	switch s := stmt.Node().(type) {
	case *ast.SendStmt:
		if op.Kind != summary.OpSend {
			return report.NoFix(noStatement)
		}
		insert(s.Pos(), open)
	case *ast.ExprStmt:
		switch x := ast.Unparen(s.X).(type) {
		case *ast.UnaryExpr: // <-c
			if x.OpPos != op.Pos {
				return report.NoFix(noStatement)
			}
			insert(s.Pos(), open)
		case *ast.CallExpr:
			// time.Sleep(d) becomes <-time.After(d).
			sleep := calledIdent(x)
			if x.Lparen != op.Pos || !ctxtype.IsFunc(b.TypesInfo.Uses[sleep], "time", "Sleep") {
				return report.NoFix(noStatement)
			}
			if _, dot := x.Fun.(*ast.Ident); dot {
				return report.NoFix("package time is imported with a dot, where After may mean something else")
			}
			insert(s.Pos(), open+"<-")
			edits = append(edits, analysis.TextEdit{Pos: sleep.Pos(), End: sleep.End(), NewText: []byte("After")})
		default:
			return report.NoFix(noStatement)
		}
	case *ast.AssignStmt:
		recv, ok := s.Rhs[0].(*ast.UnaryExpr)
		if !ok || recv.OpPos != op.Pos {
			return report.NoFix(noStatement)
		}
		if s.Tok != token.DEFINE && s.Tok != token.ASSIGN || slices.ContainsFunc(s.Lhs, actsBeforeAssignment) {
			return report.NoFix("what is assigned to would be evaluated behind the receive, or be none that a case can have")
		}
		if s.Tok == token.DEFINE {
			// The variables must outlive the case.
			decls, ok := b.declarations(s, indent)
			if !ok {
				return report.NoFix("the type of a new variable cannot be written there")
			}
			insert(s.Pos(), decls+open)
			edits = append(edits, analysis.TextEdit{Pos: s.TokPos, End: s.TokPos + 2, NewText: []byte("=")})
		} else {
			insert(s.Pos(), open)
		}
	default:
		return report.NoFix(noStatement)
	}
	insert(stmt.Node().End(), ":\n"+indent+"case <-"+b.govs[0].Expr+".Done():\n"+indent+"\t"+exit+"\n"+indent+"}")
	return report.Fix{Message: fmt.Sprintf("wait for %s too", b.govs[0].Expr), Edits: edits}
}

// noStatement is why a wait cannot become a case of a select.
const noStatement report.Refusal = "it is no send, receive or time.Sleep that is a statement"

// receivesBeside reports whether stmt has a receive at another place than pos.
func receivesBeside(stmt ast.Node, pos token.Pos) bool {
	found := false
	ast.Inspect(stmt, func(n ast.Node) bool {
		u, ok := n.(*ast.UnaryExpr)
		found = found || ok && u.Op == token.ARROW && u.OpPos != pos
		_, isLit := n.(*ast.FuncLit)
		return !found && !isLit
	})
	return found
}

// goesOn reports whether stmt is in a literal that is started as a goroutine,
// in a loop that does nothing with the context of the function around it.
func (b *body) goesOn(stmt inspector.Cursor) bool {
	var loop ast.Node
	for c := range stmt.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		switch n := c.Node().(type) {
		case *ast.FuncDecl:
			return false
		case *ast.FuncLit:
			if c.Parent().ParentEdgeKind() != edge.GoStmt_Call || b.govs[0].Pos >= n.Pos() {
				return false
			}
			return loop != nil && !b.mentions(loop, b.govs[0])
		default:
			loop = n // the outermost one counts
		}
	}
	return false
}

// mentions reports whether n uses the variable of gov.
func (b *body) mentions(n ast.Node, gov summary.Governor) bool {
	name, _, _ := strings.Cut(gov.Expr, ".")
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == name {
			v, ok := b.TypesInfo.Uses[id].(*types.Var)
			found = found || ok && !v.IsField()
		}
		return !found
	})
	return found
}

// isCountedOn reports whether another function of the package waits at the other
// end of the channel of op, be it for a value or for room, in a loop or as a
// goroutine, and neither a context nor closing the channel ends that.
func (b *body) isCountedOn(op summary.Op) bool {
	if op.Chan == nil {
		return false // a sleep
	}
	return slices.ContainsFunc(b.r.Channels(op.Chan), func(c *summary.Channel) bool {
		others := c.Sends
		if op.Kind == summary.OpSend {
			others = c.Recvs
		}
		return c.Kind == summary.ChanMade && slices.ContainsFunc(others, func(other ssa.Instruction) bool {
			fn := other.Parent()
			if fn == b.fn || b.r.Graph(fn).InnerLoop(other.Block()) == nil && b.r.How(fn) != summary.RunsBeside {
				return false
			}
			switch other := other.(type) {
			case *ssa.Select:
				return other.Blocking && !slices.ContainsFunc(other.States, func(s *ssa.SelectState) bool { return b.r.IsDone(s.Chan) || b.r.IsTimer(s.Chan) })
			case *ssa.UnOp:
				return !other.CommaOk || len(c.Closes) == 0
			case *ssa.Send:
				return !b.r.HasRoom(summary.Op{Kind: summary.OpSend, Instr: other, Chan: other.Chan})
			}
			return true
		})
	})
}

// actsBeforeAssignment reports whether more than naming a variable or field
// goes into what is assigned to: that runs before the receive in an assignment,
// and behind it in a case of a select.
func actsBeforeAssignment(lhs ast.Expr) bool {
	for {
		switch x := ast.Unparen(lhs).(type) {
		case *ast.Ident:
			return false
		case *ast.SelectorExpr:
			lhs = x.X
		default:
			return true
		}
	}
}

// breakFix returns the fix that makes the break at the end of a Done case a
// return. Execution does what the break was written for, and no more:
// see [body.exit].
func (b *body) breakFix(c doneCase) report.Fix {
	exit, why := b.exit(c.cursor)
	if why != "" {
		return report.NoFix(why)
	}
	br := c.breaks()
	return report.Fix{
		Message: "return instead of break",
		Edits:   []analysis.TextEdit{{Pos: br.Pos(), End: br.End(), NewText: []byte(exit)}},
	}
}

// statement returns the statement that the operation at c is, if it is one in
// a list of statements.
func statement(c inspector.Cursor) (inspector.Cursor, bool) {
	for c := range c.Enclosing((*ast.SendStmt)(nil), (*ast.ExprStmt)(nil), (*ast.AssignStmt)(nil), (*ast.FuncLit)(nil)) {
		kind, _ := c.ParentEdge()
		return c, isList(kind)
	}
	return c, false
}

// beginsLine reports whether no other code stands before a statement of a list
// on its line, so that lines can be put before it.
func (b *body) beginsLine(stmt inspector.Cursor) bool {
	above := stmt.Parent().Node().Pos()
	if prev, ok := stmt.PrevSibling(); ok {
		above = prev.Node().End()
	}
	return b.Line(above) < b.Line(stmt.Node().Pos())
}

// isList reports whether statements stand in a list at edges of that kind.
func isList(kind edge.Kind) bool {
	return kind == edge.BlockStmt_List || kind == edge.CaseClause_Body || kind == edge.CommClause_Body
}

// exit returns the statement by which the function around a statement is left
// when the context is over, or says why it cannot be left there. It can if it
// has no results or a last error, the context can be named there, and nothing is
// skipped that must be done. A function with an error tells its caller; one without must
// have nothing left to do behind the loop. What is locked or open when the
// loop is left must be given back by a defer.
func (b *body) exit(stmt inspector.Cursor) (text string, why report.Refusal) {
	gov := b.govs[0]
	if !b.visible(gov, stmt.Node().Pos()) {
		return "", "the context is in a field, or hidden there"
	}
	sig, body := b.function(stmt)
	if sig == nil || b.releasesPlainly(body) {
		return "", "the function gives something back other than in a defer, which would be skipped"
	}
	results := sig.Results()
	n := results.Len()
	if n == 0 {
		if !b.nothingBehind(stmt) {
			return "", "code behind the loop would be skipped"
		}
		return "return", ""
	}
	if !ctxtype.IsError(results.At(n - 1).Type()) {
		return "", "the function has results, but no last error"
	}
	var values []string
	for i := range n - 1 {
		zero, ok := b.zero(results.At(i).Type(), stmt.Node().Pos())
		if !ok {
			return "", "the zero value of a result cannot be written there"
		}
		values = append(values, zero)
	}
	values = append(values, gov.Expr+".Err()")
	return "return " + strings.Join(values, ", "), ""
}

// visible reports whether the expression for gov means a context at pos: it, or
// one that is called the same, as what is derived from it may be.
func (b *body) visible(gov summary.Governor, pos token.Pos) bool {
	name, _, _ := strings.Cut(gov.Expr, ".")
	_, obj := b.Pkg.Scope().Innermost(pos).LookupParent(name, pos)
	v, ok := obj.(*types.Var)
	return ok && (gov.Var == nil || types.Identical(v.Type(), gov.Var.Type()))
}

// function returns the signature and body of the innermost function around c.
func (b *body) function(c inspector.Cursor) (*types.Signature, *ast.BlockStmt) {
	for c := range c.Enclosing((*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		switch f := c.Node().(type) {
		case *ast.FuncLit:
			sig, _ := b.TypesInfo.TypeOf(f).(*types.Signature)
			return sig, f.Body
		case *ast.FuncDecl:
			if fn, ok := b.TypesInfo.Defs[f.Name].(*types.Func); ok {
				return fn.Signature(), f.Body
			}
		}
	}
	return nil, nil
}

// releases are the names of functions that give something back.
var releases = []string{"Unlock", "RUnlock", "Done", "Close", "Release", "Stop", "End", "Wait"}

// releasesPlainly reports whether a function gives something back, or closes
// or cancels it, other than in a defer, so that leaving it in between may
// leave a lock held or somebody waiting. It may do so by a literal of its own.
func (b *body) releasesPlainly(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.DeferStmt:
			return false
		case *ast.CallExpr:
			if fn := calledIdent(n); fn != nil {
				named := slices.ContainsFunc(releases, func(name string) bool { return strings.EqualFold(name, fn.Name) })
				found = found || named && !b.isContext(n.Fun) || ctxtype.IsCancel(b.TypesInfo.TypeOf(n.Fun))
			}
		}
		return !found
	})
	return found
}

// isContext reports whether the method fun is one of a context: its Done gives
// nothing back.
func (b *body) isContext(fun ast.Expr) bool {
	sel, ok := fun.(*ast.SelectorExpr)
	return ok && ctxtype.Implements(b.TypesInfo.TypeOf(sel.X))
}

// nothingBehind reports whether nothing but the end of the function follows
// the loop around stmt. Behind a loop that a goto makes, it cannot tell.
func (b *body) nothingBehind(stmt inspector.Cursor) bool {
	behind := false // c is the loop or around it
	for c := stmt; ; c = c.Parent() {
		switch c.Node().(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			return behind || b.r.Repeats(b.fn) != nil
		case *ast.ForStmt, *ast.RangeStmt:
			behind = true
		case *ast.CaseClause, *ast.CommClause:
			continue // what follows are other cases
		}
		if kind, _ := c.ParentEdge(); !behind || !isList(kind) {
			continue
		}
		if next, ok := c.NextSibling(); ok {
			if _, ok := next.Node().(*ast.ReturnStmt); !ok {
				return false
			}
		}
	}
}

// zero returns the zero value of t as written at pos.
func (b *body) zero(t types.Type, pos token.Pos) (string, bool) {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		text, ok := b.typeText(t, pos)
		return "*new(" + text + ")", ok
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch info := u.Info(); {
		case info&types.IsString != 0:
			return `""`, true
		case info&types.IsBoolean != 0:
			return "false", true
		case info&types.IsNumeric != 0:
			return "0", true
		}
	case *types.Struct, *types.Array:
		text, ok := b.typeText(t, pos)
		return text + "{}", ok
	}
	return "nil", true
}

// declarations returns declarations of the variables that s defines.
func (b *body) declarations(s *ast.AssignStmt, indent string) (string, bool) {
	var text strings.Builder
	for _, lhs := range s.Lhs {
		id, _ := lhs.(*ast.Ident)
		v, ok := b.TypesInfo.Defs[id].(*types.Var)
		if !ok || id.Name == "_" {
			continue // declared before, or nothing
		}
		t, ok := b.typeText(v.Type(), s.Pos())
		if !ok {
			return "", false
		}
		fmt.Fprintf(&text, "var %s %s\n%s", id.Name, t, indent)
	}
	return text.String(), true
}

// typeText returns t as written on one line at pos, if all packages it names
// are imported in the file and nothing hides what it names.
func (b *body) typeText(t types.Type, pos token.Pos) (string, bool) {
	text := types.TypeString(t, func(pkg *types.Package) string {
		if pkg == b.Pkg {
			return ""
		}
		for _, spec := range b.File(pos).Imports {
			if name := b.TypesInfo.PkgNameOf(spec); name != nil && name.Imported() == pkg {
				return name.Name()
			}
		}
		return pkg.Name()
	})
	tv, err := types.Eval(b.Fset, b.Pkg, pos, text)
	return text, err == nil && tv.IsType() && types.Identical(tv.Type, t) && !strings.Contains(text, "struct{")
}

// calledIdent returns the name of the function or method that call calls.
func calledIdent(call *ast.CallExpr) *ast.Ident {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return fun
	case *ast.SelectorExpr:
		return fun.Sel
	}
	return nil
}
