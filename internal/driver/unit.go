package driver

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/gocontext/ctxlint/internal/report"
)

// A runner analyses units.
type runner struct {
	graph   *graph
	types   *universe
	facts   *factStore
	root    *analysis.Analyzer
	factful []*analysis.Analyzer
}

// source is a unit while it is analysed: what is dropped with it.
type source struct {
	unit   *unit
	fset   *token.FileSet
	text   map[string][]byte
	other  func(name string) ([]byte, error) // reads files that are not parsed
	files  []*ast.File
	pkg    *types.Package
	info   *types.Info
	errors []types.Error // those of the parser too
	lines  []string      // what the parser has to say to the user
}

// analyse type-checks and analyses a unit and keeps what others need of it.
func (r *runner) analyse(ctx context.Context, u *unit) {
	if ctx.Err() != nil {
		return
	}
	defer r.types.drop(u)
	if u.skipped {
		r.reuse(u)
		return
	}
	s := u.source
	if s == nil || s.pkg == nil {
		s = r.check(u)
	}
	u.source = nil
	if u.kept != nil {
		r.reuse(u)
		return
	}
	facts := r.facts.set(u.pkg, s.pkg)
	e := &execution{
		source: s,
		facts:  facts,
		module: r.graph.module(u.pkg),
		acts:   make(map[*analysis.Analyzer]*action),
	}
	if u.judged {
		act := e.exec(r.root)
		for _, d := range act.diagnostics {
			u.out.Findings = append(u.out.Findings, s.finding(d))
		}
		if found, ok := act.result.(*report.Findings); ok {
			u.out.Silenced, u.out.Unfixed = s.reasons(found.Silenced), s.reasons(found.Unfixed)
		}
	} else {
		for _, a := range r.factful {
			e.exec(a)
		}
	}
	facts.publish()
	r.keep(u, s)
}

// readAhead parses units, those first that come first, until stop is closed. That
// is work for a processor that would have to wait for types otherwise.
func (r *runner) readAhead(stop <-chan struct{}) {
	for _, u := range r.graph.units {
		if u.skipped {
			continue
		}
		select {
		case <-stop:
			return
		default:
			u.source = r.parse(u)
		}
	}
}

// parse parses the files of a unit, errors or not.
func (r *runner) parse(u *unit) *source {
	cfg := r.graph.cfg
	s := &source{unit: u, fset: r.types.fset, text: make(map[string][]byte), other: cfg.readFile}
	for _, name := range u.pkg.CompiledGoFiles {
		src, err := cfg.readFile(name)
		if err != nil {
			s.lines = append(s.lines, err.Error())
			continue
		}
		s.text[name] = src
		f, err := parser.ParseFile(s.fset, name, src, parser.ParseComments|parser.SkipObjectResolution|parser.AllErrors)
		if f != nil {
			s.files = append(s.files, f)
		}
		list, _ := errors.AsType[scanner.ErrorList](err)
		for _, e := range list {
			s.lines = append(s.lines, r.relative(e.Pos)+": "+e.Msg)
			s.errors = append(s.errors, types.Error{Fset: s.fset, Pos: s.pos(f, e.Pos.Offset), Msg: e.Msg})
		}
	}
	return s
}

// checkAhead type-checks a unit before its turn.
func (r *runner) checkAhead(ctx context.Context, u *unit) {
	if ctx.Err() == nil && !u.skipped {
		u.source = r.check(u)
	}
}

// check type-checks a unit from source, errors or not.
func (r *runner) check(u *unit) *source {
	p, s := u.pkg, u.source
	if s == nil {
		s = r.parse(u)
	}
	lines := s.lines
	s.info = newInfo(s.text)
	pkg, conf := r.types.begin(u, dotImports(s.files))
	conf.Error = func(err error) {
		e, ok := errors.AsType[types.Error](err)
		if !ok {
			return
		}
		s.errors = append(s.errors, e)
		// The go command has said what is wrong with an import.
		if !strings.HasPrefix(e.Msg, "could not import ") {
			lines = append(lines, r.relative(s.fset.Position(e.Pos))+": "+e.Msg)
		}
	}
	s.pkg = pkg
	conf.IgnoreFuncBodies = u.kept != nil
	check(conf, s.fset, pkg, s.files, s.info)

	// What an import with errors declares may have no type, so that this
	// package is not well typed either. Its own errors may follow from that.
	bad := r.types.badImports(p)
	for _, f := range s.files {
		for _, spec := range f.Imports {
			if bad[importPath(spec)] {
				s.errors = append(s.errors, types.Error{Fset: s.fset, Pos: spec.Pos(), Msg: "import of a package with errors"})
				lines = nil
			}
		}
	}
	if p.ExportFile != "" {
		lines = nil // it compiles, whatever was wrong here
	}
	// Importers see nothing of errors in tests.
	if slices.ContainsFunc(s.errors, func(e types.Error) bool {
		return !isTestFile(s.fset.Position(e.Pos).Filename)
	}) {
		r.types.setBad(p)
	}
	r.graph.sourceErrors(p, lines)
	return s
}

// newInfo returns where to record the types of files, with room for what text
// of that size usually holds: one typed expression in 16 bytes, one use of an
// object in 24, as measured on etcd, gRPC, Caddy and Prometheus. To let the
// maps grow would be a tenth of the memory that a run allocates.
func newInfo(text map[string][]byte) *types.Info {
	size := 0
	for _, src := range text {
		size += len(src)
	}
	return &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue, size/16),
		Defs:         make(map[*ast.Ident]types.Object, size/128),
		Uses:         make(map[*ast.Ident]types.Object, size/24),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope, size/160),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection, size/128),
		FileVersions: make(map[*ast.File]string),
	}
}

// dotImports returns the paths that files import with a dot.
func dotImports(files []*ast.File) []string {
	var paths []string
	for _, f := range files {
		for _, spec := range f.Imports {
			if spec.Name != nil && spec.Name.Name == "." {
				paths = append(paths, importPath(spec))
			}
		}
	}
	return paths
}

func importPath(spec *ast.ImportSpec) string { return strings.Trim(spec.Path.Value, "\"`") }

// pos returns the position of an offset in the file that f was parsed from.
func (s *source) pos(f *ast.File, offset int) token.Pos {
	if f == nil {
		return token.NoPos
	}
	file := s.fset.File(f.FileStart)
	if file == nil || offset > file.Size() {
		return f.Package
	}
	return file.Pos(offset)
}

// relative returns a position as the go command prints it.
func (r *runner) relative(pos token.Position) string {
	pos.Filename = Shorten(r.graph.cfg.Dir, pos.Filename)
	if !strings.ContainsRune(pos.Filename, filepath.Separator) {
		pos.Filename = "." + string(filepath.Separator) + pos.Filename
	}
	return pos.String()
}

// Shorten returns the name of a file relative to a directory, the current one
// if dir is empty, where that is shorter.
func Shorten(dir, name string) string {
	if dir == "" {
		dir, _ = os.Getwd()
	}
	if rel, err := filepath.Rel(dir, name); err == nil && len(rel) < len(name) {
		return rel
	}
	return name
}

// finding converts a diagnostic to something that outlives the syntax.
func (s *source) finding(d analysis.Diagnostic) Finding {
	f := Finding{
		Category: d.Category,
		Message:  d.Message,
		URL:      d.URL,
		Pos:      s.fset.Position(d.Pos),
		End:      s.fset.Position(cmp.Or(d.End, d.Pos)),
	}
	for _, rel := range d.Related {
		f.Related = append(f.Related, Related{s.fset.Position(rel.Pos), s.fset.Position(cmp.Or(rel.End, rel.Pos)), rel.Message})
	}
	if len(d.SuggestedFixes) > 0 {
		f.Fix = s.fix(d.SuggestedFixes[0])
	}
	return f
}

// reasons converts reasons likewise.
func (s *source) reasons(all []report.Reason) []Reason {
	var reasons []Reason
	for _, r := range all {
		reasons = append(reasons, Reason{s.fset.Position(r.Pos), r.Rule, r.Clause})
	}
	return reasons
}

// fix converts a suggested fix; nil if it is none that can be applied.
func (s *source) fix(sf analysis.SuggestedFix) *Fix {
	fix := &Fix{Message: sf.Message}
	for _, e := range sf.TextEdits {
		file := s.fset.File(e.Pos)
		if file == nil || s.text[file.Name()] == nil || fix.File != "" && fix.File != file.Name() {
			return nil
		}
		fix.File = file.Name()
		fix.Edits = append(fix.Edits, Edit{file.Offset(e.Pos), file.Offset(cmp.Or(e.End, e.Pos)), string(e.NewText)})
	}
	if fix.File == "" {
		return nil
	}
	fix.Sum = sha256.Sum256(s.text[fix.File])
	return fix
}

// An execution runs analyzers, each once, on one unit.
type execution struct {
	source *source
	facts  *factSet
	module *analysis.Module

	mu   sync.Mutex // of acts and of the failures of the unit
	acts map[*analysis.Analyzer]*action
}

type action struct {
	once        sync.Once
	result      any
	failed      bool
	diagnostics []analysis.Diagnostic
}

// exec runs a behind what it requires, unless somebody has done so already.
func (e *execution) exec(a *analysis.Analyzer) *action {
	e.mu.Lock()
	act := e.acts[a]
	if act == nil {
		act = new(action)
		e.acts[a] = act
	}
	e.mu.Unlock()
	act.once.Do(func() { e.run(a, act) })
	return act
}

// run runs a. What it requires runs side by side, for the sake of large units
// that all others wait for.
func (e *execution) run(a *analysis.Analyzer, act *action) {
	var wg sync.WaitGroup
	for _, req := range a.Requires {
		wg.Go(func() { e.exec(req) })
	}
	wg.Wait()
	results := make(map[*analysis.Analyzer]any)
	for _, req := range a.Requires {
		dep := e.exec(req)
		act.failed = act.failed || dep.failed
		results[req] = dep.result
	}
	if !act.failed {
		var err error
		act.result, err = e.call(a, act, results)
		if err != nil {
			act.failed = true
			e.mu.Lock()
			e.source.unit.failures = append(e.source.unit.failures, err.Error())
			e.mu.Unlock()
		}
	}
	// A check that fails has found nothing, and the others go on.
	if act.failed && a.ResultType == reflect.TypeFor[*report.Findings]() {
		act.failed = false
		act.result = new(report.Findings)
	}
}

// call runs a, and makes an error of a panic.
func (e *execution) call(a *analysis.Analyzer, act *action, results map[*analysis.Analyzer]any) (_ any, err error) {
	s := e.source
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: internal error on package %s: %v\n%s", a.Name, s.unit.pkg.ID, r, debug.Stack())
		}
	}()
	return a.Run(&analysis.Pass{
		Analyzer:          a,
		Fset:              s.fset,
		Files:             s.files,
		OtherFiles:        s.unit.pkg.OtherFiles,
		IgnoredFiles:      s.unit.pkg.IgnoredFiles,
		Pkg:               s.pkg,
		TypesInfo:         s.info,
		TypesSizes:        s.unit.pkg.TypesSizes,
		TypeErrors:        s.errors,
		Module:            e.module,
		ResultOf:          results,
		ReadFile:          s.readFile,
		Report:            func(d analysis.Diagnostic) { act.diagnostics = append(act.diagnostics, d) },
		ImportObjectFact:  e.facts.importObject,
		ExportObjectFact:  e.facts.exportObject,
		ImportPackageFact: e.facts.importPackage,
		ExportPackageFact: e.facts.exportPackage,
		AllObjectFacts:    e.facts.allObjects,
		AllPackageFacts:   e.facts.allPackages,
	})
}

// readFile returns the text that was parsed rather than what a file holds now.
func (s *source) readFile(name string) ([]byte, error) {
	if text := s.text[name]; text != nil {
		return text, nil
	}
	return s.other(name)
}
