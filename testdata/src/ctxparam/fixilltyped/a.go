// Package fixilltyped has a call with too few arguments.
package fixilltyped

import "context"

func load(a, b string, ctx context.Context) { println(a, b, ctx) } // want `"ctx" of load`

func few() { load("a", "b") }
