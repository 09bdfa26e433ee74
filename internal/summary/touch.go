package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
)

// A Touch says what a function does, at most, with the contexts among its
// parameters. Zero stands for more than that, for nothing, and for unknown.
type Touch uint8

const (
	TouchesValues Touch = 1 << iota // it looks up values in them
	TouchesLogs                     // it hands them to loggers and the like, and to function values that return nothing
	TouchesKept                     // it stores them
	TouchesLater                    // it captures them in literals that are kept, for whoever calls those

	touchesMore // something else
)

// Within reports whether t is known and no more than most.
func (t Touch) Within(most Touch) bool { return t != 0 && t&^most == 0 }

func (t Touch) words() []string {
	if t == 0 {
		return nil
	}
	word := "touches("
	for i, name := range [...]string{"values", "logs", "kept", "later"} {
		if t&(1<<i) == 0 {
			continue
		}
		if word[len(word)-1] != '(' {
			word += ", "
		}
		word += name
	}
	return []string{word + ")"}
}

// Touches returns what a call does with the contexts that it is given.
func (r *Result) Touches(call *ssa.CallCommon) Touch {
	if obj := Callee(call); obj != nil && (knowledge.Observes(obj) || knowledge.Logs(obj)) {
		return TouchesLogs
	}
	fns, complete := r.Callees(call)
	if !complete {
		if Callee(call) == nil && call.Signature().Results().Len() == 0 {
			return TouchesLogs // a hook: nobody would hear that the context is over
		}
		return 0
	}
	var all Touch
	for _, fn := range fns {
		t := r.Of(fn).Touch
		if t == 0 {
			return 0
		}
		all |= t
	}
	return all
}

// touchFacts finds what fn does with its contexts, and which of them it binds.
func touchFacts(r *Result, fn *ssa.Function, f *Func) {
	var t Touch
	for i, p := range fn.Params {
		if !ctxtype.IsContext(p.Type()) {
			continue
		}
		sinks := r.Sinks(p)
		for _, s := range sinks {
			t |= r.touch(fn, s)
		}
		if slices.ContainsFunc(sinks, func(s Sink) bool { return r.binds(fn, s) }) {
			f.Binds = append(f.Binds, i)
		}
	}
	if t&touchesMore == 0 {
		f.Touch = t
	}
}

// touch returns what one use of a context of fn does with it.
func (r *Result) touch(fn *ssa.Function, s Sink) Touch {
	switch at := r.keptWith(s.Instr.Parent(), fn); {
	case at == nil:
		return TouchesLater
	case at != fn || s.Derived:
		return touchesMore
	}
	switch s.Kind {
	case SinkStored:
		return TouchesKept
	case SinkAsked:
		if isMethodNamed(s.Instr.(ssa.CallInstruction).Common(), "Value") {
			return TouchesValues
		}
	case SinkPassed:
		if t := r.Touches(s.Instr.(ssa.CallInstruction).Common()); t != 0 {
			return t
		}
	}
	return touchesMore
}

// keptWith returns the function as part of which lit, fn or a literal in it,
// runs: fn, another literal, or nil if it is in a literal that is only kept.
func (r *Result) keptWith(lit, fn *ssa.Function) *ssa.Function {
	for lit != fn && lit != nil {
		if r.isKept(lit, fn, 0) {
			return nil
		}
		if how := r.How(lit); how != RunsInline && how != RunsDeferred && !IsYield(lit) {
			return lit
		}
		lit = lit.Parent()
	}
	return lit
}

// isKept reports whether lit, a literal in fn, is only kept, or used by
// literals that are.
func (r *Result) isKept(lit, fn *ssa.Function, depth int) bool {
	uses := r.Uses(lit)
	return len(uses) > 0 && depth < nesting && !slices.ContainsFunc(uses, func(u Use) bool {
		if r.keeps(u) {
			return false
		}
		by := u.Instr.Parent()
		return by == fn || by == lit || !r.isKept(by, fn, depth+1)
	})
}

// keeps reports whether a use of a function only puts it where others find
// it, by a function of the workspace that it is handed to, too. A struct that
// is handed to a call takes it along, to be called perhaps at once.
func (r *Result) keeps(u Use) bool {
	switch u.Kind {
	case UsedOther:
		switch instr := u.Instr.(type) {
		case *ssa.Return, *ssa.MapUpdate, *ssa.Send:
			return true
		case *ssa.Store:
			alloc := root(instr.Addr)
			return alloc == nil || len(given(alloc)) == 0
		}
	case UsedArg:
		fns, complete := r.Callees(u.Call())
		return complete && len(fns) > 0 && !slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
			return !slices.Contains(r.Of(fn).Wait.Keeps, u.Arg)
		})
	}
	return false
}

// keepsParam reports whether a function only keeps its parameter p, a
// function, for later: it stores or returns it, or a literal that calls it.
func (r *Result) keepsParam(p *ssa.Parameter) bool {
	kept := false
	seen := make(map[ssa.Value]bool)
	var only func(v ssa.Value) bool
	only = func(v ssa.Value) bool {
		if seen[v] || v.Referrers() == nil {
			return true
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.DebugRef, *ssa.BinOp:
				continue
			case *ssa.ChangeType:
				if !only(ref) {
					return false
				}
				continue
			case *ssa.Return, *ssa.MapUpdate, *ssa.Send:
			case *ssa.Store:
				cell := r.CellOf(ref.Addr)
				if ref.Val != v {
					return false
				}
				if cell == nil || cell.Escapes {
					break
				}
				for _, load := range cell.Loads {
					if r.keptWith(load.Parent(), p.Parent()) != nil && !only(load) {
						return false
					}
				}
			case ssa.CallInstruction:
				if slices.ContainsFunc(callUses(ref, v), func(u Use) bool { return !r.keeps(u) }) {
					return false
				}
			default:
				return false
			}
			kept = true
		}
		return true
	}
	return only(p) && kept
}
