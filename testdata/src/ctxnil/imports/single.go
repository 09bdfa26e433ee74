package imports

import "fmt" // to print

var _ = fmt.Sprint

var (
	single1 = run(nil) // want `nil is passed`
	single2 = run(nil) // want `nil is passed`
)
