package silent

import "context"

// std internal/fuzz: a worker starts with a token in a channel that is new.

type token struct{ n int }

type keeper struct{ mu chan *token }

func newKeeper(n int) *keeper {
	mu := make(chan *token, 1)
	mu <- &token{n}
	return &keeper{mu: mu}
}

func (w *keeper) take() *token { return <-w.mu }

func keepers(ctx context.Context, n int) []*keeper {
	var ws []*keeper
	for i := range n {
		ws = append(ws, newKeeper(i))
	}
	return ws
}

func newFullKeeper(n int) *keeper {
	mu := make(chan *token, 1)
	mu <- &token{n}
	mu <- &token{n}
	return &keeper{mu: mu}
}

func full(ctx context.Context, n int) []*keeper {
	var ws []*keeper
	for i := range n {
		ws = append(ws, newFullKeeper(i)) // want `ctxloop/nodone`
	}
	return ws
}

// The loop ends when its tasks have, which the context ends; to ask it is
// nothing that could fail.
func collect(ctx context.Context, errs chan error, n int) (first error) {
	done := ctx.Done()
	stop := func(err error) {
		if first == nil {
			first = err
		}
		done = nil
	}
	for {
		select {
		case <-done:
			stop(ctx.Err())
		case err := <-errs:
			stop(err)
			if n--; n == 0 {
				return first
			}
		}
	}
}
