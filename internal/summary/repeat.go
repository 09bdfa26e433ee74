package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Repeats returns the call that has fn, a literal, run for one item after the
// other, or nil: a walk, a visit, a range over a function.
func (r *Result) Repeats(fn *ssa.Function) ssa.CallInstruction {
	if fn.Parent() == nil {
		return nil
	}
	for _, u := range r.Uses(fn) {
		if u.Kind != UsedArg {
			continue
		}
		call := u.Instr.(ssa.CallInstruction)
		if IsYield(fn) {
			return call
		}
		if calls, ok := r.CallsArg(u.Call(), u.Arg); ok && calls.Each {
			return call
		}
	}
	return nil
}

// OfLoop reports whether op is a wait of a loop: of one in its function, of
// one that calls the literal it stands in, or because that literal is called
// for one item after the other. What a goroutine waits for is no wait of the
// loop that starts it.
func (r *Result) OfLoop(op Op) bool {
	block := op.Instr.Block()
	for range nesting {
		fn := block.Parent()
		if r.Graph(fn).InnerLoop(block) != nil || r.Repeats(fn) != nil {
			return true
		}
		if fn.Parent() == nil || r.How(fn) != RunsInline {
			return false
		}
		uses := r.Uses(fn)
		if slices.ContainsFunc(uses, func(u Use) bool { return r.Graph(u.Instr.Parent()).InnerLoop(u.Instr.Block()) != nil }) {
			return true
		}
		block = uses[0].Instr.Block()
	}
	return false
}
