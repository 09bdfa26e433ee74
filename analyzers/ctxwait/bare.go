package ctxwait

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// bare reports the channel operations of fn that may wait for ever, though fn
// has a context that nothing looks at before. A context in a field is no
// reason, unless fn has ended it itself.
func (c *checker) bare(fn *ssa.Function, govs []summary.Governor) {
	looks := sync.OnceValue(func() []look { return c.looks(fn, govs) })
	cancels := c.cancels(fn)
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
		if c.sendsToStopped(op, cancels) {
			c.reportBare(op, govs[0])
			continue
		}
		if govs[0].Field {
			continue // not a parameter
		}
		if c.passesOn(op) {
			c.Silent("bare", op.Pos, "the channel passes on one value, for which it has room")
			continue
		}
		if c.s.StopCase(op) != nil {
			c.Silent("bare", op.Pos, "a stop channel ends it")
			continue
		}
		if c.endedBeside(op, govs) {
			c.Silent("bare", op.Pos, "a goroutine waits for the end of the context, and closes or stops something then")
			continue
		}
		if at := c.observes(op, looks()); at.IsValid() {
			c.Silent("bare", op.Pos, fmt.Sprintf("the context is looked at or passed on at line %d", c.Line(at)))
			continue
		}
		c.reportBare(op, govs[0])
	}
	if govs[0].Field {
		return
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

// cancels returns the plain calls of cancel functions in fn.
func (c *checker) cancels(fn *ssa.Function) []*ssa.Call {
	var calls []*ssa.Call
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(*ssa.Call); ok && !call.Call.IsInvoke() && ctxtype.IsCancel(call.Call.Value.Type()) {
				calls = append(calls, call)
			}
		}
	}
	return calls
}

// sendsToStopped reports whether op sends on a channel of elsewhere behind one
// of cancels: who receives there may have stopped for that. It does not matter
// then that the context was looked at before.
func (c *checker) sendsToStopped(op summary.Op, cancels []*ssa.Call) bool {
	if op.Kind != summary.OpSend || len(cancels) == 0 || slices.ContainsFunc(c.s.Channels(op.Chan), func(s *summary.Channel) bool {
		return s.Kind == summary.ChanMade && s.Source.Parent() == op.Instr.Parent()
	}) {
		return false
	}
	at := op.Instr.Block()
	return slices.ContainsFunc(cancels, func(call *ssa.Call) bool {
		b := call.Block()
		return b != at && b.Dominates(at) || b == at && slices.Index(b.Instrs, ssa.Instruction(call)) < slices.Index(b.Instrs, op.Instr)
	})
}

// endedBeside reports whether a goroutine that is started before op waits for the
// end of one of the contexts govs and then closes, stops or shuts down what op
// waits for, as far as is known.
func (c *checker) endedBeside(op summary.Op, govs []summary.Governor) bool {
	fn := op.Instr.Parent()
	before := c.s.Graph(fn).Reaching(op.Instr.Block())
	return slices.ContainsFunc(fn.AnonFuncs, func(lit *ssa.Function) bool {
		if c.s.How(lit) != summary.RunsBeside || !slices.ContainsFunc(c.s.Uses(lit), func(u summary.Use) bool {
			b := u.Instr.Block()
			return b == op.Instr.Block() && u.Instr.Pos() < op.Pos || b != op.Instr.Block() && u.Instr.Parent() == fn && before[b.Index]
		}) {
			return false
		}
		calls := c.s.Calls(lit)
		return slices.ContainsFunc(calls, func(call ssa.CallInstruction) bool {
			obj := summary.Callee(call.Common())
			return obj != nil && obj.Name() == "Done" && c.asks(obj, call.Common(), govs)
		}) && slices.ContainsFunc(calls, func(call ssa.CallInstruction) bool {
			obj := summary.Callee(call.Common())
			return obj != nil && summary.Closes(obj.Name()) && c.s.MayFollowDone(call)
		})
	})
}

// passesOn reports whether op sends on a channel that serves as a lock, or as
// the place of one thing that is taken out and put back: it has room for one
// value, and nobody receives from it in a loop, as a consumer would.
func (c *checker) passesOn(op summary.Op) bool {
	if op.Kind != summary.OpSend {
		return false
	}
	sources := c.s.Channels(op.Chan)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(s *summary.Channel) bool {
		size, ok := s.Cap().(*ssa.Const)
		return !ok || size.Int64() != 1 || s.Leaves || len(s.Recvs) == 0 || slices.ContainsFunc(s.Recvs, c.inLoop)
	})
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

// A look is a call that looks at a context of its function, or is given it.
type look struct {
	call ssa.CallInstruction
	asks bool // else what it calls may ask
}

// looks returns the calls of fn that look at one of the contexts govs.
func (c *checker) looks(fn *ssa.Function, govs []summary.Governor) []look {
	var looks []look
	for _, call := range c.s.Calls(fn) {
		if _, later := call.(*ssa.Defer); later {
			continue
		}
		common := call.Common()
		if obj := summary.Callee(common); obj != nil && c.asks(obj, common, govs) {
			looks = append(looks, look{call, true})
		} else if c.s.ContextUse(common, govs).How >= summary.CtxPolled {
			looks = append(looks, look{call, false})
		}
	}
	return looks
}

// observes returns where, on the way to op, one of looks looks at a context,
// or gives it to what may then bring about what op waits for.
func (c *checker) observes(op summary.Op, looks []look) token.Pos {
	if len(looks) == 0 {
		return token.NoPos
	}
	block := op.Instr.Block()
	before := c.s.Graph(op.Instr.Parent()).Reaching(block)
	for _, l := range looks {
		b := l.call.Block()
		leads := before[b.Index] || b == block && slices.Index(b.Instrs, ssa.Instruction(l.call)) < slices.Index(b.Instrs, op.Instr)
		if leads && (l.asks || c.mayServe(l.call, op)) {
			return l.call.Pos()
		}
	}
	return token.NoPos
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
