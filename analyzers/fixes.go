package analyzers

import (
	"bytes"
	"go/ast"
	"go/scanner"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/gocontext/ctxlint/internal/report"
)

// dropConflicts removes the fixes that do not go together with those of
// earlier findings, so that all that are left can be applied at once, as
// go vet and golangci-lint do. Each is right alone; two of them are not if
//   - they edit the same place, but equal edits do: two fixes may add the same
//     import;
//   - one takes the declaration of a name away, by giving the variable another
//     name or by removing an import, and the other writes that name;
//   - each takes some uses of a variable or an import away, and together all,
//     so that the compiler complains.
//
// What is dropped is offered again once the others are applied.
func (b *bundle) dropConflicts(pass *analysis.Pass, all *report.Findings) {
	drop := func(f *effect, why report.Refusal) {
		f.finding.SuggestedFixes = nil
		if b.settings.Why {
			all.Unfixed = append(all.Unfixed, report.Reason{Pos: f.finding.Pos, Rule: f.finding.Category, Clause: string(why)})
		}
	}
	var fixes []*effect
	for i := range all.Reported {
		d := &all.Reported[i]
		if len(d.SuggestedFixes) == 0 {
			continue
		}
		f := &effect{finding: d, takes: make(map[types.Object]int), drops: make(map[types.Object]bool)}
		if slices.ContainsFunc(fixes, f.overlaps) {
			drop(f, "it takes turns with another fix, which edits the same place")
			continue
		}
		fixes = append(fixes, f)
	}
	if len(fixes) < 2 {
		return
	}
	uses := observe(pass, fixes)
	var kept []*effect
	taken := make(map[types.Object]int) // by the fixes that are kept
	for _, f := range fixes {
		misses := func(k *effect) bool { return f.misses(k) || k.misses(f) }
		switch {
		case slices.ContainsFunc(kept, misses):
			drop(f, "it takes turns with another fix, which takes away a name that this one writes, or the other way round")
			continue
		case f.exhausts(taken, uses):
			drop(f, "it takes turns with another fix, as together they would leave a variable or an import without use")
			continue
		}
		kept = append(kept, f)
		for obj, n := range f.takes {
			taken[obj] += n
		}
	}
}

// An effect is what a fix does to the names in its file.
type effect struct {
	finding *analysis.Diagnostic
	takes   map[types.Object]int  // how many uses of a variable or an import it removes
	drops   map[types.Object]bool // the variables and imports whose declaration it removes
	writes  []string              // the names that it writes
}

func (f *effect) edits() []analysis.TextEdit { return f.finding.SuggestedFixes[0].TextEdits }

// observe fills in the effects of fixes that do not overlap and returns how
// many uses there are of what the fixes take away.
func observe(pass *analysis.Pass, fixes []*effect) (uses map[types.Object]int) {
	type place struct {
		analysis.TextEdit
		*effect
	}
	var places []place
	for _, f := range fixes {
		for _, e := range f.edits() {
			places = append(places, place{e, f})
			f.writes = append(f.writes, names(e.NewText)...)
		}
	}
	slices.SortStableFunc(places, func(a, b place) int { return int(a.Pos - b.Pos) })
	covering := func(n ast.Node, yield func(*effect)) {
		// The edits do not overlap, so the last one that starts in time covers
		// n, with those of other fixes that are equal.
		i, _ := slices.BinarySearchFunc(places, n.Pos()+1, func(p place, pos token.Pos) int { return int(p.Pos - pos) })
		for i--; i >= 0 && places[i].Pos <= n.Pos() && n.End() <= places[i].End; i-- {
			yield(places[i].effect)
		}
	}

	uses = make(map[types.Object]int)
	for id, obj := range pass.TypesInfo.Uses {
		switch obj.(type) {
		case *types.Var, *types.PkgName:
			uses[obj]++
			covering(id, func(f *effect) { f.takes[obj]++ })
		}
	}
	for id, obj := range pass.TypesInfo.Defs {
		if v, ok := obj.(*types.Var); ok {
			covering(id, func(f *effect) { f.drops[v] = true })
		}
	}
	for _, file := range pass.Files {
		for _, spec := range file.Imports {
			if name := pass.TypesInfo.PkgNameOf(spec); name != nil {
				covering(spec.Path, func(f *effect) { f.drops[name] = true })
			}
		}
	}
	for _, f := range fixes {
		// What a fix moves or writes anew is used still.
		for obj := range f.takes {
			for _, name := range f.writes {
				if name == obj.Name() {
					f.takes[obj]--
				}
			}
		}
	}
	return uses
}

// names returns the identifiers in a piece of code that are not selected from
// another one.
func names(code []byte) []string {
	var names []string
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	s.Init(file, code, func(token.Position, string) {}, 0)
	for last := token.ILLEGAL; ; {
		_, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			return names
		case tok == token.IDENT && last != token.PERIOD:
			names = append(names, lit)
		}
		last = tok
	}
}

// overlaps reports whether the two edit the same place in different ways.
func (f *effect) overlaps(other *effect) bool {
	return slices.ContainsFunc(f.edits(), func(e analysis.TextEdit) bool {
		return slices.ContainsFunc(other.edits(), func(o analysis.TextEdit) bool {
			same := e.Pos == o.Pos && e.End == o.End && bytes.Equal(e.NewText, o.NewText)
			return !same && (e.Pos < o.End && o.Pos < e.End || e.Pos == o.Pos)
		})
	})
}

// misses reports whether f writes a name whose declaration other takes away.
func (f *effect) misses(other *effect) bool {
	for obj := range other.drops {
		if !slices.Contains(f.writes, obj.Name()) {
			continue
		}
		scope := obj.Parent()
		if scope == nil || slices.ContainsFunc(f.edits(), func(e analysis.TextEdit) bool { return scope.Contains(e.Pos) }) {
			return true
		}
	}
	return false
}

// exhausts reports whether f takes away the last uses of something that the
// fixes before it left alone, but not its declaration.
func (f *effect) exhausts(taken, uses map[types.Object]int) bool {
	for obj, n := range f.takes {
		if n > 0 && taken[obj] > 0 && taken[obj]+n >= uses[obj] && !f.drops[obj] {
			return true
		}
	}
	return false
}
