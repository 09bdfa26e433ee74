package unit

import (
	"context"
	"testing"
)

func TestOver(t *testing.T) {
	_, cancel := context.WithTimeout(t.Context(), 1) // strict in tests
	defer cancel()
}
