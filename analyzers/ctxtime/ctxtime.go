package ctxtime

import (
	_ "embed"

	"github.com/gocontext/ctxlint/internal/report"
	"github.com/gocontext/ctxlint/internal/settings"
)

//go:embed doc.go
var doc string

// Check describes the analyzer.
var Check = &report.Check{
	Name: "ctxtime",
	Doc:  doc,
	Rules: []report.Rule{
		{Name: "unit", Level: settings.Default, Tests: settings.Strict, Doc: "a constant timeout under a microsecond, zero or negative"},
		{Name: "deadline", Level: settings.Opinion, Doc: "WithDeadline of time.Now().Add(d) instead of WithTimeout"},
	},
	Run: run,
}

// Analyzer is the check with default settings.
var Analyzer = New(settings.New())

// New returns the check with the given settings.
var New = Check.Analyzer

func run(pass *report.Pass) error { return nil }
