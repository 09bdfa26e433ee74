package imports

import "bytes"
import "fmt"

var _, _ = bytes.Equal, fmt.Sprint

var many = run(nil) // want `nil is passed`
