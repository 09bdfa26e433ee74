package imports

import (
	"golang.org/x/sync/errgroup"

	"bytes" // first
)

var _, _ = bytes.Equal, errgroup.WithContext

var groupEnd = run(nil) // want `nil is passed`
