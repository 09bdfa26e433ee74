package imports

import (
	"bytes"
	// for later
	"fmt"
	"os"

	"golang.org/x/sync/errgroup"
)

var (
	_, _ = bytes.Equal, fmt.Sprint
	_, _ = os.Exit, errgroup.WithContext
)

var group = run(nil) // want `nil is passed`
