// Package ssabuild builds the SSA form of a package for ctxlint's analyses.
//
// It differs from go/analysis/passes/buildssa in what ctxlint needs: nothing
// is built before somebody asks for it, so dependencies cost nothing under
// go vet; packages with type errors are built as far as they are well typed;
// and there is no dependency on ctrlflow and its facts.
package ssabuild

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// Analyzer builds SSA on demand. Its result is an [*SSA].
var Analyzer = &analysis.Analyzer{
	Name:             "ctxssa",
	Doc:              "build SSA on demand for ctxlint's analyses",
	Run:              func(pass *analysis.Pass) (any, error) { return &SSA{pass: pass}, nil },
	ResultType:       reflect.TypeFor[*SSA](),
	RunDespiteErrors: true,
}

// An SSA is the SSA form of a package, built at the first call of Program.
type SSA struct {
	pass *analysis.Pass
	once sync.Once
	prog *Program
}

// A Program is the SSA form of the source functions of one package.
type Program struct {
	Package *ssa.Package
	// Funcs are the declared functions and methods and the literals in
	// them, in source order, each literal behind the function it stands
	// in. Functions that are not well typed are missing.
	Funcs []*ssa.Function
	// Closures are the places where literals become values, by literal.
	Closures map[*ssa.Function][]*ssa.MakeClosure

	calls map[*ssa.Function][]ssa.CallInstruction
	asked map[types.Type]bool // whether marks of nameless values of a type are kept
}

// Calls returns the calls of fn, those of go and defer statements included,
// block by block in the order in which they are made.
func (p *Program) Calls(fn *ssa.Function) []ssa.CallInstruction {
	calls, ok := p.calls[fn]
	if !ok && len(fn.Blocks) > 0 { // made by package ssa: a wrapper, an instance
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok {
					calls = append(calls, call)
				}
			}
		}
	}
	return calls
}

// Program returns the SSA form of the package, or nil if there is none.
func (s *SSA) Program() *Program {
	s.once.Do(func() { s.prog = build(s.pass) })
	return s.prog
}

// Release drops the SSA form, which is by far the largest thing that an
// analysis holds. Nobody may call Program later.
func (s *SSA) Release() { s.prog = nil }

func build(pass *analysis.Pass) (p *Program) {
	// Package ssa promises nothing for ill-typed code. What wellTyped lets
	// through and ssa cannot build is unknown, like a body not seen.
	defer func() {
		if recover() != nil {
			p = nil
		}
	}()
	files, info := pass.Files, pass.TypesInfo
	if len(pass.TypeErrors) > 0 {
		files, info = wellTyped(pass)
	}

	// GlobalDebug keeps the names of variables, for messages. BareInits
	// leaves out calls of the dependencies' initializers, so that only the
	// packages imported directly have to be created.
	prog := ssa.NewProgram(pass.Fset, ssa.GlobalDebug|ssa.BareInits)
	createImports(prog, pass.Pkg, info)
	pkg := prog.CreatePackage(pass.Pkg, files, info, false)
	pkg.Build()

	p = &Program{
		Package:  pkg,
		Closures: make(map[*ssa.Function][]*ssa.MakeClosure),
		calls:    make(map[*ssa.Function][]ssa.CallInstruction),
		asked:    make(map[types.Type]bool),
	}
	var add func(fn *ssa.Function)
	add = func(fn *ssa.Function) {
		if fn == nil || len(fn.Blocks) == 0 {
			return // no body
		}
		p.Funcs = append(p.Funcs, fn)
		p.index(fn)
		for _, lit := range fn.AnonFuncs {
			add(lit)
		}
	}
	for _, f := range files {
		for _, decl := range f.Decls {
			if fdecl, ok := decl.(*ast.FuncDecl); ok {
				if obj, ok := info.Defs[fdecl.Name].(*types.Func); ok {
					add(prog.FuncValue(obj))
				}
			}
		}
	}
	if init := pkg.Func("init"); init != nil {
		p.index(init)
		for _, lit := range init.AnonFuncs { // literals in variable initializers
			add(lit)
		}
	}
	return p
}

// index notes the calls and closures of fn and drops the marks of expressions
// that nobody asks for, which are a quarter of all instructions.
func (p *Program) index(fn *ssa.Function) {
	var calls []ssa.CallInstruction
	cleared := make(map[ssa.Value]bool)
	for _, b := range fn.Blocks {
		kept := b.Instrs[:0]
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case ssa.CallInstruction:
				calls = append(calls, instr)
			case *ssa.MakeClosure:
				lit := instr.Fn.(*ssa.Function)
				p.Closures[lit] = append(p.Closures[lit], instr)
			case *ssa.DebugRef:
				if p.superfluous(instr) {
					if refs := instr.X.Referrers(); refs != nil && !cleared[instr.X] {
						cleared[instr.X] = true
						*refs = slices.DeleteFunc(*refs, func(ref ssa.Instruction) bool {
							d, ok := ref.(*ssa.DebugRef)
							return ok && p.superfluous(d)
						})
					}
					continue
				}
			}
			kept = append(kept, instr)
		}
		clear(b.Instrs[len(kept):])
		b.Instrs = kept
	}
	p.calls[fn] = calls
}

// superfluous reports whether a mark of an expression tells nothing that is
// used: not the name of a value, nor where it is assigned, nor what was written
// as a context, a condition or the bound of a loop. The variable at an address
// is known from its first mark.
func (p *Program) superfluous(d *ssa.DebugRef) bool {
	if _, ok := d.Expr.(*ast.Ident); !ok {
		t := d.X.Type()
		asked, known := p.asked[t]
		if !known {
			_, basic := t.Underlying().(*types.Basic)
			asked = basic || ctxtype.Implements(t)
			p.asked[t] = asked
		}
		return !asked
	}
	if _, ok := d.X.(*ssa.Alloc); ok && d.IsAddr {
		for _, ref := range *d.X.Referrers() {
			if first, ok := ref.(*ssa.DebugRef); ok && first.IsAddr {
				return d != first
			}
		}
	}
	return false
}

// createImports creates the packages that pkg uses functions or variables of,
// with these as their only members. Package ssa would create all members of a
// package without syntax, which costs as much as a third of what building the
// functions does. So each package gets a file that declares what is used: as
// types, for a declaration of a type is the one that gives its object a
// member without syntax, whatever the object is.
func createImports(prog *ssa.Program, pkg *types.Package, info *types.Info) {
	type imported struct {
		decl *ast.GenDecl
		info *types.Info
	}
	imports := make(map[*types.Package]*imported)
	for _, imp := range pkg.Imports() {
		imports[imp] = nil
	}
	seen := make(map[types.Object]bool)
	for _, obj := range info.Uses {
		switch o := obj.(type) {
		case *types.Func:
			o = o.Origin()
			if recv := o.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
				continue // it has no body anywhere
			}
			obj = o
		case *types.Var:
			if o.Pkg() == nil || o.Parent() != o.Pkg().Scope() {
				continue // a field or a local variable
			}
		default:
			continue
		}
		if obj.Pkg() == nil || obj.Pkg() == pkg || seen[obj] {
			continue
		}
		seen[obj] = true
		imp := imports[obj.Pkg()]
		if imp == nil {
			imp = &imported{&ast.GenDecl{Tok: token.TYPE}, &types.Info{Defs: make(map[*ast.Ident]types.Object)}}
			imports[obj.Pkg()] = imp
		}
		id := ast.NewIdent(obj.Name())
		imp.info.Defs[id] = obj
		imp.decl.Specs = append(imp.decl.Specs, &ast.TypeSpec{Name: id})
	}
	for p, imp := range imports {
		if imp == nil {
			imp = &imported{new(ast.GenDecl), new(types.Info)} // only its types or constants are used
		}
		prog.CreatePackage(p, []*ast.File{{Decls: []ast.Decl{imp.decl}}}, imp.info, true)
	}
}

// wellTyped returns copies of the package's files without the bodies of
// functions that have a type error, and of its types without the variable
// initializers that have one.
func wellTyped(pass *analysis.Pass) ([]*ast.File, *types.Info) {
	info := *pass.TypesInfo
	bad := func(n ast.Node) bool {
		for _, e := range pass.TypeErrors {
			if n.Pos() <= e.Pos && e.Pos <= n.End() {
				return true
			}
		}
		found := false
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BadExpr, *ast.BadStmt, *ast.BadDecl:
				found = true
			case *ast.Ident:
				if n.Name != "_" && info.Uses[n] == nil && info.Defs[n] == nil {
					if _, isDef := info.Defs[n]; !isDef { // a package name, a symbolic variable of a type switch
						found = true
					}
				}
			case ast.Expr:
				if tv, ok := info.Types[n]; ok && invalid(tv.Type) {
					found = true
				}
			}
			return !found
		})
		return found
	}

	files := make([]*ast.File, len(pass.Files))
	for i, f := range pass.Files {
		cp := *f
		cp.Decls = make([]ast.Decl, 0, len(f.Decls))
		for _, decl := range f.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if _, ok := info.Defs[d.Name].(*types.Func); !ok {
					continue // not declared, for example twice
				}
				if bad(d) {
					stub := *d
					stub.Body = nil
					decl = &stub
				}
			case *ast.BadDecl:
				continue // did not parse
			}
			cp.Decls = append(cp.Decls, decl)
		}
		files[i] = &cp
	}
	info.InitOrder = nil
	for _, init := range pass.TypesInfo.InitOrder {
		if !bad(init.Rhs) {
			info.InitOrder = append(info.InitOrder, init)
		}
	}
	return files, &info
}

func invalid(t types.Type) bool {
	if t == nil {
		return false
	}
	if tuple, ok := t.(*types.Tuple); ok {
		for v := range tuple.Variables() {
			if invalid(v.Type()) {
				return true
			}
		}
		return false
	}
	b, ok := types.Unalias(t).(*types.Basic)
	return ok && b.Kind() == types.Invalid
}
