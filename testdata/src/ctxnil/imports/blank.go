package imports

import _ "context"

var blank = run(nil) // want `nil is passed`
