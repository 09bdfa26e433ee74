package silent

import "context"

// containerd/containerd, neo4j: who waits has a channel with room for the one
// answer.

type stats struct{ n int }

type scheduler struct {
	waiters []chan stats
	byName  map[string]chan stats
}

func (s *scheduler) wait(ctx context.Context, name string) stats {
	wc, other := make(chan stats, 1), make(chan stats, 1)
	s.waiters = append(s.waiters, wc)
	s.byName[name] = other
	select {
	case v := <-wc:
		return v
	case v := <-other:
		return v
	case <-ctx.Done():
		return stats{}
	}
}

func (s *scheduler) run(ctx context.Context, in <-chan stats) {
	for {
		select {
		case v := <-in:
			for _, w := range s.waiters {
				w <- v
			}
			s.waiters = nil
		case <-ctx.Done():
			return
		}
	}
}

func (s *scheduler) swap(ctx context.Context, v stats) {
	waiters := s.waiters
	s.waiters = s.waiters[:0:0]
	for _, w := range waiters {
		w <- v
	}
	do(ctx, v.n)
}

func (s *scheduler) answer(ctx context.Context, v stats) {
	for name, w := range s.byName {
		w <- v
		delete(s.byName, name)
	}
	do(ctx, v.n)
}
