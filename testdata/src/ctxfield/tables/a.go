package tables

import "context"

func get(ctx context.Context, key string) string { return key }

var _ = []args{}

type args struct {
	ctx context.Context // want `the struct args`
}
