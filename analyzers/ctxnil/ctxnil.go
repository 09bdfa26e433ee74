package ctxnil

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
	"golang.org/x/tools/go/types/typeutil"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

//go:embed doc.go
var doc string

// Check describes the analyzer.
var Check = &report.Check{
	Name: "ctxnil",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "literal", Level: settings.Default, Doc: "nil is passed as a context"},
		{Name: "typednil", Level: settings.Default, Doc: "a nil pointer becomes a context that is not nil"},
		{Name: "flow", Level: settings.Default, Doc: "a context that is nil on every path is passed or used"},
		{Name: "maybe", Level: settings.Strict, Doc: "a context that is nil on some path is passed or used without a test"},
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
		pass:  pass,
		facts: summary.Get(pass.Pass),
		uses:  make(map[ast.Expr]*use),
		calls: make(map[token.Pos]*ast.CallExpr),
		sites: make(map[*ast.CallExpr]ssa.CallInstruction),
		vars:  make(map[*types.Var]variable),

		concerns:   make(map[ast.Node]bool),
		receivers:  make(map[*ast.CallExpr]*use),
		assertions: make(map[*ast.CallExpr]bool),
	}
	for file := range pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root().Children() {
		if !pass.Index.Generated(file.Node().Pos()) {
			c.collect(file)
		}
	}
	c.walk()
	for _, u := range c.order {
		c.judge(u)
	}
	return nil
}

// A checker judges one package: it collects the expressions that become
// contexts, lets paths through the functions say which of them are nil, and
// reports those.
type checker struct {
	pass  *report.Pass
	facts *summary.Result

	uses  map[ast.Expr]*use
	order []*use
	calls map[token.Pos]*ast.CallExpr           // with a context, by left parenthesis
	sites map[*ast.CallExpr]ssa.CallInstruction // reached by some function that was built
	vars  map[*types.Var]variable

	at       inspector.Cursor  // where collect is
	concerns map[ast.Node]bool // the functions with uses, nil for initializers of variables

	receivers  map[*ast.CallExpr]*use
	assertions map[*ast.CallExpr]bool // conversions whose result nobody uses
}

// A use is an expression that becomes a context: an argument, the receiver of
// a method call or of a method value, or a pointer that is converted.
type use struct {
	expr   ast.Expr
	call   *ast.CallExpr     // that it is an argument or the receiver of, or nil
	method *ast.SelectorExpr // the method value that it is the receiver of, or nil
	param  int               // of the call, a receiver not counted; -1: the receiver
	to     types.Type        // the context type that it gets
	typed  bool              // it is a pointer: nil would be a typed nil

	instr               ssa.Instruction // where it is evaluated
	value               ssa.Value
	isNil, maybe, other bool // on the paths that reach it
}

// add adds a use unless it is one that is known already: the argument of a
// conversion is that of the call around it, too.
func (c *checker) add(u *use) {
	if c.uses[u.expr] == nil {
		c.uses[u.expr] = u
		c.order = append(c.order, u)
		c.concern()
	}
}

// walk follows the paths of the functions that have something to find.
func (c *checker) walk() {
	prog := c.facts.Program
	if prog == nil {
		return
	}
	funcs := prog.Funcs
	if init := prog.Package.Func("init"); init != nil {
		funcs = append(slices.Clip(funcs), init)
	}
	for _, fn := range funcs {
		for _, site := range c.facts.Calls(fn) {
			if call := c.calls[site.Common().Pos()]; call != nil {
				c.sites[call] = site
			}
		}
	}
	for _, fn := range funcs {
		if c.concerns[fn.Syntax()] && c.facts.HasNils(fn) {
			c.follow(fn)
		}
	}
}

// follow records what the paths of fn say about the uses in it.
func (c *checker) follow(fn *ssa.Function) {
	var seen []*use
	see := func(u *use, p *summary.NilPath, instr ssa.Instruction, v ssa.Value) summary.Nilness {
		u.instr, u.value = instr, v
		seen = append(seen, u)
		n := p.Of(v)
		switch n {
		case summary.IsNil:
			u.isNil = true
		case summary.MaybeNil:
			u.maybe = true
		default:
			u.other = true
		}
		return n
	}
	complete := c.facts.WalkNils(&summary.NilWalk{Func: fn, Visit: func(p *summary.NilPath, instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.DebugRef:
			// There is one before the conversion and one behind it.
			if u := c.uses[instr.Expr]; u != nil && !instr.IsAddr && types.IsInterface(instr.X.Type()) != u.typed {
				if see(u, p, instr, instr.X) == summary.IsNil && u.method != nil {
					return false // it panics
				}
			}
		case ssa.CallInstruction:
			call := instr.Common()
			if call.IsInvoke() && ctxtype.IsContext(call.Value.Type()) {
				if u := c.receiver(call.Pos()); u != nil && see(u, p, instr, call.Value) == summary.IsNil {
					return false // it panics
				}
			}
			return c.survives(p, instr)
		}
		return true
	}})
	if !complete {
		for _, u := range seen { // too many paths to know all
			u.isNil, u.maybe, u.other = false, false, true
		}
	}
}

// receiver returns the use of a context by the method call whose left
// parenthesis is at pos.
func (c *checker) receiver(pos token.Pos) *use {
	call := c.calls[pos]
	if call == nil {
		return nil
	}
	u := c.receivers[call]
	if u == nil {
		u = &use{expr: call, call: call, param: -1}
		c.receivers[call] = u
		c.order = append(c.order, u)
	}
	return u
}

// survives reports whether a path goes on behind a call: not if that gets a
// nil context and panics.
func (c *checker) survives(p *summary.NilPath, site ssa.CallInstruction) bool {
	if _, now := site.(*ssa.Call); !now {
		return true
	}
	call := site.Common()
	for i, arg := range summary.Args(call) {
		if ctxtype.IsContext(arg.Type()) && p.Of(arg) == summary.IsNil && c.facts.IfNil(call, i) == summary.NilPanics {
			return false
		}
	}
	return true
}

// ifNil returns what the callee of a use does about nil.
func (c *checker) ifNil(u *use) summary.OnNil {
	if u.call == nil || u.param < 0 {
		return summary.NilUnclear
	}
	if site := c.sites[u.call]; site != nil {
		call := site.Common()
		// A method has its receiver in front.
		return c.facts.IfNil(call, u.param+len(summary.Args(call))-call.Signature().Params().Len())
	}
	fn := typeutil.StaticCallee(c.pass.TypesInfo, u.call)
	if fn == nil {
		return summary.NilUnclear
	}
	if fn.Signature().Recv() != nil {
		return c.facts.IfNilObject(fn, u.param+1)
	}
	return c.facts.IfNilObject(fn, u.param)
}
