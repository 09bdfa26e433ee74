package realstrict

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// thanos c983b0b5: what comes in ends with the context, in a select of the same
// loop, and so the send of it was thought to. The warnings, which go to somebody
// else by way of an interface, wait as well.

type warner interface{ send(error) }

type frames interface {
	Recv() (series string, warning error, err error)
}

type warnings struct {
	ctx context.Context
	ch  chan<- error
}

func (w *warnings) send(err error) { w.ch <- err }

type set struct {
	frames frames
	warner warner
	series chan string
	limit  time.Duration
	err    error
}

type frame struct {
	series       string
	warning, err error
}

func (s *set) frame(done <-chan struct{}, to chan<- frame) {
	for {
		series, warning, err := s.frames.Recv()
		select {
		case <-done:
			close(to)
			return
		case to <- frame{series, warning, err}:
		}
	}
}

func (s *set) fail(err error, done chan struct{}) {
	s.err = err
	close(done)
}

func (s *set) start(ctx context.Context) {
	go func() {
		defer close(s.series)
		done, in := make(chan struct{}), make(chan frame)
		go s.frame(done, in)
		for {
			var f frame
			select {
			case <-ctx.Done():
				s.fail(ctx.Err(), done)
				return
			case <-time.After(s.limit):
				s.fail(errors.New("too late"), done)
				return
			case f = <-in:
			}
			if f.err == io.EOF {
				close(done)
				return
			}
			if f.err != nil {
				s.fail(f.err, done)
				return
			}
			s.series <- f.series // want `the loop looks at ctx at line 66, but sends on s.series.*\(ctxloop/partial\)`
		}
	}()
}

func (s *set) startFixed(ctx context.Context) {
	go func() {
		defer close(s.series)
		done, in := make(chan struct{}), make(chan frame)
		go s.frame(done, in)
		for {
			var f frame
			select {
			case <-ctx.Done():
				s.fail(ctx.Err(), done)
				return
			case <-time.After(s.limit):
				s.fail(errors.New("too late"), done)
				return
			case f = <-in:
			}
			if f.err == io.EOF {
				close(done)
				return
			}
			if f.err != nil {
				s.fail(f.err, done)
				return
			}
			select {
			case s.series <- f.series:
			case <-ctx.Done():
				s.fail(ctx.Err(), done)
				return
			}
		}
	}()
}

// With both, the first is reported and names the other. That of the warnings
// outlived the fix.
func (s *set) startWarning(ctx context.Context) {
	go func() {
		defer close(s.series)
		done, in := make(chan struct{}), make(chan frame)
		go s.frame(done, in)
		for {
			var f frame
			select {
			case <-ctx.Done():
				s.fail(ctx.Err(), done)
				return
			case f = <-in:
			}
			if f.err != nil {
				s.fail(f.err, done)
				return
			}
			if f.warning != nil {
				s.warner.send(f.warning) // want `calls send, which sends on .*; it waits so at line 144, too \(ctxloop/partial\)`
				continue
			}
			s.series <- f.series
		}
	}()
}

func (s *set) startWarningFixed(ctx context.Context) {
	go func() {
		defer close(s.series)
		done, in := make(chan struct{}), make(chan frame)
		go s.frame(done, in)
		for {
			var f frame
			select {
			case <-ctx.Done():
				s.fail(ctx.Err(), done)
				return
			case f = <-in:
			}
			if f.err != nil {
				s.fail(f.err, done)
				return
			}
			if f.warning != nil {
				s.warner.send(f.warning) // want `calls send, which sends on [^;]*\(ctxloop/partial\)`
				continue
			}
			select {
			case s.series <- f.series:
			case <-ctx.Done():
				s.fail(ctx.Err(), done)
				return
			}
		}
	}()
}

// ipfs/kubo bf2d7cb2: the break of a command that repeats itself leaves the
// select. The context is in a field of its request.

type command struct {
	run func(*invocation, io.Writer) error
}

type invocation struct {
	Context context.Context
	Options map[string]bool
}

var bandwidth = command{
	run: func(inv *invocation, out io.Writer) error {
		for {
			fmt.Fprintln(out, "totals")
			if !inv.Options["poll"] {
				return nil
			}
			select {
			case <-time.After(time.Second):
			case <-inv.Context.Done(): // want `break leaves only the select.*\(ctxloop/stuck\)`
				break
			}
		}
	},
}

var bandwidthFixed = command{
	run: func(inv *invocation, out io.Writer) error {
		for {
			fmt.Fprintln(out, "totals")
			if !inv.Options["poll"] {
				return nil
			}
			select {
			case <-time.After(time.Second):
			case <-inv.Context.Done():
				return nil
			}
		}
	},
}
