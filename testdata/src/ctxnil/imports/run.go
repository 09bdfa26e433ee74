// Package imports adds the import of context in files of all shapes.
package imports

import ctx "context"

func run(c ctx.Context) int { return 0 }

var renamed = run(nil) // want `nil is passed`
