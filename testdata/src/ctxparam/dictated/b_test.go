package dictated

import (
	api "github.com/elsewhere/signature"
)

// What tests do says nothing about other files.
func init() {
	api.Register(called)
	var _ notPinger = nil
}
