package def

import (
	"context"
	"testing"
)

func TestX(t *testing.T) { use(context.Background()) }

func use(context.Context) {}
