// Package fixunseen has a file for another system, which may call anything.
package fixunseen

import "context"

func simple(n int, ctx context.Context) {} // want `of simple`
