package ctxloop

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

// report reports the wait w of the loop l, and names the others.
func (b *body) report(l loop, w wait, others []wait) {
	op := w.op
	pos, end := b.place(op)
	gov := b.govs[0]
	f := report.Finding{
		Rule:    w.rule,
		Level:   w.level,
		Pos:     pos,
		End:     end,
		Related: b.related(op, gov),
		Fix:     b.selectFix(op),
	}
	if gov.Field {
		f.Level = settings.Strict
	}
	of := fmt.Sprintf("%s (%s)", gov.Expr, b.at(gov.Pos, pos))
	what, instead := b.words(op, gov.Expr)
	switch {
	case w.rule == "partial" && w.watch.waits:
		f.Message = fmt.Sprintf("the loop looks at %s at %s, but %s here, which the end of %s does not end: %s", gov.Expr, b.at(w.watch.pos, pos), what, gov.Expr, instead)
	case w.rule == "partial":
		d, _ := b.r.Duration(op)
		f.Message = fmt.Sprintf("the loop looks at %s at %s, but %s for %s between looks: %s", gov.Expr, b.at(w.watch.pos, pos), what, d, instead)
	case w.rule == "otherstop" && op.Kind == summary.OpReceive && b.stopsOn(l, op) != nil:
		f.Message = fmt.Sprintf("the loop waits for the stop channel %s, which the end of %s does not end: %s", b.channel(op.Chan, op.Pos), of, instead)
	case w.rule == "otherstop":
		stop := "something else"
		if ch := b.stopsOn(l, op); ch != nil {
			if name := b.channel(ch, op.Pos); name != "" {
				stop = name
			}
		}
		f.Message = fmt.Sprintf("the loop %s and stops on %s, but not on the end of %s: %s", what, stop, of, instead)
	case w.rule == "sleep":
		f.Message = fmt.Sprintf("the loop %s and never looks at %s: %s", what, of, instead)
	default:
		f.Message = fmt.Sprintf("the loop %s, which the end of %s does not end: %s", what, of, instead)
	}
	var also []string
	for _, other := range others {
		at, _ := b.place(other.op)
		if line := b.at(at, pos); !slices.Contains(also, line) {
			does, _ := b.words(other.op, gov.Expr)
			f.Related = append(f.Related, report.Related(at, "the loop also %s", does))
			also = append(also, line)
		}
	}
	if len(also) > 0 {
		f.Message += "; it waits so at " + strings.Join(also, " and ") + ", too"
	}
	b.Report(f)
}

// words says what op does, as the predicate of "the loop", and what to write
// instead.
func (b *body) words(op summary.Op, ctx string) (what, instead string) {
	done := fmt.Sprintf("a case <-%s.Done()", ctx)
	ch := ""
	if op.Chan != nil {
		ch = b.channel(op.Chan, op.Pos)
	}
	only, _ := b.r.Timed(op)
	switch op.Kind {
	case summary.OpSend:
		return "sends on " + ch, "send in a select with " + done
	case summary.OpReceive:
		if only {
			return "waits for " + ch, "wait in a select with " + done
		}
		return "receives from " + ch, "receive in a select with " + done
	case summary.OpRange:
		if only {
			return "ranges over " + ch + ", which is never closed,", "receive in a select with " + done
		}
		return "ranges over " + ch, "receive in a select with " + done
	case summary.OpSelect:
		if len(op.States) == 0 {
			return "blocks for ever in select {}", "write <-" + ctx + ".Done()"
		}
		if only {
			return "waits for time to pass in a select", "add " + done
		}
		return "waits in a select without a case for the context", "add " + done
	case summary.OpSleep:
		return "sleeps in " + calleeName(op.Call), "wait in a select with a timer and " + done
	}
	name := calleeName(op.Call)
	if made, ok := op.Call.Value.(*ssa.Call); ok || op.Instr.Parent() != b.fn && summary.IsYield(b.fn) {
		if ok {
			name = calleeName(&made.Call)
		}
		return fmt.Sprintf("ranges over %s, which %s", name, op.Wait.By), fmt.Sprintf("pass %s to %s and select on its Done there", ctx, name)
	}
	if op.Wait == nil {
		return "calls " + name + ", which blocks", "use what takes a context instead"
	}
	return fmt.Sprintf("calls %s, which %s", name, op.Wait.By), fmt.Sprintf("pass %s to %s and select on its Done there", ctx, name)
}

// channel names a channel and says where it comes from: as it is written at
// pos, which is where an operation on it stands.
func (b *body) channel(ch ssa.Value, pos token.Pos) string {
	name := summary.Name(ch)
	if e := b.channelExpr(pos); e != nil && name == "" {
		name = types.ExprString(e)
	}
	if name == "" {
		name = "a channel"
	}
	for _, c := range b.r.Channels(ch) {
		switch {
		case c.Kind == summary.ChanMade && c.Source.Pos().IsValid():
			return fmt.Sprintf("%s (made at %s)", name, b.at(c.Source.Pos(), pos))
		case c.Kind == summary.ChanGiven:
			return name + " (a parameter)"
		}
	}
	return name
}

// channelExpr returns the channel operand of the send or receive at pos, or
// nil.
func (b *body) channelExpr(pos token.Pos) ast.Expr {
	c, ok := b.root.FindByPos(pos, pos)
	if !ok {
		return nil
	}
	switch n := c.Node().(type) {
	case *ast.SendStmt:
		return n.Chan
	case *ast.UnaryExpr:
		return n.X
	case *ast.RangeStmt:
		return n.X
	}
	return nil
}

// calleeName returns how the function is called that call calls.
func calleeName(call *ssa.CallCommon) string {
	obj := summary.Callee(call)
	if obj == nil {
		if name := summary.Name(call.Value); name != "" {
			return name
		}
		return "a function"
	}
	if obj.Signature().Recv() == nil && obj.Pkg() != nil && call.StaticCallee() != nil && call.StaticCallee().Pkg != nil &&
		obj.Pkg().Path() == "time" {
		return "time." + obj.Name()
	}
	return obj.Name()
}

// reportStuck reports that a receive from a Done channel at pos does not
// leave its loop.
func (b *body) reportStuck(pos token.Pos, c doneCase) {
	f, done := b.stuckFinding(b.loopPos(pos), pos)
	loop := b.at(b.loopPos(pos), pos)
	switch {
	case c.clause == nil:
		f.Message = fmt.Sprintf("the receive %s does not leave the loop of %s: return behind it", done, loop)
		f.Fix = report.NoFix(noBreak)
	case c.breaks() != nil:
		f.End = c.breaks().End()
		f.Message = fmt.Sprintf("the case %s does not leave the loop of %s, as break leaves only the select: return, or break with the loop's label", done, loop)
		f.Fix = b.breakFix(c)
	default:
		f.Message = fmt.Sprintf("the case %s does not leave the loop of %s: return from it", done, loop)
		f.Fix = report.NoFix(noBreak)
	}
	b.Report(f)
}

// noBreak is why a Done case that does not leave its loop stays as it is.
const noBreak report.Refusal = "no break ends the case, so that the author may have meant to go on"

// reportStuckLiteral reports that a Done case at pos leaves the literal that the
// loop at around calls, and not the loop.
func (b *body) reportStuckLiteral(around, pos token.Pos) {
	f, done := b.stuckFinding(around, pos)
	f.Message = fmt.Sprintf("the case %s leaves the function literal alone, not the loop of %s that calls it: let the literal say whether to go on", done, b.at(around, pos))
	f.Fix = report.NoFix(noBreak)
	b.Report(f)
}

// stuckFinding returns a finding, still without its message, about the receive
// from a Done channel at pos in the loop at around, and the text of that
// receive.
func (b *body) stuckFinding(around, pos token.Pos) (f report.Finding, done string) {
	f = report.Finding{
		Rule:    "stuck",
		Pos:     pos,
		Related: []analysis.RelatedInformation{report.Related(around, "the loop")},
	}
	if b.govs[0].Field {
		f.Level = settings.Strict
	}
	if e := b.channelExpr(pos); e != nil {
		return f, "<-" + types.ExprString(e)
	}
	return f, "<-" + b.govs[0].Expr + ".Done()"
}

// reportSpin reports the endless loop l, which ignores that call fails.
func (b *body) reportSpin(l loop, call *ssa.Call) {
	gov := b.govs[0]
	pos := b.start(l)
	name := calleeName(&call.Call)
	does := fmt.Sprintf("passes %s (%s) to %s at %s and goes on when that fails", gov.Expr, b.at(gov.Pos, pos), name, b.at(call.Pos(), pos))
	if !b.r.Passes(&call.Call, b.govs) { // a method of a stream
		does = fmt.Sprintf("goes on when %s at %s fails because %s (%s) is over", name, b.at(call.Pos(), pos), gov.Expr, b.at(gov.Pos, pos))
	}
	f := report.Finding{
		Rule:    "spin",
		Pos:     pos,
		Message: fmt.Sprintf("the endless loop %s, so it spins from then on: return if %s.Err() != nil", does, gov.Expr),
		Related: []analysis.RelatedInformation{report.Related(call.Pos(), "its error does not end the loop")},
	}
	if gov.Field {
		f.Level = settings.Strict
	}
	b.Report(f)
}

// related returns the places that the message of a wait speaks of.
func (b *body) related(op summary.Op, gov summary.Governor) []analysis.RelatedInformation {
	related := []analysis.RelatedInformation{report.Related(b.loopPos(op.Pos), "the loop")}
	if gov.Pos.IsValid() {
		related = append(related, report.Related(gov.Pos, "the context %s", gov.Expr))
	}
	if op.Chan != nil {
		for _, c := range b.r.Channels(op.Chan) {
			if p := c.Source.Pos(); p.IsValid() {
				related = append(related, report.Related(p, "where the channel comes from"))
				break
			}
		}
	}
	return related
}

// place returns where op is reported: at its arrow or keyword, or at the call.
func (b *body) place(op summary.Op) (pos, end token.Pos) {
	if op.Call == nil {
		return op.Pos, token.NoPos
	}
	if c, ok := b.root.FindByPos(op.Pos, op.Pos); ok {
		for c := range c.Enclosing((*ast.CallExpr)(nil), (*ast.RangeStmt)(nil)) {
			if r, ok := c.Node().(*ast.RangeStmt); ok {
				return r.For, token.NoPos // the call of an iterator
			}
			return c.Node().Pos(), c.Node().End()
		}
	}
	return op.Pos, token.NoPos
}

// loopPos returns where the loop around pos begins.
func (b *body) loopPos(pos token.Pos) token.Pos {
	c, ok := b.root.FindByPos(pos, pos)
	if !ok {
		return pos
	}
	for c := range c.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		if _, isFunc := c.Node().(*ast.FuncDecl); isFunc {
			break // a loop made of goto
		}
		return c.Node().Pos()
	}
	return pos
}

// start returns where l begins: the outermost loop statement around what
// belongs to l and to no loop inside it, or if nothing does, the one around
// the loop inside it.
func (b *body) start(l loop) token.Pos {
	first := token.NoPos
	for _, block := range b.fn.Blocks {
		if b.g.InnerLoop(block) != l.Loop {
			continue
		}
		for _, instr := range b.g.Instrs(block) {
			if !instr.Pos().IsValid() {
				continue
			}
			if pos := b.loopPos(instr.Pos()); !first.IsValid() || pos < first {
				first = pos
			}
		}
	}
	if first.IsValid() {
		return first
	}
	for _, inner := range b.g.Loops() {
		if inner.Parent != l.Loop {
			continue
		}
		if c, ok := b.root.FindByPos(b.start(loop{Loop: inner}), b.start(loop{Loop: inner})); ok {
			return b.loopPos(c.Parent().Node().Pos())
		}
	}
	return token.NoPos
}

// at says where pos is to somebody who is told of the place from.
func (b *body) at(pos, from token.Pos) string {
	p, q := b.Fset.Position(pos), b.Fset.Position(from)
	if p.Filename == q.Filename {
		return fmt.Sprintf("line %d", p.Line)
	}
	return fmt.Sprintf("%s:%d", filepath.Base(p.Filename), p.Line)
}

// A doneCase is the case of a select.
type doneCase struct {
	clause *ast.CommClause
	cursor inspector.Cursor
}

// doneCase returns the case whose receive stands at pos.
func (b *body) doneCase(pos token.Pos) doneCase {
	if c, ok := b.root.FindByPos(pos, pos); ok {
		for c := range c.Enclosing((*ast.CommClause)(nil)) {
			return doneCase{c.Node().(*ast.CommClause), c}
		}
	}
	return doneCase{}
}

// breaks returns the break at the end of c, one that means the select, or nil.
func (c doneCase) breaks() *ast.BranchStmt {
	if c.clause == nil || len(c.clause.Body) == 0 {
		return nil
	}
	br, ok := c.clause.Body[len(c.clause.Body)-1].(*ast.BranchStmt)
	if !ok || br.Tok != token.BREAK || br.Label != nil {
		return nil
	}
	return br
}
