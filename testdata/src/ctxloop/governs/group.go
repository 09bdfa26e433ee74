package governs

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// A task ends with the context of its group, also if it does not mention it.
func pipeline(ctx context.Context, n int) error {
	g, gctx := errgroup.WithContext(ctx)
	items := make(chan int)
	g.Go(func() error {
		defer close(items)
		for i := range n {
			items <- i // want `which the end of gctx \(line 11\) does not end: send in a select with a case <-gctx.Done\(\)`
		}
		return nil
	})
	g.Go(func() error {
		for range items {
			if err := gctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	return g.Wait()
}

func doneBefore(ctx context.Context, n int, out chan<- int) error {
	g, gctx := errgroup.WithContext(ctx)
	done := gctx.Done()
	g.Go(func() error {
		for i := range n {
			select {
			case out <- i:
			case <-done:
				return nil
			}
		}
		return nil
	})
	return g.Wait()
}

// Without a name for it, there is the one that the group was made with.
func noName(ctx context.Context, n int, out chan<- int) error {
	g, _ := errgroup.WithContext(ctx)
	g.Go(func() error {
		for i := range n {
			out <- i // want `which the end of ctx \(line 48\) does not end`
		}
		return nil
	})
	return g.Wait()
}

func hidden(ctx context.Context, n int, out chan<- int) error {
	g, gctx := errgroup.WithContext(ctx)
	_ = gctx
	{
		gctx := 1
		g.Go(func() error {
			for i := range n + gctx {
				out <- i // want `which the end of ctx \(line 59\) does not end`
			}
			return nil
		})
	}
	return g.Wait()
}
