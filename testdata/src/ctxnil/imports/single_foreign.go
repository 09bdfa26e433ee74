package imports

import "golang.org/x/sync/errgroup"

var _ = errgroup.WithContext

var singleForeign = run(nil) // want `nil is passed`
