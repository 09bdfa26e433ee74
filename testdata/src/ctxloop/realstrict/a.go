// Package realstrict has the shapes of bugs that were fixed in real projects
// which only level strict finds, each with its fix.
package realstrict

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

type groups []string

// prometheus b5bfb502: the helper that sends has no context.

type discovery struct {
	interval time.Duration
	last     map[string]groups
}

func (d *discovery) run(ctx context.Context, ch chan<- groups) {
	defer close(ch)
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(d.interval):
			if err := d.update(ch); err != nil { // want `the loop looks at ctx at line 27, but calls update, which sends on "ch" here`
				fmt.Println(err)
			}
		}
	}
}

func (d *discovery) update(ch chan<- groups) error {
	all, err := d.fetch()
	if err != nil {
		return err
	}
	ch <- all
	for name := range d.last {
		ch <- groups{name}
	}
	return nil
}

func (d *discovery) fetch() (groups, error) { return nil, nil }

// prometheus b4d7ce13: sends before the select, and in a case of it.

func (d *discovery) azure(ctx context.Context, ch chan<- groups) {
	ticker := time.NewTicker(d.interval)
	defer ticker.Stop()
	for {
		if gs, err := d.fetch(); err == nil {
			ch <- gs // want `partial`
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

func (d *discovery) azureFixed(ctx context.Context, ch chan<- groups) {
	ticker := time.NewTicker(d.interval)
	defer ticker.Stop()
	for {
		if gs, err := d.fetch(); err == nil {
			select {
			case <-ctx.Done():
				return
			case ch <- gs:
			}
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// ipfs/kubo 20b06c29, 6f4fc6ac: what comes in ends with the context, what goes
// out does not.

type store interface {
	AllKeys(context.Context) (<-chan string, error)
}

func refs(ctx context.Context, s store) (<-chan groups, error) {
	keys, err := s.AllKeys(ctx)
	if err != nil {
		return nil, err
	}
	out := make(chan groups)
	go func() {
		defer close(out)
		for k := range keys {
			out <- groups{k} // want `partial`
		}
	}()
	return out, nil
}

func collect(ctx context.Context, s store, output chan<- error, remove func(string) error) error {
	keys, err := s.AllKeys(ctx)
	if err != nil {
		return err
	}
loop:
	for {
		select {
		case k, ok := <-keys:
			if !ok {
				break loop
			}
			if err := remove(k); err != nil {
				output <- err // want `partial`
				continue loop
			}
			select {
			case output <- nil:
			case <-ctx.Done():
				break loop
			}
		case <-ctx.Done():
			break loop
		}
	}
	return nil
}

// docker/cli 15b422b3: the events end, their consumer may not be there.

type client interface {
	Events(context.Context) (<-chan string, <-chan error)
}

func watch(ctx context.Context, c client, events chan<- string, stopped <-chan struct{}) {
	ch, errs := c.Events(ctx)
	defer close(events)
	for {
		select {
		case <-stopped:
			return
		case e := <-ch:
			events <- e // want `partial`
		case <-errs:
			return
		}
	}
}

// docker/compose dcbf005f: only a signal or the end of all stops the loop.

func up(ctx context.Context, signals <-chan os.Signal, stop func() error) error {
	done := make(chan bool)
	var eg errgroup.Group
	eg.Go(func() error {
		first := true
		for {
			select { // want `otherstop`
			case <-done:
				return nil
			case <-signals:
				if first {
					eg.Go(func() error {
						defer close(done)
						return stop()
					})
					first = false
				}
			}
		}
	})
	return eg.Wait()
}

// rclone 5eb5c01e: workers that only a quit channel stops.

func walk(ctx context.Context, in chan string, quit chan struct{}, list func(context.Context, string) error) {
	stop := func() { close(quit) }
	if err := list(ctx, ""); err != nil {
		stop()
	}
	go func(quit <-chan struct{}) {
		for {
			select { // want `stops on quit`
			case job, ok := <-in:
				if !ok {
					return
				}
				if err := list(ctx, job); err != nil {
					fmt.Println(err)
				}
			case <-quit:
				return
			}
		}
	}(quit)
}

// syncthing 713527fa, thanos a4213b5d: a send in the case of a message.

type session struct {
	invitations chan string
	series      chan string
	stream      stream
}

type stream interface {
	Context() context.Context
	Recv() (string, error)
}

func (s *session) serve(ctx context.Context, messages <-chan string, errs <-chan error) error {
	timeout := time.NewTimer(time.Minute)
	for {
		select {
		case m := <-messages:
			timeout.Reset(time.Minute)
			s.invitations <- m // want `partial`
		case <-ctx.Done():
			return nil
		case err := <-errs:
			return err
		case <-timeout.C:
			return nil
		}
	}
}

func (s *session) recv(ctx context.Context) {
	go func() {
		defer close(s.series)
		for {
			m, err := s.stream.Recv()
			if err != nil {
				return
			}
			if ctx.Err() != nil {
				return
			}
			s.series <- m // want `partial`
		}
	}()
}

// thanos 2375b59e: workers that fail with the context, but first have to send.

func exists(ctx context.Context, ids <-chan string, found chan<- string, has func(context.Context, string) (bool, error)) error {
	eg, ctx := errgroup.WithContext(ctx)
	for range 64 {
		eg.Go(func() error {
			for id := range ids {
				ok, err := has(ctx, id)
				if err != nil {
					return err
				}
				if ok {
					found <- id // want `partial`
				}
			}
			return nil
		})
	}
	return eg.Wait()
}

// istio a8e1e746: a minute is a long time.

func token(ctx context.Context, read func() string, changed chan<- bool) {
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			default:
				read()
				time.Sleep(time.Minute) // want `the loop looks at ctx at line 280, but sleeps in time.Sleep for 1m0s between looks`
			}
		}
	}()
}

// rclone d178233e, 9e0a5b66, syncthing 81484699: the context is in a field.

type march struct {
	ctx  context.Context
	jobs []string
}

func (m *march) run(in chan<- string) {
	go func() {
		for _, j := range m.jobs {
			in <- j // want `which the end of m.ctx`
		}
	}()
}

func (m *march) pull(next func() (string, bool)) {
	for {
		select {
		case <-m.ctx.Done(): // want `stuck`
			fmt.Println("stopped")
			break
		default:
		}
		if _, ok := next(); !ok {
			break
		}
	}
}

// syncthing 81484699: the break leaves the select; the context is in a struct
// that the receiver embeds.

type base struct {
	ctx  context.Context
	peer func(ctx context.Context, n int) error
}

type folder struct {
	base
	name string
}

func (f *folder) pull(blocks chan int, fail func(error)) {
	for {
		select {
		case <-f.ctx.Done(): // want `stuck`
			fail(f.ctx.Err())
			break
		default:
		}
		n, ok := next(blocks)
		if !ok {
			break
		}
		if err := f.peer(f.ctx, n); err != nil {
			continue
		}
		break
	}
	fail(nil)
}

func (f *folder) pullFixed(blocks chan int, fail func(error)) {
loop:
	for {
		select {
		case <-f.ctx.Done():
			fail(f.ctx.Err())
			break loop
		default:
		}
		n, ok := next(blocks)
		if !ok {
			break
		}
		if err := f.peer(f.ctx, n); err != nil {
			continue
		}
		break
	}
	fail(nil)
}

func next(blocks chan int) (int, bool) {
	select {
	case n, ok := <-blocks:
		return n, ok
	default:
		return 0, false
	}
}
