package ctxnest

import (
	_ "embed"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

//go:embed doc.go
var doc string

// Check describes the analyzer.
var Check = &report.Check{
	Name: "ctxnest",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "loop", Level: settings.Default, Doc: "a context that is wrapped anew in every round of a loop"},
		{Name: "closure", Level: settings.Opinion, Doc: "a captured context that a function literal wraps each time it runs"},
		{Name: "pointer", Level: settings.Opinion, Doc: "a context behind a struct pointer that is wrapped again and again"},
	},
	Requires: []*analysis.Analyzer{inspect.Analyzer, summary.Analyzer},
	Run:      run,
}

// Analyzer is the check with default settings.
var Analyzer = New(settings.New())

// New returns the check with the given settings.
var New = Check.Analyzer

func run(pass *report.Pass) error {
	c := &checker{
		pass:    pass,
		facts:   summary.Get(pass.Pass),
		targets: make(map[ast.Expr]target),
	}
	if c.facts.Program == nil {
		return nil
	}
	root := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root()
	for cur := range root.Preorder((*ast.AssignStmt)(nil)) {
		for _, lhs := range cur.Node().(*ast.AssignStmt).Lhs {
			if !ctxtype.IsContext(pass.TypesInfo.TypeOf(lhs)) {
				continue
			}
			lhs = ast.Unparen(lhs)
			name := lhs // by which package ssa knows it
			if sel, ok := lhs.(*ast.SelectorExpr); ok {
				name = sel.Sel
			}
			c.targets[name] = target{lhs, cur}
		}
	}
	if len(c.targets) == 0 {
		return nil // most packages
	}
	for _, fn := range c.facts.Program.Funcs {
		for _, b := range fn.Blocks {
			for i, instr := range b.Instrs {
				if ref, ok := instr.(*ssa.DebugRef); ok && !ref.IsAddr {
					if t, ok := c.targets[ref.Expr]; ok {
						c.judge(c.assignment(ref, b.Instrs[:i], t))
					}
				}
			}
		}
	}
	return nil
}

type checker struct {
	pass    *report.Pass
	facts   *summary.Result
	targets map[ast.Expr]target
}

// A target is what is assigned to, and the statement.
type target struct {
	lhs  ast.Expr
	stmt inspector.Cursor
}

// An assignment is one of a context to a variable or field.
type assignment struct {
	target
	fn       *ssa.Function
	block    *ssa.BasicBlock
	variable *types.Var // nil for a field
	value    ssa.Value
	addr     ssa.Value // where the value is stored, or nil for a variable that is not in memory
}

// assignment returns the assignment that ref records; before are the
// instructions before it in its block.
func (c *checker) assignment(ref *ssa.DebugRef, before []ssa.Instruction, t target) *assignment {
	a := &assignment{target: t, fn: ref.Parent(), block: ref.Block(), value: ref.X}
	if _, ok := t.lhs.(*ast.Ident); ok {
		a.variable, _ = ref.Object().(*types.Var)
	}
	if n := len(before); n > 0 {
		if store, ok := before[n-1].(*ssa.Store); ok && store.Val == ref.X {
			a.addr = store.Addr
		}
	}
	return a
}

// judge reports an assignment that makes its context grow.
//
// It grows if the value assigned wraps what the variable held before: then a
// context gets one layer for each round, none of which is ever released, and
// each lookup in it takes longer than the one before. Whether the variable
// still holds this context when it is wrapped again is left to a walk along
// the paths, so that a round that starts anew, or that is the last, is fine.
func (c *checker) judge(a *assignment) {
	wraps := c.wraps(a)
	if len(wraps) == 0 {
		return // the value is not one around the old one
	}
	rule := "loop"
	if throughPointer(c.pass.TypesInfo, a.lhs) {
		rule = "pointer"
	}
	g := c.facts.Graph(a.fn)
	depth := 0
	for l := g.InnerLoop(a.block); l != nil; l, depth = l.Parent, depth+1 {
		for _, w := range wraps {
			if c.grows(a, l, w) && c.reportLoop(a, l, w, rule, depth) {
				return
			}
		}
	}
	c.judgeFunction(a, wraps, rule)
}

// A wrap is a call that makes a context around another one.
type wrap struct {
	call *ssa.Call
	from ssa.Value
}

// name returns what the user calls the function of w.
func (w wrap) name() string {
	fn := summary.Callee(&w.call.Call)
	switch {
	case fn == nil:
		return "the function"
	case fn.Signature().Recv() == nil && fn.Pkg() != w.call.Parent().Pkg.Pkg:
		return fn.Pkg().Name() + "." + fn.Name()
	}
	return fn.Name()
}

// wraps returns the calls that lie between the value that a assigns and the
// one that its variable held before; none if the one is not made of the other.
func (c *checker) wraps(a *assignment) []wrap {
	var wraps []wrap
	again := false // the old value is reached
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value, inside bool)
	visit = func(v ssa.Value, inside bool) {
		if c.isOld(a, v) {
			again = again || inside
			return
		}
		if seen[v] {
			return
		}
		seen[v] = true
		if w, ok := c.wrapOf(v); ok {
			wraps = append(wraps, w)
			visit(w.from, true)
			return
		}
		switch v := v.(type) {
		case *ssa.Phi:
			for _, e := range v.Edges {
				visit(e, inside)
			}
		case *ssa.ChangeInterface:
			visit(v.X, inside)
		case *ssa.ChangeType:
			visit(v.X, inside)
		}
	}
	visit(a.value, false)
	if !again {
		return nil
	}
	return wraps
}

// wrapOf returns the call that made the context v of another one.
func (c *checker) wrapOf(v ssa.Value) (wrap, bool) {
	call, result := summary.ResultOf(v)
	if call == nil {
		return wrap{}, false
	}
	from, ok := c.facts.Wraps(&call.Call, result)
	return wrap{call, from}, ok
}

// isOld reports whether v is what the variable of a held before.
func (c *checker) isOld(a *assignment, v ssa.Value) bool {
	if a.addr == nil {
		// What a variable carries around a loop is named after it.
		phi, ok := v.(*ssa.Phi)
		return ok && a.variable != nil && phi.Comment == a.variable.Name() && c.carries(a, phi)
	}
	load, ok := v.(*ssa.UnOp)
	return ok && load.Op == token.MUL && samePlace(load.X, a.addr)
}

// carries reports whether phi is at the start of a loop around a, and the
// variable of a is older than the loop.
func (c *checker) carries(a *assignment, phi *ssa.Phi) bool {
	loops := enclosingLoops(a)
	depth := 0
	for l := c.facts.Graph(a.fn).InnerLoop(a.block); l != nil; l, depth = l.Parent, depth+1 {
		if l.Header == phi.Block() {
			return depth >= len(loops) || a.variable.Pos() < loops[depth].Pos() // or a loop made with goto
		}
	}
	return false
}

func samePlace(a, b ssa.Value) bool {
	place := summary.PlaceOf(a)
	return place != "" && place == summary.PlaceOf(b)
}

// throughPointer reports whether e selects a field of what a pointer points to.
func throughPointer(info *types.Info, e ast.Expr) bool {
	for {
		sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
		if !ok {
			return false
		}
		s := info.Selections[sel]
		if s == nil {
			return false // a package variable
		}
		if s.Indirect() {
			return true
		}
		e = sel.X
	}
}

// A lap is what a walk from one wrap to the next knows: whether it has closed
// the loop, and whether the variable, if in memory, still holds the context.
type lap struct{ closed, held bool }

// grows reports whether on some path around the loop l the context that w
// made is wrapped by w again.
func (c *checker) grows(a *assignment, l *flow.Loop, w wrap) bool {
	if !l.Contains(w.call.Block()) {
		return false
	}
	grows := false
	walk := c.walk(a, w)
	step := walk.Step
	walk.Step = func(s lap, e *flow.Env, instr ssa.Instruction) (lap, bool) {
		if grows {
			return s, false
		}
		if instr == ssa.Instruction(w.call) {
			grows = s.closed && c.holds(a, w, s, e, w.from)
			return s, false
		}
		return step(s, e, instr)
	}
	walk.Edge = func(s lap, _ *flow.Env, _, to *ssa.BasicBlock) (lap, bool) {
		s.closed = s.closed || to == l.Header
		return s, l.Contains(to)
	}
	return c.from(walk, w) && grows
}

// walk returns a walk that knows whether the variable of a, if it is in
// memory, holds the context of w.
func (c *checker) walk(a *assignment, w wrap) *flow.Walk[lap] {
	changeable := a.addr != nil && c.facts.StoredElsewhere(a.addr, a.fn)
	return &flow.Walk[lap]{
		Graph: c.facts.Graph(a.fn),
		Step: func(s lap, e *flow.Env, instr ssa.Instruction) (lap, bool) {
			if a.addr == nil {
				return s, true
			}
			if store, ok := instr.(*ssa.Store); ok {
				if within(a.addr, store.Addr) {
					s.held = samePlace(a.addr, store.Addr) && c.holds(a, w, s, e, store.Val)
				}
				return s, true
			}
			if call, ok := instr.(*ssa.Call); ok && changeable && !c.onlyWraps(call) && !c.isForeign(call) {
				s.held = false
			}
			if v, ok := instr.(ssa.Value); ok && v == summary.RootOf(a.addr) {
				s.held = false // the place is in another struct now
			}
			return s, true
		},
		Track: func(phi *ssa.Phi) bool { return ctxtype.IsContext(phi.Type()) },
	}
}

// from starts a walk behind the call of w. It reports whether all paths were
// seen.
func (c *checker) from(walk *flow.Walk[lap], w wrap) bool {
	i := slices.Index(w.call.Block().Instrs, ssa.Instruction(w.call))
	return walk.From(w.call.Block(), i+1, lap{})
}

// onlyWraps reports whether a call does nothing but to make a context.
func (c *checker) onlyWraps(call *ssa.Call) bool {
	if _, builtin := call.Call.Value.(*ssa.Builtin); builtin {
		return true
	}
	fn := summary.Callee(&call.Call)
	return fn != nil && (ctxtype.Derives(fn) || knowledge.Derives(fn))
}

// isForeign reports whether a call reaches a function of another package that
// is given nothing by which it could come back to this one: contexts, and
// values without methods and functions.
func (c *checker) isForeign(call *ssa.Call) bool {
	fn := call.Call.StaticCallee()
	obj := summary.Callee(&call.Call)
	return fn != nil && obj != nil && obj.Pkg() != c.pass.Pkg && !slices.ContainsFunc(summary.Args(&call.Call), func(v ssa.Value) bool {
		_, isBasic := v.Type().Underlying().(*types.Basic)
		return !isBasic && !ctxtype.IsContext(v.Type())
	})
}

// within reports whether the place at addr is the one at outer, or in what is
// there.
func within(addr, outer ssa.Value) bool {
	for {
		if addr == outer || samePlace(addr, outer) {
			return true
		}
		switch x := addr.(type) {
		case *ssa.FieldAddr:
			addr = x.X
		case *ssa.UnOp:
			addr = x.X
		default:
			return false
		}
	}
}

// holds reports whether v is, or is made of, the context that w made.
func (c *checker) holds(a *assignment, w wrap, s lap, e *flow.Env, v ssa.Value) bool {
	for range 16 {
		v = e.Value(v)
		if made, ok := c.wrapOf(v); ok {
			if made.call == w.call {
				return true
			}
			v = made.from
			continue
		}
		switch x := v.(type) {
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.UnOp:
			return a.addr != nil && x.Op == token.MUL && samePlace(x.X, a.addr) && s.held
		default:
			return false
		}
	}
	return false
}
