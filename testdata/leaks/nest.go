package main

import (
	"context"
	"fmt"
	"strings"
)

// before: 5 layers
// after: 1 layers
func nest() string {
	most := 0
	visit(context.Background(), []string{"a", "b", "c", "d", "e"}, func(ctx context.Context) {
		most = max(most, strings.Count(fmt.Sprint(ctx), ".WithValue"))
	})
	return fmt.Sprintf("%d layers", most)
}

type key struct{}

func visit(ctx context.Context, names []string, f func(ctx context.Context)) {
	for i := 0; i < len(names); i++ {
		ctx = context.WithValue(ctx, key{}, names[i])
		f(ctx)
	}
}
