package summary

import (
	"go/types"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/go/ssa"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// A Detachment says how far code is from the context around it.
type Detachment int

const (
	Attached Detachment = iota // it should use the context
	Shared                     // it runs once for many callers, of which one may give up
	Beside                     // it runs in a goroutine, which may outlive the context
	Detached                   // it does without the context on purpose
)

// A Distance is a [Detachment] with its reason.
type Distance struct {
	Detachment
	Clause string          // why, for people; "" if attached
	Start  ssa.Instruction // what starts the goroutine, if it runs beside
}

// Distance returns how far instr is from the context of provider, the
// function of instr or one around it; nil stands for the declared function
// around all. Code is detached on purpose if it stands behind the end of a
// context, if it is deferred, cleans up or runs in a function that closes
// something, if it is handed to a function for which detaches holds (nil:
// none), or if it is in a literal that is returned or stored: that runs when
// the context may be over, for whoever calls it then.
func (r *Result) Distance(instr ssa.Instruction, provider *ssa.Function, detaches func(*types.Func) bool) Distance {
	declared := instr.Parent()
	for declared.Parent() != nil {
		declared = declared.Parent()
	}
	if Closes(declared.Name()) {
		return Distance{Detached, "it is part of " + declared.Name(), nil}
	}
	return r.distance(instr, provider, detaches, 0)
}

// nesting bounds how many literals in each other are looked at.
const nesting = 6

func (r *Result) distance(instr ssa.Instruction, provider *ssa.Function, detaches func(*types.Func) bool, depth int) Distance {
	here := r.placeDistance(instr)
	lit := instr.Parent()
	if here.Detachment == Detached || lit.Parent() == nil || depth > nesting {
		return here
	}
	var nearest *Distance
	for _, u := range r.Uses(lit) {
		d := r.useDistance(u, lit == provider, detaches)
		switch {
		case u.Instr == nil || d.Detachment == Detached:
		case lit == provider:
			d = farther(d, r.placeDistance(u.Instr))
		default:
			d = farther(d, r.distance(u.Instr, provider, detaches, depth+1))
		}
		if nearest == nil || d.Detachment < nearest.Detachment {
			nearest = &d
		}
	}
	if nearest == nil {
		return here
	}
	return farther(here, *nearest)
}

func farther(a, b Distance) Distance {
	if b.Detachment > a.Detachment {
		return b
	}
	return a
}

// placeDistance is the distance that the place of instr in its function gives.
func (r *Result) placeDistance(instr ssa.Instruction) Distance {
	if r.AfterDone(instr) || r.MayFollowDone(instr) || r.AfterContextError(instr) {
		return Distance{Detached, "it follows the end of a context", nil}
	}
	switch instr.(type) {
	case *ssa.Defer:
		return Distance{Detached, "it is deferred", nil}
	case *ssa.Go:
		return Distance{Beside, "it runs in a goroutine", instr}
	}
	return Distance{}
}

// useDistance is the distance that a use of a literal gives what is in it.
// One that has a context of its own is told by whoever calls it.
func (r *Result) useDistance(u Use, own bool, detaches func(*types.Func) bool) Distance {
	switch u.Kind {
	case UsedOther:
		if !own {
			return Distance{Detached, "it is in a literal that is returned or stored", nil}
		}
	case UsedArg:
		obj := Callee(u.Call())
		switch {
		case obj == nil:
		case isCleanup(obj) || detaches != nil && detaches(obj):
			return Distance{Detached, "it is handed to " + obj.Name(), nil}
		case ctxtype.IsFunc(obj, "time", "AfterFunc") || ctxtype.IsMethod(obj, "sync", "WaitGroup", "Go"):
			return Distance{Beside, "it runs in a goroutine", u.Instr}
		case isShared(obj) && !own:
			return Distance{Shared, "it runs once for many callers", nil}
		}
		switch {
		case own:
		case r.keeps(u):
			return Distance{Detached, "it is in a literal that is stored by what it is handed to", nil}
		case r.spawns(u.Call(), u.Arg):
			return Distance{Beside, "it runs in a goroutine that the callee starts", u.Instr}
		}
	}
	return Distance{}
}

// isCleanup reports whether obj is given functions to run when something is
// over.
func isCleanup(obj *types.Func) bool {
	return ctxtype.IsFunc(obj, "context", "AfterFunc") ||
		ctxtype.IsFunc(obj, "runtime", "SetFinalizer", "AddCleanup") ||
		ctxtype.IsMethod(obj, "testing", "common", "Cleanup") || ctxtype.IsMethod(obj, "testing", "TB", "Cleanup") ||
		ctxtype.IsMethod(obj, "net/http", "Server", "RegisterOnShutdown")
}

// isShared reports whether obj runs what it is given for all its callers.
func isShared(obj *types.Func) bool {
	return ctxtype.IsMethod(obj, "sync", "Once", "Do") ||
		ctxtype.IsFunc(obj, "sync", "OnceFunc", "OnceValue", "OnceValues") ||
		ctxtype.IsMethod(obj, "golang.org/x/sync/singleflight", "Group", "Do", "DoChan")
}

// Closes reports whether a function of that name closes, stops or shuts down
// something: the word stands alone, first or last in it.
func Closes(name string) bool { return has(name, "Close", "Stop", "Shutdown") }

// Undoes reports whether a function of that name closes something, or undoes
// what was begun, which may have to be done when the context is over.
func Undoes(name string) bool {
	return Closes(name) || has(name, "Abort", "Cancel", "Cleanup", "CleanUp", "Destroy", "Release", "Revert", "Revoke",
		"Rollback", "RollBack", "Teardown", "TearDown", "Undo", "Unlock", "Unregister")
}

// Starts reports whether a function of that name begins something that goes on
// when it has returned.
func Starts(name string) bool {
	return has(name, "Launch", "Listen", "Register", "Schedule", "Spawn", "Start", "Subscribe", "Watch")
}

// has reports whether one of the words stands alone, first or last in a name.
func has(name string, words ...string) bool {
	for _, word := range words {
		if strings.HasSuffix(name, word) {
			return true
		}
		rest, ok := strings.CutPrefix(name, word)
		if !ok {
			rest, ok = strings.CutPrefix(name, strings.ToLower(word))
		}
		if first, _ := utf8.DecodeRuneInString(rest); ok && (rest == "" || unicode.IsUpper(first)) {
			return true
		}
	}
	return false
}
