package fix

import "bytes"

// The type of what is received is in a package that others do not import.
func buffers() <-chan *bytes.Buffer { return make(chan *bytes.Buffer) }
