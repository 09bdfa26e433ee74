package ctxwait

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/report"
)

// sendsOnce reports whether w alone sends on the first channel of p, and at
// most one value.
func (c *checker) sendsOnce(p *parent, w *worker) bool {
	if w.many || w.others[0] > 0 {
		return false
	}
	for _, s := range w.sites {
		for _, k := range s.chans {
			if k == 0 && s.before.most()[0] > 0 {
				return false
			}
		}
	}
	for _, ch := range c.s.Channels(p.makes[0]) {
		if slices.ContainsFunc(ch.Sends, func(instr ssa.Instruction) bool { return !w.has(instr) }) {
			return false // who sends there, and how often, is not known
		}
	}
	return true
}

// has reports whether instr is one of the sends of w.
func (w *worker) has(instr ssa.Instruction) bool {
	return slices.ContainsFunc(w.sites, func(s site) bool { return s.instr == instr })
}

// bufferFix returns the fix that gives the first channel of p room for the one
// value that is sent on it; a refusal where that is not certain to be right.
//
// It is right if there is one send, which runs at most once: then it never
// waits, and what the goroutine does behind it can no longer rely on the
// value having been received. So nothing may follow that others could notice
// to come too early: no channel operation, no call, no store.
func (c *checker) bufferFix(p *parent, w *worker, s site) report.Fix {
	sends := 0
	for _, ch := range c.s.Channels(p.makes[0]) {
		sends += len(ch.Sends)
	}
	if sends != 1 || len(s.chans) != 1 || !c.sendsOnce(p, w) {
		return report.NoFix("more than one value may be sent")
	}
	if !c.isLast(w, s) {
		return report.NoFix("what the goroutine does behind the send may be meant for after it was received")
	}
	made, ok := c.CallAt(p.makes[0].Pos())
	if !ok || c.Fset.File(p.makes[0].Pos()) != c.Fset.File(s.instr.Pos()) {
		return report.NoFix("the channel is made in another file")
	}
	call := made.Node().(*ast.CallExpr)
	edit := analysis.TextEdit{Pos: call.Args[0].End(), End: call.Args[0].End(), NewText: []byte(", 1")}
	if len(call.Args) == 2 {
		if _, ok := call.Args[1].(*ast.BasicLit); !ok {
			return report.NoFix("the capacity is none that is written out, and what it is made of may be left without use")
		}
		edit = analysis.TextEdit{Pos: call.Args[1].Pos(), End: call.Args[1].End(), NewText: []byte("1")}
	}
	return report.Fix{
		Message: "make the channel with capacity 1",
		Edits:   []analysis.TextEdit{edit},
	}
}

// isLast reports whether w does nothing behind the send s but close channels,
// release locks and return.
func (c *checker) isLast(w *worker, s site) bool {
	if s.instr.Parent() != w.fn {
		return false
	}
	harmless := func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.Send, *ssa.Select, *ssa.Store, *ssa.MapUpdate, *ssa.Go, *ssa.Defer:
			return false
		case *ssa.UnOp:
			return instr.Op != token.ARROW
		case *ssa.Call:
			b, ok := instr.Call.Value.(*ssa.Builtin)
			return ok && b.Name() == "close"
		}
		return true
	}
	block := s.instr.Block()
	behind := false
	for _, instr := range block.Instrs {
		if behind && !harmless(instr) {
			return false
		}
		behind = behind || instr == s.instr
	}
	g := c.s.Graph(w.fn)
	for i, reached := range g.Reachable(nil, g.Succs(block)...) {
		if !reached {
			continue
		}
		for _, instr := range g.Instrs(w.fn.Blocks[i]) {
			if !harmless(instr) {
				return false
			}
		}
	}
	return true
}
