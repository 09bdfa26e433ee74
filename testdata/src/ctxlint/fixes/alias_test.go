package fixes

import "context"

type Context = context.Context
