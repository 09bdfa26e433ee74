package strict

import (
	"context"
	"testing"
)

func TestOver(t *testing.T) {
	_, cancel := context.WithTimeout(t.Context(), 1) // want `ctxtime/unit`
	defer cancel()
}
