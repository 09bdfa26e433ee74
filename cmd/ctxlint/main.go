// Command ctxlint finds misuse of context.Context.
//
// It runs on its own, ctxlint ./..., and as a tool of go vet,
// go vet -vettool=$(which ctxlint) ./...
package main

import (
	"os"
	"slices"
	"strings"
)

func main() {
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
