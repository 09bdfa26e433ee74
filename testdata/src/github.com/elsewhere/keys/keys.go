// Package keys stands for a module that reads what others put into contexts.
package keys

const Trace = "trace"

var User = "user"

type Client struct{}

type Flag string

const Verbose Flag = "verbose"
