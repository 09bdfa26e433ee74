package strict

import "context"

type arrival struct{ kind int }

// From a test of client-go's remote commands: the loop sends what it receives.
func ownQueue(ctx context.Context, arrivals <-chan arrival) int {
	replies := make(chan struct{}, 4)
	n := 0
	for {
		select {
		case a := <-arrivals:
			if a.kind == 0 {
				replies <- struct{}{}
			}
		case <-replies:
			if n++; n == 3 {
				return n
			}
		case <-ctx.Done():
			return n
		}
	}
}

func fedByOthers(ctx context.Context, arrivals <-chan arrival) int {
	replies := make(chan struct{}, 4)
	n := 0
	go func() {
		for range 10 {
			replies <- struct{}{} // want `sends on replies`
		}
	}()
	for {
		select {
		case a := <-arrivals:
			if a.kind == 0 {
				replies <- struct{}{} // want `sends on replies`
			}
		case <-replies:
			if n++; n == 3 {
				return n
			}
		case <-ctx.Done():
			return n
		}
	}
}

func noBuffer(ctx context.Context, arrivals <-chan arrival) int {
	replies := make(chan struct{})
	n := 0
	for {
		select {
		case a := <-arrivals:
			if a.kind == 0 {
				replies <- struct{}{} // want `sends on replies`
			}
		case <-replies:
			if n++; n == 3 {
				return n
			}
		case <-ctx.Done():
			return n
		}
	}
}
