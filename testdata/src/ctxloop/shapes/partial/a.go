package partial

import (
	"context"
	"log"

	"google.golang.org/grpc"
)

func use(...any) {}

type store interface {
	Step(ctx context.Context) error
}

func q04(ctx context.Context, in <-chan int, acks []chan bool) {
	for {
		select {
		case v := <-in:
			for _, a := range acks {
				a <- v > 0 // want `\(ctxloop/nodone\)`
			}
		case <-ctx.Done():
			return
		}
	}
}

type svc struct{ events chan string }

func (s *svc) q08(st grpc.ServerStream) error {
	for {
		select {
		case ev := <-s.events:
			if err := st.SendMsg(ev); err != nil {
				log.Print(err)
			}
		case <-st.Context().Done():
			return st.Context().Err()
		}
	}
}

// unknown callee that is given ctx but returns nothing
type notifier interface{ Notify(ctx context.Context) }

// check before: the loop does not look
func q12(ctx context.Context, out chan<- int) {
	if ctx.Err() != nil {
		return
	}
	for i := 0; ; i++ {
		out <- i // want `\(ctxloop/nodone\)`
	}
}

// the callee's error only leads to continue
func q13(ctx context.Context, s store, out chan<- int) {
	for {
		if err := s.Step(ctx); err != nil {
			log.Print(err)
			continue
		}
		out <- 1 // want `\(ctxloop/nodone\)`
	}
}
