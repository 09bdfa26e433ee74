package real

import (
	"context"
	"os"

	"ctxloop/real/signals"
)

// istio ad73231c: a worker that is given a context starts a goroutine which
// listens for ever: the function of another package that has the channel keeps
// it in a list, and closes none.

type worker interface {
	Start(setup func() error, run func(context.Context)) error
}

type source struct {
	worker worker
	signal os.Signal
}

func (s *source) start(reload func()) error {
	return s.worker.Start(nil, func(ctx context.Context) {
		reload()
		c := make(chan signals.Signal)
		signals.Watch(c)
		go func() {
			for sig := range c { // want `the loop ranges over c \(made at line 26\), which the end of ctx .*nodone`
				if sig.What == s.signal {
					reload()
				}
			}
		}()
	})
}

func (s *source) startFixed(reload func()) error {
	return s.worker.Start(nil, func(ctx context.Context) {
		reload()
		c := make(chan signals.Signal)
		signals.Watch(c)
		for {
			select {
			case <-ctx.Done():
				return
			case sig := <-c:
				if sig.What == s.signal {
					reload()
				}
			}
		}
	})
}

// A bus that closes the channels of its subscribers ends their loops.
func listens(ctx context.Context, bus *signals.Bus, hear func(signals.Event)) {
	c := make(chan signals.Event)
	bus.Subscribe("it", c)
	go func() {
		for e := range c {
			hear(e)
		}
	}()
}

// Who has the board may close what is in it.
func reads(ctx context.Context, board *signals.Board, hear func(signals.News)) {
	c := make(chan signals.News)
	board.Subscribe(c)
	go func() {
		for n := range c {
			hear(n)
		}
	}()
}

// The same within one package: a list from which nobody closes a channel, and
// one whose channels are closed.

type move struct{ to string }

type remark struct{ text string }

type table struct {
	moves   []chan<- move
	remarks map[string]chan<- remark
}

func (t *table) watch(ctx context.Context, see func(move), hear func(remark)) {
	moves, remarks := make(chan move), make(chan remark)
	t.moves = append(t.moves, moves)
	t.remarks["me"] = remarks
	go func() {
		for m := range moves { // want `ranges over moves .*nodone`
			see(m)
		}
	}()
	for r := range remarks {
		hear(r)
	}
}

func (t *table) leave() {
	for _, c := range t.remarks {
		close(c)
	}
}

// Who gets a channel to receive from cannot close it, and what tests close
// ends nothing elsewhere.

type tick struct{ n int }

type clock struct{ ticks []chan<- tick }

func (c *clock) Ticks(ctx context.Context, see func(tick)) <-chan tick {
	ticks := make(chan tick)
	c.ticks = append(c.ticks, ticks)
	go func() {
		for t := range ticks { // want `ranges over ticks .*nodone`
			see(t)
		}
	}()
	return ticks
}

type beat struct{ n int }

type Heart struct{ beats []chan<- beat }

// Beats gives the channel away, and who has it may close it.
func (h *Heart) Beats(ctx context.Context, see func(beat)) chan<- beat {
	beats := make(chan beat)
	h.beats = append(h.beats, beats)
	go func() {
		for b := range beats {
			see(b)
		}
	}()
	return beats
}
