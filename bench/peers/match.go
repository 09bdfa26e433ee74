package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// covers says which checks of ctxlint ask what a peer asks, in the order in
// which the tables show the peers.
var covers = []struct {
	peer   string
	checks []string
	where  where
}{
	{"lostcancel", []string{"ctxcancel"}, here},
	{"G118", []string{"ctxcancel", "ctxpass", "ctxloop"}, inside},
	{"SA1012", []string{"ctxnil"}, here},
	{"SA1029", []string{"ctxvalue"}, here},
	{"context-as-argument", []string{"ctxparam"}, here},
	{"context-keys-type", []string{"ctxvalue"}, here},
	{"contextcheck", []string{"ctxpass", "ctxdead"}, around},
	{"noctx", []string{"ctxpass"}, here},
	{"fatcontext", []string{"ctxnest"}, here},
	{"containedctx", []string{"ctxfield"}, here},
	{"usetesting", []string{"ctxtest"}, here},
}

// where says at which lines ctxlint reports what the peer does.
type where int

const (
	here   where = iota // on the same line
	inside              // or in a function literal that begins there
	around              // or also above it in the same function: the peer reports what a fresh context reaches, ctxlint where it is made
)

// A matcher finds ctxlint's findings that are the same as a peer's.
type matcher struct {
	dir   string
	found []finding
	files map[string][]span
}

// A span is the lines of a function declaration or literal.
type span struct {
	first, last int
	literal     bool
}

// matches returns the indexes of the findings that say what the peer's does:
// those of a check that covers the peer on the same line or, if there are
// none, where the same mistake may be reported.
func (m *matcher) matches(f finding) []int {
	i := coverIndex(f.rule)
	if i < 0 {
		return nil
	}
	var same, near []int
	for k, own := range m.found {
		check, _, _ := strings.Cut(own.rule, "/")
		if own.file != f.file || !slices.Contains(covers[i].checks, check) {
			continue
		}
		switch {
		case own.line == f.line:
			same = append(same, k)
		case m.near(f, own.line, covers[i].where):
			near = append(near, k)
		}
	}
	if same != nil {
		return same
	}
	return near
}

// near reports whether the line is where f may be reported, too.
func (m *matcher) near(f finding, line int, where where) bool {
	return where != here && slices.ContainsFunc(m.spans(f.file), func(s span) bool {
		if s.literal {
			return s.first == f.line && f.line < line && line <= s.last
		}
		return where == around && s.first <= line && line < f.line && f.line <= s.last
	})
}

// coverIndex returns the index in covers of a peer, or -1.
func coverIndex(peer string) int {
	for i, c := range covers {
		if c.peer == peer {
			return i
		}
	}
	return -1
}

// spans returns those of a file.
func (m *matcher) spans(file string) []span {
	spans, ok := m.files[file]
	if ok {
		return spans
	}
	fset := token.NewFileSet()
	// What can be parsed is good enough.
	parsed, _ := parser.ParseFile(fset, filepath.Join(m.dir, file), nil, parser.SkipObjectResolution)
	if parsed != nil {
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.FuncDecl, *ast.FuncLit:
				_, literal := n.(*ast.FuncLit)
				spans = append(spans, span{fset.Position(n.Pos()).Line, fset.Position(n.End()).Line, literal})
			}
			return true
		})
	}
	m.files[file] = spans
	return spans
}

// isWord reports whether the word is one of those for reasons.
func isWord(word string) bool { return slices.Contains(words, word) }
