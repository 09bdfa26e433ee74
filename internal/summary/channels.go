package summary

import (
	"go/token"
	"go/types"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// A ChannelKind says where a channel comes from.
type ChannelKind int

const (
	ChanUnknown ChannelKind = iota // an element, an exported field of elsewhere, a conversion
	ChanMade                       // made in this package; Source is the *ssa.MakeChan
	ChanDone                       // the Done channel of a context; Source is the call
	ChanTimer                      // time.After, a timer or a ticker, here or by another name
	ChanCalled                     // returned by a call that cannot be looked into; Source is the call
	ChanGiven                      // a parameter that callers outside the package set; Source is the *ssa.Parameter
	ChanOpen                       // an exported field or variable of this package; others may store there
	ChanUnset                      // an unexported field or variable to which the package is not seen to store a channel
)

// A Channel is one source of channels, and what the package does with the
// channels from it. Flow is followed through variables, fields, parameters
// and results, without regard to order.
type Channel struct {
	Kind   ChannelKind
	Source ssa.Value
	Elem   types.Type

	Sends  []ssa.Instruction     // *ssa.Send or *ssa.Select
	Recvs  []ssa.Instruction     // *ssa.UnOp or *ssa.Select
	Closes []ssa.CallInstruction // of the builtin close
	Passed []Use                 // it is handed to a function of another package of the workspace
	Leaves bool                  // it goes where its uses cannot be seen
}

// Cap returns the capacity with which a channel is made, else nil.
func (c *Channel) Cap() ssa.Value {
	if m, ok := c.Source.(*ssa.MakeChan); ok {
		return m.Size
	}
	return nil
}

// channels is the lazily built knowledge about the channels of a package.
type channels struct {
	once    sync.Once
	sources map[any]*Channel // by value, field or variable
	of      map[ssa.Value][]*Channel
}

// Channels returns the sources from which the channel v may come. There is
// none for a channel that is always nil.
func (r *Result) Channels(v ssa.Value) []*Channel {
	c := &r.chans
	c.once.Do(func() {
		c.sources = make(map[any]*Channel)
		c.of = make(map[ssa.Value][]*Channel)
		if r.Program == nil {
			return
		}
		for _, fn := range r.Program.Funcs {
			r.indexChannels(c, fn)
		}
	})
	r.mu.Lock()
	known, ok := c.of[v]
	r.mu.Unlock()
	if ok {
		return known
	}
	found := r.chanSources(c, v)
	r.mu.Lock()
	c.of[v] = found
	r.mu.Unlock()
	return found
}

// indexChannels adds what fn does with channels to their sources.
func (r *Result) indexChannels(c *channels, fn *ssa.Function) {
	leaves := func(v ssa.Value) {
		for _, ch := range r.chanSources(c, v) {
			ch.Leaves = true
		}
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Send:
				for _, ch := range r.chanSources(c, instr.Chan) {
					ch.Sends = append(ch.Sends, instr)
				}
				if isChan(instr.X) {
					leaves(instr.X)
				}
			case *ssa.UnOp:
				if instr.Op == token.ARROW {
					for _, ch := range r.chanSources(c, instr.X) {
						ch.Recvs = append(ch.Recvs, instr)
					}
				}
			case *ssa.Select:
				for _, s := range instr.States {
					for _, ch := range r.chanSources(c, s.Chan) {
						if s.Dir == types.SendOnly {
							ch.Sends = append(ch.Sends, instr)
						} else {
							ch.Recvs = append(ch.Recvs, instr)
						}
					}
					if s.Send != nil && isChan(s.Send) {
						leaves(s.Send)
					}
				}
			case ssa.CallInstruction:
				r.indexCall(c, instr, leaves)
			case *ssa.Return:
				for _, v := range instr.Results {
					if isChan(v) {
						if _, all := r.CallSites(fn); !all {
							leaves(v)
						}
					}
				}
			case *ssa.Store:
				if isChan(instr.Val) && !r.seenStore(instr) {
					leaves(instr.Val)
				}
			case *ssa.MakeInterface:
				if isChan(instr.X) {
					leaves(instr.X)
				}
			case *ssa.MapUpdate:
				if isChan(instr.Value) {
					leaves(instr.Value)
				}
			}
		}
	}
}

// seenStore reports whether all loads of what is stored can be seen.
func (r *Result) seenStore(store *ssa.Store) bool {
	switch addr := store.Addr.(type) {
	case *ssa.FieldAddr:
		f := FieldOf(addr)
		return f != nil && f.Pkg() == r.Pass.Pkg && !f.Exported()
	case *ssa.Global:
		return addr.Object() != nil && !addr.Object().Exported()
	}
	cell := r.CellOf(store.Addr)
	return cell != nil && !cell.Escapes
}

func (r *Result) indexCall(c *channels, instr ssa.CallInstruction, leaves func(ssa.Value)) {
	call := instr.Common()
	if b, ok := call.Value.(*ssa.Builtin); ok {
		if b.Name() == "close" {
			for _, ch := range r.chanSources(c, call.Args[0]) {
				ch.Closes = append(ch.Closes, instr)
			}
		}
		return // len, cap: nothing happens to it; append: its slice does not hold channels alone
	}
	fns, complete := r.Callees(call)
	for _, fn := range fns {
		complete = complete && r.hasBody(fn)
	}
	if complete {
		return // the channel flows into parameters
	}
	for i, a := range Args(call) {
		if !isChan(a) {
			continue
		}
		if obj := Callee(call); obj != nil && ctxtype.IsFunc(obj, "os/signal", "Notify") {
			continue // it sends there, and never closes
		}
		for _, ch := range r.chanSources(c, a) {
			ch.Passed = append(ch.Passed, Use{Kind: UsedArg, Instr: instr, Arg: i})
		}
		leaves(a)
	}
}

// hasBody reports whether fn is a function of this package with a body.
func (r *Result) hasBody(fn *ssa.Function) bool {
	fn = Declared(fn)
	return len(fn.Blocks) > 0 && fn.Pkg == r.Program.Package
}

func isChan(v ssa.Value) bool {
	_, ok := v.Type().Underlying().(*types.Chan)
	return ok
}

// sourceBudget bounds the values looked at to find the sources of a channel.
const sourceBudget = 300

// chanSources finds the sources of v.
func (r *Result) chanSources(c *channels, v ssa.Value) []*Channel {
	var found []*Channel
	added := make(map[*Channel]bool)
	add := func(kind ChannelKind, key any, source ssa.Value) {
		r.mu.Lock()
		defer r.mu.Unlock()
		ch := c.sources[key]
		if ch == nil {
			ch = &Channel{Kind: kind, Source: source}
			if t, ok := source.Type().Underlying().(*types.Chan); ok {
				ch.Elem = t.Elem()
			} else if t, ok := v.Type().Underlying().(*types.Chan); ok {
				ch.Elem = t.Elem()
			}
			if ch.Kind != ChanMade && ch.Kind != ChanDone && ch.Elem != nil && ctxtype.IsNamed(ch.Elem, "time", "Time") {
				ch.Kind = ChanTimer // only clocks send the time
			}
			c.sources[key] = ch
		}
		if !added[ch] {
			added[ch] = true
			found = append(found, ch)
		}
	}
	seen := make(map[ssa.Value]bool)
	var visit func(v ssa.Value)
	stored := func(stores []*ssa.Store, open bool, key any, v ssa.Value) {
		if open {
			add(ChanOpen, key, v)
		} else if len(stores) == 0 {
			add(ChanUnset, key, v)
		}
		for _, s := range stores {
			visit(s.Val)
		}
	}
	field := func(v ssa.Value) {
		f := FieldOf(v)
		if f == nil {
			add(ChanUnknown, v, v)
			return
		}
		if f.Pkg() != r.Pass.Pkg {
			add(ChanUnknown, f, v)
			return
		}
		stored(r.index().stores[f], f.Exported(), f, v)
	}
	visit = func(v ssa.Value) {
		if seen[v] {
			return
		}
		seen[v] = true
		if len(seen) > sourceBudget {
			add(ChanUnknown, v, v)
			return
		}
		switch v := v.(type) {
		case *ssa.MakeChan:
			add(ChanMade, v, v)
		case *ssa.Const: // nil
		case *ssa.ChangeType:
			visit(v.X)
		case *ssa.Phi:
			for _, e := range v.Edges {
				visit(e)
			}
		case *ssa.Field:
			field(v)
		case *ssa.FreeVar:
			for _, b := range r.Bindings(v) {
				visit(b)
			}
		case *ssa.Parameter:
			i := paramIndex(v)
			sites, all := r.CallSites(v.Parent())
			if !all || len(sites) == 0 {
				add(ChanGiven, v, v)
			}
			for _, site := range sites {
				if args := Args(site.Common()); i < len(args) {
					visit(args[i])
				}
			}
		case *ssa.Extract:
			if call, ok := v.Tuple.(*ssa.Call); ok {
				r.chanResult(call, v.Index, visit, add)
				return
			}
			add(ChanUnknown, v, v)
		case *ssa.Call:
			r.chanResult(v, 0, visit, add)
		case *ssa.UnOp:
			switch x := v.X.(type) {
			case *ssa.FieldAddr:
				field(x)
				return
			case *ssa.Global:
				stored(r.index().globals[x], x.Object() == nil || x.Object().Exported() || x.Pkg != r.Program.Package, x, v)
				return
			}
			cell := r.CellOf(v.X)
			if v.Op != token.MUL || cell == nil || cell.Escapes {
				add(ChanUnknown, v, v)
				return
			}
			for _, s := range cell.Stores {
				visit(s.Val)
			}
		default:
			add(ChanUnknown, v, v)
		}
	}
	visit(v)
	return found
}

// chanResult visits what one result of a call may be.
func (r *Result) chanResult(call *ssa.Call, result int, visit func(ssa.Value), add func(ChannelKind, any, ssa.Value)) {
	if obj := Callee(&call.Call); obj != nil {
		if args := Args(&call.Call); obj.Name() == "Done" && len(args) == 1 && ctxtype.Implements(args[0].Type()) {
			add(ChanDone, call, call)
			return
		}
	}
	fns, complete := r.Callees(&call.Call)
	for _, fn := range fns {
		complete = complete && r.hasBody(fn)
	}
	if !complete {
		add(ChanCalled, call, call)
		return
	}
	for _, fn := range fns {
		for _, b := range Declared(fn).Blocks {
			if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && result < len(ret.Results) {
				visit(ret.Results[result])
			}
		}
	}
}

func paramIndex(p *ssa.Parameter) int {
	for i, q := range p.Parent().Params {
		if p == q {
			return i
		}
	}
	return -1
}

// IsStop reports whether a channel from c only says that something is to
// stop: it carries nothing, nobody is seen to send on it, and somebody closes
// it or may do so unseen. Channels that signal.Notify feeds count.
func (c *Channel) IsStop() bool {
	if c.Kind == ChanTimer || len(c.Sends) > 0 || c.Elem == nil {
		return false
	}
	if ctxtype.IsNamed(c.Elem, "os", "Signal") {
		return true
	}
	s, ok := c.Elem.Underlying().(*types.Struct)
	if !ok || s.NumFields() > 0 {
		return false
	}
	return len(c.Closes) > 0 || c.Kind != ChanMade && c.Kind != ChanUnset || c.Leaves
}
