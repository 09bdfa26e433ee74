// Package gin is a stub of the web framework.
package gin

import (
	"net/http"
	"time"
)

// A Context is that of a request.
type Context struct{ Request *http.Request }

func (c *Context) Deadline() (time.Time, bool) { return time.Time{}, false }
func (c *Context) Done() <-chan struct{}       { return nil }
func (c *Context) Err() error                  { return nil }
func (c *Context) Value(key any) any           { return nil }
