package summary

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// Joined reports whether the function that start stands in waits behind it, so
// that the goroutine that start starts may well be over when the function
// returns. A select that the end of a context ends, too, is not enough if
// strictly is set: then the function goes on without the goroutine.
func (r *Result) Joined(start ssa.Instruction, strictly bool) bool {
	call, ok := start.(ssa.CallInstruction)
	if !ok || ctxtype.IsFunc(Callee(call.Common()), "time", "AfterFunc") {
		return false
	}
	fn := start.Parent()
	after := r.Graph(fn).Reachable(nil, start.Block().Succs...)
	for _, b := range fn.Blocks {
		behind := after[b.Index]
		for _, instr := range b.Instrs {
			if d, ok := instr.(*ssa.Defer); ok && isJoin(&d.Call) {
				return true
			}
			if instr == start {
				behind = true
			}
			if sel, ok := instr.(*ssa.Select); ok && strictly && r.waitsForEnd(sel) {
				continue
			}
			if behind && MayJoin(instr) {
				return true
			}
		}
	}
	return false
}

// waitsForEnd reports whether a case of a select is the end of a context.
func (r *Result) waitsForEnd(sel *ssa.Select) bool {
	return slices.ContainsFunc(sel.States, func(s *ssa.SelectState) bool { return r.IsDone(s.Chan) })
}

// MayJoin reports whether instr waits for something that goroutines do.
func MayJoin(instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.UnOp:
		return instr.Op == token.ARROW
	case *ssa.Select:
		return instr.Blocking
	case *ssa.Call:
		return isJoin(&instr.Call)
	}
	return false
}

// isJoin reports whether a call waits for goroutines or for a process.
func isJoin(call *ssa.CallCommon) bool {
	obj := Callee(call)
	return ctxtype.IsMethod(obj, "sync", "WaitGroup", "Wait") ||
		ctxtype.IsMethod(obj, "golang.org/x/sync/errgroup", "Group", "Wait") ||
		ctxtype.IsMethod(obj, "os/exec", "Cmd", "Wait")
}
