package imports

import "context"

func shadowed(context context.Context) {
	context = nil
	run(nil) // want `nil is passed`
}

func shadowedByString(context string) {
	run(nil) // want `nil is passed`
}
