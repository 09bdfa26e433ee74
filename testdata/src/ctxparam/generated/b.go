package generated

import "context"

type impl struct{}

// The tool dictates these.
func (impl) Do(n int, c context.Context) {}

var _ Generated = impl{}

var _ Func = func(n int, c context.Context) {}

func written(n int, c context.Context) {} // want `of written`
