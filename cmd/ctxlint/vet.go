package main

import (
	"strings"

	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/gocontext/ctxlint/analyzers"
	"github.com/gocontext/ctxlint/internal/summary"
)

// vet speaks the protocol of go vet's tools.
func vet(args []string) {
	s := analyzers.NewSettings()
	for _, arg := range args {
		name, value, ok := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if !strings.HasPrefix(arg, "-") || !ok {
			continue // go vet writes all flags as -name=value
		}
		switch name {
		case "test":
			// singlechecker has a -test of its own, which does nothing here.
			if err := s.Set(name, value); err != nil {
				continue // singlechecker reports it
			}
		case "workspace":
			for prefix := range strings.SplitSeq(value, ",") {
				summary.AddWorkspace(strings.TrimSpace(prefix))
			}
		}
	}
	singlechecker.Main(analyzers.New(s))
}
