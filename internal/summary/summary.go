package summary

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/directive"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/ssabuild"
)

// Analyzer summarises the functions of a package. Its result is a [*Result].
// It has no options: analyzers with facts exist once in a process.
var Analyzer = &analysis.Analyzer{
	Name:             "ctxsummary",
	Doc:              "summarise what functions do with contexts for ctxlint's checks",
	Requires:         []*analysis.Analyzer{ssabuild.Analyzer, directive.Analyzer},
	Run:              run,
	ResultType:       reflect.TypeFor[*Result](),
	FactTypes:        []analysis.Fact{(*Func)(nil)},
	RunDespiteErrors: true,
}

// A Func is what is known about a function. Its zero value knows nothing.
// Parameters are counted as package ssa does: a receiver is number 0.
type Func struct {
	NoReturn bool     // never returns
	Derives  []Derive // results that are contexts made from a parameter
	Fails    []int    // context parameters that make it fail at once when they are over
	Cancel   Cancel
	Nil      Nil
	Value    Value
	Fresh    Fresh
	Touch    Touch
	Binds    Binds
	Wait     Wait
	Expect   Expect
}

// AFact marks a Func as a fact.
func (*Func) AFact() {}

// String returns what is known, as the tests of facts write it.
func (f *Func) String() string {
	var words []string
	if f.NoReturn {
		words = append(words, "noreturn")
	}
	for _, d := range f.Derives {
		words = append(words, d.word())
	}
	for _, i := range f.Fails {
		words = append(words, fmt.Sprintf("fails(%d)", i))
	}
	words = append(words, f.Cancel.words()...)
	words = append(words, f.Nil.words()...)
	words = append(words, f.Value.words()...)
	words = append(words, f.Fresh.words()...)
	words = append(words, f.Touch.words()...)
	words = append(words, f.Binds.words()...)
	words = append(words, f.Wait.words()...)
	words = append(words, f.Expect.words()...)
	return strings.Join(words, " ")
}

// domains are the parts of a Func, each with what computes it. A later one
// may use what an earlier one found out about the same function.
var domains = []func(*Result, *ssa.Function, *Func){
	noReturn,
	derives,
	failsFacts,
	cancelFacts,
	nilFacts,
	valueFacts,
	waitFacts,
	touchFacts,
	freshFacts,
	expectFacts,
}

// A Result holds the summaries of a package and answers questions about its
// code that several checks ask.
type Result struct {
	Pass    *analysis.Pass
	Index   *directive.Index
	Program *ssabuild.Program // nil if the package could not be built

	objectsMu sync.Mutex
	objects   map[*types.Func]*Func // see object

	mu       sync.Mutex // checks run in parallel
	once     sync.Once
	funcs    map[*ssa.Function]*Func
	graphs   map[*ssa.Function]*flow.Graph
	cells    map[*ssa.Alloc]*Cell
	impls    map[invoked][]*ssa.Function
	points   map[*ssa.Function][]donePoint
	endings  map[*ssa.Function]*ending
	over     map[*ssa.Function][]end
	captures map[*ssa.FreeVar]ssa.Value
	places   map[*ssa.Function]*places
	ops      map[*ssa.Function][]Op
	counts   map[ssa.Instruction][]count // by the first of those counted
	uses     index
	chans    channels
	out      outside
	outTests outside
	sets     sets

	foreignOnce sync.Once
	foreigners  map[foreigner]bool
	held        holders

	assignedOnce   sync.Once
	assignedIdents map[*ast.Ident]bool

	variablesOnce sync.Once
	variables     map[*types.Var]*Variable
}

// Workspace reports whether the functions of the package that pass analyses
// are summarised: its module has no version, as it is the one under work, and
// it is not part of the standard library. Under drivers that tell no module
// every package counts but those of the standard library and vendored ones.
func Workspace(pass *analysis.Pass) bool {
	path := pass.Pkg.Path()
	for _, prefix := range extraWorkspace {
		if path == prefix || strings.HasPrefix(path, prefix+"/") || prefix == "std" && knowledge.IsStd(path) {
			return true
		}
	}
	if knowledge.IsStd(path) {
		return false
	}
	if pass.Module == nil {
		return !strings.Contains(path, "/vendor/") // in GOPATH mode
	}
	return pass.Module.Version == ""
}

// extraWorkspace are the prefixes that -workspace names.
var extraWorkspace []string

// AddWorkspace makes the packages whose path has one of the prefixes part of
// the workspace. A process calls it before its first analysis or not at all:
// analyzers with facts have no options, so this one belongs to the process.
func AddWorkspace(prefixes ...string) { extraWorkspace = append(extraWorkspace, prefixes...) }

func run(pass *analysis.Pass) (any, error) {
	r := &Result{
		Pass:  pass,
		Index: pass.ResultOf[directive.Analyzer].(*directive.Index),
	}
	if !Workspace(pass) {
		return r, nil // dependencies cost nothing
	}
	r.build()
	for fn, f := range r.funcs {
		obj, ok := fn.Object().(*types.Func)
		if ok && fn.Synthetic == "" && !reflect.ValueOf(*f).IsZero() && !knowledge.Known(obj) {
			pass.ExportObjectFact(obj, f)
		}
	}
	return r, nil
}

// Get returns the result of [Analyzer] for the package that a check judges.
// It is complete even if the package is not part of the workspace: whatever
// a driver has judged is analysed, only facts are kept to the workspace.
func Get(pass *analysis.Pass) *Result {
	r := pass.ResultOf[Analyzer].(*Result)
	r.build()
	return r
}

// build summarises the functions of the package, once.
func (r *Result) build() {
	r.once.Do(func() {
		r.funcs = make(map[*ssa.Function]*Func)
		r.graphs = make(map[*ssa.Function]*flow.Graph)
		r.objects = make(map[*types.Func]*Func)
		r.impls = make(map[invoked][]*ssa.Function)
		r.cells = make(map[*ssa.Alloc]*Cell)
		r.points = make(map[*ssa.Function][]donePoint)
		r.ops = make(map[*ssa.Function][]Op)
		r.counts = make(map[ssa.Instruction][]count)
		r.endings = make(map[*ssa.Function]*ending)
		r.over = make(map[*ssa.Function][]end)
		r.captures = make(map[*ssa.FreeVar]ssa.Value)
		r.places = make(map[*ssa.Function]*places)
		r.Program = r.Pass.ResultOf[ssabuild.Analyzer].(*ssabuild.SSA).Program()
		if r.Program == nil {
			return
		}
		for _, component := range r.components() {
			r.summarise(component)
		}
		clear(r.graphs) // they were cut by less than is known now
		clear(r.endings)
		clear(r.ops)
	})
}

// rounds bounds how often the functions of a cycle are summarised anew. Each
// round can only add, and a chain longer than this is not worth following.
const rounds = 5

func (r *Result) summarise(component []*ssa.Function) {
	for range rounds {
		changed := false
		for _, fn := range component {
			f := r.compute(fn)
			if old := r.funcs[fn]; old == nil || !reflect.DeepEqual(old, f) {
				r.funcs[fn] = f
				delete(r.graphs, fn) // it may have been cut differently
				changed = true
			}
		}
		if !changed || len(component) == 1 && !slices.Contains(r.callees(component[0]), component[0]) {
			return
		}
	}
}

// compute summarises one function. One that cannot be analysed is unknown: a
// fact stage that fails would take the whole package with it.
func (r *Result) compute(fn *ssa.Function) (f *Func) {
	defer func() {
		if recover() != nil {
			f = new(Func)
		}
	}()
	f = new(Func)
	for _, domain := range domains {
		domain(r, fn, f)
	}
	return f
}

// callees returns the functions of the package whose summaries the one of fn
// depends on: those it calls and the literals in it.
func (r *Result) callees(fn *ssa.Function) []*ssa.Function {
	callees := slices.Clone(fn.AnonFuncs)
	for _, call := range r.Calls(fn) {
		fns, _ := r.Callees(call.Common())
		for _, callee := range fns {
			callees = append(callees, Declared(callee))
		}
	}
	return callees
}

// components returns the strongly connected components of the call graph,
// callees before callers (Tarjan).
func (r *Result) components() [][]*ssa.Function {
	var (
		comps [][]*ssa.Function
		stack []*ssa.Function
		index = make(map[*ssa.Function]int)
		low   = make(map[*ssa.Function]int)
		on    = make(map[*ssa.Function]bool)
		local = make(map[*ssa.Function]bool)
	)
	for _, fn := range r.Program.Funcs {
		local[fn] = true
	}
	var visit func(fn *ssa.Function)
	visit = func(fn *ssa.Function) {
		index[fn] = len(index) + 1
		low[fn] = index[fn]
		stack = append(stack, fn)
		on[fn] = true
		for _, callee := range r.callees(fn) {
			if !local[callee] {
				continue // imported, or without a body
			}
			if index[callee] == 0 {
				visit(callee)
				low[fn] = min(low[fn], low[callee])
			} else if on[callee] {
				low[fn] = min(low[fn], index[callee])
			}
		}
		if low[fn] != index[fn] {
			return
		}
		i := slices.Index(stack, fn)
		comp := slices.Clone(stack[i:])
		stack = stack[:i]
		for _, fn := range comp {
			on[fn] = false
		}
		comps = append(comps, comp)
	}
	for _, fn := range r.Program.Funcs {
		if index[fn] == 0 {
			visit(fn)
		}
	}
	return comps
}

// origin returns the generic function that fn is an instance of, or fn.
func origin(fn *ssa.Function) *ssa.Function {
	if o := fn.Origin(); o != nil {
		return o
	}
	return fn
}

// Of returns what is known about fn; never nil. Functions of this package,
// literals included, are known by their body, others by their facts.
func (r *Result) Of(fn *ssa.Function) *Func {
	if fn == nil {
		return unknown
	}
	fn = origin(fn)
	if obj, ok := fn.Object().(*types.Func); ok && fn.Synthetic == "" || ok && r.funcs[fn] == nil {
		return r.OfObject(obj)
	}
	if f := r.funcs[fn]; f != nil {
		return f
	}
	return unknown
}

// OfObject returns what is known about a declared function; never nil. The
// result is shared.
func (r *Result) OfObject(obj *types.Func) *Func {
	obj = obj.Origin()
	if f := r.object(obj); f != nil {
		return f
	}
	if fn := r.Program.Package.Prog.FuncValue(obj); fn != nil && r.funcs[fn] != nil {
		return r.funcs[fn]
	}
	return unknown
}

// unknown is the summary of a function about which nothing is known.
var unknown = new(Func)

// object returns what is known about a function, if that does not come from
// its body, else nil.
func (r *Result) object(obj *types.Func) *Func {
	r.objectsMu.Lock()
	defer r.objectsMu.Unlock()
	f, ok := r.objects[obj]
	if !ok {
		switch {
		case knowledge.Known(obj):
			f = unknown // whatever its body says here
		case obj.Pkg() != r.Pass.Pkg || r.Program == nil:
			f = new(Func)
			if !r.Pass.ImportObjectFact(obj, f) {
				f = unknown
			}
		}
		r.objects[obj] = f
	}
	return f
}

// Graph returns the control flow of fn, a function with a body, cut behind
// calls that are known never to return.
func (r *Result) Graph(fn *ssa.Function) *flow.Graph {
	r.mu.Lock()
	g := r.graphs[fn]
	r.mu.Unlock()
	if g == nil {
		g = flow.New(fn, r.Calls(fn), r.NeverReturns)
		r.mu.Lock()
		r.graphs[fn] = g
		r.mu.Unlock()
	}
	return g
}

// Calls returns the calls of fn, those of go and defer statements included,
// block by block in the order in which they are made.
func (r *Result) Calls(fn *ssa.Function) []ssa.CallInstruction { return r.Program.Calls(fn) }

// NeverReturns reports whether a call is known never to return.
func (r *Result) NeverReturns(call *ssa.CallCommon) bool {
	if b, ok := call.Value.(*ssa.Builtin); ok {
		return b.Name() == "panic"
	}
	obj := Callee(call)
	if obj != nil && knowledge.NeverReturns(obj) {
		return true
	}
	fns, complete := r.Callees(call)
	if !complete || len(fns) == 0 {
		return false
	}
	for _, fn := range fns {
		if !r.Of(fn).NoReturn {
			return false
		}
	}
	return true
}

// Callee returns the declared function or the interface method that is
// called, or nil if it is a builtin, a literal or a function value.
func Callee(call *ssa.CallCommon) *types.Func {
	if call.IsInvoke() {
		return call.Method.Origin()
	}
	fn := call.StaticCallee()
	if fn == nil {
		return nil
	}
	obj, _ := fn.Object().(*types.Func)
	if obj == nil {
		return nil
	}
	return obj.Origin()
}

// Args returns the values that a call hands to the parameters of its callee,
// counted as in a [Func]: the receiver, also that of an interface method,
// comes first.
func Args(call *ssa.CallCommon) []ssa.Value {
	if call.IsInvoke() {
		return append([]ssa.Value{call.Value}, call.Args...)
	}
	if c, ok := call.Value.(*ssa.MakeClosure); ok && isBound(c) {
		return append([]ssa.Value{c.Bindings[0]}, call.Args...)
	}
	return call.Args
}

// isBound reports whether c is a method value: a method with its receiver.
func isBound(c *ssa.MakeClosure) bool {
	return len(c.Bindings) == 1 && isBoundWrapper(c.Fn.(*ssa.Function))
}

// isBoundWrapper reports whether fn is what package ssa makes of a method
// value: it takes the receiver as a free variable.
func isBoundWrapper(fn *ssa.Function) bool {
	return strings.HasPrefix(fn.Synthetic, "bound method wrapper")
}

// Callees returns the functions that a call may reach, and whether these are
// all. A call through an interface is resolved if the interface is private to
// the package; one through a variable if all that is stored in it is seen. A
// method value in a variable is none of them: [Args] cannot tell its receiver.
func (r *Result) Callees(call *ssa.CallCommon) (fns []*ssa.Function, complete bool) {
	if call.IsInvoke() {
		fns = r.implementations(call)
		return fns, len(fns) > 0
	}
	fns, complete = r.Functions(call.Value)
	if _, direct := call.Value.(*ssa.MakeClosure); !direct && slices.ContainsFunc(fns, isBoundWrapper) {
		return slices.DeleteFunc(fns, isBoundWrapper), false
	}
	return fns, complete
}

// Functions returns the functions that a value of function type may be, and
// whether these are all.
func (r *Result) Functions(v ssa.Value) (fns []*ssa.Function, complete bool) {
	if fn, ok := v.(*ssa.Function); ok {
		return []*ssa.Function{fn}, true // as nearly always
	}
	complete = true
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value)
	visit = func(v ssa.Value) {
		if seen[v] {
			return
		}
		seen[v] = true
		switch v := v.(type) {
		case *ssa.Function:
			fns = append(fns, v)
		case *ssa.MakeClosure:
			fns = append(fns, v.Fn.(*ssa.Function))
		case *ssa.ChangeType:
			visit(v.X)
		case *ssa.Phi:
			for _, e := range v.Edges {
				visit(e)
			}
		case *ssa.Const: // nil: a call of it panics
		case *ssa.UnOp:
			cell := r.CellOf(v.X)
			if cell == nil || cell.Escapes || len(cell.Stores) == 0 {
				complete = false
				return
			}
			for _, s := range cell.Stores {
				visit(s.Val)
			}
		case *ssa.FreeVar:
			binds := r.Bindings(v)
			complete = complete && len(binds) > 0
			for _, b := range binds {
				visit(b)
			}
		default:
			complete = false
		}
	}
	visit(v)
	return fns, complete && len(fns) > 0
}

// Bindings returns the values that a free variable is bound to where its
// literal is made.
func (r *Result) Bindings(v *ssa.FreeVar) []ssa.Value {
	i := slices.Index(v.Parent().FreeVars, v)
	var binds []ssa.Value
	for _, c := range r.Program.Closures[v.Parent()] {
		binds = append(binds, c.Bindings[i])
	}
	return binds
}

// Closures returns the places where the literal fn is made a value.
func (r *Result) Closures(fn *ssa.Function) []*ssa.MakeClosure { return r.Program.Closures[fn] }

// An invoked method is one that is called through an interface, in a test
// file or elsewhere: tests change nothing in other files.
type invoked struct {
	method *types.Func
	test   bool
}

// implementations returns the methods that a call through an interface may
// reach if the interface type is declared in this package and not exported,
// else nil.
func (r *Result) implementations(call *ssa.CallCommon) []*ssa.Function {
	if r.Program == nil {
		return nil
	}
	named, ok := types.Unalias(call.Value.Type()).(*types.Named)
	if !ok || named.Obj().Exported() || named.Obj().Pkg() != r.Pass.Pkg || named.TypeParams().Len() > 0 {
		return nil
	}
	test := r.Index.Test(call.Pos())
	if r.foreign(named, false) || test && r.foreign(named, true) {
		return nil // something of another package is converted to it
	}
	iface, ok := named.Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if fns, ok := r.impls[invoked{call.Method, test}]; ok {
		return fns
	}
	var fns []*ssa.Function
	scope := r.Pass.Pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() || types.IsInterface(tn.Type()) {
			continue
		}
		if n, ok := tn.Type().(*types.Named); !ok || n.TypeParams().Len() > 0 {
			continue
		}
		if r.Index.Test(tn.Pos()) && !test {
			continue // tests change nothing in other files
		}
		ptr := types.NewPointer(tn.Type())
		if !types.Implements(ptr, iface) {
			continue
		}
		obj, _, _ := types.LookupFieldOrMethod(ptr, true, call.Method.Pkg(), call.Method.Name())
		m, ok := obj.(*types.Func)
		if !ok {
			continue
		}
		fn := r.Program.Package.Prog.FuncValue(m)
		if fn == nil || len(fn.Blocks) == 0 {
			fns = nil // promoted from elsewhere
			break
		}
		fns = append(fns, fn)
	}
	r.impls[invoked{call.Method, test}] = fns
	return fns
}

// A foreigner is an interface type that something of elsewhere becomes, in a
// test file or elsewhere.
type foreigner struct {
	typ  *types.TypeName
	test bool
}

// foreign reports whether values become the interface type t whose type this
// package does not declare: those of other packages, or other interfaces.
func (r *Result) foreign(t *types.Named, test bool) bool {
	r.foreignOnce.Do(func() {
		r.foreigners = make(map[foreigner]bool)
		convert := func(to, from types.Type, pos token.Pos) {
			named, ok := types.Unalias(to).(*types.Named)
			if !ok || named.Obj().Pkg() != r.Pass.Pkg {
				return
			}
			own, ok := types.Unalias(ctxtype.Deref(from)).(*types.Named)
			if !ok || own.Obj().Parent() != r.Pass.Pkg.Scope() || types.IsInterface(own) {
				r.foreigners[foreigner{named.Obj(), r.Index.Test(pos)}] = true
			}
		}
		for _, fn := range r.Program.Funcs {
			for _, b := range fn.Blocks {
				for _, instr := range b.Instrs {
					switch instr := instr.(type) {
					case *ssa.MakeInterface:
						convert(instr.Type(), instr.X.Type(), fn.Pos())
					case *ssa.ChangeInterface:
						convert(instr.Type(), instr.X.Type(), fn.Pos())
					case *ssa.TypeAssert:
						if types.IsInterface(instr.AssertedType) {
							convert(instr.AssertedType, instr.X.Type(), fn.Pos())
						}
					}
				}
			}
		}
	})
	return r.foreigners[foreigner{t.Obj(), test}]
}

// noReturn finds the functions that never return: no path from their entry
// reaches a return. One that recovers from panics returns then.
func noReturn(r *Result, fn *ssa.Function, f *Func) {
	if r.Graph(fn).Returns() {
		return
	}
	for _, call := range r.Calls(fn) {
		if d, ok := call.(*ssa.Defer); ok && r.mayRecover(&d.Call) {
			return
		}
	}
	f.NoReturn = true
}

// mayRecover reports whether a deferred call may end a panic: its callee calls
// recover, or is neither seen nor part of the standard library.
func (r *Result) mayRecover(call *ssa.CallCommon) bool {
	if b, ok := call.Value.(*ssa.Builtin); ok {
		return b.Name() == "recover"
	}
	if obj := Callee(call); obj != nil && obj.Pkg() != nil && knowledge.IsStd(obj.Pkg().Path()) {
		return false
	}
	fns, complete := r.Callees(call)
	return !complete || slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
		return len(fn.Blocks) == 0 || slices.ContainsFunc(fn.Blocks, func(b *ssa.BasicBlock) bool {
			return slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
				c, ok := instr.(*ssa.Call)
				if !ok {
					return false
				}
				builtin, ok := c.Call.Value.(*ssa.Builtin)
				return ok && builtin.Name() == "recover"
			})
		})
	})
}

// A Derive says that a result is a context made from a parameter, or that
// parameter itself.
type Derive struct {
	Result, Param int
	Once          bool // the parameter itself if that has what it takes
	Unbound       bool // it may outlive the parameter, as after context.WithoutCancel
}

// derives finds the results that are contexts all of whose origins are one
// parameter.
func derives(r *Result, fn *ssa.Function, f *Func) {
	results := fn.Signature.Results()
	for i := range results.Len() {
		if !ctxtype.IsContext(results.At(i).Type()) {
			continue
		}
		param := -1
		ok := true
		bound := true
		for _, b := range fn.Blocks {
			ret, isReturn := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
			if !isReturn || len(ret.Results) != results.Len() {
				continue
			}
			for _, o := range r.Origins(ret.Results[i]) {
				p, isParam := o.Value.(*ssa.Parameter)
				switch {
				case o.Kind == FromNil: // an error path
				case o.Kind == FromParam && isParam && p.Parent() == fn:
					n := slices.Index(fn.Params, p)
					ok = ok && (param < 0 || param == n)
					param = n
				default:
					ok = false
				}
			}
			if ok && param >= 0 && !isNilConst(ret.Results[i]) {
				bound = bound && r.BoundTo(ret.Results[i], func(v ssa.Value) bool { return v == ssa.Value(fn.Params[param]) })
			}
		}
		if ok && param >= 0 {
			f.Derives = append(f.Derives, Derive{i, param, r.returnsItself(fn, i, fn.Params[param]), !bound})
		}
	}
}
