package imports

// What is sorted before.
import "bytes"

var _ = bytes.Equal

var singleBefore = run(nil) // want `nil is passed`
