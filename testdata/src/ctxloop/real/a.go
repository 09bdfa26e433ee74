// Package real has the shapes of bugs that were fixed in real projects, each
// with its fix, as far as level default finds them.
package real

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"golang.org/x/sync/errgroup"
)

type entry struct{ line string }

type receiver interface{ Chan() chan<- entry }

type component struct {
	in        chan entry
	receivers []receiver
	errs      chan error
}

// grafana/alloy 1b76368b: a loop inside the case of a loop that watches ctx.

func (c *component) fanOut(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-c.in:
			for _, r := range c.receivers {
				r.Chan() <- e // want `the loop sends on r.Chan\(\), which the end of ctx .*nodone`
			}
		}
	}
}

func (c *component) fanOutFixed(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-c.in:
			for _, r := range c.receivers {
				select {
				case r.Chan() <- e:
				case <-ctx.Done():
					return nil
				}
			}
		}
	}
}

// grafana/alloy 8f5f70f1: a handler that has only its request.

type request struct{ ctx context.Context }

func (r *request) Context() context.Context { return r.ctx }

func (c *component) handle(r *request, streams [][]entry) error {
	for _, entries := range streams {
		for _, e := range entries {
			c.in <- e // want `nodone`
		}
	}
	return nil
}

func (c *component) handleFixed(r *request, streams [][]entry) error {
	for _, entries := range streams {
		for _, e := range entries {
			select {
			case c.in <- e:
			case <-r.Context().Done():
				return r.Context().Err()
			}
		}
	}
	return nil
}

// grafana/loki 272a2783: a callback for each record.

type consumer struct {
	client  *kgo.Client
	records chan *kgo.Record
}

func (c *consumer) run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		default:
		}
		fetches := c.client.PollFetches(ctx)
		fetches.EachRecord(func(r *kgo.Record) {
			c.records <- r // want `nodone`
		})
	}
}

func (c *consumer) runFixed(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		default:
		}
		fetches := c.client.PollFetches(ctx)
		fetches.EachRecord(func(r *kgo.Record) {
			select {
			case c.records <- r:
			case <-ctx.Done():
			}
		})
	}
}

// ipfs/kubo 6388f5a1, a197125b, f8f4b83c: producers whose consumer may leave.

func list(ctx context.Context, keys map[string]bool) <-chan entry {
	out := make(chan entry)
	add := func(lines []string) {
		for _, l := range lines {
			if keys[l] {
				out <- entry{l} // want `sends on out \(made at line 126\)`
			}
		}
	}
	go func() {
		defer close(out)
		lines, err := fetch(ctx)
		if err != nil {
			return
		}
		add(lines)
	}()
	return out
}

func fetch(ctx context.Context) ([]string, error) { return nil, ctx.Err() }

func verify(ctx context.Context, lines []string) (<-chan entry, error) {
	out := make(chan entry)
	go func(ch chan<- entry) {
		defer close(ch)
		for _, l := range lines {
			ch <- entry{l} // want `nodone`
		}
	}(out)
	return out, nil
}

func verifyFixed(ctx context.Context, lines []string) (<-chan entry, error) {
	out := make(chan entry)
	go func(ch chan<- entry) {
		defer close(ch)
		for _, l := range lines {
			select {
			case ch <- entry{l}:
			case <-ctx.Done():
				return
			}
		}
	}(out)
	return out, nil
}

// rclone 7e2deffc: the workers stop at the first error, the producer waits on.

func listR(workers int, files map[string]int, open func(context.Context, string) error) func(context.Context) error {
	return func(ctx context.Context) error {
		names := make(chan string, workers)
		var g errgroup.Group
		for range workers {
			g.Go(func() (err error) {
				for name := range names {
					if err = open(ctx, name); err != nil {
						return err
					}
				}
				return nil
			})
		}
		for name := range files {
			names <- name // want `nodone`
		}
		close(names)
		return g.Wait()
	}
}

func listRFixed(workers int, files map[string]int, open func(context.Context, string) error) func(context.Context) error {
	return func(ctx context.Context) error {
		names := make(chan string, workers)
		g, gctx := errgroup.WithContext(ctx)
		for range workers {
			g.Go(func() (err error) {
				for name := range names {
					if err = open(gctx, name); err != nil {
						return err
					}
				}
				return nil
			})
		}
	outer:
		for name := range files {
			select {
			case names <- name:
			case <-gctx.Done():
				break outer
			}
		}
		close(names)
		return g.Wait()
	}
}

// syncthing cbaef624: discovery goes on although nobody listens.

func discover(ctx context.Context, read func() ([]entry, error), results chan<- entry) {
	for {
		found, err := read()
		if err != nil {
			select {
			case <-ctx.Done():
				return
			default:
			}
			continue
		}
		for _, e := range found {
			results <- e // want `nodone`
		}
	}
}

// docker/cli e01ce69f: a timeout wakes the loop, but does not end it.

func collect(ctx context.Context, stream bool) error {
	updates := make(chan error)
	go report(updates)
	for {
		select { // want `nodone`
		case <-time.After(2 * time.Second):
			fmt.Println("no update")
		case err := <-updates:
			if err != nil {
				continue
			}
		}
		if !stream {
			return nil
		}
	}
}

func report(updates chan<- error) {
	for {
		updates <- errors.New("gone")
	}
}

// docker/compose a2ce602f: a producer that fails never closes the channel.

type graph struct{ nodes []string }

func (g *graph) visit(ctx context.Context, start []string, fn func(context.Context, string) error) error {
	expect := len(g.nodes)
	eg, ctx := errgroup.WithContext(ctx)
	next := make(chan string)
	eg.Go(func() error {
		for n := range next { // want `ranges over next \(made at line 276\).*nodone`
			expect--
			if expect == 0 {
				close(next)
				return nil
			}
			g.run(ctx, eg, []string{n}, fn, next)
		}
		return nil
	})
	g.run(ctx, eg, start, fn, next)
	return eg.Wait()
}

func (g *graph) run(ctx context.Context, eg *errgroup.Group, nodes []string, fn func(context.Context, string) error, next chan string) {
	for _, n := range nodes {
		eg.Go(func() error {
			if err := fn(ctx, n); err != nil {
				return err
			}
			next <- n
			return nil
		})
	}
}

func (g *graph) visitFixed(ctx context.Context, start []string, fn func(context.Context, string) error) error {
	expect := len(g.nodes)
	eg, ctx := errgroup.WithContext(ctx)
	next := make(chan string)
	eg.Go(func() error {
		for {
			select {
			case <-ctx.Done():
				return nil
			case n := <-next:
				expect--
				if expect == 0 {
					close(next)
					return nil
				}
				g.run(ctx, eg, []string{n}, fn, next)
			}
		}
	})
	g.run(ctx, eg, start, fn, next)
	return eg.Wait()
}

// docker/compose 4dd369bd: the events are those of another context.

type api interface {
	Events(context.Context) (<-chan entry, <-chan error)
}

func monitor(ctx context.Context, a api, left map[string]bool) error {
	events, errs := a.Events(context.Background())
	for {
		if len(left) == 0 {
			return nil
		}
		select { // want `nodone`
		case err := <-errs:
			return err
		case e := <-events:
			delete(left, e.line)
		}
	}
}

func monitorFixed(ctx context.Context, a api, left map[string]bool) error {
	events, errs := a.Events(context.Background())
	for {
		if len(left) == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case err := <-errs:
			return err
		case e := <-events:
			delete(left, e.line)
		}
	}
}

// docker/compose a8e963a3, 1b43e0c1: polls that sleep.

func complete(ctx context.Context, status func() (string, error)) error {
	for i := 0; i < 120; i++ {
		s, err := status()
		if err != nil {
			return err
		}
		if s == "COMPLETE" {
			return nil
		}
		time.Sleep(time.Second) // want `sleep`
	}
	return errors.New("timeout")
}

func logs(ctx context.Context, poll func(string) (string, error)) error {
	var token string
	for {
		next, err := poll(token)
		if err != nil {
			return err
		}
		if next != token {
			token = next
			continue
		}
		time.Sleep(500 * time.Millisecond) // want `sleep`
	}
}

func completeFixed(ctx context.Context, status func() (string, error)) error {
	for {
		s, err := status()
		if err != nil {
			return err
		}
		if s == "COMPLETE" {
			return nil
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// grafana/loki d5ec714a: results that never come, as not all was started.

type result struct {
	i   int
	err error
}

func downstream(ctx context.Context, locks chan struct{}, n int, fn func(int) error) error {
	results := make(chan result)
	go func() {
		for i := range n {
			select {
			case <-ctx.Done():
				break
			case <-locks:
				go func() {
					defer func() { locks <- struct{}{} }()
					select {
					case <-ctx.Done():
					case results <- result{i, fn(i)}:
					}
				}()
			}
		}
	}()
	for range n {
		r := <-results // want `nodone`
		if r.err != nil {
			return r.err
		}
	}
	return nil
}

// istio 8b40712c: a throttle.

func forward(ctx context.Context, count, qps int, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var throttle *time.Ticker
	if qps > 0 {
		throttle = time.NewTicker(time.Second / time.Duration(qps))
	}
	g, ctx := errgroup.WithContext(ctx)
	for range count {
		if throttle != nil {
			<-throttle.C // want `sleep`
		}
		g.Go(func() error { return do(ctx) })
	}
	return g.Wait()
}

// argo-cd 5f1a1590, istio b67768b5, ipfs/kubo 7dbeb27e: Done cases that stay.

func update(ctx context.Context, f func()) {
	ticker := time.NewTicker(time.Second)
	for {
		select {
		case <-ctx.Done(): // want `stuck`
			ticker.Stop()
			break
		case <-ticker.C:
			f()
		}
	}
}

func bootstrap(ctx context.Context, ended <-chan error, handle func() error) {
	go func() {
		delay := time.Second
	retries:
		for {
			_ = handle()
			select {
			case <-ended:
				break retries
			default:
			}
			select {
			case <-ctx.Done(): // want `stuck`
				break
			case <-time.After(delay):
			}
			delay *= 2
		}
	}()
}

func bootstrapFixed(ctx context.Context, ended <-chan error, handle func() error) {
	go func() {
		delay := time.Second
	retries:
		for {
			_ = handle()
			select {
			case <-ended:
				break retries
			default:
			}
			select {
			case <-ctx.Done():
				break retries
			case <-time.After(delay):
			}
			delay *= 2
		}
	}()
}

func resolve(ctx context.Context, first, second <-chan entry) <-chan entry {
	out := make(chan entry, 1)
	go func() {
		defer close(out)
		for {
			select {
			case _, ok := <-first:
				if !ok {
					first = nil
				}
			case _, ok := <-second:
				if !ok {
					second = nil
				}
			case <-ctx.Done(): // want `stuck`
			}
			if first == nil && second == nil {
				return
			}
		}
	}()
	return out
}

// From the reading of controller-runtime: the error is kept, the loop goes on.
func start(ctx context.Context, ready <-chan string, queue []string) (err error) {
	for {
		select {
		case <-ctx.Done(): // want `stuck`
			if e := ctx.Err(); !errors.Is(e, context.Canceled) {
				err = e
			}
		case r := <-ready:
			if queue[0] == r {
				queue = queue[1:]
			}
			if len(queue) == 0 {
				return err
			}
		}
	}
}

func newRequest(ctx context.Context) *request { return &request{ctx} }
