package ctxvalue

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
	"github.com/gocontext/ctxlint/internal/knowledge"
	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
	"github.com/gocontext/ctxlint/internal/summary"
)

// option reports a value that is put into a context and by its type is no
// metadata of a request: it tells those who find it what to do, or is a tool
// for them.
func (c *checker) option(a summary.Access) {
	if !a.Set || a.Value == nil {
		return
	}
	var what string
	var level settings.Level
	for _, v := range c.s.KeyOrigins(a.Value) {
		if what, level = c.parameter(v.Type()); what != "" {
			break
		}
	}
	if what == "" && types.IsInterface(a.Value.Type()) {
		if v, ok := a.Value.(*ssa.ChangeInterface); ok {
			what, level = c.parameter(v.X.Type())
		}
	}
	if what == "" {
		return
	}
	pos, end := c.CallRange(a.Call.Common().Pos())
	var key ast.Expr
	if a.Key != nil {
		key = c.arg(a.Call, a.Key)
	}
	if key != nil && c.foreign(key) {
		c.Silent("option", pos, "the key is that of another module, which asks for the value")
		return
	}
	c.Report(report.Finding{
		Rule:  "option",
		Level: level,
		Pos:   pos,
		End:   end,
		Message: fmt.Sprintf("%s puts %s into the context%s, which is for metadata of the request: make it a parameter of the functions that need it",
			callee(a), c.valueText(a, what), under(key)),
	})
}

// parameter says what kind of optional parameter a value of type t is, and at
// which level that is reported; "" if it may be metadata.
func (c *checker) parameter(t types.Type) (what string, level settings.Level) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		if b, ok := p.Elem().Underlying().(*types.Basic); ok && b.Kind() == types.Bool {
			return "a pointer to a bool", settings.Strict
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if u.Kind() == types.Bool {
			return "a bool", settings.Default
		}
	case *types.Signature:
		if isLogger(u) {
			return "", 0
		}
		return "a function", settings.Default
	case *types.Chan:
		return "a channel", settings.Default
	}
	switch {
	case types.Identical(types.Unalias(t), types.NewStruct(nil, nil)):
		return "a mere mark", settings.Strict
	case ctxtype.IsNamed(t, "time", "Duration"):
		return "a duration", settings.Strict
	case knowledge.IsHandle(t):
		return "a handle of type " + c.typeText(t), settings.Strict
	case knowledge.IsOptions(t):
		return "options of type " + c.typeText(t), settings.Strict
	}
	return "", 0
}

// isLogger reports whether functions of that signature take what is printed
// into a log.
func isLogger(sig *types.Signature) bool {
	if !sig.Variadic() || sig.Results().Len() > 0 {
		return false
	}
	last := sig.Params().At(sig.Params().Len() - 1).Type().(*types.Slice)
	i, ok := last.Elem().Underlying().(*types.Interface)
	return ok && i.Empty()
}

// valueText returns the words for the value that an access puts into a
// context; what says of which kind it is, if that is known.
func (c *checker) valueText(a summary.Access, what string) string {
	expr := c.arg(a.Call, a.Value)
	_, lit := ast.Unparen(expr).(*ast.FuncLit)
	switch {
	case expr == nil || lit:
		return cmp.Or(what, "a value")
	case what == "":
		return text(expr)
	}
	return text(expr) + ", " + what + ","
}

func under(key ast.Expr) string {
	if key == nil {
		return ""
	}
	return " under the key " + text(key)
}

// joined reports a value that one function puts into a context for one
// function that it calls, itself or through few others: a parameter that took
// the longer way.
//
// Both ends are in this package, under a key that nobody else can have, and
// there are no others. Between them stand nothing but calls of functions of
// the package that hand the context on.
func (c *checker) joined() {
	type ends struct{ sets, gets []summary.Access }
	byKey := make(map[string]*ends)
	var names []string
	for _, a := range c.accesses {
		if a.KeyName == "" || c.Index.Test(a.Call.Pos()) {
			continue
		}
		e := byKey[a.KeyName]
		if e == nil {
			e = new(ends)
			byKey[a.KeyName] = e
			names = append(names, a.KeyName)
		}
		if a.Set {
			e.sets = append(e.sets, a)
		} else {
			e.gets = append(e.gets, a)
		}
	}
	for _, name := range names {
		e := byKey[name]
		if len(e.sets) != 1 || len(e.gets) != 1 {
			continue
		}
		set, get := e.sets[0], e.gets[0]
		if set.Wrapper != nil || get.Wrapper != nil || !c.private(set, false) {
			continue
		}
		if reader := c.reader(set, get); reader != nil {
			pos, end := c.CallRange(set.Call.Common().Pos())
			if c.isMetadata(set, get) {
				c.Silent("option", pos, "the value belongs to the request")
				continue
			}
			key := c.arg(set.Call, set.Key)
			c.Report(report.Finding{
				Rule:  "option",
				Level: settings.Strict,
				Pos:   pos,
				End:   end,
				Message: fmt.Sprintf("%s puts %s into the context%s for %s alone, which is called from here: make it a parameter",
					callee(set), c.valueText(set, ""), under(key), reader.Name()),
			})
		}
	}
}

// reader returns the function that looks up what set puts into a context, if
// that context comes to it by direct calls.
func (c *checker) reader(set, get summary.Access) *ssa.Function {
	call, ok := set.Call.(*ssa.Call)
	if !ok {
		return nil
	}
	starts := []*ssa.Call{call}
	if fn := call.Parent(); c.returns(fn, call) {
		// A setter: its callers are meant.
		sites, all := c.s.CallSites(fn)
		if !all || len(sites) != 1 {
			return nil
		}
		site, ok := sites[0].(*ssa.Call)
		if !ok {
			return nil
		}
		starts = []*ssa.Call{site}
	}
	lookup := get.Call.Parent()
	if len(c.s.Of(lookup).Value.Gets) > 0 { // a getter
		if _, all := c.s.CallSites(lookup); !all {
			return nil
		}
	}
	seen := make(map[ssa.Value]bool)
	for _, start := range starts {
		if c.reaches(start.Parent(), start, get, maxHops, seen) {
			return lookup
		}
	}
	return nil
}

// maxHops bounds the calls between the two ends, that of a getter among them.
const maxHops = 4

// returns reports whether a result of fn is the context that call makes.
func (c *checker) returns(fn *ssa.Function, call *ssa.Call) bool {
	for _, s := range c.s.Of(fn).Value.Sets {
		if s.Result >= 0 {
			return true
		}
	}
	return slices.ContainsFunc(*call.Referrers(), func(i ssa.Instruction) bool { _, ok := i.(*ssa.Return); return ok })
}

// reaches reports whether fn hands the context from, or one derived from it, to
// the lookup, itself or through functions of the package that it calls.
func (c *checker) reaches(fn *ssa.Function, from ssa.Value, get summary.Access, hops int, seen map[ssa.Value]bool) bool {
	if seen[from] {
		return false
	}
	seen[from] = true
	for _, site := range c.s.Calls(fn) {
		if site == get.Call {
			return hops < maxHops && c.s.ComesFrom(get.Ctx, from)
		}
		callee := site.Common().StaticCallee()
		if callee == nil || hops == 0 || callee.Pkg != c.s.Program.Package {
			continue
		}
		for i, arg := range summary.Args(site.Common()) {
			if ctxtype.IsContext(arg.Type()) && i < len(callee.Params) && c.s.ComesFrom(arg, from) &&
				c.reaches(callee, callee.Params[i], get, hops-1, seen) {
				return true
			}
		}
	}
	return false
}

// isMetadata reports whether a value belongs to a request, by its type or by
// what it and its key are called.
func (c *checker) isMetadata(set, get summary.Access) bool {
	names := []string{set.KeyName[strings.LastIndexByte(set.KeyName, '.')+1:], get.Call.Parent().Name(), set.Call.Parent().Name()}
	for _, v := range c.s.KeyOrigins(set.Value) {
		base := ctxtype.Deref(v.Type())
		n, ok := types.Unalias(base).(*types.Named)
		if !ok {
			continue
		}
		if knowledge.IsObservability(n.Obj().Pkg()) || ctxtype.IsNamed(base, "database/sql", "Tx") || ctxtype.Implements(v.Type()) {
			return true
		}
		names = append(names, n.Obj().Name())
	}
	return slices.ContainsFunc(names, knowledge.IsMetadataName)
}
