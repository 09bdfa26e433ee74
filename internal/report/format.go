package report

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// tidy reports whether the edits of fix, all in the file of pos, leave every
// declaration they touch parseable, and extends them so that what was
// formatted stays formatted: a longer name moves the comments beside it. A
// declaration that gofmt would change anyway is left as it is, and so are all
// if the driver gives no source.
func (p *Pass) tidy(fix *analysis.SuggestedFix, pos token.Pos) bool {
	file, syntax := p.Fset.File(pos), p.fileOf(pos)
	src := p.Source(file)
	if src == nil || syntax == nil {
		return true
	}
	var edits []analysis.TextEdit
	rest := fix.TextEdits
	for _, decl := range syntax.Decls {
		from, to := lineStart(src, file.Offset(declStart(decl))), lineEnd(src, file.Offset(decl.End()))
		var own []analysis.TextEdit
		for len(rest) > 0 && file.Offset(rest[0].Pos) < from {
			edits, rest = append(edits, rest[0]), rest[1:] // between declarations
		}
		for len(rest) > 0 && file.Offset(rest[0].End) <= to {
			own, rest = append(own, rest[0]), rest[1:]
		}
		if len(own) == 0 {
			continue // not touched
		}
		before := src[from:to]
		after := apply(before, own, file.Pos(from))
		formatted, err := format.Source(after)
		if err != nil {
			return false
		}
		if old, err := format.Source(before); err == nil && bytes.Equal(old, before) && !bytes.Equal(formatted, after) {
			own = lineEdits(before, formatted, file.Pos(from))
		}
		edits = append(edits, own...)
	}
	fix.TextEdits = append(edits, rest...)
	return true
}

// Source returns the text of a file, or nil if it cannot be had.
func (p *Pass) Source(file *token.File) []byte {
	if file == nil || p.ReadFile == nil {
		return nil
	}
	if src, ok := p.sources[file]; ok {
		return src
	}
	src, err := p.ReadFile(file.Name())
	if err != nil || len(src) != file.Size() {
		src = nil
	}
	if p.sources == nil {
		p.sources = make(map[*token.File][]byte)
	}
	p.sources[file] = src
	return src
}

// declStart returns where decl begins, with its comment.
func declStart(decl ast.Decl) token.Pos {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		return start(d, d.Doc)
	case *ast.GenDecl:
		return start(d, d.Doc)
	}
	return decl.Pos()
}

func lineStart(src []byte, offset int) int { return bytes.LastIndexByte(src[:offset], '\n') + 1 }

func lineEnd(src []byte, offset int) int {
	if i := bytes.IndexByte(src[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(src)
}

// apply returns text, which begins at base, as the edits leave it.
func apply(text []byte, edits []analysis.TextEdit, base token.Pos) []byte {
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(out, text[at:e.Pos-base]...)
		out = append(out, e.NewText...)
		at = int(e.End - base)
	}
	return append(out, text[at:]...)
}

// lineEdits returns the edits that turn the text before, which begins at
// base, into after: one for each line that differs, or one for all of them if
// the number of lines does.
func lineEdits(before, after []byte, base token.Pos) []analysis.TextEdit {
	old, lines := bytes.SplitAfter(before, []byte("\n")), bytes.SplitAfter(after, []byte("\n"))
	var edits []analysis.TextEdit
	edit := func(offset, length int, text []byte) {
		pos := base + token.Pos(offset)
		edits = append(edits, analysis.TextEdit{Pos: pos, End: pos + token.Pos(length), NewText: text})
	}
	if len(old) == len(lines) {
		offset := 0
		for i, line := range old {
			if !bytes.Equal(line, lines[i]) {
				edit(offset, len(line), lines[i])
			}
			offset += len(line)
		}
		return edits
	}
	same := func(i, j int) bool { return bytes.Equal(old[i], lines[j]) }
	from, tail := 0, 0
	offset, length := 0, len(before)
	for from < min(len(old), len(lines)) && same(from, from) {
		offset += len(old[from])
		from++
	}
	for tail < min(len(old), len(lines))-from && same(len(old)-1-tail, len(lines)-1-tail) {
		length -= len(old[len(old)-1-tail])
		tail++
	}
	edit(offset, length-offset, bytes.Join(lines[from:len(lines)-tail], nil))
	return edits
}
