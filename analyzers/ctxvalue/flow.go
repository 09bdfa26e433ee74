package ctxvalue

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

// A use is a place where a value from a context decides something.
type use struct {
	read     summary.Read
	pos, end token.Pos
	what     string // "the condition dry"
	does     string // "decides what runs"
	level    settings.Level
	bound    bool      // it says how much, how often or how long
	decides  token.Pos // where a bool that is handed on decides something, if that is known
	stmt     ast.Node  // the if, switch or loop whose condition it is, or nil
}

// flow reports where values from contexts decide what a function does: in
// conditions, bounds and limits.
//
// A condition that decides about nothing but logs, traces and metrics is
// left alone, as is one that merely makes another bool: that is followed
// instead. Within a statement that one value is found to decide, it is not
// reported again; neither is a bound behind a condition on it.
func (c *checker) flow(reads *summary.Reads) {
	var uses []use
	for _, v := range reads.Values() {
		read, _ := reads.Of(v)
		if read.Kind == summary.ReadPresence {
			continue // whether there is a value: to fall back on another, or to refuse
		}
		for _, ref := range *v.Referrers() {
			if u, ok := c.use(reads, v, read, ref); ok {
				if read.Kind == summary.ReadField {
					u.level = settings.Strict
				}
				uses = append(uses, u)
			}
		}
	}
	uses = append(uses, c.handedOn(reads, uses)...)
	slices.SortStableFunc(uses, func(a, b use) int { return cmp.Or(cmp.Compare(a.pos, b.pos), cmp.Compare(a.level, b.level)) })
	var reported []use
	for _, u := range uses {
		if slices.ContainsFunc(reported, func(old use) bool { return sameCause(old, u) }) {
			c.Silent("flow", u.pos, "the statement around it is reported for the same value")
			continue
		}
		reported = append(reported, u)
		related := []analysis.RelatedInformation{report.Related(u.read.Call.Pos(), "the value comes from here")}
		if u.decides.IsValid() {
			related = append(related, report.Related(u.decides, "it decides what runs here"))
		}
		c.Report(report.Finding{
			Rule:    "flow",
			Level:   u.level,
			Pos:     u.pos,
			End:     u.end,
			Message: fmt.Sprintf("%s comes from a context%s and %s: values in contexts are for metadata of the request, make it a parameter", u.what, c.origin(u), u.does),
			Related: related,
		})
	}
}

// sameCause reports whether u stands in the statement that old is about and is
// about the same value.
func sameCause(old, u use) bool {
	if old.stmt == nil || u.pos < old.stmt.Pos() || u.pos >= old.stmt.End() || old.level > u.level {
		return false
	}
	return old.read.Call == u.read.Call || old.read.Key != "" && old.read.Key == u.read.Key
}

// origin returns the words for the place where a value is read.
func (c *checker) origin(u use) string {
	by := ""
	if obj := summary.Callee(&u.read.Call.Call); obj != nil && obj.Name() != "Value" {
		by = " through " + obj.Name()
	}
	if line := c.Line(u.read.Call.Pos()); line != c.Line(u.pos) {
		return fmt.Sprintf("%s (line %d)", by, line)
	}
	return by
}

// use returns the decision that instr makes of v, a value from a context.
func (c *checker) use(reads *summary.Reads, v ssa.Value, read summary.Read, instr ssa.Instruction) (use, bool) {
	u := use{read: read, does: "bounds what is done", bound: true}
	switch i := instr.(type) {
	case *ssa.If:
		return c.condition(reads, i, u)
	case *ssa.Slice:
		if i.X == v {
			return u, false
		}
		u.pos, u.what = i.Pos(), "the slice bound"
	case *ssa.MakeSlice:
		u.pos, u.what = i.Pos(), "the size"
	case *ssa.MakeChan:
		u.pos, u.what = i.Pos(), "the size"
	case *ssa.MakeMap:
		u.pos, u.what = i.Pos(), "the size"
	case *ssa.DebugRef:
		loop := c.rangeOver(i.Expr)
		if loop == nil || !isInteger(v.Type()) {
			return u, false
		}
		u.pos, u.end, u.stmt = i.Expr.Pos(), i.Expr.End(), loop
		u.what, u.does = "the loop bound "+text(i.Expr), "decides how often the loop runs"
		return u, true
	case *ssa.Store:
		f, ok := i.Addr.(*ssa.FieldAddr)
		if !ok || i.Val != v {
			return u, false
		}
		field := summary.FieldOf(f)
		if field == nil || !knowledge.IsLimitField(ctxtype.Deref(f.X.Type()), field.Name()) {
			return u, false
		}
		u.pos, u.what = i.Pos(), "the limit "+field.Name()
	case ssa.CallInstruction:
		obj := summary.Callee(i.Common())
		if obj == nil || !c.limits(i, v) {
			return u, false
		}
		u.pos, u.end = c.CallRange(i.Common().Pos())
		u.what = "the limit"
		if expr := c.arg(i, v); expr != nil {
			u.pos, u.end = expr.Pos(), expr.End()
			u.what += " " + text(expr)
		}
		u.does = "decides how far " + obj.Name() + " goes"
		return u, true
	default:
		return u, false
	}
	if name := summary.Name(v); name != "" {
		u.what += " " + name
	}
	return u, u.pos.IsValid()
}

// limits reports whether v is an argument that bounds what the function called
// does: one of those that package knowledge lists, or a number that a function
// of this package uses so.
func (c *checker) limits(call ssa.CallInstruction, v ssa.Value) bool {
	args := summary.Args(call.Common())
	for _, i := range knowledge.Limits(summary.Callee(call.Common())) {
		if i < len(args) && args[i] == v {
			return true
		}
	}
	fn := call.Common().StaticCallee()
	if fn == nil || fn.Pkg != c.s.Program.Package || len(fn.Blocks) == 0 {
		return false
	}
	b, ok := v.Type().Underlying().(*types.Basic)
	return ok && b.Info()&types.IsNumeric != 0 && slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool {
		i := slices.Index(fn.Params, p)
		return i < len(args) && args[i] == v && c.bounds(p)
	})
}

// bounds reports whether a function uses its parameter p as a bound or limit.
func (c *checker) bounds(p *ssa.Parameter) bool {
	if known, ok := c.bounding[p]; ok {
		return known
	}
	c.bounding[p] = false // while it is asked, for functions that call themselves
	reads := c.s.ReadsFrom(p)
	for _, v := range reads.Values() {
		read, _ := reads.Of(v)
		if read.Kind != summary.ReadItself {
			continue
		}
		for _, ref := range *v.Referrers() {
			if u, ok := c.use(reads, v, read, ref); ok && u.bound {
				c.bounding[p] = true
				return true
			}
		}
	}
	return false
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// condition returns the decision that a condition makes.
func (c *checker) condition(reads *summary.Reads, cond *ssa.If, u use) (use, bool) {
	expr, stmt := c.conditionOf(cond)
	if expr == nil {
		return u, false // made by the compiler, for a range loop
	}
	u.pos, u.end, u.stmt = expr.Pos(), expr.End(), stmt
	op, compares := cond.Cond.(*ssa.BinOp)
	equality := compares && (op.Op == token.EQL || op.Op == token.NEQ)
	u.bound = compares && !equality
	if reads.Relays(cond) {
		c.Silent("flow", u.pos, "it only makes another bool, which is followed")
		return u, false
	}
	if equality && c.Index.Test(u.pos) {
		c.Silent("flow", u.pos, "a test compares what it finds with what it wants")
		return u, false
	}
	if c.s.Choice(cond).Observes() {
		c.Silent("flow", u.pos, "what it decides only logs, traces or counts")
		return u, false
	}
	switch stmt.(type) {
	case *ast.ForStmt:
		u.what, u.does = "the loop bound "+text(expr), "decides how often the loop runs"
	case *ast.SwitchStmt:
		u.what, u.does = "the switch tag "+text(expr), "decides what runs"
	default:
		u.what, u.does = "the condition "+text(expr), "decides what runs"
	}
	return u, true
}

// conditionOf returns the expression of a condition, or the tag of the switch
// whose case it is, and the statement that it belongs to.
func (c *checker) conditionOf(cond *ssa.If) (ast.Expr, ast.Node) {
	var expr ast.Expr
	instrs := cond.Block().Instrs
	for i := len(instrs) - 2; i >= 0 && expr == nil; i-- {
		if d, ok := instrs[i].(*ssa.DebugRef); ok && d.X == cond.Cond && !d.IsAddr {
			expr = d.Expr
		}
	}
	if expr == nil {
		return c.tagOf(cond.Cond.Pos())
	}
	cur, ok := c.Root().FindByPos(expr.Pos(), expr.End())
	if !ok {
		return expr, nil
	}
	for cur := range cur.Enclosing((*ast.IfStmt)(nil), (*ast.ForStmt)(nil), (*ast.SwitchStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		switch stmt := cur.Node().(type) {
		case *ast.IfStmt:
			if within(expr, stmt.Cond) {
				return expr, stmt
			}
		case *ast.ForStmt:
			if within(expr, stmt.Cond) {
				return expr, stmt
			}
		case *ast.SwitchStmt:
			return expr, stmt // a case of a switch without a tag
		}
		break
	}
	return expr, nil
}

func within(n, of ast.Node) bool {
	return of.Pos() <= n.Pos() && n.End() <= of.End()
}

// tagOf returns the tag of the switch that has a case expression at pos.
func (c *checker) tagOf(pos token.Pos) (ast.Expr, ast.Node) {
	if !pos.IsValid() {
		return nil, nil
	}
	cur, ok := c.Root().FindByPos(pos, pos)
	if !ok {
		return nil, nil
	}
	for cur := range cur.Enclosing((*ast.SwitchStmt)(nil)) {
		stmt := cur.Node().(*ast.SwitchStmt)
		return stmt.Tag, stmt
	}
	return nil, nil
}

// rangeOver returns the range statement over expr, or nil.
func (c *checker) rangeOver(expr ast.Expr) *ast.RangeStmt {
	cur, ok := c.Root().FindNode(expr)
	if !ok {
		return nil
	}
	if loop, ok := cur.Parent().Node().(*ast.RangeStmt); ok && ast.Unparen(loop.X) == expr {
		return loop
	}
	return nil
}

// handedOn returns the bools that decide nothing in sight but are handed on,
// as arguments or in structs, to where they will. That is certain where the
// package decides something by such a parameter or field, and doubtful
// elsewhere. Tests hand them to functions that compare them.
func (c *checker) handedOn(reads *summary.Reads, decide []use) []use {
	var found []use
	for _, v := range reads.Values() {
		read, _ := reads.Of(v)
		if read.Kind != summary.ReadItself || !ctxtype.IsBool(v.Type()) || c.Index.Test(read.Call.Pos()) ||
			slices.ContainsFunc(decide, func(u use) bool { return u.read.Call == read.Call }) {
			continue
		}
		u := use{read: read, what: "the bool"}
		for _, ref := range *v.Referrers() {
			d, ok := c.destination(ref, v)
			if !ok {
				continue
			}
			if at := c.decides(d.place); at.IsValid() {
				u.does, u.level, u.decides = "decides what runs as "+d.words, settings.Default, at
				break
			}
			if u.does == "" {
				u.does, u.level = "is handed on as "+d.words, settings.Strict
			}
		}
		if u.does == "" {
			continue
		}
		u.pos, u.end = c.CallRange(read.Call.Common().Pos())
		if name := summary.Name(v); name != "" {
			u.what += " " + name
		}
		found = append(found, u)
		decide = append(decide, u)
	}
	return found
}

// A destination is where a value is handed on to.
type destination struct {
	words string
	place any // the parameter or unexported field of this package that it becomes, or nil
}

// destination returns where instr hands v on to.
func (c *checker) destination(instr ssa.Instruction, v ssa.Value) (d destination, ok bool) {
	switch instr := instr.(type) {
	case *ssa.Store:
		f := summary.FieldOf(instr.Addr)
		if f == nil || instr.Val != v {
			return d, false
		}
		d.words = "the field " + f.Name()
		if f.Pkg() == c.Pkg && !f.Exported() {
			d.place = f
		}
		return d, true
	case ssa.CallInstruction:
		call := instr.Common()
		obj := summary.Callee(call)
		if obj == nil || knowledge.IsStd(ctxtype.Path(obj.Pkg())) || knowledge.IsObservability(obj.Pkg()) || c.puts(instr, v) {
			return d, false
		}
		d.words = "an argument of " + obj.Name()
		fn := call.StaticCallee()
		if i := slices.Index(summary.Args(call), v); fn != nil && fn.Pkg == c.s.Program.Package && i >= 0 && i < len(fn.Params) {
			d.place = fn.Params[i]
		}
		return d, true
	}
	return d, false
}

// decides returns where the package decides something by a parameter or field
// that holds a bool, itself or by where it hands that on to in turn.
func (c *checker) decides(place any) token.Pos {
	if at, ok := c.deciding[place]; ok {
		return at
	}
	c.deciding[place] = token.NoPos // while it is asked, for functions that call themselves
	var reads *summary.Reads
	switch place := place.(type) {
	case *ssa.Parameter:
		reads = c.s.ReadsFrom(place)
	case *types.Var:
		reads = c.s.ReadsFrom(c.loads(place)...)
	default:
		return token.NoPos
	}
	for _, v := range reads.Values() {
		if read, _ := reads.Of(v); read.Kind != summary.ReadItself {
			continue
		}
		for _, ref := range *v.Referrers() {
			var at token.Pos
			if cond, ok := ref.(*ssa.If); ok {
				if u, ok := c.condition(reads, cond, use{}); ok {
					at = u.pos
				}
			} else if d, ok := c.destination(ref, v); ok {
				at = c.decides(d.place)
			}
			if at.IsValid() {
				c.deciding[place] = at
				return at
			}
		}
	}
	return token.NoPos
}

// loads returns what the package, its tests apart, loads from the field f.
func (c *checker) loads(f *types.Var) []ssa.Value {
	var loads []ssa.Value
	for _, fn := range c.fns {
		if c.Index.Test(fn.Pos()) {
			continue
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch v := instr.(type) {
				case *ssa.Field:
					if summary.FieldOf(v) == f {
						loads = append(loads, v)
					}
				case *ssa.UnOp:
					if v.Op == token.MUL && summary.FieldOf(v.X) == f {
						loads = append(loads, v)
					}
				}
			}
		}
	}
	return loads
}

// puts reports whether a call puts v into a context.
func (c *checker) puts(call ssa.CallInstruction, v ssa.Value) bool {
	return slices.ContainsFunc(c.accesses, func(a summary.Access) bool { return a.Call == call && a.Value == v })
}
