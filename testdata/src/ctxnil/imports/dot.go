package imports

import . "context"

var dot = run(nil) // want `nil is passed`

var _ = Background
