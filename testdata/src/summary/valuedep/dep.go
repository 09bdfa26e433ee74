package valuedep

import "context"

type Key struct{}

func Dry(ctx context.Context) bool { // want `^Dry: gets\(0<-summary/valuedep\.Key\)$`
	v, _ := ctx.Value(Key{}).(bool)
	return v
}
