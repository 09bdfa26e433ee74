package only

import "context"

func use(ctx context.Context) {}
