// Package real has the shapes of bugs that were fixed in real projects, each
// with its fix.
package real

import (
	"context"
	"errors"
	"sync"
	"time"
)

// grpc-go: returns that drop a stream whose cancel function nobody else has.
// The literal behind them makes the stream a variable in memory.

type stream struct {
	id      int
	ctx     context.Context
	cancel  context.CancelFunc
	onFrame func(size int)
}

type transport struct {
	mu      sync.Mutex
	ctx     context.Context
	closed  bool
	admit   func(context.Context) (context.Context, error)
	streams map[int]*stream
}

func (t *transport) grow(s *stream, size int) { t.streams[s.id+size] = s }

func (t *transport) open(id int, limit time.Duration) error {
	s := &stream{id: id}
	if limit > 0 {
		s.ctx, s.cancel = context.WithTimeout(t.ctx, limit) // want `cancel function "s.cancel" of context.WithTimeout is not called on every path out of open: the return at line 41`
	} else {
		s.ctx, s.cancel = context.WithCancel(t.ctx) // want `cancel function "s.cancel" of context.WithCancel is not called on every path out of open: the return at line 41`
	}
	var err error
	if s.ctx, err = t.admit(s.ctx); err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return errors.New("closed")
	}
	t.streams[id] = s
	s.onFrame = func(size int) { t.grow(s, size) }
	return nil
}

func (t *transport) openFixed(id int, limit time.Duration) error {
	s := &stream{id: id}
	if limit > 0 {
		s.ctx, s.cancel = context.WithTimeout(t.ctx, limit)
	} else {
		s.ctx, s.cancel = context.WithCancel(t.ctx)
	}
	var err error
	if s.ctx, err = t.admit(s.ctx); err != nil {
		s.cancel()
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		s.cancel()
		return errors.New("closed")
	}
	t.streams[id] = s
	s.onFrame = func(size int) { t.grow(s, size) }
	return nil
}

// The literal has the stream before that has a cancel function.
func (t *transport) openShared(id int) error {
	s := &stream{id: id}
	t.watch(func() { s.cancel() })
	s.ctx, s.cancel = context.WithCancel(t.ctx)
	if t.closed {
		return errors.New("closed")
	}
	return nil
}

// So does the map.
func (t *transport) openKept(id int) error {
	s := &stream{id: id}
	t.streams[id] = s
	s.ctx, s.cancel = context.WithCancel(t.ctx)
	if t.closed {
		return errors.New("closed")
	}
	s.onFrame = func(size int) { t.grow(s, size) }
	return nil
}

func (t *transport) watch(func()) {}

// The variable gets a stream of others.
func (t *transport) reopen(id int) error {
	s := &stream{id: id}
	if old := t.streams[id]; old != nil {
		s = old
	}
	s.ctx, s.cancel = context.WithCancel(t.ctx)
	if t.closed {
		return errors.New("closed")
	}
	s.onFrame = func(size int) { t.grow(s, size) }
	return nil
}

func (t *transport) end(id int) { t.streams[id].cancel() }
