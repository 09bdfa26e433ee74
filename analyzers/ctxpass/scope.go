package ctxpass

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/summary"
)

type scopeKind int

const (
	parameter scopeKind = iota // a parameter that is a context
	carrier                    // one that carries a context
	blank                      // a context parameter that is called _: the function wants none
	held                       // a field of the receiver, which may or may not be meant for the call
	sent                       // a request that the function sends, and whoever made it may have given a context
)

// A scope is the context that a function has at hand: a parameter of its own
// or of the nearest function around it that has one.
//
// A receiver is not in scope, nor is testing.TB. In scope with doubt are a
// context in a field of the receiver, and an *http.Request in a function that
// sends it rather than serves it.
type scope struct {
	kind    scopeKind
	fn      *ssa.Function // the function whose parameter it is
	param   *ssa.Parameter
	field   string // of the parameter, a receiver, if it is held
	several bool   // there are other contexts beside it
}

// inScope reports whether s is a context without doubt.
func (s *scope) inScope() bool { return s != nil && (s.kind == parameter || s.kind == carrier) }

// scope returns the scope of fn, or nil if there is none.
func (c *checker) scope(fn *ssa.Function) *scope {
	s, ok := c.scopes[fn]
	if !ok {
		s = c.ownScope(fn)
		switch {
		case s != nil && s.kind != sent:
		case fn.Parent() != nil:
			s = cmp.Or(c.scope(fn.Parent()), s)
		case s == nil:
			s = receiverScope(fn)
		}
		c.scopes[fn] = s
	}
	return s
}

// isSynthetic reports whether package ssa made the parameter p, so that no
// variable of the source stands for it.
func isSynthetic(p *ssa.Parameter) bool {
	v, _ := p.Object().(*types.Var)
	return v == nil
}

func (c *checker) ownScope(fn *ssa.Function) *scope {
	var contexts, carriers, requests, blanks []*ssa.Parameter
	for i, p := range fn.Params {
		if i == 0 && fn.Signature.Recv() != nil || isSynthetic(p) {
			continue // the receiver; a variable that ssa made
		}
		t, name := p.Type(), p.Object().Name()
		switch {
		case ctxtype.IsContext(t):
			if name == "" || name == "_" {
				blanks = append(blanks, p)
			} else {
				contexts = append(contexts, p)
			}
		case name == "" || name == "_" || ctxtype.IsTesting(t):
		case !c.isCarrier(t):
		case c.isOutgoing(fn, p):
			requests = append(requests, p)
		default:
			carriers = append(carriers, p)
		}
	}
	switch {
	case len(contexts) > 0:
		return &scope{kind: parameter, fn: fn, param: contexts[0], several: len(contexts) > 1}
	case len(carriers) > 0:
		return &scope{kind: carrier, fn: fn, param: carriers[0], several: len(carriers) > 1}
	case len(blanks) > 0:
		return &scope{kind: blank, fn: fn, param: blanks[0]}
	case len(requests) > 0:
		return &scope{kind: sent, fn: fn, param: requests[0]}
	}
	return nil
}

// receiverScope returns the scope that a context in a field of the receiver of
// fn is, or nil.
func receiverScope(fn *ssa.Function) *scope {
	if fn.Signature.Recv() == nil || len(fn.Params) == 0 {
		return nil
	}
	recv := fn.Params[0]
	if isSynthetic(recv) || ctxtype.Implements(recv.Type()) {
		return nil
	}
	if f := ctxtype.ContextField(recv.Type()); f != nil {
		return &scope{kind: held, fn: fn, param: recv, field: f.Name()}
	}
	return nil
}

// isCarrier reports whether t carries a context, or the user says so.
func (c *checker) isCarrier(t types.Type) bool {
	if ctxtype.IsCarrier(t) {
		return true
	}
	n, ok := types.Unalias(ctxtype.Deref(t)).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return false
	}
	return slices.Contains(c.Settings.Carriers, ctxtype.Path(n.Obj().Pkg())+"."+n.Obj().Name())
}

// isOutgoing reports whether p is a request that fn sends: it serves nobody
// and hands it, or a copy with another context, to a client.
func (c *checker) isOutgoing(fn *ssa.Function, p *ssa.Parameter) bool {
	if !ctxtype.IsNamed(ctxtype.Deref(p.Type()), "net/http", "Request") || fn.Name() == "RoundTrip" ||
		slices.ContainsFunc(fn.Params, func(q *ssa.Parameter) bool {
			return ctxtype.IsNamed(q.Type(), "net/http", "ResponseWriter")
		}) {
		return false
	}
	seen := make(map[ssa.Value]bool)
	var sent func(v ssa.Value) bool
	sent = func(v ssa.Value) bool {
		if seen[v] {
			return false
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.Phi:
				if sent(ref) {
					return true
				}
			case *ssa.Store:
				if cell := c.facts.CellOf(ref.Addr); cell != nil && ref.Val == v {
					for _, load := range cell.Loads {
						if sent(load) {
							return true
						}
					}
				}
			case *ssa.Call:
				obj := summary.Callee(&ref.Call)
				switch {
				case obj == nil:
				case ctxtype.IsMethod(obj, "net/http", "Client", "Do") || ctxtype.IsMethod(obj, "net/http", "RoundTripper", "RoundTrip") ||
					ctxtype.IsMethod(obj, "net/http", "Transport", "RoundTrip"):
					return true
				case ctxtype.IsMethod(obj, "net/http", "Request", "WithContext", "Clone"):
					if sent(ref) {
						return true
					}
				}
			}
		}
		return false
	}
	return sent(p)
}

// expr returns how to write the context of s at pos, or "" if it cannot be
// written there: it is shadowed, or nobody knows how to get it out of the
// carrier. A local variable that holds the context of a carrier is preferred
// to asking again.
func (c *checker) expr(s *scope, pos token.Pos) string {
	v := c.source(s, pos)
	if v == nil {
		return ""
	}
	return v.Expr
}

func (c *checker) source(s *scope, pos token.Pos) *ctxtype.Source {
	if !s.inScope() {
		return nil
	}
	var param, other *ctxtype.Source
	sources := ctxtype.InScope(c.Pkg, pos)
	for i := range sources {
		v := &sources[i]
		switch {
		case v.Var == s.param.Object():
			param = v
		case other != nil || !ctxtype.IsContext(v.Var.Type()):
		case v.Var.Name() == s.param.Object().Name(), c.comesFrom(v.Var, s):
			other = v
		}
	}
	if param != nil && (s.kind == parameter || other == nil) {
		return param
	}
	return other
}

// name returns what to call the context of s at pos in a message.
func (c *checker) name(s *scope, pos token.Pos) string {
	if expr := c.expr(s, pos); expr != "" {
		return expr
	}
	switch s.kind {
	case carrier:
		return "the context of " + s.param.Object().Name()
	case held:
		return s.param.Object().Name() + "." + s.field
	case sent:
		return s.param.Object().Name() + ".Context()"
	}
	return s.param.Object().Name()
}

// comesFrom reports whether all that the local variable v holds is the context
// of s or derived from it.
func (c *checker) comesFrom(v *types.Var, s *scope) bool {
	found := false
	var search func(fn *ssa.Function) bool
	search = func(fn *ssa.Function) bool {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				ref, ok := instr.(*ssa.DebugRef)
				if !ok || ref.Object() != v {
					continue
				}
				var vs []ssa.Value
				if !ref.IsAddr {
					vs = []ssa.Value{ref.X}
				} else if cell := c.facts.CellOf(ref.X); cell != nil {
					for _, st := range cell.Stores {
						vs = append(vs, st.Val)
					}
				}
				for _, x := range vs {
					if !c.from(x, s) {
						return false
					}
					found = true
				}
			}
		}
		for _, lit := range fn.AnonFuncs {
			if !search(lit) {
				return false
			}
		}
		return true
	}
	return search(s.fn) && found
}

// from reports whether the context v comes from s alone.
func (c *checker) from(v ssa.Value, s *scope) bool {
	origins := c.facts.Origins(v)
	for _, o := range origins {
		switch o.Kind {
		case summary.FromParam:
			if o.Value != s.param {
				return false
			}
		case summary.FromCarrier:
			if !c.isValue(o.Value, s.param) {
				return false
			}
		default:
			return false
		}
	}
	return len(origins) > 0
}

// isValue reports whether v, through variables, is the parameter p.
func (c *checker) isValue(v ssa.Value, p *ssa.Parameter) bool {
	origins := c.facts.Origins(v)
	return len(origins) == 1 && origins[0].Value == p
}

// line returns the contexts that v is chosen or derived from, itself included,
// and the carriers that hold one of them.
func (c *checker) line(v ssa.Value) map[ssa.Value]bool {
	line := make(map[ssa.Value]bool)
	for _, x := range c.facts.Lineage(v) {
		line[x] = true
	}
	for _, o := range c.facts.Origins(v) {
		if o.Kind == summary.FromCarrier {
			for _, from := range c.facts.Origins(o.Value) {
				line[from.Value] = true
			}
		}
	}
	return line
}
