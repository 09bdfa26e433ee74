package imports

import "context"

var (
	first  int
	second int
)

type carrier struct{ ctx context.Context }
