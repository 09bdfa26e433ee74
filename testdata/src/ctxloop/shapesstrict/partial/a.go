package partial

import (
	"context"
	"sync"
	"time"

	"ctxloop/shapesstrict/dep"

	"google.golang.org/grpc"
)

func use(...any) {}

type store interface {
	Step(ctx context.Context) error
}

func q01(ctx context.Context, s store, out chan<- int) error {
	for {
		if err := s.Step(ctx); err != nil {
			return err
		}
		out <- 1 // want `\(ctxloop/partial\)`
	}
}

func q02(ctx context.Context, out chan<- int) error {
	for {
		if err := dep.Step(ctx); err != nil {
			return err
		}
		out <- 1 // want `\(ctxloop/partial\)`
	}
}

func q03(ctx context.Context, in <-chan int, out chan<- int) {
	for {
		select {
		case v := <-in:
			out <- v // want `\(ctxloop/partial\)`
		case <-ctx.Done():
			return
		}
	}
}

type svc struct{ events chan string }

func (s *svc) q05(st grpc.ServerStream) error {
	for ev := range s.events { // want `\(ctxloop/partial\)`
		if err := st.SendMsg(ev); err != nil {
			return err
		}
	}
	return nil
}

func (s *svc) q06(st grpc.ServerStream) error {
	for {
		var m string
		if err := st.RecvMsg(&m); err != nil {
			return err
		}
		s.events <- m // want `\(ctxloop/partial\)`
	}
}

func (s *svc) q07(st grpc.ServerStream) error {
	for {
		select { // want `\(ctxloop/partial\)`
		case ev := <-s.events:
			if err := st.SendMsg(ev); err != nil {
				return err
			}
		case <-time.After(time.Minute):
			return nil
		}
	}
}

// unknown callee that is given ctx but returns nothing
type notifier interface{ Notify(ctx context.Context) }

func q09(ctx context.Context, n notifier, in <-chan int) {
	for v := range in { // want `\(ctxloop/nodone\)`
		n.Notify(ctx)
		use(v)
	}
	for {
		v := <-in // want `\(ctxloop/nodone\)`
		n.Notify(ctx)
		use(v)
	}
}

// worker pool: receives jobs and stops with ctx, but results block
func q10(ctx context.Context, jobs <-chan int, results chan<- int, n int) {
	var wg sync.WaitGroup
	for range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				select {
				case <-ctx.Done():
					return
				case j, ok := <-jobs:
					if !ok {
						return
					}
					results <- j * j // want `\(ctxloop/partial\)`
				}
			}
		}()
	}
	wg.Wait()
}

// polls between long sleeps
func q11(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		default:
		}
		time.Sleep(time.Hour) // want `\(ctxloop/partial\)`
	}
}
