package ctxwait

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/summary"
)

// abandoned judges the unbuffered channels that fn makes for goroutines that
// it starts: is there a send that may wait for ever, because fn has stopped to
// receive?
//
// All uses of such a channel must be known: the goroutines send or close, fn
// alone receives, and the channel goes nowhere else. On an unbuffered channel
// a goroutine is at a send exactly when all that it sent before was received.
// So two things are computed. For each send, what its goroutine may have sent
// before it, along all paths of the goroutine (a [profile]): sends that
// exclude each other never add up. For each way out of fn, what fn has
// received on the path there (an [exit]). If the two are equal, the goroutine
// may be at the send when fn leaves, and is stuck. Where several goroutines
// send on one channel, what the others send may make up the difference.
//
// Up to three channels on which the same goroutine sends are looked at
// together: a goroutine that sends either a result or an error is done when
// one of them was received.
//
// What was received may tell fn that nothing more comes. So a path on which fn
// has received something counts only if no other path receives more; or if
// another goroutine sends too and what was received decided, for it cannot
// speak for the other; or if each send of the goroutine is followed by
// another. Behind a loop that counts or ends with the channel, fn has all it
// wants.
//
// Not found: channels in structs, slices and maps, buffered channels, receives
// in other functions than the one that makes the channel, sends that depend on
// what other goroutines do.
func (c *checker) abandoned(fn *ssa.Function) {
	makes := c.rendezvous(fn)
	if len(makes) == 0 {
		return
	}
	spawns := c.spawns(fn)
	if len(spawns) == 0 || len(spawns) > 16 {
		return
	}
	for _, mk := range makes {
		c.judge(c.parent(fn, mk, makes, spawns))
	}
}

// rendezvous returns the unbuffered channels that fn makes and whose uses are
// known: fn alone receives from them, neither sends nor closes.
func (c *checker) rendezvous(fn *ssa.Function) []*ssa.MakeChan {
	var found []*ssa.MakeChan
	for _, b := range fn.Blocks {
		for _, instr := range c.s.Graph(fn).Instrs(b) {
			mk, ok := instr.(*ssa.MakeChan)
			if !ok || !isUnbuffered(mk) {
				continue
			}
			sources := c.s.Channels(mk)
			if len(sources) != 1 || len(sources[0].Sends) == 0 {
				continue // nobody is seen to send
			}
			if clause := c.open(fn, mk, sources[0]); clause != "" {
				c.Silent("abandoned", mk.Pos(), clause)
				continue
			}
			found = append(found, mk)
		}
	}
	return found
}

func isUnbuffered(mk *ssa.MakeChan) bool {
	size, ok := mk.Size.(*ssa.Const)
	return ok && size.Int64() == 0
}

// open returns why not all is known about what happens to the channel that fn
// makes, or "".
func (c *checker) open(fn *ssa.Function, mk *ssa.MakeChan, ch *summary.Channel) string {
	if ch.Leaves || len(ch.Passed) > 0 || c.kept(mk) {
		return "the channel goes where its uses cannot be seen"
	}
	in := binding{mk: 0}
	for _, instr := range ch.Recvs {
		known := instr.Parent() == fn
		switch recv := instr.(type) {
		case *ssa.UnOp:
			_, ok := c.channel(in, recv.X)
			known = known && ok
		case *ssa.Select:
			known = known && c.selectsFrom(&parent{in: in}, recv)
		}
		if !known {
			return "another function receives from the channel"
		}
	}
	for _, instr := range ch.Sends {
		if c.runsIn(fn, instr) {
			return "the function that makes the channel sends on it"
		}
	}
	for _, instr := range ch.Closes {
		if c.runsIn(fn, instr) {
			return "the function that makes the channel closes it"
		}
	}
	return ""
}

// kept reports whether a channel is put elsewhere than into local variables,
// or returned.
func (c *checker) kept(mk *ssa.MakeChan) bool {
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value) bool
	visit = func(v ssa.Value) bool {
		if seen[v] {
			return false
		}
		seen[v] = true
		return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
			switch ref := ref.(type) {
			case *ssa.ChangeType:
				return visit(ref)
			case *ssa.Store:
				cell := c.s.CellOf(ref.Addr)
				return cell == nil || cell.Escapes || slices.ContainsFunc(cell.Loads, func(l *ssa.UnOp) bool { return visit(l) })
			case *ssa.Return, *ssa.Phi:
				return true
			}
			return false
		})
	}
	return visit(mk)
}

// runsIn reports whether instr is part of fn or of a literal in fn that is not
// known to run in a goroutine.
func (c *checker) runsIn(fn *ssa.Function, instr ssa.Instruction) bool {
	for f := instr.Parent(); f != nil; f = f.Parent() {
		if f == fn {
			return true
		}
		if c.s.How(f) == summary.RunsBeside {
			return false
		}
	}
	return false
}

// parent collects what is looked at together with the channel mk.
func (c *checker) parent(fn *ssa.Function, mk *ssa.MakeChan, makes []*ssa.MakeChan, spawns []spawn) *parent {
	p := &parent{fn: fn, spawns: spawns, in: make(binding)}
	for _, s := range spawns {
		p.trees = append(p.trees, c.tree(s.fn))
	}
	related := func(other *ssa.MakeChan) bool {
		return other != mk && slices.ContainsFunc(p.trees, func(tree []*ssa.Function) bool {
			return c.sendsIn(tree, mk) && c.sendsIn(tree, other)
		})
	}
	p.makes = []*ssa.MakeChan{mk}
	for _, other := range makes {
		if len(p.makes) < maxChans && related(other) {
			p.makes = append(p.makes, other)
		}
	}
	for k, mk := range p.makes {
		p.in[mk] = k
	}
	return p
}

// tree returns the functions that may run when fn does, as far as their bodies
// are known: fn, the literals in it and what they call.
func (c *checker) tree(fn *ssa.Function) []*ssa.Function {
	tree := []*ssa.Function{fn}
	add := func(fn *ssa.Function) {
		if !slices.Contains(tree, fn) && len(tree) < 30 {
			tree = append(tree, fn)
		}
	}
	for i := 0; i < len(tree); i++ {
		for _, lit := range tree[i].AnonFuncs {
			add(lit)
		}
		for _, b := range tree[i].Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok {
					if g, ok := c.runs(call.Common()); ok {
						add(g)
					}
				}
			}
		}
	}
	return tree
}

// sendsIn reports whether one of the functions sends on the channel or closes
// it.
func (c *checker) sendsIn(tree []*ssa.Function, mk *ssa.MakeChan) bool {
	for _, ch := range c.s.Channels(mk) {
		for _, instr := range ch.Sends {
			if slices.Contains(tree, instr.Parent()) {
				return true
			}
		}
		for _, instr := range ch.Closes {
			if slices.Contains(tree, instr.Parent()) {
				return true
			}
		}
	}
	return false
}

// A worker is a spawn with what it sends.
type worker struct {
	spawn
	profile
	bit    uint16
	many   bool   // it may be started several times for one channel
	others vector // what the other goroutines may send
}

// workers returns the spawns of p that send, with what they send.
func (c *checker) workers(p *parent) []*worker {
	var found []*worker
	for i, s := range p.spawns {
		w := &worker{spawn: s, bit: 1 << i, profile: c.profile(s.fn, s.args, p.in, 0)}
		if !w.known || len(w.sites) == 0 {
			continue
		}
		g := c.s.Graph(p.fn)
		for l := g.InnerLoop(s.instr.Block()); l != nil && !l.Contains(p.makes[0].Block()); l = l.Parent {
			w.many = true
		}
		found = append(found, w)
	}
	for _, w := range found {
		for _, other := range found {
			if other == w && !w.many {
				continue
			}
			sends := other.unguarded(c)
			if other.many {
				for k := range sends {
					if sends[k] > 0 {
						sends[k] = many
					}
				}
			}
			w.others = w.others.plus(sends)
		}
	}
	return found
}

// unguarded returns how much w sends at most on each channel, without the
// sends that perhaps only one of several goroutines does.
func (w *worker) unguarded(c *checker) (most vector) {
	for _, s := range w.sites {
		if c.guarded(s.instr, w.fn) {
			continue
		}
		for _, k := range s.chans {
			most[k] = max(most[k], s.before.and(k).most()[k])
		}
	}
	return most
}

// judge reports the sends on the first channel of p that may be abandoned.
func (c *checker) judge(p *parent) {
	mk := p.makes[0]
	exits, ok := c.exits(p)
	if !ok {
		c.Silent("abandoned", mk.Pos(), "its function has more paths than can be followed")
		return
	}
	if c.s.RunsOnce(p.fn) {
		exits = slices.DeleteFunc(exits, func(e exit) bool {
			_, returns := e.instr.(*ssa.Return)
			return returns
		})
	}
	slices.SortStableFunc(exits, func(a, b exit) int { return cmp.Compare(c.rank(a), c.rank(b)) })
	for _, w := range c.workers(p) {
		for _, s := range w.sites {
			if s.chans[0] != 0 {
				continue // judged with its own channel
			}
			c.judged[s.instr] = true
			if i := slices.IndexFunc(exits, func(e exit) bool { return c.abandons(p, w, s, e, exits) }); i >= 0 {
				c.reportAbandoned(p, w, s, exits[i])
			} else {
				c.Silent("abandoned", s.instr.Pos(), "whoever started the goroutine receives what it sends")
			}
		}
	}
}

// rank orders exits by how well they explain themselves.
func (c *checker) rank(e exit) int {
	switch {
	case e.left == nil:
		return 2
	case c.contextOf(e.left) != nil:
		return 0
	default:
		return 1
	}
}

// abandons reports whether the goroutine w may be at the send s when its
// parent takes the exit e, one of exits.
func (c *checker) abandons(p *parent, w *worker, s site, e exit, exits []exit) bool {
	if e.started&w.bit == 0 || e.settled&w.bit != 0 {
		return false
	}
	at := false
	for before := range s.before.vectors {
		at = at || w.reconciles(before, e.received)
	}
	if !at {
		return false
	}
	// Have: what the parent received is what was sent before s.
	k := s.chans[0]
	alone := w.others == vector{}
	switch {
	case e.received.sum() == 0:
		return e.asked&askedCount == 0 || alone && !c.repeats(p, w, s)
	case !alone && c.guarded(s.instr, w.fn):
		return false // perhaps it is not reached twice
	case !slices.ContainsFunc(exits, func(f exit) bool {
		return f.started&w.bit != 0 && (f.settled&w.bit != 0 || f.received[k] > e.received[k])
	}):
		return true // that is all the parent ever receives
	case e.asked == 0, e.asked == askedValue && !alone:
		return true
	}
	return e.asked&askedCount == 0 && c.goesOn(p, w, e.received)
}

// reconciles reports whether the parent may have received what w, and then
// the other goroutines, sent before.
func (w *worker) reconciles(before, received vector) bool {
	for k := range received {
		if received[k] < before[k] || received[k] > min(before[k]+w.others[k], many) {
			return false
		}
	}
	return true
}

// repeats reports whether w sends at s in a loop.
func (c *checker) repeats(_ *parent, w *worker, s site) bool {
	return w.many || c.inLoop(s.instr) || s.instr.Parent() != w.fn
}

func (c *checker) inLoop(instr ssa.Instruction) bool {
	return c.s.Graph(instr.Parent()).InnerLoop(instr.Block()) != nil
}

// goesOn reports whether w certainly, or as far as its loops go, sends again
// after the send whose value the parent received last.
func (c *checker) goesOn(_ *parent, w *worker, received vector) bool {
	for _, s := range w.sites {
		for _, k := range s.chans {
			for before := range s.before.vectors {
				if before.and(k)[k] == received[k] && !c.inLoop(s.instr) && !c.followed(w, s) {
					return false
				}
			}
		}
	}
	return true
}

// followed reports whether every path from the send s reaches another one.
func (c *checker) followed(w *worker, s site) bool {
	fn := s.instr.Parent()
	g := c.s.Graph(fn)
	sends := func(b *ssa.BasicBlock) bool {
		return slices.ContainsFunc(w.sites, func(t site) bool { return t.instr.Block() == b && t.instr != s.instr })
	}
	block := s.instr.Block()
	rest := block.Instrs[slices.Index(block.Instrs, s.instr)+1:]
	if slices.ContainsFunc(w.sites, func(t site) bool { return slices.Contains(rest, t.instr) }) {
		return true
	}
	for i, reached := range g.Reachable(sends, g.Succs(block)...) {
		b := fn.Blocks[i]
		if _, returns := b.Instrs[len(b.Instrs)-1].(*ssa.Return); reached && returns && !g.Cut(b) {
			return false
		}
	}
	return len(g.Succs(block)) > 0
}

// contextOf returns the context whose Done channel ch is, or nil. So it does
// for no channel at all.
func (c *checker) contextOf(ch ssa.Value) ssa.Value {
	if ch == nil {
		return nil
	}
	for _, source := range c.s.Channels(ch) {
		if call, ok := source.Source.(*ssa.Call); ok && source.Kind == summary.ChanDone {
			return summary.Args(&call.Call)[0]
		}
	}
	return nil
}

func (c *checker) reportAbandoned(p *parent, w *worker, s site, e exit) {
	mk := p.makes[0]
	name := c.sendName(s)
	at := c.exitPos(p.fn, e.instr)
	finding := report.Finding{
		Rule: "abandoned",
		Pos:  s.instr.Pos(),
		Message: fmt.Sprintf("nobody receives what is sent here on %s, made at line %d, %s, so the goroutine waits for ever: %s",
			name, c.Line(mk.Pos()), c.why(p, e, at), c.advice(p, w, s, e)),
		Related: []analysis.RelatedInformation{
			report.Related(mk.Pos(), "the channel is made here, without a buffer"),
			report.Related(w.instr.Pos(), "the goroutine is started here"),
			report.Related(at, "here its receiver is gone"),
		},
	}
	finding.Fix = c.bufferFix(p, w, s)
	c.Report(finding)
}

// why says in words when the parent stops to receive.
func (c *checker) why(p *parent, e exit, at token.Pos) string {
	fn := summary.FuncName(p.fn)
	end := fmt.Sprintf("%s returns at line %d", fn, c.Line(at))
	if _, again := e.instr.(*ssa.MakeChan); again {
		end = fmt.Sprintf("%s goes on with a new channel", fn)
	}
	switch {
	case e.received.sum() > 0 && e.left == nil:
		return "once " + end
	case e.left == nil:
		return "when " + end
	}
	switch ctx := c.contextOf(e.left); {
	case ctx != nil:
		return fmt.Sprintf("when %s is done first and %s", quoted(summary.Name(ctx), "the context"), end)
	case c.s.IsTimer(e.left):
		return fmt.Sprintf("when the time is over first and %s", end)
	default:
		return fmt.Sprintf("when %s comes first and %s", quoted(summary.Name(e.left), "another channel"), end)
	}
}

func quoted(name, otherwise string) string {
	if name == "" {
		return otherwise
	}
	return fmt.Sprintf("%q", name)
}

func (c *checker) advice(p *parent, w *worker, s site, e exit) string {
	if c.sendsOnce(p, w) {
		return "make the channel with capacity 1"
	}
	done := "a channel that says so"
	if ctx := c.contextOf(e.left); ctx != nil && summary.Name(ctx) != "" {
		done = summary.Name(ctx) + ".Done()"
	} else if govs := c.s.Governing(s.instr.Parent()); len(govs) > 0 {
		done = govs[0].Expr + ".Done()"
	}
	return fmt.Sprintf("send in a select with a case for %s, or make the channel with room for all that is sent", done)
}

// sendName returns the channel of s as the goroutine calls it.
func (c *checker) sendName(s site) string {
	switch instr := s.instr.(type) {
	case *ssa.Send:
		return quoted(summary.Name(instr.Chan), "the channel")
	case *ssa.Select:
		return quoted(summary.Name(instr.States[0].Chan), "the channel")
	}
	return "the channel"
}
