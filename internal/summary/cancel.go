package summary

import "golang.org/x/tools/go/ssa"

// Cancel is what a function does with cancel functions.
type Cancel struct{}

func (c Cancel) words() []string { return nil }

func cancelFacts(r *Result, fn *ssa.Function, f *Func) {}
