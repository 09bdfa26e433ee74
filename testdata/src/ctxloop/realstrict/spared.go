package realstrict

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// Bugs that were fixed in real projects and that are not reported, each with
// the reason and with something close to it that is.

// docker/compose 80856eac: polls that wait for a ticker. Each passes the context
// to a method whose error leaves the loop, half a second later at most.

type compose struct {
	inspect func(ctx context.Context, name string) (state string, err error)
}

func (c *compose) healthy(ctx context.Context, names []string) (bool, error) {
	for _, name := range names {
		state, err := c.inspect(ctx, name)
		if err != nil || state != "healthy" {
			return false, err
		}
	}
	return true, nil
}

func (c *compose) waitFor(ctx context.Context, all map[string][]string, tell func(string)) error {
	eg, _ := errgroup.WithContext(ctx)
	for service, names := range all {
		eg.Go(func() error {
			ticker := time.NewTicker(500 * time.Millisecond)
			defer ticker.Stop()
			for {
				<-ticker.C
				healthy, err := c.healthy(ctx, names)
				if err != nil {
					return err
				}
				if healthy {
					tell(service)
					return nil
				}
			}
		})
	}
	return eg.Wait()
}

// The error does not leave the loop.
func (c *compose) waitOn(ctx context.Context, all map[string][]string, tell func(string)) error {
	eg, _ := errgroup.WithContext(ctx)
	for service, names := range all {
		eg.Go(func() error {
			ticker := time.NewTicker(500 * time.Millisecond)
			defer ticker.Stop()
			for {
				<-ticker.C // want `waits for ticker.C .*\(ctxloop/sleep\)`
				healthy, err := c.healthy(ctx, names)
				if err != nil {
					fmt.Println(err)
					continue
				}
				if healthy {
					tell(service)
					return nil
				}
			}
		})
	}
	return eg.Wait()
}

// prometheus 45506841: a look at the context before each tick of an interval
// that is set elsewhere. A poll ends a loop that only sleeps.

type consul struct{ interval time.Duration }

func (c *consul) watch(ctx context.Context, look func(context.Context)) {
	go func() {
		ticker := time.NewTicker(c.interval)
		for {
			select {
			case <-ctx.Done():
				ticker.Stop()
				return
			default:
				look(ctx)
				<-ticker.C
			}
		}
	}()
}

// An interval of a minute.
func (c *consul) watchSlowly(ctx context.Context, look func(context.Context)) {
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			default:
				look(ctx)
				<-time.After(time.Minute) // want `for 1m0s between looks.*\(ctxloop/partial\)`
			}
		}
	}()
}

// docker/compose 00570938: the same with a sleep of two seconds.
func follow(ctx context.Context, read func(context.Context) (string, error), out io.Writer) error {
	back := 0
	for {
		select {
		case <-ctx.Done():
			return nil
		default:
			text, err := read(ctx)
			if err != nil {
				return err
			}
			lines := strings.Split(text, "\n")
			for _, line := range lines[min(back, len(lines)):] {
				fmt.Fprintln(out, line)
			}
			back = len(lines)
			time.Sleep(2 * time.Second)
		}
	}
}

// Of twenty.
func followSlowly(ctx context.Context, read func(context.Context) (string, error), out io.Writer) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		default:
			text, err := read(ctx)
			if err != nil {
				return err
			}
			fmt.Fprintln(out, text)
			time.Sleep(20 * time.Second) // want `for 20s between looks.*\(ctxloop/partial\)`
		}
	}
}

// prometheus cd412470: a try looks at the context first; then it sleeps for a
// while that doubles.
func tryAgain(ctx context.Context, least, most time.Duration, try func(n int) (again bool, err error)) error {
	for n, pause := 0, least; ; n++ {
		select {
		case <-ctx.Done():
			return ctx.Err()
		default:
		}
		again, err := try(n)
		if err == nil || !again {
			return err
		}
		time.Sleep(pause)
		pause = min(2*pause, most)
	}
}

// It looks once, before the first.
func tryOn(ctx context.Context, least, most time.Duration, try func(n int) (again bool, err error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for n, pause := 0, least; ; n++ {
		again, err := try(n)
		if err == nil || !again {
			return err
		}
		time.Sleep(pause) // want `sleeps in time.Sleep .*\(ctxloop/sleep\)`
		pause = min(2*pause, most)
	}
}

// argoproj/argo-cd b5769594: a goroutine sets a variable when the context is
// over, and the loop asks that between its sleeps, a race apart.
func retry(action func() error, what string, ctx context.Context, pause time.Duration) {
	over := false
	stop := make(chan bool)
	defer close(stop)
	go func() {
		select {
		case <-ctx.Done():
			over = true
		case <-stop:
		}
	}()
	for {
		if action() == nil {
			return
		}
		if over {
			fmt.Println("stopped", what)
			return
		}
		time.Sleep(pause)
	}
}

// The variable is set by something else.
func retryUntil(action func() error, quit <-chan string, ctx context.Context, pause time.Duration) {
	over := false
	go func() {
		<-quit
		over = true
	}()
	for {
		if action() == nil {
			return
		}
		if over {
			return
		}
		time.Sleep(pause) // want `\(ctxloop/otherstop\)`
	}
}

// grafana/loki 5335a215: results of goroutines that have the context. The one
// that starts them closes the channel, whatever happens.

type answer struct {
	i   int
	err error
}

type forEach func(ctx context.Context, n int, job func(context.Context, int) error) error

func askAll(ctx context.Context, n int, each forEach, ask func(int) error, add func(answer) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan answer)
	go func() {
		err := each(ctx, n, func(ctx context.Context, i int) error {
			if err := ask(i); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
			case answers <- answer{i: i}:
			}
			return nil
		})
		if err != nil {
			answers <- answer{-1, err}
		}
		close(answers)
	}()
	var err error
	for a := range answers {
		if err != nil {
			continue
		}
		err = a.err
		if err == nil {
			err = add(a)
		}
	}
	return err
}

// An error ends the goroutine before it closes the channel.
func askSome(ctx context.Context, n int, each forEach, ask func(int) error, add func(answer) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan answer)
	go func() {
		err := each(ctx, n, func(ctx context.Context, i int) error {
			if err := ask(i); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
			case answers <- answer{i: i}:
			}
			return nil
		})
		if err != nil {
			return
		}
		close(answers)
	}()
	var err error
	for a := range answers { // want `ranges over answers .*\(ctxloop/nodone\)`
		if err == nil {
			err = errors.Join(a.err, add(a))
		}
	}
	return err
}

// kubernetes/client-go 67030989: chunks that wait in a buffer are still dealt
// with when the context is over, but then the channel is closed.

type pager struct{ size int }

func (p *pager) chunks(ctx context.Context, visit func(string) error) error { return ctx.Err() }

func (p *pager) buffered(ctx context.Context, visit func(string) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	chunks, result := make(chan string, p.size), make(chan error, 1)
	go func() {
		var err error
		defer func() {
			close(chunks)
			result <- err
		}()
		err = p.chunks(ctx, func(chunk string) error {
			select {
			case chunks <- chunk:
			case <-ctx.Done():
				return ctx.Err()
			}
			return nil
		})
	}()
	for chunk := range chunks {
		if err := visit(chunk); err != nil {
			return err
		}
	}
	return <-result
}

// The result comes in any case, the end of the chunks does not.
func (p *pager) bufferedOpen(ctx context.Context, visit func(string) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	chunks, result := make(chan string, p.size), make(chan error, 1)
	go func() {
		err := p.chunks(ctx, func(chunk string) error {
			select {
			case chunks <- chunk:
			case <-ctx.Done():
				return ctx.Err()
			}
			return nil
		})
		if err == nil {
			close(chunks)
		}
		result <- err
	}()
	for chunk := range chunks { // want `ranges over chunks .*\(ctxloop/nodone\)`
		if err := visit(chunk); err != nil {
			return err
		}
	}
	return <-result
}

// syncthing c3637f21: a round of dials takes long, but what a loop computes or
// does over the network is no wait; the sleep between rounds ends with the
// context.

type dialer struct {
	devices []string
	lookup  func(device string) []string
	dial    func(ctx context.Context, addr string) bool
}

func (d *dialer) connect(ctx context.Context, pause time.Duration) {
	for {
		var seen []string
		for _, device := range d.devices {
			addrs := d.lookup(device)
			for _, addr := range addrs {
				if d.dial(ctx, addr) {
					break
				}
			}
			seen = append(seen, addrs...)
		}
		fmt.Println(seen)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}

// It gives the network some time after each device.
func (d *dialer) connectSlowly(ctx context.Context, pause time.Duration) {
	for {
		for _, device := range d.devices {
			for _, addr := range d.lookup(device) {
				d.dial(ctx, addr)
			}
			time.Sleep(pause) // want `sleeps in time.Sleep .*\(ctxloop/sleep\)`
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}

// thanos ca308b0d: a loop that decodes, and waits for nothing.

type postings struct {
	cached map[string][]byte
	tokens chan int
}

func (p *postings) fetch(ctx context.Context, keys []string, decode func([]byte) (string, error)) ([]string, error) {
	out := make([]string, len(keys))
	for i, key := range keys {
		b, ok := p.cached[key]
		if !ok {
			continue
		}
		l, err := decode(b)
		if err != nil {
			return nil, err
		}
		out[i] = l
	}
	return out, ctx.Err()
}

// It waits before it decodes.
func (p *postings) fetchInTurn(ctx context.Context, keys []string, decode func([]byte) (string, error)) ([]string, error) {
	out := make([]string, len(keys))
	for i, key := range keys {
		<-p.tokens // want `receives from p.tokens .*\(ctxloop/nodone\)`
		l, err := decode(p.cached[key])
		if err != nil {
			return nil, err
		}
		out[i] = l
	}
	return out, ctx.Err()
}

func newPostings() *postings { return &postings{tokens: make(chan int)} }
