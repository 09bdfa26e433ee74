package kinds

import (
	"context"
	"testing"
)

func TestTable(t *testing.T) {
	tests := []struct {
		name string
		ctx  context.Context
	}{{"x", context.Background()}}
	type args struct {
		ctx context.Context
		id  int
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { _ = args{tt.ctx, 1} })
	}
}

var table = map[string]struct {
	ctx context.Context
}{}
