// Package handed has bools from contexts that are handed on.
package handed

import "context"

// A bool that is handed on to where it decides what runs.

type modeKey struct{}

type printer struct {
	dry, loud bool
	Shared    bool
	out       func(string)
}

func newPrinter(dry bool, out func(string)) *printer { return &printer{dry: dry, out: out} }

func (p *printer) print(line string) {
	if p.dry {
		line = "DRY " + line
	}
	p.out(line)
}

func (p *printer) printShared() {
	if p.Shared {
		p.out("shared")
	}
}

func byField(ctx context.Context, out func(string)) *printer {
	dry, _ := ctx.Value(modeKey{}).(bool) // want `the bool dry comes from a context and decides what runs as an argument of newPrinter: .*\(ctxvalue/flow\)`
	return newPrinter(dry, out)
}

func inPlace(ctx context.Context, out func(string)) *printer {
	dry, ok := ctx.Value(modeKey{}).(bool) // want `the bool dry comes from a context and decides what runs as the field dry: `
	if !ok {
		dry = false
	}
	return &printer{dry: dry, out: out}
}

func byArgument(ctx context.Context, out func(string)) {
	say(out, ctx.Value(modeKey{}).(bool)) // want `decides what runs as an argument of say`
}

func say(out func(string), dry bool) {
	if dry {
		return
	}
	out("said")
}

// By two steps.
func further(ctx context.Context, out func(string)) {
	dry, _ := ctx.Value(modeKey{}).(bool) // want `decides what runs as an argument of sayAgain`
	sayAgain(out, dry)
}

func sayAgain(out func(string), dry bool) { say(out, dry) }

// Nothing depends on that field, nor on this parameter, and an exported field
// may be there for others: level strict tells that they are handed on.
func kept(ctx context.Context, out func(string)) *printer {
	loud, _ := ctx.Value(modeKey{}).(bool)
	return &printer{loud: loud, out: out}
}

func shared(ctx context.Context, out func(string)) *printer {
	is, _ := ctx.Value(modeKey{}).(bool)
	return &printer{Shared: is, out: out}
}

func given(ctx context.Context) bool {
	is, _ := ctx.Value(modeKey{}).(bool)
	return itself(is)
}

func itself(is bool) bool { return is }

func recursive(ctx context.Context) {
	is, _ := ctx.Value(modeKey{}).(bool)
	again(is, 3)
}

func again(is bool, n int) {
	if n > 0 {
		again(is, n-1)
	}
}
