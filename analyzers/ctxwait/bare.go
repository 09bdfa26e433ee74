package ctxwait

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// bare reports the channel operations of fn that may wait for ever, though fn
// has a context that nothing looks at before.
func (c *checker) bare(fn *ssa.Function, govs []summary.Governor) {
	if govs[0].Field {
		return // not a parameter
	}
	for _, op := range c.s.Ops(fn) {
		switch op.Kind {
		case summary.OpSend, summary.OpReceive, summary.OpSelect:
		default:
			continue // ranges and calls: not a single wait, or not on a channel
		}
		if _, wakes := c.s.Timed(op); wakes || c.judged[op.Instr] {
			continue // waits for some time at most, or judged as abandoned
		}
		if clause := c.excuse(op, govs); clause != "" {
			c.Silent("bare", op.Pos, clause)
			continue
		}
		if c.s.StopCase(op) != nil {
			c.Silent("bare", op.Pos, "a stop channel ends it")
			continue
		}
		if at := c.observes(op, govs); at.IsValid() {
			c.Silent("bare", op.Pos, fmt.Sprintf("the context is looked at or passed on at line %d", c.Line(at)))
			continue
		}
		c.reportBare(op, govs[0])
	}
	for _, call := range c.named(fn) {
		op := summary.Op{Kind: summary.OpCall, Instr: call, Pos: call.Pos(), Call: &call.Call}
		if clause := c.excuse(op, govs); clause != "" {
			c.Silent("bare", op.Pos, clause)
			continue
		}
		c.reportBare(op, govs[0])
	}
}

// named returns the calls in fn of functions that the user names as blocking.
func (c *checker) named(fn *ssa.Function) []*ssa.Call {
	if len(c.Settings.Blocking) == 0 {
		return nil
	}
	var calls []*ssa.Call
	for _, b := range fn.Blocks {
		for _, instr := range c.s.Graph(fn).Instrs(b) {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			if obj := summary.Callee(&call.Call); obj != nil && slices.Contains(c.Settings.Blocking, knowledge.FullName(obj)) {
				calls = append(calls, call)
			}
		}
	}
	return calls
}

// observes returns where, on the way to op, one of the contexts govs is looked
// at or given to what may then bring about what op waits for.
func (c *checker) observes(op summary.Op, govs []summary.Governor) token.Pos {
	fn := op.Instr.Parent()
	leads := c.leadsTo(op.Instr)
	for _, b := range fn.Blocks {
		for i, instr := range b.Instrs {
			if !leads(b, i) {
				continue
			}
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			if _, later := instr.(*ssa.Defer); later {
				continue
			}
			common := call.Common()
			if obj := summary.Callee(common); obj != nil && c.asks(obj, common, govs) {
				return instr.Pos()
			}
			if c.s.ContextUse(common, govs).How >= summary.CtxPolled && c.mayServe(call, op) {
				return instr.Pos()
			}
		}
	}
	return token.NoPos
}

// leadsTo returns what reports whether instruction i of a block may run before
// instr does.
func (c *checker) leadsTo(instr ssa.Instruction) func(b *ssa.BasicBlock, i int) bool {
	fn := instr.Parent()
	g := c.s.Graph(fn)
	reaches := make([]bool, len(fn.Blocks))
	for _, b := range fn.Blocks {
		reaches[b.Index] = g.Reachable(nil, g.Succs(b)...)[instr.Block().Index]
	}
	at := slices.Index(instr.Block().Instrs, instr)
	return func(b *ssa.BasicBlock, i int) bool {
		return reaches[b.Index] || b == instr.Block() && i < at
	}
}

// asks reports whether a call asks one of the contexts govs whether it is over.
func (c *checker) asks(obj *types.Func, call *ssa.CallCommon, govs []summary.Governor) bool {
	args := summary.Args(call)
	if len(args) == 0 || !ctxtype.Implements(args[0].Type()) {
		return false
	}
	if !ctxtype.IsFunc(obj, "context", "Cause") && (obj.Signature().Recv() == nil || obj.Name() != "Done" && obj.Name() != "Err") {
		return false
	}
	return c.s.BondOf(args[0], govs) != summary.Unbound
}

// mayServe reports whether a call that is given a context may have to do with
// the other side of op: it does if others than this package may know the
// channel, or if it starts, calls or makes what sends, receives or closes.
func (c *checker) mayServe(call ssa.CallInstruction, op summary.Op) bool {
	var tree []*ssa.Function
	fns, _ := c.s.Callees(call.Common())
	for _, arg := range call.Common().Args {
		if _, isFunc := arg.Type().Underlying().(*types.Signature); isFunc {
			lits, _ := c.s.Functions(arg)
			fns = append(fns, lits...)
		}
	}
	for _, fn := range fns {
		tree = append(tree, c.tree(summary.Declared(fn))...)
	}
	chans := []ssa.Value{op.Chan}
	if op.Kind == summary.OpSelect {
		chans = nil
		for _, s := range op.States {
			chans = append(chans, s.Chan)
		}
	}
	for _, ch := range chans {
		sources := c.s.Channels(ch)
		if len(sources) == 0 {
			return true // nobody is seen to make it
		}
		for _, source := range sources {
			if source.Kind != summary.ChanMade || source.Leaves {
				return true
			}
			for _, other := range slices.Concat(source.Sends, source.Recvs) {
				if slices.Contains(tree, other.Parent()) {
					return true
				}
			}
			for _, other := range source.Closes {
				if slices.Contains(tree, other.Parent()) {
					return true
				}
			}
		}
	}
	return false
}

func (c *checker) reportBare(op summary.Op, gov summary.Governor) {
	finding := report.Finding{Rule: "bare", Pos: op.Pos, End: op.End}
	done := gov.Expr + ".Done()"
	switch op.Kind {
	case summary.OpSend:
		finding.Message = fmt.Sprintf("this send on %s may wait for ever, also when %s is done: put it into a select with a case for %s",
			quoted(summary.Name(op.Chan), "a channel"), gov.Expr, done)
	case summary.OpReceive:
		finding.Message = fmt.Sprintf("this receive from %s may wait for ever, also when %s is done: put it into a select with a case for %s",
			quoted(summary.Name(op.Chan), "a channel"), gov.Expr, done)
	case summary.OpSelect:
		finding.Message = fmt.Sprintf("this select may wait for ever, also when %s is done: add a case for %s", gov.Expr, done)
		if len(op.States) == 0 {
			finding.Message = fmt.Sprintf("this select waits for ever, also when %s is done: receive from %s instead", gov.Expr, done)
		}
	default:
		finding.Message = fmt.Sprintf("%s may block for ever, also when %s is done: use what takes the context", calleeName(op.Call), gov.Expr)
	}
	c.Report(finding)
}
