package ctxwait

import (
	"cmp"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/flow"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/summary"
)

// A spawn is a place where a function starts a goroutine whose body is known.
type spawn struct {
	instr ssa.CallInstruction
	fn    *ssa.Function
	args  []ssa.Value // what the parameters of fn are given
}

// spawns returns the goroutines that fn itself starts.
func (c *checker) spawns(fn *ssa.Function) []spawn {
	var found []spawn
	for _, b := range fn.Blocks {
		for _, instr := range c.s.Graph(fn).Instrs(b) {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			common := call.Common()
			if _, isGo := instr.(*ssa.Go); isGo {
				if g, ok := c.body(c.s.Callees(common)); ok {
					found = append(found, spawn{call, g, summary.Args(common)})
				}
				continue
			}
			obj := summary.Callee(common)
			if obj == nil || !knowledge.Spawns(obj) {
				continue
			}
			for _, arg := range summary.Args(common) {
				if _, isFunc := arg.Type().Underlying().(*types.Signature); !isFunc {
					continue
				}
				if g, ok := c.body(c.s.Functions(arg)); ok {
					found = append(found, spawn{instr: call, fn: g})
				}
			}
		}
	}
	return found
}

// body returns the only function of fns if that is complete and its body is
// in this package.
func (c *checker) body(fns []*ssa.Function, complete bool) (*ssa.Function, bool) {
	if !complete || len(fns) != 1 {
		return nil, false
	}
	fn := summary.Declared(fns[0])
	return fn, len(fn.Blocks) > 0 && fn.Pkg == c.s.Program.Package
}

// A binding says which values are the channels that are looked at: what the
// parent made, and the parameters that they are handed to.
type binding map[ssa.Value]int

// channel returns which channel v is, looking through variables that are set
// once.
func (c *checker) channel(in binding, v ssa.Value) (int, bool) {
	for range 8 {
		if k, ok := in[v]; ok {
			return k, true
		}
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
		case *ssa.UnOp:
			cell := c.s.CellOf(x.X)
			if cell == nil || cell.Escapes || len(cell.Stores) != 1 {
				return 0, false
			}
			v = cell.Stores[0].Val
		default:
			return 0, false
		}
	}
	return 0, false
}

// A profile says what a function sends when it runs: where it may block, and
// what it has sent when it returns.
type profile struct {
	sites []site
	after tally
	known bool // all paths were followed
}

// A site is a send that waits for its receiver and for nothing else.
type site struct {
	instr  ssa.Instruction // an *ssa.Send, or a *ssa.Select all of whose cases send
	chans  []int
	before tally // what was sent before it
}

func (p *profile) reach(instr ssa.Instruction, before tally, chans ...int) {
	for i := range p.sites {
		if p.sites[i].instr == instr {
			p.sites[i].before |= before
			return
		}
	}
	p.sites = append(p.sites, site{instr, chans, before})
}

// run adds to p that a function with the profile q runs where before was sent,
// and returns what was sent when it is back.
func (p *profile) run(q profile, before tally) tally {
	p.known = p.known && q.known
	for _, s := range q.sites {
		p.reach(s.instr, before.plus(s.before), s.chans...)
	}
	return before.plus(q.after)
}

// maxDepth bounds how many calls down a send is looked for.
const maxDepth = 3

// profile finds what fn sends on the channels of in when it is given args.
func (c *checker) profile(fn *ssa.Function, args []ssa.Value, in binding, depth int) profile {
	in = maps.Clone(in)
	consts := make(map[ssa.Value]ssa.Value)
	for i, arg := range args {
		if i >= len(fn.Params) {
			break
		}
		if k, ok := c.channel(in, arg); ok {
			in[fn.Params[i]] = k
		}
		if k, ok := arg.(*ssa.Const); ok {
			consts[fn.Params[i]] = k
		}
	}

	p := profile{known: true}
	// What a call sends does not depend on what was sent before.
	callees := make(map[ssa.CallInstruction]profile)
	callee := func(instr ssa.CallInstruction) profile {
		q, ok := callees[instr]
		if !ok {
			q = profile{after: nothing, known: true}
			if g, ok := c.runs(instr.Common()); ok && depth < maxDepth {
				q = c.profile(g, summary.Args(instr.Common()), in, depth+1)
			}
			callees[instr] = q
		}
		return q
	}
	closes := func(call *ssa.CallCommon) (int, bool) {
		if b, ok := call.Value.(*ssa.Builtin); ok && b.Name() == "close" {
			return c.channel(in, call.Args[0])
		}
		return 0, false
	}
	walk := flow.Walk[tally]{
		Graph: c.s.Graph(fn),
		Step: func(sent tally, _ *flow.Env, instr ssa.Instruction) (tally, bool) {
			switch instr := instr.(type) {
			case *ssa.Send:
				if k, ok := c.channel(in, instr.Chan); ok {
					p.reach(instr, sent, k)
					sent = sent.and(k)
				}
			case *ssa.Select:
				sent = c.selectSends(&p, instr, sent, in)
			case *ssa.Call:
				if k, ok := closes(&instr.Call); ok {
					// The parent may or may not have seen it.
					sent |= sent.and(k)
				} else {
					sent = p.run(callee(instr), sent)
				}
			case *ssa.RunDefers:
				for _, d := range deferred(fn) {
					after := sent
					if k, ok := closes(&d.Call); ok {
						after |= sent.and(k)
					} else {
						after = p.run(callee(d), sent)
					}
					if !d.Block().Dominates(instr.Block()) {
						after |= sent // perhaps it was not deferred
					}
					sent = after
				}
			case *ssa.Return:
				p.after |= sent
			}
			return sent, sent != 0 // 0: the callee does not return
		},
	}
	if !walk.FromEnv(fn.Blocks[0], 0, nothing, new(flow.Env).Bind(consts, nil)) {
		p.known = false
	}
	slices.SortFunc(p.sites, func(a, b site) int { return cmp.Compare(a.instr.Pos(), b.instr.Pos()) })
	return p
}

// runs returns the function that a call runs before it goes on.
func (c *checker) runs(call *ssa.CallCommon) (*ssa.Function, bool) {
	if obj := summary.Callee(call); obj != nil && ctxtype.IsMethod(obj, "sync", "Once", "Do") {
		return c.body(c.s.Functions(call.Args[1]))
	}
	return c.body(c.s.Callees(call))
}

// deferred returns the defer statements of fn, the last one first.
func deferred(fn *ssa.Function) []*ssa.Defer {
	var ds []*ssa.Defer
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if d, ok := instr.(*ssa.Defer); ok {
				ds = append(ds, d)
			}
		}
	}
	slices.Reverse(ds)
	return ds
}

// selectSends returns what may have been sent behind a select. It blocks for
// ever only if all its cases send.
func (c *checker) selectSends(p *profile, sel *ssa.Select, sent tally, in binding) tally {
	var after tally
	var chans []int
	for _, s := range sel.States {
		k, ok := c.channel(in, s.Chan)
		if ok && s.Dir == types.SendOnly {
			chans = append(chans, k)
			after |= sent.and(k)
		} else {
			after |= sent
		}
	}
	if !sel.Blocking {
		after |= sent
	} else if len(chans) > 0 && len(chans) == len(sel.States) {
		p.reach(sel, sent, chans...)
	}
	return after
}

// guarded reports whether a send happens only if something says so that
// goroutines share: an atomic variable, a sync.Once, a captured flag. It may
// be that only one of them gets there.
func (c *checker) guarded(instr ssa.Instruction, root *ssa.Function) bool {
	for fn := instr.Parent(); fn != nil; fn = fn.Parent() {
		for _, u := range c.s.Uses(fn) {
			if call := u.Call(); u.Kind == summary.UsedArg && call != nil && ctxtype.IsMethod(summary.Callee(call), "sync", "Once", "Do") {
				return true
			}
		}
		if fn == root {
			break
		}
	}
	for b := instr.Block(); b.Idom() != nil; b = b.Idom() {
		d := b.Idom()
		cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if ok && len(b.Preds) == 1 && b.Preds[0] == d && c.shared(cond.Cond, 0) {
			return true
		}
	}
	return false
}

// shared reports whether v depends on an atomic variable or on one that is
// captured, global or in a field.
func (c *checker) shared(v ssa.Value, depth int) bool {
	if depth > 6 {
		return true
	}
	switch x := v.(type) {
	case *ssa.Call:
		obj := summary.Callee(&x.Call)
		return obj != nil && ctxtype.Path(obj.Pkg()) == "sync/atomic"
	case *ssa.UnOp:
		switch addr := x.X.(type) {
		case *ssa.Global, *ssa.FieldAddr, *ssa.IndexAddr:
			return true
		case *ssa.FreeVar:
			cell := c.s.CellOf(addr)
			if cell == nil || len(cell.Stores) > 1 {
				return true
			}
		}
	}
	instr, ok := v.(ssa.Instruction)
	if !ok {
		return false
	}
	return slices.ContainsFunc(instr.Operands(nil), func(op *ssa.Value) bool { return *op != nil && c.shared(*op, depth+1) })
}
