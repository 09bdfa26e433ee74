// Package dep has a context of its own.
package dep

import "context"

type Ctx struct{ context.Context }
