package fixnameglobal

import "context"

var ctx = context.Background()

// No fix: it would hide the variable.
func short(c context.Context) { // want `"c" of short`
	<-c.Done()
}

type iface interface {
	get(c context.Context) // want `"c" of iface.get`
}
