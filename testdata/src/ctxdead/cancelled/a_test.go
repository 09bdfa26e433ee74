package cancelled

import (
	"context"
	"database/sql"
	"testing"
)

// What happens then is what is tested.
func TestCancelled(t *testing.T) {
	var db *sql.DB
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if db.PingContext(ctx) == nil {
		t.Error("no error")
	}
}
