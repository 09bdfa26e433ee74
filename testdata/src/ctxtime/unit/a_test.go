package unit

import (
	"context"
	"testing"
)

// What a test does to it says nothing about other files.
func init() { set = 1e9 }

func TestOver(t *testing.T) {
	_, cancel := context.WithTimeout(t.Context(), 1) // strict in tests
	defer cancel()
}
