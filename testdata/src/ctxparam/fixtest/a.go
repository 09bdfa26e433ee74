package fixtest

import "context"

// A command beside the package and its external test cannot call it.
func simple(n int, ctx context.Context) {} // want `of simple`

func tested(n int, ctx context.Context) {} // want `of tested`
