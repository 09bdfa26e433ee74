// Command ctxlint finds misuse of context.Context.
//
// It runs on its own, ctxlint ./..., and as a tool of go vet,
// go vet -vettool=$(which ctxlint) ./...
package main

import (
	"os"
	"runtime/debug"
	"slices"
	"strings"
)

// More garbage between collections is a good trade here: most of what a
// package needs is dropped with it. GOGC still has the last word.
const gcPercent = 250

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	args := os.Args[1:]
	if isVet(args) {
		vet(args)
		return
	}
	os.Exit(run(args, os.Stdout, os.Stderr))
}

// isVet reports whether the go command is the caller: it asks for the version
// or the flags, or hands over the description of a package.
func isVet(args []string) bool {
	return slices.ContainsFunc(args, func(arg string) bool {
		return arg == "-flags" || arg == "-V" || strings.HasPrefix(arg, "-V=") || strings.HasSuffix(arg, ".cfg")
	})
}
