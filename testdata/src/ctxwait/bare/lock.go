package bare

import "context"

// From go-redis' sticky pools and the JSON-RPC connections of x/tools: the
// channel has room for the one value that is taken out and put back.
type sticky struct{ conns chan int }

func newSticky() *sticky { return &sticky{conns: make(chan int, 1)} }

func (s *sticky) take() int { return <-s.conns }

func (s *sticky) Put(ctx context.Context, conn int) {
	s.conns <- conn
}

func (s *sticky) Drop(ctx context.Context) {
	s.conns <- 0
}

// A consumer may be behind.
type behind struct{ jobs, stop chan int }

func newBehind() *behind {
	b := &behind{jobs: make(chan int, 1), stop: make(chan int)}
	go func() {
		for {
			select {
			case job := <-b.jobs:
				print(job)
			case <-b.stop:
				return
			}
		}
	}()
	return b
}

func (b *behind) Put(ctx context.Context, job int) {
	b.jobs <- job // want `this send on "b.jobs" may wait for ever`
}

func (b *behind) Flush(ctx context.Context) {
	b.jobs <- 0 // want `this send on "b.jobs" may wait for ever`
}
