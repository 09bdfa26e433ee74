package handed

import (
	"context"
	"testing"
)

// What a test decides is not what the program does.
func TestKept(t *testing.T) {
	p := kept(context.Background(), func(string) {})
	if p.loud {
		p.print("loud")
	}
}
