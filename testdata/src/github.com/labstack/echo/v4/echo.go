// Package echo is a stub of the web framework.
package echo

import "net/http"

// A Context is that of a request.
type Context interface {
	Request() *http.Request
	JSON(code int, v any) error
}
