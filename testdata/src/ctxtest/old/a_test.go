//go:build go1.21

package old

import (
	"context"
	"testing"
)

func TestX(t *testing.T) { use(context.Background()) }

func use(context.Context) {}
