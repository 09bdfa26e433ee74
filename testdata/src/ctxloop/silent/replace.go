package silent

import (
	"context"
	"sync"
)

type latest struct {
	mu   sync.Mutex
	subs map[int]chan int
}

func (l *latest) subscribe(i int) <-chan int {
	c := make(chan int, 1)
	l.mu.Lock()
	l.subs[i] = c
	l.mu.Unlock()
	return c
}

// From the driver of MongoDB: the old value is taken out before the new one is
// put in.
func (l *latest) publish(ctx context.Context, v int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.subs {
		select {
		case <-c:
		default:
		}
		c <- v
	}
	handle(ctx)
}
