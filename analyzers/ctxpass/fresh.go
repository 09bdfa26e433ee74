package ctxpass

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

// A verdict says how a fresh context is used, from the worst use on.
type verdict int

const (
	passed   verdict = iota // handed to a call that should have the context in scope
	chosen                  // like passed, but another context may take its place
	copied                  // like passed, but with values of the context in scope
	shared                  // passed on in work that is done for many callers
	kept                    // stored, or returned as it is
	waited                  // only waited on
	beside                  // passed on in a goroutine
	harmless                // used without the context in scope for a reason, or not at all
)

// A use is a use of a fresh context with its verdict.
type use struct {
	verdict verdict
	call    *ssa.CallCommon // what it is passed to, if passed to something
	derived bool            // by way of a context derived from it
	clause  string          // the reason why it is harmless
}

// background judges a call of context.Background or TODO with the scope s. It
// makes at most one finding, where the call stands.
func (c *checker) background(s *scope, root ssa.CallInstruction) {
	if s == nil {
		return
	}
	pos, end := c.rangeOf(root.Common())
	u, certain := c.judge(s, root, valuesOf(root))
	if u.verdict == harmless {
		if u.clause != "" {
			c.Silent("fresh", pos, u.clause)
		}
		return
	}
	name := "context." + summary.Callee(root.Common()).Name() + "()"
	f := report.Finding{Pos: pos, End: end, Fix: report.NoFix("the work may be meant to outlive the context in scope, or the one that is held")}
	switch {
	case !s.inScope() && u.verdict != passed:
		return // doubt upon doubt
	case s.kind == held:
		f.Rule, f.Level = "fresh", settings.Strict
		f.Message = fmt.Sprintf("%s is passed to %s although the receiver has %s: pass that, or context.WithoutCancel(%[3]s) if the work must outlive it",
			name, calleeName(u.call), c.name(s, pos))
	case s.kind == sent:
		f.Rule, f.Level = "fresh", settings.Strict
		f.Message = fmt.Sprintf("%s takes the place of %s, which the request may have from whoever made it: derive from that", name, c.name(s, pos))
	case s.kind == blank:
		f.Rule = "blank"
		f.Message = fmt.Sprintf("%s is passed to %s although the function has a context parameter: name it and pass it", name, calleeName(u.call))
	case u.verdict == beside:
		f.Rule = "goroutine"
		f.Message = fmt.Sprintf("%s is passed to %s in a goroutine although %s is in scope: context.WithoutCancel(%[3]s) keeps its values",
			name, calleeName(u.call), c.name(s, pos))
	default:
		c.fresh[root] = true
		f.Rule = "fresh"
		if c.ignoringHandler(s) {
			f.Rule = "handler"
		}
		f.Level, f.Message = c.message(s, u, name, root)
		if certain {
			f.Fix = c.replaceFresh(s, root, u.call)
		}
	}
	c.Report(f)
}

// message returns what to say of a fresh context, and the level if it is
// another than the rule's.
func (c *checker) message(s *scope, u use, name string, root ssa.CallInstruction) (settings.Level, string) {
	pos, _ := c.rangeOf(root.Common())
	ctx := c.name(s, pos)
	switch u.verdict {
	case chosen:
		return settings.Strict, fmt.Sprintf("%s takes the place of %s on some path: use context.WithoutCancel(%[2]s) for work that must outlive it", name, ctx)
	case copied:
		return settings.Strict, fmt.Sprintf("a context derived from %s gets values of %s: context.WithoutCancel(%[2]s) keeps all of them", name, ctx)
	case shared:
		return settings.Strict, fmt.Sprintf("%s is passed to %s in work for many callers although %s is in scope: context.WithoutCancel(%[3]s) keeps its values", name, calleeName(u.call), ctx)
	case kept:
		return settings.Strict, fmt.Sprintf("%s is kept although %s is in scope: keep a context derived from %[2]s, or context.WithoutCancel(%[2]s)", name, ctx)
	case waited:
		return settings.Strict, fmt.Sprintf("%s is waited on although %s is in scope: derive the context from %[2]s", name, ctx)
	}
	if u.derived {
		return 0, fmt.Sprintf("a context derived from %s is passed to %s although %s is in scope: derive it from %[3]s, or from context.WithoutCancel(%[3]s) if the work must outlive it", name, calleeName(u.call), ctx)
	}
	return 0, fmt.Sprintf("%s is passed to %s although %s is in scope: pass %[3]s, or context.WithoutCancel(%[3]s) if the work must outlive it", name, calleeName(u.call), ctx)
}

// judge returns the worst use of the fresh contexts vs that root makes, and
// whether there is no other kind of use.
func (c *checker) judge(s *scope, root ssa.CallInstruction, vs []ssa.Value) (worst use, certain bool) {
	worst = use{verdict: harmless}
	if c.facts.IsFallback(root) {
		worst.clause = "it takes the place of a context that is nil"
		return worst, false
	}
	if d := c.distance(s, root); d.Detachment == summary.Detached {
		worst.clause = d.Clause
		return worst, false
	}
	certain = true
	for _, v := range vs {
		for _, sink := range c.facts.Sinks(v) {
			u := c.use(s, sink)
			if sink.Kind != summary.SinkAsked {
				certain = certain && u.verdict == passed && !c.asksValues(u.call)
			}
			if u.verdict < worst.verdict || worst.verdict == harmless && worst.clause == "" {
				worst = u
			}
		}
	}
	if worst.verdict == passed && c.copies(s, vs, 0) {
		worst.verdict, certain = copied, false
	}
	return worst, certain
}

// copies reports whether one of the contexts vs is made into one with values
// that are looked up in the context in scope: who does that has detached it by
// hand, as was the way before context.WithoutCancel.
func (c *checker) copies(s *scope, vs []ssa.Value, depth int) bool {
	if depth > 4 {
		return false
	}
	lookedUp := func(v ssa.Value) bool {
		call, ok := v.(*ssa.Call)
		return ok && c.looksUp(s, &call.Call)
	}
	return slices.ContainsFunc(vs, func(v ssa.Value) bool {
		return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
			call, ok := ref.(*ssa.Call)
			if !ok {
				return false
			}
			for i := range call.Call.Signature().Results().Len() {
				if from, ok := c.facts.DerivedFrom(&call.Call, i); !ok || from != v {
					continue
				}
				for _, arg := range call.Call.Args {
					if arg != v && summary.DependsOn(arg, lookedUp) {
						return true
					}
				}
				if c.copies(s, summary.Results(call, i), depth+1) {
					return true
				}
			}
			return false
		})
	})
}

// looksUp reports whether a call asks the context in scope for a value: it is
// one of its method Value, or of a function that is given nothing else.
func (c *checker) looksUp(s *scope, call *ssa.CallCommon) bool {
	args := summary.Args(call)
	if len(args) == 0 || !ctxtype.IsContext(args[0].Type()) || !c.from(args[0], s) {
		return false
	}
	return len(args) == 1 && !call.IsInvoke() || call.IsInvoke() && call.Method.Name() == "Value"
}

// use judges one use of a fresh context.
func (c *checker) use(s *scope, sink summary.Sink) use {
	if sink.Owned {
		return use{verdict: harmless, clause: "its cancel function is kept: it ends with what it was made for"}
	}
	if sink.Merged {
		return use{verdict: harmless, clause: "a call is given another context too"}
	}
	u := use{verdict: passed, derived: sink.Derived}
	switch sink.Kind {
	case summary.SinkAsked:
		return use{verdict: harmless, clause: "nothing is done with it"}
	case summary.SinkWaited:
		u.verdict = waited
	case summary.SinkStored:
		if c.keptBeside(s, sink.Instr) {
			return use{verdict: harmless, clause: "the context in scope is kept beside it"}
		}
		u.verdict = kept
	case summary.SinkReturned:
		if !sink.Derived {
			u.verdict = kept
		}
	case summary.SinkPassed:
		u.call = sink.Instr.(ssa.CallInstruction).Common()
		if clause, ok := c.meant(sink.Instr, u.call); ok {
			return use{verdict: harmless, clause: clause}
		}
		if s.kind == held && c.isTwin(sink.Instr, u.call) {
			return use{verdict: harmless, clause: "the function is the one without a context beside what it calls"}
		}
		if c.asksCarrier(s, u.call) {
			return use{verdict: harmless, clause: "it is called on what has the context in scope, and can look at that itself"}
		}
		if c.facts.Touches(u.call).Within(summary.TouchesLater) {
			u.verdict = kept
		}
	}
	switch d := c.distance(s, sink.Instr); {
	case d.Detachment == summary.Detached:
		return use{verdict: harmless, clause: d.Clause}
	case u.verdict != passed:
	case d.Detachment == summary.Beside:
		u.verdict = beside
	case d.Detachment == summary.Shared:
		u.verdict = shared
	case sink.Chosen:
		u.verdict = chosen
	}
	return u
}

// asksCarrier reports whether call is that of a method of the carrier in scope,
// as conn.AcceptStream(context.Background()) is. One that returns another
// carrier, with the context that it is given, is meant to forget its own.
func (c *checker) asksCarrier(s *scope, call *ssa.CallCommon) bool {
	fn := summary.Callee(call)
	return s.kind == carrier && fn != nil && fn.Signature().Recv() != nil && !binds(call) &&
		slices.Contains(c.facts.Leaves(summary.Args(call)[0]), ssa.Value(s.param))
}

// isTwin reports whether a call in a function that takes no context is that of
// its sibling that takes one, as Exec of a transaction calls ExecContext: who
// has a context calls that.
func (c *checker) isTwin(instr ssa.Instruction, call *ssa.CallCommon) bool {
	fn, callee := instr.Parent().Object(), summary.Callee(call)
	if fn == nil || callee == nil {
		return false
	}
	without, with := fn.(*types.Func), callee.Signature()
	recv := with.Recv()
	return recv != nil && without.Signature().Recv() != nil && slices.Contains(siblingNames(without), callee.Name()) &&
		types.Identical(ctxtype.Deref(recv.Type()), ctxtype.Deref(without.Signature().Recv().Type())) &&
		addedContext(without.Signature(), with) >= 0
}

// keptBeside reports whether instr stores to a field of a struct another field
// of which is given the context in scope: the struct is a context with the
// values of the one and the life of the other.
func (c *checker) keptBeside(s *scope, instr ssa.Instruction) bool {
	store, ok := instr.(*ssa.Store)
	if !ok {
		return false
	}
	field, ok := store.Addr.(*ssa.FieldAddr)
	if !ok || field.X.Referrers() == nil {
		return false
	}
	return slices.ContainsFunc(*field.X.Referrers(), func(ref ssa.Instruction) bool {
		other, ok := ref.(*ssa.FieldAddr)
		return ok && slices.ContainsFunc(*other.Referrers(), func(ref ssa.Instruction) bool {
			store, ok := ref.(*ssa.Store)
			return ok && store.Addr == other && ctxtype.Implements(store.Val.Type()) && c.from(store.Val, s)
		})
	})
}

// asksValues reports whether a call only looks up values in its contexts: one
// that has none may be meant, for what is the default.
func (c *checker) asksValues(call *ssa.CallCommon) bool {
	return call != nil && c.facts.Touches(call).Within(summary.TouchesValues)
}

// meant reports whether a call is given a fresh context on purpose, and why.
func (c *checker) meant(instr ssa.Instruction, call *ssa.CallCommon) (clause string, ok bool) {
	obj := summary.Callee(call)
	switch {
	case obj == nil:
	case c.detaches(obj):
		return obj.Name() + " detaches what it is given", true
	case ctxtype.IsFunc(obj, "cmp", "Or"):
		return "it takes the place of a context that is nil", true
	case summary.Closes(obj.Name()) && c.followsRun(instr):
		return "it shuts down what ran before", true
	}
	return "", false
}

// followsRun reports whether something that may run for long stands before
// instr: a call that is given a context, a join, a receive or a loop.
func (c *checker) followsRun(instr ssa.Instruction) bool {
	fn := instr.Parent()
	g := c.facts.Graph(fn)
	for _, b := range fn.Blocks {
		before := b == instr.Block() || g.Reachable(nil, b)[instr.Block().Index]
		if !before {
			continue
		}
		for _, x := range b.Instrs {
			if x == instr {
				break
			}
			if summary.MayJoin(x) {
				return true
			}
			if call, ok := x.(*ssa.Call); ok {
				for _, a := range contextArgs(&call.Call) {
					if c.facts.CanEnd(a) && summary.Callee(&call.Call) != nil && !ctxtype.Derives(summary.Callee(&call.Call)) {
						return true
					}
				}
			}
		}
	}
	return false
}

// ignoringHandler reports whether s is the scope of a plain HTTP handler,
// func(w, r), that never asks for the context of its request.
func (c *checker) ignoringHandler(s *scope) bool {
	sig := s.fn.Signature
	if s.kind != carrier || sig.Params().Len() != 2 || sig.Results().Len() > 0 ||
		!ctxtype.IsNamed(sig.Params().At(0).Type(), "net/http", "ResponseWriter") ||
		!ctxtype.IsNamed(ctxtype.Deref(sig.Params().At(1).Type()), "net/http", "Request") {
		return false
	}
	var asks func(fn *ssa.Function) bool
	asks = func(fn *ssa.Function) bool {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok && ctxtype.IsMethod(summary.Callee(call.Common()), "net/http", "Request", "Context") {
					return true
				}
			}
		}
		return slices.ContainsFunc(fn.AnonFuncs, asks)
	}
	return !asks(s.fn)
}

// valuesOf returns the values that are the only result of a call.
func valuesOf(call ssa.CallInstruction) []ssa.Value {
	if v := call.Value(); v != nil {
		return []ssa.Value{v}
	}
	return nil
}

// calleeName returns what to call the callee of a call in a message.
func calleeName(call *ssa.CallCommon) string {
	if call == nil {
		return "the caller"
	}
	if obj := summary.Callee(call); obj != nil {
		return obj.Name()
	}
	if name := summary.Name(call.Value); name != "" {
		return name
	}
	return "a function"
}

// replaceFresh returns the fix that writes the context in scope in place of
// context.Background(). Whatever is done with the fresh context is done with
// that one then; nothing else changes, and what is passed on is what the
// finding says should be. There is no fix where that would assign a variable
// to itself, change the type of a variable, lose a comment, or choose between
// contexts.
func (c *checker) replaceFresh(s *scope, root ssa.CallInstruction, to *ssa.CallCommon) report.Fix {
	cur, ok := c.calls[root.Common().Pos()]
	if !ok {
		return report.NoFix(notCalled)
	}
	expr := cur.Node().(*ast.CallExpr)
	ctx, why := c.toPass(s, root, expr.Pos())
	if why != "" {
		return report.NoFix(why)
	}
	switch {
	case c.inTask(cur), c.makesBlankGroup(cur):
		return report.NoFix("the context of the errgroup may be the one to pass")
	case c.undoes(s, cur):
		return report.NoFix("what is undone may have to be so when the context in scope is over")
	case c.tests(s, expr.Pos()):
		return report.NoFix("a test may want a context apart")
	case to != nil && isWait(to):
		return report.NoFix(unawaited)
	case c.outlives(s, cur, true), slices.ContainsFunc(valuesOf(root), c.boundOn):
		return report.NoFix(outlived)
	case hasComment(enclosingFile(cur), expr):
		return report.NoFix("a comment would be lost")
	}
	if _, isArg := cur.Parent().Node().(*ast.CallExpr); !isArg {
		if !c.isStandard(ctx) {
			return report.NoFix("a variable would get another type")
		}
		if assign, ok := cur.Parent().Node().(*ast.AssignStmt); ok && assigns(assign, ctx.Var.Name()) {
			return report.NoFix("the context would be assigned to itself")
		}
	}
	edits := []analysis.TextEdit{{Pos: expr.Pos(), End: expr.End(), NewText: []byte(ctx.Expr)}}
	imports, ok := c.dropImport(cur, expr)
	if !ok {
		return report.NoFix("the import of package context may be left without use, and cannot be removed")
	}
	return report.Fix{
		Message: "Pass " + ctx.Expr,
		Edits:   append(edits, imports...),
	}
}

// notCalled is why a call that is none in the source is not rewritten.
const notCalled report.Refusal = "it is called by way of a function value"

// tests reports whether the code at pos, for which s is the scope, is there to
// test something: in the file of a test, or in a function that is given one.
func (c *checker) tests(s *scope, pos token.Pos) bool {
	for fn := s.fn; fn != nil; fn = fn.Parent() {
		if slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return ctxtype.IsTesting(p.Type()) }) {
			return true
		}
	}
	return c.Index.Test(pos)
}

// unawaited is why the end of the context in scope does not end a Wait.
const unawaited report.Refusal = "what is no longer waited for goes on, and may use what comes behind"

// isWait reports whether a call is that of a function that waits, by its name.
func isWait(call *ssa.CallCommon) bool {
	obj := summary.Callee(call)
	return obj != nil && obj.Name() == "Wait"
}

// toPass returns the context of s as it is written at pos, in instr, or says
// why that is not certainly the one to pass there.
func (c *checker) toPass(s *scope, instr ssa.Instruction, pos token.Pos) (ctx *ctxtype.Source, why report.Refusal) {
	if s.several {
		return nil, "there are several contexts to choose from"
	}
	ctx = c.source(s, pos)
	switch {
	case ctx == nil:
		return nil, "the context in scope cannot be written there"
	case !c.Alive(ctx.Var, pos):
		return nil, "the context in scope may be nil or over there"
	case c.facts.Spares(s.fn):
		return nil, report.Spared
	case c.waitsAlone(s, instr):
		return nil, "the function literal waits without a context, and would have to end with the one in scope"
	}
	return ctx, ""
}

// waitsAlone reports whether instr is in a function literal that captures no
// context so far and waits for something. Once it has one, that is a finding.
func (c *checker) waitsAlone(s *scope, instr ssa.Instruction) bool {
	for fn := instr.Parent(); fn != nil && fn != s.fn; fn = fn.Parent() {
		if len(c.facts.Governing(fn)) == 0 && len(c.facts.Ops(fn)) > 0 {
			return true
		}
	}
	return false
}

// inTask reports whether cur is in a literal that an errgroup runs: there the
// context of the group is the one to pass, if the author wants that.
func (c *checker) inTask(cur inspector.Cursor) bool {
	for lit := range cur.Enclosing((*ast.FuncLit)(nil)) {
		if call, ok := lit.Parent().Node().(*ast.CallExpr); ok &&
			ctxtype.IsGroupTask(typeutil.Callee(c.TypesInfo, call)) {
			return true
		}
	}
	return false
}

// undoes reports whether the function s is the scope of, or what the fresh
// context at cur is passed to, undoes something by its name.
func (c *checker) undoes(s *scope, cur inspector.Cursor) bool {
	fn := s.fn
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if summary.Undoes(fn.Name()) {
		return true
	}
	call, ok := cur.Parent().Node().(*ast.CallExpr)
	if !ok {
		return false
	}
	callee := typeutil.Callee(c.TypesInfo, call)
	return callee != nil && summary.Undoes(callee.Name())
}

// makesBlankGroup reports whether cur is the argument of errgroup.WithContext
// where the context that it returns is thrown away.
func (c *checker) makesBlankGroup(cur inspector.Cursor) bool {
	call, ok := cur.Parent().Node().(*ast.CallExpr)
	if !ok || !ctxtype.IsFunc(typeutil.Callee(c.TypesInfo, call), "golang.org/x/sync/errgroup", "WithContext") {
		return false
	}
	assign, ok := cur.Parent().Parent().Node().(*ast.AssignStmt)
	return ok && report.IsBlank(assign.Lhs[len(assign.Lhs)-1])
}

// isStandard reports whether what the source gives is a context.Context.
func (c *checker) isStandard(ctx *ctxtype.Source) bool {
	t := types.Unalias(ctx.Var.Type())
	return ctxtype.IsNamed(t, "context", "Context") || !ctxtype.Implements(t) // a carrier's method returns one
}

// assigns reports whether assign gives a variable of that name a value.
func assigns(assign *ast.AssignStmt, name string) bool {
	for _, lhs := range assign.Lhs {
		if id, ok := lhs.(*ast.Ident); ok && id.Name == name {
			return true
		}
	}
	return false
}

// hasComment reports whether a comment stands in n.
func hasComment(file *ast.File, n ast.Node) bool {
	return slices.ContainsFunc(file.Comments, func(g *ast.CommentGroup) bool { return n.Pos() <= g.Pos() && g.End() <= n.End() })
}
