package report

import (
	"cmp"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// A Fix is what a check has to offer about a finding of a rule with fixes:
// edits, whose safety is argued where they are made, or a refusal. The zero
// value is for rules that have no fixes.
type Fix struct {
	Message string
	Edits   []analysis.TextEdit
	Refusal Refusal // set if there are no edits
}

// A Refusal says in a few words why nobody but the author can write a fix. It
// is what -why shows beside the finding.
type Refusal string

// IllTyped is why there is no fix in a package with errors: nobody can tell
// whether the result compiles, nor knows all uses of a name.
const IllTyped Refusal = "the package does not compile"

// Spared is why a function that only looks into its context is not made to do
// more with it: findings about its callers, which were right not to care,
// would come of the fix.
const Spared Refusal = "callers give the function a fresh context, which does no harm as long as it only looks into it"

// NoFix returns a fix that is refused.
func NoFix(why Refusal) Fix { return Fix{Refusal: why} }

// Offered reports whether there is something to apply.
func (f Fix) Offered() bool { return len(f.Edits) > 0 }

// unfixed records why a finding of a rule has no fix.
func (p *Pass) unfixed(rule string, pos token.Pos, why Refusal) {
	if p.Settings.Why {
		p.findings.Unfixed = append(p.findings.Unfixed, Reason{pos, p.Check.Name + "/" + rule, string(why)})
	}
}

// refusal says why no driver could apply a fix of a finding at pos, or returns
// "". A fix edits only the file of the finding (golangci-lint drops the other
// edits), a file that the user wrote, with edits in order that do not overlap.
func (p *Pass) refusal(fix Fix, pos token.Pos) Refusal {
	file := p.Fset.File(pos)
	switch {
	case len(p.TypeErrors) > 0:
		return IllTyped
	case p.Index.Rewritten(pos):
		return "cgo rewrites the file"
	case p.Fset.PositionFor(pos, false) != p.Fset.Position(pos):
		return "a //line directive says that the code is from another file"
	}
	slices.SortStableFunc(fix.Edits, func(a, b analysis.TextEdit) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.End, b.End))
	})
	end := token.Pos(file.Base())
	for i := range fix.Edits {
		e := &fix.Edits[i]
		if !e.End.IsValid() {
			e.End = e.Pos
		}
		if e.Pos < end || e.End < e.Pos || int(e.End) > file.Base()+file.Size() {
			return "the edits are in another file, or overlap"
		}
		end = e.End
	}
	return ""
}
