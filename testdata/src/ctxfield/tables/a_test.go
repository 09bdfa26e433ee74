package tables

import (
	"context"
	"testing"
)

// from: google/osv-scalibr#395
func TestGet(t *testing.T) {
	type args struct {
		ctx context.Context
		key string
	}
	tests := []struct {
		name string
		args args
		ctx  context.Context
	}{
		{name: "a", args: args{context.Background(), "a"}},
	}
	for _, tt := range tests {
		get(tt.args.ctx, tt.args.key)
	}
	for _, c := range cases {
		get(c.ctx, "")
	}
}

type testCase struct {
	ctx context.Context
}

var cases = map[string]testCase{"a": {context.Background()}}

type suite struct {
	ctx context.Context // want `the struct suite`
}

func (s *suite) SetupTest() { s.ctx = context.Background() }
