package report

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// Import returns what to write before a name of the package with the given
// path at pos: "context.", another name under a renamed import, or nothing
// under a dot import. The edits import the package into the file of pos if no
// import of it can be seen there; they belong into the fix that uses the name.
//
// Two fixes for one file hold the same edits, which makes them compatible:
// equal edits are applied once.
func (p *Pass) Import(pos token.Pos, pkgPath string) (qualifier string, edits []analysis.TextEdit) {
	file := p.fileOf(pos)
	if file == nil {
		return path.Base(pkgPath) + ".", nil
	}
	for _, spec := range file.Imports {
		name := p.TypesInfo.PkgNameOf(spec)
		if name == nil || name.Name() == "_" || ctxtype.Path(name.Imported()) != pkgPath {
			continue
		}
		if name.Name() == "." {
			return "", nil
		}
		if p.lookup(pos, name.Name()) == types.Object(name) {
			return name.Name() + ".", nil
		}
	}
	base := path.Base(pkgPath)
	name := base
	for i := 2; !p.free(file, pos, name); i++ {
		name = fmt.Sprint(base, i)
	}
	text := strconv.Quote(pkgPath)
	if name != base {
		text = name + " " + text
	}
	return name + ".", p.addImport(file, pkgPath, text)
}

func (p *Pass) fileOf(pos token.Pos) *ast.File {
	for _, f := range p.Files {
		if f.FileStart <= pos && pos < f.FileEnd {
			return f
		}
	}
	return nil
}

// lookup returns what name means at pos.
func (p *Pass) lookup(pos token.Pos, name string) types.Object {
	scope := p.Pkg.Scope().Innermost(pos)
	if scope == nil {
		return nil
	}
	_, obj := scope.LookupParent(name, pos)
	return obj
}

// free reports whether an import of file can be called name and be seen at
// pos: neither the file nor the package declares the name, and no scope
// around pos does.
func (p *Pass) free(file *ast.File, pos token.Pos, name string) bool {
	return p.TypesInfo.Scopes[file].Lookup(name) == nil &&
		p.Pkg.Scope().Lookup(name) == nil &&
		p.lookup(pos, name) == nil
}

// addImport returns the edits that add an import spec to file where gofmt and
// custom want it: sorted into the first group of imports of its kind.
func (p *Pass) addImport(file *ast.File, pkgPath, text string) []analysis.TextEdit {
	var decls []*ast.GenDecl
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT && !importsC(g) {
			decls = append(decls, g)
		}
	}
	switch {
	case len(decls) == 0:
		return insert(p.endOfLine(file, lastHeader(file)), "\n\nimport "+text)
	case decls[0].Lparen.IsValid():
		return p.addSpec(file, decls[0], pkgPath, text)
	case len(decls) > 1: // import "a"; import "b"
		return insert(start(decls[0], decls[0].Doc), "import "+text+"\n")
	}
	// import "a": make it import ("a"; "b").
	d := decls[0]
	spec := d.Specs[0].(*ast.ImportSpec)
	end := p.endOfLine(file, spec.End())
	if before(pkgPath, text, spec) {
		gap := "\n\t"
		if !sameKind(pkgPath, importPath(spec)) {
			gap = "\n\n\t"
		}
		return append(insert(spec.Pos(), "(\n\t"+text+gap), insert(end, "\n)")...)
	}
	return append(insert(spec.Pos(), "(\n\t"), insert(end, "\n\t"+text+"\n)")...)
}

// addSpec adds an import spec to a declaration in parentheses.
func (p *Pass) addSpec(file *ast.File, d *ast.GenDecl, pkgPath, text string) []analysis.TextEdit {
	groups := p.groups(d)
	if len(groups) == 0 {
		return insert(d.Lparen+1, "\n\t"+text+"\n")
	}
	for _, g := range groups {
		if !sameKind(pkgPath, importPath(g[0])) {
			continue
		}
		for _, spec := range g {
			if before(pkgPath, text, spec) {
				return insert(start(spec, spec.Doc), text+"\n\t")
			}
		}
		return insert(p.endOfLine(file, g[len(g)-1].End()), "\n\t"+text)
	}
	first := groups[0][0]
	return insert(start(first, first.Doc), text+"\n\n\t")
}

// groups returns the imports of d that stand together without a blank line.
func (p *Pass) groups(d *ast.GenDecl) [][]*ast.ImportSpec {
	var groups [][]*ast.ImportSpec
	last := 0
	for _, s := range d.Specs {
		spec := s.(*ast.ImportSpec)
		if line := p.Fset.Position(start(spec, spec.Doc)).Line; len(groups) == 0 || line > last+1 {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], spec)
		last = p.Fset.Position(spec.End()).Line
	}
	return groups
}

// endOfLine returns pos, or the end of the comment that follows on its line.
func (p *Pass) endOfLine(file *ast.File, pos token.Pos) token.Pos {
	line := p.Fset.Position(pos).Line
	for _, c := range file.Comments {
		if c.Pos() >= pos && p.Fset.Position(c.Pos()).Line == line {
			return c.End()
		}
	}
	return pos
}

// lastHeader returns the end of the package clause, or of import "C".
func lastHeader(file *ast.File) token.Pos {
	end := file.Name.End()
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			end = g.End()
		}
	}
	return end
}

func importsC(d *ast.GenDecl) bool {
	return len(d.Specs) == 1 && importPath(d.Specs[0].(*ast.ImportSpec)) == "C"
}

func importPath(spec *ast.ImportSpec) string {
	s, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return ""
	}
	return s
}

// start returns where n begins, with its doc comment.
func start(n ast.Node, doc *ast.CommentGroup) token.Pos {
	if doc != nil {
		return doc.Pos()
	}
	return n.Pos()
}

// before reports whether gofmt, or the custom to put the standard library
// first, sorts an import with the given path and text before spec.
func before(pkgPath, text string, spec *ast.ImportSpec) bool {
	path := importPath(spec)
	switch {
	case !sameKind(pkgPath, path):
		return isStdLike(pkgPath)
	case pkgPath == path: // an unnamed import comes first
		return strings.HasPrefix(text, `"`)
	}
	return pkgPath < path
}

// sameKind reports whether the paths a and b belong into one group of imports.
func sameKind(a, b string) bool { return isStdLike(a) == isStdLike(b) }

// isStdLike reports whether path looks like one of the standard library: its
// first element has no dot.
func isStdLike(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

func insert(pos token.Pos, text string) []analysis.TextEdit {
	return []analysis.TextEdit{{Pos: pos, End: pos, NewText: []byte(text)}}
}
