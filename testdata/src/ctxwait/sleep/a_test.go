package sleep

import (
	"context"
	"time"
)

func helper(ctx context.Context) { time.Sleep(time.Minute) }
