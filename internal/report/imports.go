package report

import (
	"bytes"
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

// A Removal is a fix that removes identifiers which stand for an imported
// package before a dot.
type Removal struct {
	Fix
	Gone []*ast.Ident
}

// Removals returns the fixes for the removals of a package in one file, which
// can all be applied or some of them. If they are all that the import of the
// package is for, the first one does all of them and removes the import:
// each alone would leave it to the others, and all without it unused. Where
// the import cannot be removed there is no fix.
func (p *Pass) Removals(pkgPath string, all []Removal) []Fix {
	fixes := make([]Fix, len(all))
	var together Fix
	first, gone := -1, 0
	for i, r := range all {
		fixes[i] = r.Fix
		if !r.Offered() {
			continue
		}
		if first < 0 {
			first = i
			together.Message = r.Message + ", everywhere, and drop the import"
		}
		together.Edits = append(together.Edits, r.Edits...)
		gone += len(r.Gone)
	}
	if first < 0 {
		return fixes
	}
	pos := all[first].Edits[0].Pos
	if gone < p.qualifiersIn(pos, pkgPath) || gone == 0 {
		return fixes
	}
	drop := p.DropImport(pos, pkgPath)
	for i := range fixes {
		switch {
		case !fixes[i].Offered():
		case drop == nil:
			fixes[i] = NoFix("the import would be left without use, and cannot be removed")
		case i == first:
			together.Edits = append(together.Edits, drop...)
			fixes[i] = together
		default:
			fixes[i] = NoFix("the first fix for the file does this one too")
		}
	}
	return fixes
}

// qualifiersIn returns how many identifiers in the file of pos stand for a
// package.
func (p *Pass) qualifiersIn(pos token.Pos, pkgPath string) int {
	if p.qualifiers == nil {
		p.qualifiers = make(map[*types.PkgName]int)
		for _, obj := range p.TypesInfo.Uses {
			if name, ok := obj.(*types.PkgName); ok {
				p.qualifiers[name]++
			}
		}
	}
	n := 0
	if file := p.fileOf(pos); file != nil {
		for _, spec := range file.Imports {
			if name := p.TypesInfo.PkgNameOf(spec); name != nil && ctxtype.Path(name.Imported()) == pkgPath {
				n += p.qualifiers[name]
			}
		}
	}
	return n
}

// DropImport returns the edits that remove the import of a package from the
// file of pos; none if it cannot be removed, because it has a comment or is
// not alone on its lines.
func (p *Pass) DropImport(pos token.Pos, pkgPath string) []analysis.TextEdit {
	file, tf := p.fileOf(pos), p.Fset.File(pos)
	src := p.Source(tf)
	if file == nil || src == nil {
		return nil
	}
	var found ast.Node
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.IMPORT {
			continue
		}
		for _, s := range g.Specs {
			name := p.TypesInfo.PkgNameOf(s.(*ast.ImportSpec))
			if name == nil || ctxtype.Path(name.Imported()) != pkgPath {
				continue
			}
			if found != nil || s.(*ast.ImportSpec).Doc != nil || len(g.Specs) == 1 && g.Doc != nil {
				return nil // imported twice, or with a comment
			}
			if found = s; len(g.Specs) == 1 {
				found = g
			}
		}
	}
	if found == nil {
		return nil
	}
	start, end := tf.Offset(found.Pos()), tf.Offset(found.End())
	start -= len(src[:start]) - len(bytes.TrimRight(src[:start], " \t"))
	if !bytes.HasPrefix(src[end:], []byte("\n")) || start == 0 || src[start-1] != '\n' {
		return nil
	}
	end++
	// A blank line on both sides becomes one, and none begins or ends a list.
	before, after := bytes.TrimRight(src[:start], " \t"), src[end:]
	opens, blank := bytes.HasSuffix(before, []byte("(\n")), bytes.HasSuffix(before, []byte("\n\n"))
	switch {
	case (opens || blank) && bytes.HasPrefix(after, []byte("\n")):
		end++
	case blank && bytes.HasPrefix(after, []byte(")")):
		start--
	}
	return []analysis.TextEdit{{Pos: tf.Pos(start), End: tf.Pos(end)}}
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
