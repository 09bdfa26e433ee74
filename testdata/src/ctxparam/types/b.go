package types

// from: pingcap/tidb#1825, a type that prints as context.Context.
import "ctxparam/types/context"

func otherContext(n int, c context.Context) {}
