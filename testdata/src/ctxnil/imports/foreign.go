package imports

import (
	"golang.org/x/sync/errgroup"
)

var _ = errgroup.WithContext

var foreign = run(nil) // want `nil is passed`
