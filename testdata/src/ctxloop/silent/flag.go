package silent

import (
	"context"
	"time"
)

// containerd/containerd: the case of the ticker shows how things stand once
// more, and leaves the loop by the flag.
func flag(ctx context.Context, t *time.Ticker) {
	done := false
	for {
		select {
		case <-t.C:
			handle(done)
			if done {
				return
			}
		case <-ctx.Done():
			done = true
		}
	}
}

func flagSetBefore(ctx context.Context, t *time.Ticker, names []string) {
	var over bool
outer:
	for {
		select {
		case <-t.C:
			for _, name := range names {
				if !over && name != "" {
					continue outer
				}
			}
			if over {
				return
			}
		case <-ctx.Done():
			over = true
		}
	}
}

// The same loop does not spin.
func flagAndList(ctx context.Context, t *time.Ticker) {
	done := false
	for {
		select {
		case <-t.C:
			if !done {
				if err := do(ctx, 1); err != nil {
					continue
				}
			}
			if done {
				return
			}
		case <-ctx.Done():
			done = true
		}
	}
}
