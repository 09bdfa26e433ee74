package flow

import (
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// budget bounds the steps of a walk, in blocks entered. A walk that runs out
// has learned nothing; real functions stay below a tenth of it.
const budget = 20000

// A Walk follows every path of a function from some instruction on, with a
// state of the caller's along each. Two visits of a block with the same state
// and the same knowledge about the path are one, so loops end.
//
// The walk knows about conditions: once a path took one side of `if d > 0`,
// it takes the same side of the next `if d > 0`; and a variable that was nil
// where the path began to differ is nil when it is tested. This is what makes
// agreeing conditions agree. What it cannot compare may go both ways.
type Walk[S comparable] struct {
	Graph *Graph

	// Step sees every instruction of a path in order and returns the state
	// behind it, or false to end the path there.
	Step func(s S, e *Env, instr ssa.Instruction) (S, bool)

	// Branch, if not nil, sees which side of a condition a path takes, and
	// may change the state or, by false, say that the path is impossible.
	Branch func(s S, e *Env, cond ssa.Value, taken bool) (S, bool)

	// Edge, if not nil, sees every jump, behind its phis.
	Edge func(s S, e *Env, from, to *ssa.BasicBlock) (S, bool)

	// Track, if not nil, selects phis whose value must be known along a
	// path, beside those that decide conditions.
	Track func(*ssa.Phi) bool

	// Cell, if not nil, selects variables in memory (an *ssa.Alloc or
	// *ssa.FreeVar) whose content must be known along a path: a bool, or
	// something that can be nil. A volatile one may be changed by any call
	// once a literal that captures it was made.
	Cell func(addr ssa.Value) (track, volatile bool)

	seen  map[visit[S]]bool
	steps int
}

type visit[S comparable] struct {
	block int
	state S
	env   string
}

// An Env is what is known along one path: which values phis and loads have
// taken, what is stored in variables and which way conditions went.
type Env struct {
	vals  map[ssa.Value]ssa.Value // by *ssa.Phi or load
	cells map[ssa.Value]ssa.Value // by address
	conds map[string]assumption
	some  map[ssa.Value]bool // values that are known not to be nil
	own   map[ssa.Value]bool // variables, by address, that no literal has captured yet
}

// learn lets e know that an error in a variable is not nil, where cond has
// tested that. A literal may test it again, and a deferred one does so later.
func (e *Env) learn(cond ssa.Value, taken bool) {
	switch c := e.Value(cond).(type) {
	case *ssa.UnOp:
		if c.Op == token.NOT {
			e.learn(c.X, !taken)
		}
	case *ssa.BinOp:
		if (c.Op == token.NEQ) != taken || c.Op != token.NEQ && c.Op != token.EQL || !IsNil(e.Value(c.Y)) {
			return
		}
		x := e.Value(c.X)
		if !ctxtype.IsError(x.Type()) {
			return
		}
		for _, v := range e.cells {
			if v == x {
				e.NotNil(x)
				return
			}
		}
	}
}

// wraps reports whether v is an error made of one that is known not to be nil.
func (e *Env) wraps(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	return ok && slices.ContainsFunc(call.Call.Args, func(arg ssa.Value) bool {
		return ctxtype.IsError(arg.Type()) && e.some[e.Value(arg)]
	})
}

// Content returns what is stored in the variable at addr, if that is known.
func (e *Env) Content(addr ssa.Value) (ssa.Value, bool) {
	v, ok := e.cells[addr]
	return v, ok
}

// NotNil lets e know that v is not nil.
func (e *Env) NotNil(v ssa.Value) {
	if e.some == nil {
		e.some = make(map[ssa.Value]bool)
	}
	e.some[v] = true
}

// Bind returns an Env for the start of a walk through a function that is called
// where e holds, and in which parameters, and the variables at addresses, have
// the values given.
func (e *Env) Bind(params, cells map[ssa.Value]ssa.Value) *Env {
	return &Env{vals: params, cells: cells, some: e.some}
}

type assumption struct {
	value bool
	cond  ssa.Value
}

// Value returns the value that v stands for on this path: a phi or load that
// is tracked is replaced by the value it took.
func (e *Env) Value(v ssa.Value) ssa.Value {
	for range 8 {
		w, ok := e.vals[v]
		if !ok || w == v {
			return v
		}
		v = w
	}
	return v
}

// Cond returns the value of a condition on this path, if it is known.
func (e *Env) Cond(v ssa.Value) (value, known bool) {
	v = e.Value(v)
	switch v := v.(type) {
	case *ssa.Const:
		if v.Value != nil && v.Value.Kind() == constant.Bool {
			return constant.BoolVal(v.Value), true
		}
		return false, false
	case *ssa.UnOp:
		if v.Op == token.NOT {
			value, known = e.Cond(v.X)
			return !value, known
		}
	case *ssa.BinOp:
		if v.Op == token.EQL || v.Op == token.NEQ {
			x, y := e.Value(v.X), e.Value(v.Y)
			if IsNil(y) {
				switch {
				case IsNil(x):
					return v.Op == token.EQL, true
				case NonNil(x) || e.some[x] || isNewError(x):
					return v.Op == token.NEQ, true
				}
			}
			if cx, ok := x.(*ssa.Const); ok && cx.Value != nil {
				if cy, ok := y.(*ssa.Const); ok && cy.Value != nil {
					return constant.Compare(cx.Value, v.Op, cy.Value), true
				}
			}
		}
	}
	key, negated := e.key(v)
	if a, ok := e.conds[key]; ok {
		return a.value != negated, true
	}
	return false, false
}

// IsNil reports whether v is the constant nil.
func IsNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// NonNil reports whether v is never nil, by what it is.
func NonNil(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Alloc, *ssa.MakeClosure, *ssa.Function, *ssa.MakeChan, *ssa.MakeMap, *ssa.MakeSlice,
		*ssa.MakeInterface, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.Global:
		return true
	case *ssa.ChangeType:
		return NonNil(v.X)
	}
	return false
}

// TestedNonNil reports whether block is only reached when a test has found
// that v is not nil.
func TestedNonNil(v ssa.Value, block *ssa.BasicBlock) bool { return tested(v, token.NEQ, block) }

// TestedNil reports whether block is only reached when a test has found that v
// is nil.
func TestedNil(v ssa.Value, block *ssa.BasicBlock) bool { return tested(v, token.EQL, block) }

// tested reports whether block is only reached when the comparison of v and
// nil by the operator was true.
func tested(v ssa.Value, op token.Token, block *ssa.BasicBlock) bool {
	for b := block; b.Idom() != nil; b = b.Idom() {
		d := b.Idom()
		cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		test, ok := cond.Cond.(*ssa.BinOp)
		if !ok || test.Op != token.EQL && test.Op != token.NEQ || !(test.X == v && IsNil(test.Y) || test.Y == v && IsNil(test.X)) {
			continue
		}
		side := 0
		if test.Op != op {
			side = 1
		}
		if succ := d.Succs[side]; len(succ.Preds) == 1 && succ.Dominates(block) {
			return true
		}
	}
	return false
}

// isNewError reports whether v is an error that a call has made, or made of
// another error that was found not to be nil there.
func isNewError(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok || !ctxtype.IsError(call.Type()) {
		return false
	}
	if fn := call.Call.StaticCallee(); fn != nil && fn.Object() != nil &&
		(ctxtype.IsFunc(fn.Object(), "fmt", "Errorf") || ctxtype.IsFunc(fn.Object(), "errors", "New")) {
		return true
	}
	for _, arg := range call.Call.Args {
		if ctxtype.IsError(arg.Type()) && TestedNonNil(arg, call.Block()) {
			return true
		}
	}
	return false
}

// key returns a text that is equal for conditions that agree, and whether v
// is the negation of what the text says.
func (e *Env) key(v ssa.Value) (key string, negated bool) {
	switch v := e.Value(v).(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			key, negated = e.key(v.X)
			return key, !negated
		}
	case *ssa.BinOp:
		x, y := e.term(v.X), e.term(v.Y)
		switch v.Op {
		case token.EQL:
			return x + "==" + y, false
		case token.NEQ:
			return x + "==" + y, true
		case token.LSS:
			return x + "<" + y, false
		case token.GTR:
			return y + "<" + x, false
		case token.LEQ:
			return y + "<" + x, true
		case token.GEQ:
			return x + "<" + y, true
		}
	}
	return e.term(v), false
}

// term returns a text that is equal for values that are equal as long as
// nothing is stored in between.
func (e *Env) term(v ssa.Value) string { return string(e.appendTerm(nil, v, 0)) }

func (e *Env) appendTerm(b []byte, v ssa.Value, depth int) []byte {
	if depth > 6 {
		return appendID(b, v)
	}
	depth++
	switch v := e.Value(v).(type) {
	case *ssa.Const:
		if v.Value == nil {
			return append(b, "nil"...) // or the zero value of another type
		}
		return append(b, v.Value.ExactString()...)
	case *ssa.UnOp:
		if v.Op != token.ARROW {
			return e.appendTerm(append(b, v.Op.String()...), v.X, depth)
		}
	case *ssa.BinOp:
		b = e.appendTerm(append(b, '('), v.X, depth)
		b = e.appendTerm(append(b, v.Op.String()...), v.Y, depth)
		return append(b, ')')
	case *ssa.FieldAddr:
		return strconv.AppendInt(append(e.appendTerm(b, v.X, depth), '.'), int64(v.Field), 10)
	case *ssa.Field:
		return strconv.AppendInt(append(e.appendTerm(b, v.X, depth), '.'), int64(v.Field), 10)
	case *ssa.Convert:
		return e.appendTerm(b, v.X, depth)
	case *ssa.ChangeType:
		return e.appendTerm(b, v.X, depth)
	case *ssa.Call:
		if f, ok := v.Call.Value.(*ssa.Builtin); ok && (f.Name() == "len" || f.Name() == "cap") {
			return append(e.appendTerm(append(append(b, f.Name()...), '('), v.Call.Args[0], depth), ')')
		}
	}
	return appendID(b, v)
}

// appendID appends a text that stands for v alone. That is its address: the
// name of a value tells it from others in its function only.
func appendID(b []byte, v ssa.Value) []byte {
	return strconv.AppendUint(append(b, '%'), uint64(reflect.ValueOf(v).Pointer()), 36)
}

// From walks from the instruction of block with the given index, knowing which
// way the conditions went that lead there. It reports whether all paths were
// seen; if not, nothing is known.
func (w *Walk[S]) From(block *ssa.BasicBlock, index int, s S) bool {
	return w.FromEnv(block, index, s, new(Env))
}

// FromEnv is like From with something known at the start.
func (w *Walk[S]) FromEnv(block *ssa.BasicBlock, index int, s S, e *Env) bool {
	w.seen = make(map[visit[S]]bool)
	w.steps = 0
	w.Graph.countOnce.Do(w.Graph.countConditions)
	e = e.clone()
	w.assumeDominating(e, block)
	if w.Cell != nil {
		w.assumeUntouched(e, block, index)
	}
	return w.block(block, index, s, e)
}

// assumeUntouched lets e know the variables that nothing has used before the
// instruction of block with the given index: they have their zero values.
func (w *Walk[S]) assumeUntouched(e *Env, block *ssa.BasicBlock, index int) {
	reaching := w.Graph.Reaching(block)
	earlier := func(ref ssa.Instruction) bool {
		if _, mark := ref.(*ssa.DebugRef); mark {
			return false
		}
		return reaching[ref.Block().Index] || ref.Block() == block && slices.Index(block.Instrs, ref) < index
	}
	for d := block; d != nil; d = d.Idom() {
		for i, instr := range d.Instrs {
			if d == block && i == index {
				break
			}
			alloc, ok := instr.(*ssa.Alloc)
			if !ok || e.cells[alloc] != nil {
				continue
			}
			if track, _ := w.Cell(alloc); track && !slices.ContainsFunc(*alloc.Referrers(), earlier) {
				e.begin(alloc)
			}
		}
	}
}

// begin lets e know that the variable alloc is new.
func (e *Env) begin(alloc *ssa.Alloc) {
	set[ssa.Value](&e.cells, alloc, zero(ctxtype.Deref(alloc.Type())))
	if e.own == nil {
		e.own = make(map[ssa.Value]bool)
	}
	e.own[alloc] = true
}

// assumeDominating lets e know which way the conditions went on every path
// from the entry to block.
func (w *Walk[S]) assumeDominating(e *Env, block *ssa.BasicBlock) {
	for d := block.Idom(); d != nil; d = d.Idom() {
		if !w.Graph.again[d.Index] || d.Succs[0] == d.Succs[1] {
			continue
		}
		cond := d.Instrs[len(d.Instrs)-1].(*ssa.If) // see countConditions
		for i, succ := range d.Succs {
			if len(succ.Preds) == 1 && succ.Dominates(block) {
				w.assume(e, cond.Cond, i == 0)
			}
		}
	}
}

// countConditions finds the conditions that are worth remembering: one that
// is tested once cannot disagree with anything.
func (g *Graph) countConditions() {
	g.twice = make(map[string]bool)
	g.again = make([]bool, len(g.Func.Blocks))
	first := make(map[string]int) // the block of the first test
	e := new(Env)
	for i, b := range g.Func.Blocks {
		if cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok {
			key, _ := e.key(cond.Cond)
			if j, ok := first[key]; ok {
				g.twice[key] = true
				g.again[i], g.again[j] = true, true
			} else {
				first[key] = i
			}
		}
	}
}

func (w *Walk[S]) block(b *ssa.BasicBlock, index int, s S, e *Env) bool {
	for {
		if w.steps++; w.steps > budget {
			return false
		}
		instrs := w.Graph.Instrs(b)
		for ; index < len(instrs); index++ {
			instr := instrs[index]
			w.before(e, instr)
			var more bool
			if s, more = w.Step(s, e, instr); !more {
				return true
			}
			w.after(e, instr)
		}
		succs := w.Graph.Succs(b)
		if len(succs) == 0 {
			return true
		}
		if len(succs) == 2 {
			cond := b.Instrs[len(b.Instrs)-1].(*ssa.If).Cond
			value, known := e.Cond(cond)
			for i, succ := range succs {
				taken := i == 0
				if known && taken != value {
					continue
				}
				s2 := s
				if w.Branch != nil {
					var ok bool
					if s2, ok = w.Branch(s, e, cond, taken); !ok {
						continue
					}
				}
				e2 := e.clone()
				if !known {
					w.assume(e2, cond, taken)
					e2.learn(cond, taken)
				}
				s2, ok := w.enter(b, succ, s2, e2)
				if ok && !w.block(succ, 0, s2, e2) {
					return false
				}
			}
			return true
		}
		var ok bool
		if s, ok = w.enter(b, succs[0], s, e); !ok {
			return true
		}
		b, index = succs[0], 0
	}
}

// before lets e know what instr reads, and forget what it makes anew.
func (w *Walk[S]) before(e *Env, instr ssa.Instruction) {
	if len(e.some) > 0 {
		if v, ok := instr.(ssa.Value); ok {
			delete(e.some, v)
		}
	}
	switch instr := instr.(type) {
	case *ssa.Store:
		e.forget(instr.Addr)
	case *ssa.UnOp:
		if instr.Op == token.MUL && w.Cell != nil {
			if v, ok := e.cells[instr.X]; ok {
				set[ssa.Value](&e.vals, instr, v)
			} else {
				delete(e.vals, instr)
			}
		}
	}
}

// after lets e know what instr changed.
func (w *Walk[S]) after(e *Env, instr ssa.Instruction) {
	if w.Cell == nil {
		return
	}
	switch instr := instr.(type) {
	case *ssa.Store:
		if track, _ := w.Cell(instr.Addr); track {
			v := e.Value(instr.Val)
			set(&e.cells, instr.Addr, v)
			if ctxtype.IsError(v.Type()) && (TestedNonNil(v, instr.Block()) || e.wraps(v)) {
				e.NotNil(v)
			}
		}
	case *ssa.Alloc:
		if track, _ := w.Cell(instr); track {
			e.begin(instr)
		}
	case *ssa.MakeClosure:
		for _, b := range instr.Bindings {
			delete(e.own, b)
		}
	case *ssa.Call:
		if _, builtin := instr.Call.Value.(*ssa.Builtin); builtin {
			return
		}
		for addr := range e.cells {
			if _, volatile := w.Cell(addr); volatile && !e.own[addr] {
				delete(e.cells, addr)
			}
		}
	}
}

// zero returns the zero value of t, which is a bool or can be nil.
func zero(t types.Type) *ssa.Const {
	if b, ok := t.Underlying().(*types.Basic); ok && b.Kind() == types.Bool {
		return ssa.NewConst(constant.MakeBool(false), t)
	}
	return ssa.NewConst(nil, t)
}

func set[K comparable](m *map[K]ssa.Value, k K, v ssa.Value) {
	if *m == nil {
		*m = make(map[K]ssa.Value)
	}
	(*m)[k] = v
}

// leave drops the values of loads that nobody outside of their block uses.
func (e *Env) leave() {
	for v := range e.vals {
		load, ok := v.(*ssa.UnOp)
		if ok && !usedOutside(load) {
			delete(e.vals, v)
		}
	}
}

func usedOutside(v *ssa.UnOp) bool {
	for _, ref := range *v.Referrers() {
		if ref.Block() != v.Block() {
			return true
		}
	}
	return false
}

func (w *Walk[S]) assume(e *Env, cond ssa.Value, taken bool) {
	key, negated := e.key(cond)
	if !w.Graph.twice[key] {
		return
	}
	if e.conds == nil {
		e.conds = make(map[string]assumption)
	}
	e.conds[key] = assumption{taken != negated, cond}
}

// enter moves a path from one block to the next. It reports false if the path
// was seen before.
func (w *Walk[S]) enter(from, to *ssa.BasicBlock, s S, e *Env) (S, bool) {
	if w.Graph.BackEdge(from, to) {
		e.nextRound(to)
	}
	pred := slices.Index(to.Preds, from)
	if from.Succs[0] == to && len(from.Succs) == 2 && from.Succs[1] == to {
		pred = -1 // both sides of one condition: phis cannot tell
	}
	var moves []struct {
		phi *ssa.Phi
		v   ssa.Value
	}
	for _, instr := range to.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		if pred >= 0 && (decides(phi) || w.Track != nil && w.Track(phi)) {
			moves = append(moves, struct {
				phi *ssa.Phi
				v   ssa.Value
			}{phi, e.Value(phi.Edges[pred])})
		} else {
			delete(e.vals, phi)
		}
	}
	for _, a := range moves { // phis of a block take their values at once
		if a.v == ssa.Value(a.phi) {
			delete(e.vals, a.v)
			continue
		}
		set[ssa.Value](&e.vals, a.phi, a.v)
	}
	e.leave()
	if w.Edge != nil {
		var ok bool
		if s, ok = w.Edge(s, e, from, to); !ok {
			return s, false
		}
	}
	v := visit[S]{to.Index, s, e.text()}
	if w.seen[v] {
		return s, false
	}
	w.seen[v] = true
	return s, true
}

// decides reports whether the value of phi may decide a condition: it is a
// bool or may be nil, and it is tested somewhere.
func decides(phi *ssa.Phi) bool {
	switch phi.Type().Underlying().(type) {
	case *types.Basic, *types.Pointer, *types.Interface, *types.Signature, *types.Chan, *types.Map, *types.Slice:
	default:
		return false
	}
	constant := false
	for _, x := range phi.Edges {
		if _, ok := x.(*ssa.Const); ok || NonNil(x) {
			constant = true
		}
		if inner, ok := x.(*ssa.Phi); ok && inner != phi {
			constant = true
		}
	}
	if !constant {
		return false
	}
	for _, ref := range *phi.Referrers() {
		switch ref := ref.(type) {
		case *ssa.If, *ssa.Phi:
			return true
		case *ssa.UnOp:
			return ref.Op == token.NOT
		case *ssa.BinOp:
			if ref.Op == token.EQL || ref.Op == token.NEQ {
				return true
			}
		}
	}
	return false
}

// nextRound forgets what depends on values computed in the loop of header.
func (e *Env) nextRound(header *ssa.BasicBlock) {
	for key, a := range e.conds {
		if dependsOn(a.cond, header, 0) {
			delete(e.conds, key)
		}
	}
}

// dependsOn reports whether v is computed from an instruction in a block that
// header dominates.
func dependsOn(v ssa.Value, header *ssa.BasicBlock, depth int) bool {
	instr, ok := v.(ssa.Instruction)
	if !ok {
		return false
	}
	if depth > 8 {
		return true
	}
	if header.Dominates(instr.Block()) {
		switch v := v.(type) {
		case *ssa.BinOp, *ssa.Convert, *ssa.ChangeType, *ssa.Field: // as good as their operands
		case *ssa.UnOp:
			if v.Op != token.NOT {
				return true
			}
		default:
			return true
		}
	}
	for _, op := range instr.Operands(nil) {
		if *op != nil && dependsOn(*op, header, depth+1) {
			return true
		}
	}
	return false
}

// forget drops the assumptions about what was stored at addr.
func (e *Env) forget(addr ssa.Value) {
	if len(e.conds) == 0 {
		return
	}
	place := e.term(addr)
	for key := range e.conds {
		if strings.Contains(key, place) {
			delete(e.conds, key)
		}
	}
}

func (e *Env) clone() *Env {
	return &Env{maps.Clone(e.vals), maps.Clone(e.cells), maps.Clone(e.conds), maps.Clone(e.some), maps.Clone(e.own)}
}

// text returns e in a form that can be compared.
func (e *Env) text() string {
	n := len(e.vals) + len(e.cells) + len(e.conds) + len(e.some)
	if n == len(e.some) {
		return ""
	}
	n += len(e.own)
	words := make([]string, 0, n)
	for x, v := range e.vals {
		words = append(words, string(e.appendTerm(append(appendID(nil, x), '='), v, 0)))
	}
	for x, v := range e.cells {
		words = append(words, string(e.appendTerm(append(appendID([]byte{'*'}, x), '='), v, 0)))
	}
	for x := range e.own {
		words = append(words, string(appendID([]byte{'^'}, x)))
	}
	for x := range e.some {
		words = append(words, string(appendID([]byte{'!'}, x)))
	}
	for key, a := range e.conds {
		words = append(words, key+strconv.FormatBool(a.value))
	}
	slices.Sort(words)
	return strings.Join(words, ";")
}
