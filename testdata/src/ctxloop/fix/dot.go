package fix

import (
	"context"
	. "time"
)

// Something else may be called After.
func dotSleeps(ctx context.Context) error {
	for !try() {
		Sleep(Second) // want "sleep"
	}
	return nil
}
