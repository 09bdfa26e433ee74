//go:build ignore

// gen_check writes the files of a new check: run it in the repository's
// directory as
//
//	go run analyzers/gen_check.go ctxname rule
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// files are the files of a check, in the order in which they are written.
var files = []struct{ name, text string }{
	{"testdata/src/CHECK/RULE/a.go", `package RULE

import "context"

func bad(ctx context.Context) {
}

// From the report of a false positive: say where it came from.
func fine(ctx context.Context) {
}
`},
	{"analyzers/CHECK/doc.go", `// Package CHECK defines an Analyzer that finds what is wrong.
//
// # Analyzer CHECK
//
// find what is wrong, in one line
//
// Why it is wrong:
//
//	f(ctx) // WRONG
//	g(ctx) // RIGHT
//
// The rules:
//
//   - RULE: what it says about which code.
//
// What is not checked: what the check cannot know, and what it leaves alone
// on purpose.
package CHECK
`},
	{"analyzers/CHECK/CHECK.go", `package CHECK

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"

	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
)

//go:embed doc.go
var doc string

// Check describes the analyzer.
var Check = &report.Check{
	Name: "CHECK",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "RULE", Level: settings.Strict, Doc: "what is wrong with the code that it finds"},
	},
	// A check that asks what functions do takes summary.Analyzer instead.
	Requires: []*analysis.Analyzer{inspect.Analyzer},
	Run:      run,
}

// Analyzer is the check with default settings.
var Analyzer = New(settings.New())

// New returns the check with the given settings.
var New = Check.Analyzer

func run(*report.Pass) error { return nil }
`},
	{"analyzers/CHECK/CHECK_test.go", `package CHECK_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers/CHECK"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "CHECK", CHECK.New) }
`},
}

func main() {
	log.SetFlags(0)
	args := os.Args[1:]
	word := regexp.MustCompile(`^[a-z]+$`)
	if len(args) != 2 || !word.MatchString(args[0]) || !word.MatchString(args[1]) {
		log.Fatal("usage: go run analyzers/gen_check.go ctxname rule")
	}
	fill := strings.NewReplacer("CHECK", args[0], "RULE", args[1]).Replace
	for _, f := range files {
		name := filepath.FromSlash(fill(f.name))
		if _, err := os.Stat(name); err == nil {
			log.Fatalf("%s exists", name)
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(fill(f.text)), 0o666); err != nil {
			log.Fatal(err)
		}
		fmt.Println(name)
	}
	fmt.Printf("Add %s.Check to Checks in analyzers/analyzers.go; CONTRIBUTING.md says how to go on.\n", args[0])
}
