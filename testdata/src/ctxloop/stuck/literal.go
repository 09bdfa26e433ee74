package stuck

import "context"

// A literal that each round calls: its return is not the loop's.

func inPlace(ctx context.Context, in chan int, use func(int)) {
	for {
		func() {
			select {
			case <-ctx.Done(): // want `the case <-ctx.Done\(\) leaves the function literal alone, not the loop of line 9 that calls it: let the literal say whether to go on`
				return
			case v := <-in:
				use(v)
			}
		}()
	}
}

func named(ctx context.Context, in chan int, use func(int)) {
	step := func() {
		select {
		case v := <-in:
			use(v)
		case <-ctx.Done(): // want `stuck`
		}
	}
	for {
		step()
	}
}

// The loop asks for itself.
func asked(ctx context.Context, in chan int, use func(int)) {
	for ctx.Err() == nil {
		func() {
			select {
			case <-ctx.Done():
				return
			case v := <-in:
				use(v)
			}
		}()
	}
}

// The literal tells the loop.
func flagged(ctx context.Context, in chan int, use func(int)) {
	over := false
	for !over {
		func() {
			select {
			case <-ctx.Done():
				over = true
			case v := <-in:
				use(v)
			}
		}()
	}
}

func answered(ctx context.Context, in chan int, use func(int)) {
	step := func() bool {
		select {
		case <-ctx.Done():
			return false
		case v := <-in:
			use(v)
			return true
		}
	}
	for step() {
	}
}

// Nobody knows what that does.
func calledOff(ctx context.Context, in chan int, use func(int), off func()) {
	for {
		func() {
			select {
			case <-ctx.Done():
				off()
			case v := <-in:
				use(v)
			}
		}()
	}
}

// A loop with a last round comes to its end.
func oneForEach(ctx context.Context, all []chan int, use func(int)) {
	for _, in := range all {
		func() {
			select {
			case <-ctx.Done():
			case v := <-in:
				use(v)
			}
		}()
	}
}

// Each round has a context of its own.
func renewed(ctx context.Context, in chan int, use func(int)) {
	for {
		func() {
			round, cancel := context.WithCancel(ctx)
			defer cancel()
			select {
			case <-round.Done():
			case v := <-in:
				use(v)
			}
		}()
	}
}
